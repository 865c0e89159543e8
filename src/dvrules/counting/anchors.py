"""Anchors: a day found within a period, and the step that says how."""

from __future__ import annotations

from datetime import date, timedelta

from dvrules.counting.calendars import WorkingDays
from dvrules.counting.periods import Period, last_of_month, months_later
from dvrules.model.deadlines import Anchor, CutOffName, Cycle, Roll
from dvrules.model.profiles import MonthEnd, Profile
from dvrules.model.statements import Statement, state_that

#: Decree 09/2019/NĐ-CP, art. 12: from the 15th of the month before the period to the 14th of its last month.
CUT_OFFS: dict[CutOffName, tuple[Anchor, str]] = {"nd-09-2019": (Anchor(14), "nd-09-2019-12")}

_MIDDLE_OF_YEAR = 6


class NoSuchDay(ValueError):
    """A month that lacks the day asked for, under a profile that doesn't round."""

    def __init__(self, number: int, month: date) -> None:
        super().__init__(f"{month:%Y-%m} has no day {number}")
        self.number = number
        self.month = f"{month:%m/%Y}"


def anchor_day(period: Period, anchor: Anchor, working: WorkingDays, profile: Profile) -> tuple[date, Statement]:
    """The day of `anchor` for `period`, before its offset, and the step that says how it was found.

    Months are counted from the period's first day, never one from another. Raises NoSuchDay where the month lacks the
    day and the profile makes that an error, OutsideCoverage for a working day that the calendar doesn't cover.
    """
    home = period.moved(1) if anchor.of == "next" else period
    if isinstance(anchor.day, int):
        return _numbered(home, anchor.day, anchor, profile)
    if anchor.month is not None:
        first = months_later(home.first, anchor.month - 1)
        home = Period(Cycle.MONTH, f"{first:%Y-%m}", first, last_of_month(first))
    name = home.label or f"{home.first:%Y-%m}"
    match anchor.day:
        case "first":
            day = home.first
        case "last":
            day = home.last
        case "middle" if home.cycle is Cycle.YEAR:
            day = last_of_month(home.first.replace(month=_MIDDLE_OF_YEAR))
        case "middle":
            day = home.first.replace(day=profile.middle)
        case "first_working":
            day = working.roll(home.first, Roll.NEXT)
        case "last_working":
            day = working.roll(home.last, Roll.PREVIOUS)
    source = profile.source("point") if anchor.day in {"first", "middle", "last"} else ""
    return day, state_that(f"step.{anchor.day}", day=day, source=source, period=name)


def _numbered(home: Period, number: int, anchor: Anchor, profile: Profile) -> tuple[date, Statement]:
    if home.cycle is Cycle.WEEK:
        day = home.first + timedelta(days=number - 1)
        return day, state_that("step.weekday", day=day, weekday=str(number), period=home.label)
    month = anchor.month or (1 if anchor.of == "next" else home.months)
    first = months_later(home.first, month - 1)
    last = last_of_month(first)
    named = f"{first:%m/%Y}"
    if number <= last.day:
        day = first.replace(day=number)
        return day, state_that("step.day_of_month", day=day, number=number, month=named)
    if profile.month_end is MonthEnd.ERROR:
        raise NoSuchDay(number, first)
    day = last if profile.month_end is MonthEnd.LAST else last + timedelta(days=1)
    source = profile.source("month_end")
    return day, state_that(f"step.short_month_{profile.month_end}", day=day, source=source, number=number, month=named)
