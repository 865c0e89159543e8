"""Meaning: what each rule of the grammars says of deadlines, whatever the language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise, product
from typing import Any

from dvrules.model.days import Span
from dvrules.model.deadlines import (
    ByReference,
    Continuous,
    Cycle,
    Deadline,
    Fixed,
    Listed,
    OnRequest,
    Periodic,
    Quota,
    Relative,
    Within,
)
from dvrules.model.values import evolve
from dvrules.phrases.dated import Readings, until
from dvrules.phrases.points import Day, Period
from dvrules.phrases.readings import Dead, Problem, Refused
from dvrules.phrases.rounds import Rounds
from dvrules.phrases.terms import Amount, Clause, Number, of_node
from dvrules.phrases.trees import Node


class Meaning(Rounds):
    """Turns one tree into the ways of reading it, each a tuple of deadlines."""

    def start(self, *items: Readings | str) -> Readings:
        for mark, item in pairwise(items):
            if mark == "regularly" and not (isinstance(item, list) and all(_anchored_all(way) for way in item)):
                raise Dead
        ways = list(product(*(item for item in items if isinstance(item, list))))
        if "or" in items and any(isinstance(each, _DAYS) for way in ways for part in way for each in part):
            raise Dead
        if any(_bounded_round([each for part in way for each in part]) for way in ways):
            raise Dead
        return [_combined([each for part in way for each in part]) for way in ways]

    def regularly(self) -> str:
        """The word that makes a report periodic; it stands only before a rhythm and its day."""
        return "regularly"

    def or_(self) -> str:
        """The word between two deadlines of which either will do, which days of the calendar can't be."""
        return "or"

    # Counted from something else

    def after(self, bound: str, amount: Amount, event: str) -> Readings:
        return [(_relative(event, amount, 1, bound),)]

    def after_done_with(self, amount: Amount, event: str) -> Readings:
        return self.after("", amount, event)

    def before(self, *parts: Any) -> Readings:
        *bound, amount, event = parts
        return [(_relative(event, amount, -1, *bound),)]

    def event_after(self, event: str, amount: Amount) -> Readings:
        return [(_relative(event, amount, 1),)]

    def event_before(self, event: str, amount: Amount) -> Readings:
        return [(_relative(event, amount, -1),)]

    def after_due(self, bound: str, amount: Amount, obligation: str) -> Readings:
        return [(_following(obligation, amount, 1, bound),)]

    def before_due(self, *parts: Any) -> Readings:
        *bound, amount, obligation = parts
        return [(_following(obligation, amount, -1, *bound),)]

    def due_before(self, obligation: str, amount: Amount) -> Readings:
        return [(_following(obligation, amount, -1),)]

    def after_done(self, bound: str, amount: Amount, obligation: str) -> Readings:
        return [(evolve(_following(obligation, amount, 1, bound), of="fulfilment"),)]

    def vague(self, *parts: Any) -> Readings:
        event = _event(parts[-1])
        return [(Relative("relative", event=event, unknown=("offset",)),)]

    def on_event(self, event: str) -> Readings:
        return [(Relative("relative", event=_event(event)),)]

    def until_event(self, *parts: Any) -> Readings:
        day, event = (parts[0].of_year(self._year), parts[1]) if len(parts) > 1 else (None, parts[0])
        return [(Relative("relative", event=_event(event), from_=day),)]

    def before_event(self, event: str) -> Readings:
        return [(Relative("relative", event=_event(event), offset=-1),)]

    # All along

    def continuous(self, *_: object) -> Readings:
        return [(Continuous("continuous"),)]

    def continuous_in(self, period: Period) -> Readings:
        span = Span(period.days(self._year).first, period.days(self._year).last)
        return [(Continuous("continuous", span=span),)]

    def continuous_between(self, readings: Readings) -> Readings:
        return [(Continuous("continuous", span=_span(readings)),)]

    def continuous_every(self, cycle: Cycle) -> Readings:
        return [(Continuous("continuous", review=cycle),)]

    def continuous_during(self, readings: Readings) -> Readings:
        return readings

    @of_node
    def during(self, node: Node) -> Readings:
        words = self.free(node)
        if _SOON.search(words):
            raise Dead
        return [(Continuous("continuous", during=words),)]

    def onward(self, start: Any) -> Readings:
        if isinstance(start, list):
            day = _span(start).from_
        else:
            day = start.of_year(self._year) if isinstance(start, Day) else start.days(self._year).first
        return [(Continuous("continuous", span=Span(day)),)]

    def quota(self, *parts: Any) -> Readings:
        [count] = [part for part in parts if not isinstance(part, Cycle)]
        [cycle] = [part for part in parts if isinstance(part, Cycle)]
        return [(Continuous("continuous", at_least=(Quota(count, cycle),)),)]

    # On request

    def request(self, event: str) -> Readings:
        return [(OnRequest("on_request", event),)]

    def request_within(self, bound: str, amount: Amount, event: str) -> Readings:
        until(bound)
        return [(OnRequest("on_request", event, amount.count, amount.measure),)]

    told = request

    def when_requested(self) -> Readings:
        return self.request("request")

    # When another document says

    def reference(self, *words: object) -> Readings:
        if any(isinstance(each, str) and _NUMBERED.search(each) for each in words):
            raise Dead
        return [(ByReference("by_reference"),)]

    def clause_reference(self, clause: str, *_: object) -> Readings:
        return [(ByReference("by_reference", clause=clause),)]

    def named_reference(self, *parts: Any) -> Readings:
        day = next((part.of_year(None) for part in parts if isinstance(part, Day)), None)
        texts = [part for part in parts if isinstance(part, (str, Number))]
        number = next(part for part in texts if isinstance(part, Number))
        clause = next((part for part in texts if isinstance(part, Clause)), None)
        return [(ByReference("by_reference", f"{number}@{day or '?'}", clause),)]

    # Finer than a day

    @of_node
    def hours(self, node: Node) -> Readings:
        raise Refused(Problem("not_days", self.free(node)))


