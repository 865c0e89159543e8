"""Periods: months, quarters, half-years, nine months and years, and the days anchored in them."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from attrs import frozen
from dateutil.relativedelta import relativedelta

from dvrules.counting.calendars import WorkingDays
from dvrules.model.deadlines import Anchor, Cycle, Measure, Roll
from dvrules.model.statements import Statement, state_that

#: How many months a period of each cycle has; periods start at the turn of the year.
MONTHS = {Cycle.MONTH: 1, Cycle.QUARTER: 3, Cycle.HALF_YEAR: 6, Cycle.NINE_MONTHS: 9, Cycle.YEAR: 12}


@frozen
class Period:
    """The days from `first` through `last`, both inclusive; labels are 2024-03, 2024-Q1, 2024-H1, 2024-9M, 2024."""

    label: str
    first: date
    last: date


def periods(cycle: Cycle, first: date, last: date) -> Iterator[Period]:
    """The periods of a cycle that end within `first`..`last`, both inclusive, in order."""
    months = MONTHS[cycle]
    for year in range(first.year, last.year + 1):
        for number in range(1, (12 // months) + 1):
            begin = date(year, (number - 1) * months + 1, 1)
            end = _last_of_month(shift(begin, months - 1, Measure.MONTH))
            if first <= end <= last:
                yield Period(_label(cycle, year, number), begin, end)


def _label(cycle: Cycle, year: int, number: int) -> str:
    suffix = {
        Cycle.MONTH: f"-{number:02}",
        Cycle.QUARTER: f"-Q{number}",
        Cycle.HALF_YEAR: f"-H{number}",
        Cycle.NINE_MONTHS: "-9M",
        Cycle.YEAR: "",
    }
    return f"{year}{suffix[cycle]}"


def anchor_day(period: Period, anchor: Anchor, working: WorkingDays) -> tuple[date, Statement]:
    """The day of `anchor` for `period`, before its offset, and the step that says how it was found.

    Months are counted from the period's first day, never one from another. A day that its month doesn't have is the
    month's last (Civil Code 2015, art. 148.3).
    """
    span = (period.last.year - period.first.year) * 12 + period.last.month - period.first.month + 1
    month = anchor.month or (1 if anchor.of == "next" else span)
    start = shift(period.first, month - 1 + (span if anchor.of == "next" else 0), Measure.MONTH)
    last = _last_of_month(start)
    named = f"{start:%m/%Y}"
    if anchor.day == "last_working":
        day = working.roll(last, Roll.PREVIOUS)
        return day, state_that("step.last_working_day", day=day, month=named)
    if anchor.day == "last":
        return last, state_that("step.last_day", day=last, month=named)
    if anchor.day > last.day:
        step = state_that("step.short_month", day=last, source="bllds-2015-148-3", number=anchor.day, month=named)
        return last, step
    day = start.replace(day=anchor.day)
    return day, state_that("step.day_of_month", day=day, number=anchor.day, month=named)


def shift(day: date, count: int, measure: Measure) -> date:
    """The day `count` calendar measures from `day`; a month or year without that day ends on its last."""
    if measure in {Measure.DAY, Measure.WEEK}:
        return day + timedelta(days=count * (7 if measure is Measure.WEEK else 1))
    return day + (relativedelta(months=count) if measure is Measure.MONTH else relativedelta(years=count))


def _last_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
