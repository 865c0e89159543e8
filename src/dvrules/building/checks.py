"""Checks: what must hold between the keys of one table, or of one file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from unicodedata import combining, normalize

from dvrules.building.faults import keys_of
from dvrules.counting.periods import MONTHS, period_named
from dvrules.counting.recurrence import problem_of
from dvrules.model.days import Span
from dvrules.model.deadlines import (
    Anchor,
    Continuous,
    Cycle,
    Deadline,
    Fixed,
    Listed,
    OnRequest,
    Periodic,
    Recurring,
    Relative,
    Within,
)
from dvrules.model.diagnostics import Diagnostic, misnamed
from dvrules.model.places import NOWHERE, Place
from dvrules.model.records import Assumption
from dvrules.model.rulesets import Clause, Obligation

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")

#: What a key that is not given holds.
_NOTHING = ("", None, (), Span(), 0)

_LONGEST_MONTH = 31
_WEEK = 7
#: More days, weeks or months than these are a slip of the pen.
LARGEST_OFFSET = 1000


def squeeze(text: str) -> str:
    """The text in NFC with every run of white space as one blank, for comparing quotations."""
    return " ".join(normalize("NFC", text).split())


def check_ids(names: Sequence[str], place_of: Callable[[int], Place]) -> Iterator[Diagnostic]:
    """Faults of ids: letters that an id may not have, and ids that stand twice; `place_of` says where each stands."""
    if all(map(_ID.fullmatch, names)) and len({*names}) == len(names):
        return
    seen: set[str] = set()
    for number, name in enumerate(names):
        if not _ID.fullmatch(name):
            plain = _plain(name)
            hint = "hint.plain_id" if plain else ""
            yield Diagnostic("DV206", {"id": name, "suggestion": plain}, place_of(number).at("id"), hint)
        elif name in seen:
            yield Diagnostic("DV207", {"id": name}, place_of(number).at("id"))
        seen.add(name)


def _plain(name: str) -> str:
    """The id that a name gives without its accents and blanks, "" where it gives none."""
    letters = normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    plain = "-".join("".join(each for each in letters if not combining(each)).split())
    return plain if _ID.fullmatch(plain) else ""


def check_span(span: Span, place: Place) -> Iterator[Diagnostic]:
    """A span that ends before it begins."""
    if span.from_ and span.through and span.through < span.from_:
        args = {"from_day": span.from_.isoformat(), "through_day": span.through.isoformat()}
        yield Diagnostic("DV213", args, place)


def check_unknown(table: object, place: Place) -> Iterator[Diagnostic]:
    """Keys said to be unknown that the table doesn't have, or that it gives all the same."""
    unknown: tuple[str, ...] = table.unknown  # type: ignore[attr-defined]
    known = [key for key in keys_of(type(table)) if key != "unknown"]
    for index, key in enumerate(unknown):
        at = place.at("unknown", index)
        if key not in known:
            yield misnamed("DV202", key, known, at)
        elif getattr(table, key) not in _NOTHING:
            yield Diagnostic("DV212", {"key": key}, at)


def check_deadlines(item: Obligation | Clause | Assumption) -> Iterator[Diagnostic]:
    """Deadlines of an item whose keys don't fit together, by the reason why not."""
    deadlines = item.deadline
    if not deadlines:
        yield Diagnostic("DV211", {"reason": "none"}, item.place.at("deadline"))
    for index, deadline in enumerate(deadlines):
        steps = ("deadline",) if len(deadlines) == 1 else ("deadline", index)
        for reason in _reasons(deadline):
            yield Diagnostic("DV211", {"reason": reason}, item.place.at(*steps))
        if getattr(deadline, "unknown", ()):
            yield from check_unknown(deadline, item.place.at(*steps))


def _reasons(deadline: Deadline) -> Iterator[str]:  # noqa: C901, PLR0912 - one case for each form
    match deadline:
        case Fixed():
            if (deadline.by is None) == (deadline.before is None):
                yield "by_or_before"
            if deadline.from_ and deadline.from_ > (deadline.by or deadline.before or date.max):
                yield "span_order"
        case Within():
            try:
                cycle = period_named(deadline.period).cycle
            except ValueError:
                yield "period_label"
            else:
                yield from _anchors_reasons(deadline, cycle)
        case Periodic():
            if deadline.every is None:
                yield from () if "every" in deadline.unknown else ("every",)
            else:
                yield from _anchors_reasons(deadline, deadline.every)
            if deadline.lead is not None and not 0 <= deadline.lead <= LARGEST_OFFSET:
                yield "lead_range"
        case Relative():
            yield from _relative_reasons(deadline)
        case Continuous():
            if deadline.span and list(check_span(deadline.span, NOWHERE)):
                yield "span_order"
            if any(quota.count < 1 for quota in deadline.at_least):
                yield "count_range"
        case OnRequest():
            if not 0 <= (deadline.offset or 0) <= LARGEST_OFFSET:
                yield "offset_range"
        case Listed():
            if not deadline.days or list(deadline.days) != sorted(set(deadline.days)):
                yield "days_order"
        case Recurring():
            yield from filter(None, [problem_of(deadline.rrule, deadline.from_)])


def _relative_reasons(deadline: Relative) -> Iterator[str]:
    if (deadline.event is None) == (deadline.obligation is None):
        yield "event_or_obligation"
    if deadline.of == "fulfilment" and deadline.obligation is None:
        yield "fulfilment_of"
    if abs(deadline.offset) > LARGEST_OFFSET:
        yield "offset_range"


def _anchors_reasons(deadline: Within | Periodic, cycle: Cycle) -> Iterator[str]:
    if deadline.by and deadline.before:
        yield "by_or_before"
    cut_off = deadline.cut_off if isinstance(deadline, Periodic) else None
    anchors = [deadline.by, deadline.before, deadline.from_, None if isinstance(cut_off, str) else cut_off]
    for anchor in filter(None, anchors):
        yield from _anchor_reasons(anchor, cycle)


def _anchor_reasons(anchor: Anchor, cycle: Cycle) -> Iterator[str]:
    if isinstance(anchor.day, int) and not 1 <= anchor.day <= (_WEEK if cycle is Cycle.WEEK else _LONGEST_MONTH):
        yield "day_of_week_range" if cycle is Cycle.WEEK else "day_range"
    if anchor.month is not None and not 1 <= anchor.month <= MONTHS[cycle]:
        yield "month_range"
    if anchor.day == "middle" and anchor.month is None and cycle not in {Cycle.MONTH, Cycle.YEAR}:
        yield "no_middle"
    if abs(anchor.offset) > LARGEST_OFFSET:
        yield "offset_range"
