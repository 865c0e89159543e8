"""Reckoning: moving a day that may be a range, with a step for each move and nothing beyond a calendar's coverage."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from attrs import evolve

from dvrules.counting.calendars import OutsideCoverage, WorkingDays
from dvrules.counting.periods import Period, anchor_day, shift
from dvrules.model.days import Reckoning
from dvrules.model.deadlines import Anchor, Measure, Roll
from dvrules.model.statements import Statement, state_that

_ONE_DAY = timedelta(days=1)


def unknown(missing: Statement, *steps: Statement) -> Reckoning:
    """A day of which nothing can be said until the missing fact is in hand."""
    return Reckoning(steps=steps, missing=(missing,))


def anchored(period: Period, anchor: Anchor, working: WorkingDays) -> Reckoning:
    """The day of `anchor` for `period`."""
    opening = state_that("step.period", period=period.label, first=period.first, last=period.last)

    def reckon() -> Reckoning:
        day, step = anchor_day(period, anchor, working)
        return Reckoning(day, day, (opening, step))

    return moved(_covered(reckon, working, (opening,)), anchor.offset, anchor.measure, working)


def day_before(reckoning: Reckoning) -> Reckoning:
    """The last day under "trước ngày D": the day before D."""
    return _each(reckoning, lambda day: day - _ONE_DAY, lambda day: state_that("step.exclusive", day=day))


def moved(reckoning: Reckoning, count: int, measure: Measure, working: WorkingDays) -> Reckoning:
    """The day `count` measures after (before, if negative), not counting the day itself (Civil Code 2015, art. 147)."""
    if not count:
        return reckoning
    key = "step.after" if count > 0 else "step.before"
    source = "bllds-2015-147" if count > 0 else ""

    def move(day: date) -> date:
        return working.shift(day, count) if measure is Measure.WORKING_DAY else shift(day, count, measure)

    def step(day: date) -> Statement:
        return state_that(key, day=day, source=source, count=abs(count), measure=str(measure))

    return _covered(lambda: _each(reckoning, move, step), working, reckoning.steps)


def rolled(reckoning: Reckoning, roll: Roll, working: WorkingDays) -> Reckoning:
    """The day, or for a day off the working day that `roll` says (Civil Code 2015, art. 148.5, for the next)."""
    if roll is Roll.NONE:
        return reckoning
    source = "bllds-2015-148-5" if roll is Roll.NEXT else ""

    def reckon() -> Reckoning:
        if all(day is None or working.roll(day, roll) == day for day in (reckoning.earliest, reckoning.latest)):
            return reckoning
        return _each(
            reckoning, lambda d: working.roll(d, roll), lambda d: state_that(f"step.roll_{roll}", day=d, source=source)
        )

    return _covered(reckon, working, reckoning.steps)


def _each(reckoning: Reckoning, move: Callable[[date], date], step: Callable[[date], Statement]) -> Reckoning:
    if reckoning.earliest is None or reckoning.latest is None:
        return reckoning
    earliest, latest = move(reckoning.earliest), move(reckoning.latest)
    return evolve(reckoning, earliest=earliest, latest=latest, steps=(*reckoning.steps, step(latest)))


def _covered(reckon: Callable[[], Reckoning], working: WorkingDays, steps: tuple[Statement, ...]) -> Reckoning:
    try:
        return reckon()
    except OutsideCoverage as error:
        first, last = working.first, working.last
        missing = state_that("missing.calendar", asked=error.day, first=first, last=last, calendar=working.name)
        return unknown(missing, *steps)
