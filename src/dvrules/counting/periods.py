"""Periods: weeks, months, quarters, half-years, nine months and years, by their labels and over a span of days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from dvrules.model.days import days_in
from dvrules.model.deadlines import Cycle
from dvrules.model.values import frozen

#: How many months a period of each cycle has; a week has none.
MONTHS = {Cycle.WEEK: 0, Cycle.MONTH: 1, Cycle.QUARTER: 3, Cycle.HALF_YEAR: 6, Cycle.NINE_MONTHS: 9, Cycle.YEAR: 12}

_WEEK = timedelta(days=7)
_ONE_DAY = timedelta(days=1)
_LABEL = r"(?a)(\d{4})(?:-(?:W(\d\d)|Q([1-4])|H([12])|(9M)|(0[1-9]|1[0-2])))?"


@frozen
class Period:
    """The days from `first` through `last`, both inclusive; labels are 2024-W07, 2024-03, 2024-Q1, 2024-H1, …"""

    cycle: Cycle
    label: str
    first: date
    last: date

    @property
    def months(self) -> int:
        """How many months it has; 0 for a week."""
        return MONTHS[self.cycle]

    def moved(self, count: int) -> Period:
        """The stretch of the same length that begins `count` lengths later; without a label if not a period itself."""
        if self.cycle is Cycle.WEEK:
            return _week(self.first + count * _WEEK)
        first = months_later(self.first, self.months * count)
        return Period(self.cycle, "", first, _last_of(first, self.months))


@lru_cache(maxsize=1024)
def periods(cycle: Cycle, first: date, last: date) -> tuple[Period, ...]:
    """The periods of a cycle that have a day in common with `first`..`last`, both inclusive, in order."""
    return tuple(_periods(cycle, first, last))


def _periods(cycle: Cycle, first: date, last: date) -> Iterator[Period]:
    if cycle is Cycle.WEEK:
        week = _week(first)
        while week.first <= last:
            yield week
            week = week.moved(1)
        return
    for year in range(first.year, last.year + 1):
        for number in range(1, 12 // MONTHS[cycle] + 1):
            period = _in_year(cycle, year, number)
            if period.first <= last and period.last >= first:
                yield period


@lru_cache(maxsize=1024)
def period_named(label: str) -> Period:
    """The period that a label names; ValueError if it names none."""
    found = re.fullmatch(_LABEL, label)
    if not found:
        raise ValueError(label)
    year = int(found[1])
    if found[2]:
        return _week(date.fromisocalendar(year, int(found[2]), 1))
    for number, cycle in ((3, Cycle.QUARTER), (4, Cycle.HALF_YEAR), (6, Cycle.MONTH)):
        if found[number]:
            return _in_year(cycle, year, int(found[number]))
    return _in_year(Cycle.NINE_MONTHS if found[5] else Cycle.YEAR, year, 1)


def _in_year(cycle: Cycle, year: int, number: int) -> Period:
    months = MONTHS[cycle]
    first = date(year, (number - 1) * months + 1, 1)
    suffix = {
        Cycle.MONTH: f"-{number:02}",
        Cycle.QUARTER: f"-Q{number}",
        Cycle.HALF_YEAR: f"-H{number}",
        Cycle.NINE_MONTHS: "-9M",
        Cycle.YEAR: "",
    }
    return Period(cycle, f"{year}{suffix[cycle]}", first, _last_of(first, months))


def _week(day: date) -> Period:
    year, number, weekday = day.isocalendar()
    first = day - (weekday - 1) * _ONE_DAY
    return Period(Cycle.WEEK, f"{year}-W{number:02}", first, first + _WEEK - _ONE_DAY)


def _last_of(first: date, months: int) -> date:
    return last_of_month(months_later(first, months - 1))


def months_later(day: date, count: int) -> date:
    """The corresponding day `count` months later, or the last day of that month where it has none."""
    year, month = divmod(12 * day.year + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, days_in(year, month + 1)))


def last_of_month(day: date) -> date:
    """The last day of the month of `day`."""
    return day.replace(day=days_in(day.year, day.month))
