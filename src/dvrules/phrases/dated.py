"""Dated: what the rules say that put a deadline on a day of the calendar or in one period."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal

from attrs import evolve
from lark import v_args

from dvrules.model.deadlines import Anchor, Cycle, Deadline, Fixed, Listed, Within
from dvrules.phrases.named import MONTHS_OF, Named, Year
from dvrules.phrases.points import Day, Period, between, proper_day
from dvrules.phrases.readings import Dead
from dvrules.phrases.terms import Amount, impossible

#: The ways of reading a part of a phrase: of each, the deadlines.
Readings = list[tuple[Deadline, ...]]


def bounds(bound: str, point: object) -> list[dict[str, Any]]:
    """The keys that hold a point under a bound, one table for each reading."""
    if bound == "on":
        return [{"from_": point, "by": point}]
    return [{key: point} for key in (("before", "by") if bound == "either" else (bound or "by",))]


def on_day(bound: str, day: date) -> list[Fixed]:
    """One day of the calendar under a bound, one deadline for each reading."""
    return [Fixed("fixed", **keys) for keys in bounds(bound, day)]


def _named(bound: str, label: str, anchor: Anchor) -> list[Within]:
    return [Within("within", label, **keys) for keys in bounds(bound, anchor)]


def single(ways: Iterable[Deadline]) -> Readings:
    """The ways of reading one deadline."""
    return [(way,) for way in ways]


def together(ways: Iterable[Iterable[Deadline]]) -> Readings:
    """Several deadlines that stand under one bound: read all in the one way or all in the other."""
    return [tuple(column) for column in zip(*ways, strict=True)]


@v_args(inline=True)
class Dated(Named):
    """Turns the parts of a tree that put a deadline on a day or in one period into the ways of reading them."""

    def fixed(self, bound: str, day: Day) -> Readings:
        return single(on_day(bound, day.of_year(self._year)))

    def each_fixed(self, bound: str, *days: Day) -> Readings:
        return together(on_day(bound, day) for day in self._shared(days))

    def listed(self, *days: Day) -> Readings:
        return [(Listed("listed", tuple(self._shared(days))),)]

    def _shared(self, days: Iterable[Day]) -> list[date]:
        """The days of a list; one that lacks its year has that of the next."""
        year, found = self._year, []
        for day in reversed(list(days)):
            year = day.year or year
            found.append(day.of_year(year))
        return found[::-1]

    def within(self, bound: str, period: Period) -> Readings:
        label = period.label(self._year)
        whole, until = Within("within", label), Within("within", label, before=Anchor("first"))
        return single({"before": [until], "either": [until, whole]}.get(bound, [whole]))

    def each_within(self, bound: str, *periods: Any) -> Readings:
        named, year, found = periods[0] if isinstance(periods[0], list) else periods, self._year, []
        for period in reversed(named):
            year = period.year or year
            found.append(self.within(bound, evolve(period, year=year)))
        return together([way[0] for way in ways] for ways in found[::-1])

    def within_year(self, period: Period) -> Readings:
        return self.within("", period)

    def quarters(self, *parts: Any) -> list[Period]:
        *numbers, year = parts if parts[-1] is None or isinstance(parts[-1], Year) else (*parts, None)
        return [Period(Cycle.QUARTER, number, year) for number in numbers]

    def range_quarters(self, *parts: Any) -> Readings:
        return self.ranged(*self.quarters(*parts))

    def within_at(self, bound: str, point: Any, period: Period) -> Readings:
        if point == "middle" and period.cycle not in {Cycle.MONTH, Cycle.YEAR}:
            raise impossible(self._text)
        if bound == "on" and point in {"first", "middle", "last"}:
            bound = "by"
        return single(_named(bound, period.label(self._year), Anchor(point)))

    def within_day(self, bound: str, day: int, nth: int, period: Period) -> Readings:
        anchor = month_anchor(day, nth, period.cycle, "this")
        return single(_named(bound, period.label(self._year), anchor))

    def within_after(self, bound: str, amount: Amount, side: int, period: Period) -> Readings:
        return single(_named(until(bound), period.label(self._year), off_end(amount, side)))

    def within_dated(self, period: Period, bound: str, day: Day) -> Readings:
        """A period that is followed by the day on which it is due, which lies in it or in the next."""
        if not bound:
            raise Dead
        due = day.of_year(self._year)
        own = period.days(due.year)
        if period.year is None and own.first > due:
            own = period.days(due.year - 1)
        months = MONTHS_OF.get(own.cycle, 0)
        later, month = divmod(12 * (due.year - own.first.year) + due.month - own.first.month, months or 1)
        if not months or later not in {0, 1} or (later and own.cycle is Cycle.NINE_MONTHS):
            raise Dead
        return single(_named(bound, own.label, Anchor(due.day, of="next" if later else "this", month=month + 1)))

    def ranged(self, first: Any, last: Any) -> Readings:
        return [(self._between(first, last),)]

    def _between(self, first: Any, last: Any) -> Fixed:
        first, last = (Day(end) if isinstance(end, int) else end for end in (first, last))
        if isinstance(last, Day) and last.month is None:
            raise Dead
        if first.year is None and isinstance(last, Period) and last.cycle is Cycle.YEAR:
            raise Dead
        start, end = between(first, last, self._year)
        return Fixed("fixed", by=end, from_=start)


def month_anchor(day: int, nth: int, cycle: Cycle, of: Literal["this", "next"]) -> Anchor:
    """Day `day` of the `nth` month of a period, 0 being its last."""
    months = MONTHS_OF.get(cycle, 1)
    if months == 1:
        raise Dead
    if not 0 <= nth <= months:
        raise impossible(nth)
    proper_day(day, None)
    return Anchor(day, month=nth or months, of=of)


def off_end(amount: Amount, side: int) -> Anchor:
    """The day so much after a period's end, or before it."""
    return Anchor("last", offset=side * amount.count, measure=amount.measure)


def until(bound: str) -> str:
    """The bound of a day that is itself counted: `trong`, `chậm nhất` and none all mean by that day."""
    if bound in {"before", "either"}:
        raise Dead
    return "by"
