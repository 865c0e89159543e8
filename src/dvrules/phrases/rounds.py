"""Rounds: what the rules say that put a deadline into every period of a cycle."""

from __future__ import annotations

from itertools import pairwise, product
from typing import Any, Literal

from dvrules.model.deadlines import Anchor, Continuous, Cycle, Periodic, Quota
from dvrules.model.values import evolve
from dvrules.phrases.dated import (
    Dated,
    Readings,
    bounds,
    carried,
    flat,
    month_anchor,
    named,
    off_end,
    on_day,
    single,
    together,
    until,
)
from dvrules.phrases.named import MONTHS_OF, Frame, Weekday
from dvrules.phrases.points import Day, Period, proper_day
from dvrules.phrases.readings import Dead
from dvrules.phrases.terms import Amount, impossible


class Rounds(Dated):
    """Turns the parts of a tree that say what comes round into the ways of reading them."""

    def periodic(self, cycle: Cycle, times: int = 1) -> Readings:
        if times != 1:
            return [(Continuous("continuous", at_least=(Quota(times, cycle),)),)]
        return [(Periodic("periodic", cycle),)]

    def yearly(self) -> Readings:
        return self.periodic(Cycle.YEAR)

    def periods(self, *cycles: Cycle | int) -> Readings:
        return [tuple(Periodic("periodic", cycle) for cycle in cycles if isinstance(cycle, Cycle))]

    def periods_stated(self, *cycles: Cycle | int) -> Readings:
        if any(isinstance(times, int) and times != 1 for times in cycles):
            raise Dead
        return [tuple(Periodic("periodic", cycle, unknown=("by",)) for cycle in cycles if isinstance(cycle, Cycle))]

    def rhythm(self, *_: object) -> Readings:
        return [(Periodic("periodic", unknown=("every", "by")),)]

    def at(self, bound: str, point: Any, frame: Frame) -> Readings:
        if point == "middle" and frame.cycle not in {Cycle.MONTH, Cycle.YEAR}:
            raise impossible(self._text)
        if bound == "on" and point in {"first", "middle", "last"}:
            bound = "by"
        ways = single(_anchored(bound, frame.cycle, Anchor(point, of=frame.of)))
        if frame == Frame(Cycle.YEAR, "next") and self._year:
            ways += single(named(bound, str(self._year + 1), Anchor(point)))
        return ways

    def day_in(self, bound: str, day: int, frame: Frame) -> Readings:
        if frame.cycle is not Cycle.MONTH:
            raise Dead
        proper_day(day, None)
        return single(_anchored(bound, Cycle.MONTH, Anchor(day, of=frame.of)))

    def days_in(self, bound: str, *parts: Any) -> Readings:
        *days, frame = parts
        return together([way[0] for way in self.day_in(bound, day, frame)] for day in days)

    def day_of_year(self, bound: str, *parts: Any) -> Readings:
        *days, frame = flat(parts)
        ofs = _years_of(days, frame)
        anchors = [Anchor(day.day, month=day.month, of=of) for day, of in zip(days, ofs, strict=True)]
        ways = together(_anchored(bound, Cycle.YEAR, anchor) for anchor in anchors)
        if frame.loose and self._year:
            years = [self._year + (of == "next") for of in ofs]
            ways += together(on_day(bound, day.of_year(year)) for day, year in zip(days, years, strict=True))
        return ways

    days_of_year = day_of_year

    def month_of_year(self, bound: str, *parts: Any) -> Readings:
        *months, frame = parts
        ways = together(_in_months(bound, month, month, frame) for month in months)
        return ways + self._in_next(bound, [Period(Cycle.MONTH, month) for month in months], frame)

    def quarter_of_year(self, bound: str, *parts: Any) -> Readings:
        *numbers, frame = parts
        ways = together(_in_months(bound, 3 * number - 2, 3 * number, frame) for number in numbers)
        return ways + self._in_next(bound, [Period(Cycle.QUARTER, number) for number in numbers], frame)

    def months_of_year(self, first: int, last: int, frame: Frame) -> Readings:
        return single(_in_months("", first, last, frame))

    def dated_each_year(self, *parts: Any) -> Readings:
        *labelled, frame = parts
        pairs = zip(carried(labelled[::3]), labelled[1::3], strict=True)
        return together([way[0] for way in self.day_of_year(bound, day, frame)] for bound, day in pairs)

    def _in_next(self, bound: str, periods: list[Period], frame: Frame) -> Readings:
        """The periods in the next year alone, where that may be meant."""
        if not frame.loose or not self._year:
            return []
        return self.each_within(bound, *(evolve(period, year=self._year + 1) for period in periods))

    def at_month_of_year(self, bound: str, point: Any, month: int, frame: Frame) -> Readings:
        if not 1 <= month <= 12:  # noqa: PLR2004 - the months of a year
            raise impossible(month)
        way = _anchored("by" if bound == "on" else bound, Cycle.YEAR, Anchor(point, month=month, of=frame.of))
        ways = single(way)
        if frame.loose and self._year:
            ways += self.within_at(bound, point, Period(Cycle.MONTH, month, self._year + 1))
        return ways

    def at_quarter_of_year(self, bound: str, point: Any, number: int, frame: Frame) -> Readings:
        if point == "middle":
            raise impossible(self._text)
        last = point in {"last", "last_working"}
        return self.at_month_of_year(bound, point, 3 * number if last else 3 * number - 2, frame)

    def half_and_year(self, months: int, bound: str, half: Day, *parts: Any) -> Readings:
        """Reports on the first half of a year and on the whole of it, each with its day."""
        *count, other, year = parts
        if months != MONTHS_OF[Cycle.HALF_YEAR] or count not in ([], [1]) or _in_year(half) >= _in_year(year):
            raise Dead
        ways = [self.day_of_year(each, day, Frame(Cycle.YEAR)) for each, day in ((bound, half), (other or bound, year))]
        return [first + second for first, second in product(*ways)]

    half_and_year_both = half_and_year

    def nth_month(self, bound: str, day: int, nth: int, frame: Frame) -> Readings:
        return single(_anchored(bound, frame.cycle, month_anchor(day, nth, frame.cycle, frame.of)))

    def weekday_in(self, bound: str, *parts: Any) -> Readings:
        *weekdays, frame = parts
        if frame.cycle is not Cycle.WEEK:
            raise Dead
        return together(_anchored(bound, Cycle.WEEK, Anchor(each.day, of=frame.of)) for each in weekdays)

    def weekday_each(self, bound: str, weekday: Weekday) -> Readings:
        return self.weekday_in(bound, weekday, Frame(Cycle.WEEK))

    def after_end(self, bound: str, amount: Amount, side: int, cycle: Cycle) -> Readings:
        return single(_anchored(until(bound), cycle, off_end(amount, side)))

    def end_and(self, side: int, cycle: Cycle, amount: Amount) -> Readings:
        return self.after_end("", amount, side, cycle)

    def range_in(self, first: int, last: int, frame: Frame) -> Readings:
        if frame.cycle is not Cycle.MONTH:
            raise Dead
        for day in (first, last):
            proper_day(day, None)
        return [(_opened(Cycle.MONTH, Anchor(first, of=frame.of), Anchor(last, of=frame.of)),)]

    def range_in_week(self, first: Weekday, last: Weekday, frame: Frame) -> Readings:
        if frame.cycle is not Cycle.WEEK or first.day >= last.day:
            raise Dead
        return [(_opened(Cycle.WEEK, Anchor(first.day, of=frame.of), Anchor(last.day, of=frame.of)),)]

    def range_in_year(self, first: Any, last: Day, frame: Frame) -> Readings:
        start = Day(first, last.month) if isinstance(first, int) else first
        proper_day(start.day, start.month)
        anchors = [Anchor(day.day, month=day.month, of=frame.of) for day in (start, last)]
        return [(_opened(Cycle.YEAR, *anchors),)]

    def framed_day(self, cycle: Cycle, bound: str, day: int) -> Readings:
        return self.day_in(bound, day, Frame(cycle))

    def framed_next_month(self, cycle: Cycle, bound: str, day: int) -> Readings:
        if cycle is Cycle.WEEK:
            raise Dead
        proper_day(day, None)
        return single(_anchored(bound, cycle, Anchor(day, month=None if cycle is Cycle.MONTH else 1, of="next")))

    def framed_month(self, cycle: Cycle, bound: str, *months: int) -> Readings:
        if cycle is not Cycle.YEAR:
            raise Dead
        return self.month_of_year(bound, *months, Frame(cycle))

    def framed_quarter(self, cycle: Cycle, bound: str, *numbers: int) -> Readings:
        if cycle is not Cycle.YEAR:
            raise Dead
        return self.quarter_of_year(bound, *numbers, Frame(cycle))

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


def _anchored(bound: str, cycle: Cycle, anchor: Anchor) -> list[Periodic]:
    return [Periodic("periodic", cycle, **keys) for keys in bounds(bound, anchor)]


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