def _span(readings: Readings) -> Span:
    [[between]] = readings
    if not isinstance(between, Fixed):
        raise Dead
    return Span(between.from_, between.by)


_DAYS = (Fixed, Within, Listed)


def _anchored_all(deadlines: Iterable[Deadline]) -> bool:
    return all(isinstance(each, Periodic) and (each.by or each.before) for each in deadlines)


def _bounded_round(deadlines: list[Deadline]) -> bool:
    """Whether a rhythm stands beside a span of days, which would be the rhythm's own and not another deadline."""
    rounds = any(isinstance(each, Periodic) and each == Periodic("periodic", each.every) for each in deadlines)
    spans = (
        isinstance(each, Within) or (isinstance(each, Fixed) and each.from_ not in {None, each.by})
        for each in deadlines
    )
    return rounds and any(spans)


def _event(words: str) -> str:
    """The words of an event, unless they hold a day of their own, which would then be passed over, or a count."""
    if (_DATED.search(words) and not _NUMBERED.search(words)) or _COUNTED.search(words) or _NO_EVENT.search(words):
        raise Dead
    return words


_DATED = re.compile(r"\b\d{1,2}\s*[/.-]\s*\d{1,2}\b")
_COUNTED = re.compile(r"\d+\W*(?:ngày|tuần|tháng|năm|days?|weeks?|months?)(?: làm việc)?$", re.IGNORECASE)
_NO_EVENT = re.compile(
    r"^(?:làm việc(?:$| (?:tiếp|kế|sau|thứ|đầu|cuối))|(?:hôm|thứ|khi|ngày|lúc) |(?:thời )?hạn$)"
    r"|^(?:(?:kết thúc|hết) )?(?:mỗi )?(?:tuần|tháng|quý|năm)(?:$| (?:[\divx]+|sau|n[aà]y)\b)"
    r"|\bhàng (?:ngày|tuần|tháng|quý|năm)\b",
    re.IGNORECASE,
)
_SOON = re.compile(r"\bthời gian (?:tới|qua|(?:sớm|nhanh|ngắn) nhất)$", re.IGNORECASE)
_NUMBERED = re.compile(r"\b(?:số|no\.?)\s*\d", re.IGNORECASE)


def _relative(event: str, amount: Amount, side: int, bound: str = "") -> Relative:
    until(bound)
    return Relative("relative", event=_event(event), offset=side * amount.count, measure=amount.measure)


def _following(obligation: str, amount: Amount, side: int, bound: str = "") -> Relative:
    until(bound)
    return Relative("relative", obligation=obligation, offset=side * amount.count, measure=amount.measure)


def _combined(deadlines: list[Deadline]) -> tuple[Deadline, ...]:
    """Deadlines told together: what refines another is put into it, and what another makes certain is left out."""
    if any(isinstance(each, (Fixed, Within)) for each in deadlines):
        deadlines = [each for each in deadlines if not (isinstance(each, Relative) and each.unknown)]
    found: list[Deadline] = []
    for each in deadlines:
        last = found[-1] if found else None
        if isinstance(last, Continuous) and isinstance(each, Continuous) and not (each.span and last.span):
            found[-1] = evolve(
                last,
                span=last.span or each.span,
                during=last.during or each.during,
                at_least=last.at_least + each.at_least,
            )
        elif isinstance(last, Continuous) and isinstance(each, Periodic) and each == Periodic("periodic", each.every):
            found[-1] = evolve(last, review=each.every)
        elif each not in found:
            found.append(each)
    return tuple(found)
