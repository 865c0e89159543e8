"""Dated: what the rules say that put a deadline into the calendar: on a day, in a period, in every period."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from typing import Any, Literal

from attrs import evolve
from lark import Token, v_args

from dvrules.model.deadlines import Anchor, Cycle, Deadline, Fixed, Listed, Periodic, Within
from dvrules.phrases.points import Day, Period, between, proper_day
from dvrules.phrases.readings import Dead
from dvrules.phrases.terms import MONTHS_OF, Amount, Frame, Terms, Weekday, Year, impossible

#: The ways of reading a part of a phrase: of each, the deadlines.
Readings = list[tuple[Deadline, ...]]


def _bounds(bound: str, point: object) -> list[dict[str, Any]]:
    """The keys that hold a point under a bound, one table for each reading."""
    if bound == "on":
        return [{"from_": point, "by": point}]
    return [{key: point} for key in (("before", "by") if bound == "either" else (bound or "by",))]


def _fixed(bound: str, day: date) -> list[Fixed]:
    return [Fixed("fixed", **keys) for keys in _bounds(bound, day)]


def _anchored(bound: str, cycle: Cycle, anchor: Anchor) -> list[Periodic]:
    return [Periodic("periodic", cycle, **keys) for keys in _bounds(bound, anchor)]


def _named(bound: str, label: str, anchor: Anchor) -> list[Within]:
    return [Within("within", label, **keys) for keys in _bounds(bound, anchor)]


def _single(ways: Iterable[Deadline]) -> Readings:
    return [(way,) for way in ways]


def _every(ways: Iterable[Iterable[Deadline]]) -> Readings:
    """Several deadlines that stand under one bound: read all in the one way or all in the other."""
    return [tuple(column) for column in zip(*ways, strict=True)]


@v_args(inline=True)
class Dated(Terms):
    """Turns the parts of a tree that name days and periods into the ways of reading them."""

    # One day, one period

    def fixed(self, bound: str, day: Day) -> Readings:
        return _single(_fixed(bound, day.of_year(self._year)))

    def each_fixed(self, bound: str, *days: Day) -> Readings:
        return _every(_fixed(bound, day) for day in self._shared(days))

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
        return _single({"before": [until], "either": [until, whole]}.get(bound, [whole]))

    def each_within(self, bound: str, *periods: Any) -> Readings:
        named, year, found = periods[0] if isinstance(periods[0], list) else periods, self._year, []
        for period in reversed(named):
            year = period.year or year
            found.append(self.within(bound, evolve(period, year=year)))
        return _every([way[0] for way in ways] for ways in found[::-1])

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
        return _single(_named(bound, period.label(self._year), Anchor(point)))

    def within_day(self, bound: str, day: int, nth: int, period: Period) -> Readings:
        anchor = _month_anchor(day, nth, period.cycle, "this")
        return _single(_named(bound, period.label(self._year), anchor))

    def within_after(self, bound: str, amount: Amount, side: int, period: Period) -> Readings:
        return _single(_named(until(bound), period.label(self._year), _off_end(amount, side)))

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
        return _single(_named(bound, own.label, Anchor(due.day, of="next" if later else "this", month=month + 1)))

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

    # Round and round

    def periodic(self, cycle: Cycle, *_: Token) -> Readings:
        return [(Periodic("periodic", cycle),)]

    def periods(self, *cycles: Cycle | Token) -> Readings:
        return [tuple(Periodic("periodic", cycle) for cycle in cycles if isinstance(cycle, Cycle))]

    def periods_stated(self, *cycles: Cycle | Token) -> Readings:
        return [tuple(Periodic("periodic", cycle, unknown=("by",)) for cycle in cycles if isinstance(cycle, Cycle))]

    def rhythm(self, *_: object) -> Readings:
        return [(Periodic("periodic", unknown=("every", "by")),)]

    def at(self, bound: str, point: Any, frame: Frame) -> Readings:
        if point == "middle" and frame.cycle not in {Cycle.MONTH, Cycle.YEAR}:
            raise impossible(self._text)
        if bound == "on" and point in {"first", "middle", "last"}:
            bound = "by"
        return _single(_anchored(bound, frame.cycle, Anchor(point, of=frame.of)))

    def day_in(self, bound: str, day: int, frame: Frame) -> Readings:
        if frame.cycle is not Cycle.MONTH:
            raise Dead
        proper_day(day, None)
        return _single(_anchored(bound, Cycle.MONTH, Anchor(day, of=frame.of)))

    def days_in(self, bound: str, *parts: Any) -> Readings:
        *days, frame = parts
        return _every([way[0] for way in self.day_in(bound, day, frame)] for day in days)

    def day_of_year(self, bound: str, *parts: Any) -> Readings:
        *days, frame = parts
        ofs = _years_of(days, frame)
        anchors = [Anchor(day.day, month=day.month, of=of) for day, of in zip(days, ofs, strict=True)]
        ways = _every(_anchored(bound, Cycle.YEAR, anchor) for anchor in anchors)
        if frame.loose and self._year:
            years = [self._year + (of == "next") for of in ofs]
            ways += _every(_fixed(bound, day.of_year(year)) for day, year in zip(days, years, strict=True))
        return ways

    days_of_year = day_of_year

    def month_of_year(self, bound: str, *parts: Any) -> Readings:
        *months, frame = parts
        return _every(_in_months(bound, month, month, frame) for month in months)

    def quarter_of_year(self, bound: str, *parts: Any) -> Readings:
        *numbers, frame = parts
        return _every(_in_months(bound, 3 * number - 2, 3 * number, frame) for number in numbers)

    def nth_month(self, bound: str, day: int, nth: int, frame: Frame) -> Readings:
        return _single(_anchored(bound, frame.cycle, _month_anchor(day, nth, frame.cycle, frame.of)))

    def weekday_in(self, bound: str, weekday: Weekday, frame: Frame) -> Readings:
        if frame.cycle is not Cycle.WEEK:
            raise Dead
        return _single(_anchored(bound, Cycle.WEEK, Anchor(weekday.day, of=frame.of)))

    def weekday_each(self, bound: str, weekday: Weekday) -> Readings:
        return self.weekday_in(bound, weekday, Frame(Cycle.WEEK))

    def after_end(self, bound: str, amount: Amount, side: int, cycle: Cycle) -> Readings:
        return _single(_anchored(until(bound), cycle, _off_end(amount, side)))

    def range_in(self, first: int, last: int, frame: Frame) -> Readings:
        if frame.cycle is not Cycle.MONTH:
            raise Dead
        for day in (first, last):
            proper_day(day, None)
        return [(_opened(Cycle.MONTH, Anchor(first, of=frame.of), Anchor(last, of=frame.of)),)]

    def range_in_year(self, first: Any, last: Day, frame: Frame) -> Readings:
        start = Day(first, last.month) if isinstance(first, int) else first
        proper_day(start.day, start.month)
        anchors = [Anchor(day.day, month=day.month, of=frame.of) for day in (start, last)]
        return [(_opened(Cycle.YEAR, *anchors),)]

    def framed_day(self, cycle: Cycle, bound: str, day: int) -> Readings:
        return self.day_in(bound, day, Frame(cycle))

    def framed_day_of_year(self, cycle: Cycle, bound: str, *days: Day) -> Readings:
        if cycle not in {Cycle.YEAR, Cycle.HALF_YEAR, Cycle.QUARTER}:
            raise Dead
        if cycle is not Cycle.YEAR and len(days) != 12 // MONTHS_OF[cycle]:
            raise Dead
        return self.day_of_year(bound, *days, Frame(Cycle.YEAR))

    def framed_weekday(self, cycle: Cycle, bound: str, weekday: Weekday) -> Readings:
        return self.weekday_in(bound, weekday, Frame(cycle))

    def framed_other(self, cycle: Cycle, readings: Readings) -> Readings:
        if any(each.every is not cycle for way in readings for each in way if isinstance(each, Periodic)):
            raise Dead
        return readings


def _opened(cycle: Cycle, first: Anchor, last: Anchor) -> Periodic:
    return Periodic("periodic", cycle, by=last, from_=first)


def _years_of(days: list[Day], frame: Frame) -> list[Literal["this", "next"]]:
    """Of which year each day is: where the days go back in the year, only those from there on are of the next."""
    back = max((n for n, (one, other) in enumerate(pairwise(days), 1) if _in_year(other) < _in_year(one)), default=0)
    return ["this" if n < back else frame.of for n in range(len(days))]


def _in_year(day: Day) -> tuple[int, int]:
    return day.month or 0, day.day


def _in_months(bound: str, first: int, last: int, frame: Frame) -> list[Periodic]:
    """Due within the months of a year from `first` through `last`."""
    if not 1 <= first <= last <= 12:  # noqa: PLR2004 - the months of a year
        raise impossible(last)
    start, end = Anchor("first", month=first, of=frame.of), Anchor("last", month=last, of=frame.of)
    whole = Periodic("periodic", Cycle.YEAR, by=end, from_=start)
    until = Periodic("periodic", Cycle.YEAR, before=start)
    return {"before": [until], "either": [until, whole]}.get(bound, [whole])


def _month_anchor(day: int, nth: int, cycle: Cycle, of: Literal["this", "next"]) -> Anchor:
    """Day `day` of the `nth` month of a period, 0 being its last."""
    months = MONTHS_OF.get(cycle, 1)
    if months == 1:
        raise Dead
    if not 0 <= nth <= months:
        raise impossible(nth)
    proper_day(day, None)
    return Anchor(day, month=nth or months, of=of)


def _off_end(amount: Amount, side: int) -> Anchor:
    return Anchor("last", offset=side * amount.count, measure=amount.measure)


def until(bound: str) -> str:
    """The bound of a day that is itself counted: `trong`, `chậm nhất` and none all mean by that day."""
    if bound in {"before", "either"}:
        raise Dead
    return "by"
