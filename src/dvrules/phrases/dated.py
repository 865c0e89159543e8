"""Dated: what the rules say that put a deadline on a day of the calendar or in one period."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import accumulate
from typing import Any, Literal

from dvrules.model.deadlines import Anchor, Cycle, Deadline, Fixed, Listed, Within
from dvrules.model.values import evolve
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


def named(bound: str, label: str, anchor: Anchor) -> list[Within]:
    """A day of one period under a bound, one deadline for each reading."""
    return [Within("within", label, **keys) for keys in bounds(bound, anchor)]


def single(ways: Iterable[Deadline]) -> Readings:
    """The ways of reading one deadline."""
    return [(way,) for way in ways]


def together(ways: Iterable[Iterable[Deadline]]) -> Readings:
    """Several deadlines that stand under one bound: read all in the one way or all in the other."""
    return [tuple(column) for column in zip(*ways, strict=True)]


class Dated(Named):
    """Turns the parts of a tree that put a deadline on a day or in one period into the ways of reading them."""

    def fixed(self, bound: str, day: Day) -> Readings:
        return single(on_day(bound, day.of_year(self._year)))

    def each_fixed(self, bound: str, *days: Any) -> Readings:
        return together(on_day(bound, day) for day in self._shared(flat(days)))

    def days_of_month(self, *parts: Any) -> list[Day]:
        *days, last = parts
        for day in days:
            proper_day(day, last.month)
        return [*(evolve(last, day=day) for day in days), last]

    def days_of_months(self, day: int, *parts: Any) -> list[Day]:
        months, year = _with_year(parts)
        for month in months:
            proper_day(day, month)
        return [Day(day, month, year) for month in months]

    def listed(self, *days: Any) -> Readings:
        return [(Listed("listed", tuple(self._shared(flat(days)))),)]

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
        year, found = self._year, []
        for period in reversed(flat(periods)):
            year = period.year or year
            found.append(self.within(bound, evolve(period, year=year)))
        return together([way[0] for way in ways] for ways in found[::-1])

    def within_year(self, period: Period) -> Readings:
        return self.within("", period)

    def months_named(self, *parts: Any) -> list[Period]:
        months, year = _with_year(parts)
        return [Period(Cycle.MONTH, month, year) for month in months]

    def quarters(self, *parts: Any) -> list[Period]:
        numbers, year = _with_year(parts)
        return [Period(Cycle.QUARTER, number, year) for number in numbers]

    def range_quarters(self, *parts: Any) -> Readings:
        return self.ranged(*self.quarters(*parts))

    def within_at(self, bound: str, point: Any, period: Period) -> Readings:
        if point == "middle" and period.cycle not in {Cycle.MONTH, Cycle.YEAR}:
            raise impossible(self._text)
        if bound == "on" and point in {"first", "middle", "last"}:
            bound = "by"
        return single(named(bound, period.label(self._year), Anchor(point)))

    def within_day(self, bound: str, day: int, nth: int, period: Period) -> Readings:
        anchor = month_anchor(day, nth, period.cycle, "this")
        return single(named(bound, period.label(self._year), anchor))

    def within_after(self, bound: str, amount: Amount, side: int, period: Period) -> Readings:
        return single(named(until(bound), period.label(self._year), off_end(amount, side)))

    def within_dated(self, period: Period, bound: str, day: Day) -> Readings:
        """A period that is followed by the day on which it is due, which lies in it or in the next."""
        if not bound or (day.month is None and period.cycle is not Cycle.MONTH):
            raise Dead
        day = evolve(day, month=day.month or period.number)
        due = day.of_year(period.year or self._year)
        own = period.days(due.year)
        if own.first > due and day.year is None:
            due = day.of_year(due.year + 1)
        elif own.first > due and period.year is None:
            own = period.days(due.year - 1)
        months = MONTHS_OF.get(own.cycle, 0)
        later, month = divmod(12 * (due.year - own.first.year) + due.month - own.first.month, months or 1)
        if not months or later not in {0, 1} or (later and (own.cycle is Cycle.NINE_MONTHS or month > _LATEST)):
            raise Dead
        return single(named(bound, own.label, Anchor(due.day, of="next" if later else "this", month=month + 1)))

    def dated_within(self, *parts: Any) -> Readings:
        pairs = zip(carried(parts[::3]), parts[1::3], parts[2::3], strict=True)
        return together([way[0] for way in self.within_dated(period, bound, day)] for bound, day, period in pairs)

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


#: In how many months after a period its report is still due.
_LATEST = 3


def carried(bounds: Sequence[str]) -> Iterable[str]:
    """The bounds, with that of the one before where there is none."""
    return accumulate(bounds, lambda last, bound: bound or last)


def flat(parts: Iterable[Any]) -> list[Any]:
    """The parts, with those of a list among them one by one."""
    return [each for part in parts for each in (part if isinstance(part, list) else [part])]


def _with_year(parts: tuple[Any, ...]) -> tuple[tuple[int, ...], int | None]:
    """Numbers and the year that may follow them."""
    if parts[-1] is None or isinstance(parts[-1], Year):
        return parts[:-1], parts[-1]
    return parts, None


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
