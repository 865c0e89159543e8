"""Reckoning: moving a day that may be a range, with a step for each move and nothing beyond a calendar's coverage."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import date, timedelta
from functools import partial
from itertools import groupby

from dvrules.counting.anchors import CUT_OFFS, NoSuchDay, anchor_day
from dvrules.counting.calendars import OutsideCoverage, WorkingDays
from dvrules.counting.periods import Period, months_later
from dvrules.model.calendars import CalendarDay, Certainty
from dvrules.model.days import Reckoning, Span
from dvrules.model.deadlines import Anchor, CutOffName, Measure, Roll
from dvrules.model.profiles import VN, MonthEnd, Profile
from dvrules.model.statements import Statement, state_that
from dvrules.model.values import evolve, field, frozen

_ONE_DAY = timedelta(days=1)
_DAYS = {Measure.DAY: 1, Measure.WEEK: 7, Measure.HALF_MONTH: 15}
_MONTHS = {Measure.MONTH: 1, Measure.HALF_YEAR: 6, Measure.YEAR: 12}

#: Where a move leads, and the steps on the way there but for the last.
_Moved = tuple[date, tuple[Statement, ...]]


def unknown(missing: Statement, *steps: Statement) -> Reckoning:
    """A day of which nothing can be said until the missing fact is in hand."""
    return Reckoning(steps=steps, missing=(missing,))


@frozen
class Reckoner:
    """Reckons days over a calendar by a profile of counting.

    What would need a day outside the calendar's coverage, or one that a month lacks where the profile doesn't round, is
    a reckoning that misses a fact. Every move keeps order, so the ends of a range lead to the ends of a range.
    """

    working: WorkingDays
    profile: Profile = VN
    _anchored: dict[tuple[Period, Anchor], Reckoning] = field(factory=dict, init=False, eq=False, repr=False)
    _moves: dict[tuple[Hashable, date], _Moved] = field(factory=dict, init=False, eq=False, repr=False)

    def anchored(self, period: Period, anchor: Anchor) -> Reckoning:
        """The day of `anchor` for `period`, its offset counted."""
        found = self._anchored.get((period, anchor))
        if found is None:
            found = self._anchored[period, anchor] = self._reckon(period, anchor)
        return found

    def _reckon(self, period: Period, anchor: Anchor) -> Reckoning:
        opening = state_that("step.period", period=period.label, first=period.first, last=period.last)

        def reckon() -> Reckoning:
            day, step = anchor_day(period, anchor, self.working, self.profile)
            return Reckoning(day, day, (opening, step))

        return self.moved(self._known(reckon, (opening,)), anchor.offset, anchor.measure)

    def moved(self, reckoning: Reckoning, count: int, measure: Measure) -> Reckoning:
        """The day `count` measures after (before, if negative); the day counted from counts as the profile says."""
        if not count:
            return reckoning
        key = f"step.{'after' if count > 0 else 'before'}{'_with_first' if self.profile.first_day else ''}"
        source = self.profile.source("first_day")
        last = partial(state_that, key, source=source, count=abs(count), measure=str(measure))
        return self._led((count, measure), reckoning, lambda day: self._move(day, count, measure), last)

    def ahead(self, reckoning: Reckoning, lead: int) -> Reckoning:
        """The last day that leaves `lead` working days before the end of the day reckoned, which may be a day off."""
        if not lead:
            return reckoning
        start = self.rolled(reckoning, Roll.PREVIOUS)
        source = "" if self.profile.first_day else self.profile.source("first_day")
        last = partial(state_that, "step.before", source=source, count=lead, measure=str(Measure.WORKING_DAY))

        def move(day: date) -> _Moved:
            to = self.working.shift(day, -lead)
            return to, self._off(to + _ONE_DAY, day - _ONE_DAY)

        return self._led(lead, start, move, last)

    def rolled(self, reckoning: Reckoning, roll: Roll) -> Reckoning:
        """The day, or for a day off the working day that `roll` says."""
        if roll is Roll.NONE:
            return reckoning
        rule = "roll" if roll is self.profile.roll is Roll.NEXT else "roll_back"
        last = partial(state_that, f"step.roll_{roll}", source=self.profile.source(rule))

        def move(day: date) -> _Moved:
            to = self.working.roll(day, roll)
            return to, self._off(*((day, to - _ONE_DAY) if to > day else (to + _ONE_DAY, day)), weekly=True)

        def reckon() -> Reckoning:
            ends = (reckoning.earliest, reckoning.latest)
            if all(day is None or self.working.roll(day, roll) == day for day in ends):
                return reckoning
            return self._led(roll, reckoning, move, last)

        return self._known(reckon, reckoning.steps)

    def data_span(self, period: Period, cut_off: Anchor | CutOffName) -> tuple[Span, Statement] | None:
        """The days whose data a report on `period` covers, and the step that says so; None where a month lacks them."""
        anchor, source = CUT_OFFS[cut_off] if isinstance(cut_off, str) else (cut_off, "")
        try:
            through, _ = anchor_day(period, anchor, self.working, self.profile)
            before, _ = anchor_day(period.moved(-1), anchor, self.working, self.profile)
        except (OutsideCoverage, NoSuchDay):
            return None
        span = Span(before + _ONE_DAY, through)
        return span, state_that("step.cut_off", source=source, first=span.from_, last=span.through)

    def _move(self, day: date, count: int, measure: Measure) -> _Moved:
        start = day
        if self.profile.first_day:
            start = day - _ONE_DAY if count > 0 else day + _ONE_DAY
        if measure is Measure.WORKING_DAY:
            to = self.working.shift(start, count)
            return to, self._off(min(start, to) + _ONE_DAY, max(start, to) - _ONE_DAY)
        if measure in _DAYS:
            return start + timedelta(days=count * _DAYS[measure]), self._length(measure)
        return self._move_months(start, count * _MONTHS[measure], measure)

    def _move_months(self, start: date, months: int, measure: Measure) -> _Moved:
        to = months_later(start, months)
        steps = self._length(measure)
        if to.day == start.day:
            return to, steps
        end = self.profile.month_end
        if end is MonthEnd.ERROR:
            raise NoSuchDay(start.day, to)
        named = f"{to:%m/%Y}"
        to = to if end is MonthEnd.LAST else to + _ONE_DAY
        source = self.profile.source("month_end")
        return to, (
            *steps,
            state_that(f"step.short_month_{end}", day=to, source=source, number=start.day, month=named),
        )

    def _length(self, measure: Measure) -> tuple[Statement, ...]:
        if measure not in {Measure.HALF_MONTH, Measure.HALF_YEAR}:
            return ()
        return (state_that(f"step.length_{measure}", source=self.profile.source("length")),)

    def _off(self, first: date, last: date, *, weekly: bool = False) -> tuple[Statement, ...]:
        """Why the days from `first` through `last` are off, or worked against the week's pattern; each run once."""
        days = (date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1))
        runs = groupby(days, lambda day: _sort_of(self.working.why(day), off=not self.working.is_working(day)))
        found = []
        for (key, name, source), run in runs:
            if key and (weekly or key != "off_weekly"):
                spread = list(run)
                found.append(
                    state_that(f"step.{key}", source=source, days=f"{spread[0]}|{spread[-1]}", name=name),
                )
        return tuple(found)

    def _led(
        self,
        how: Hashable,
        reckoning: Reckoning,
        move: Callable[[date], _Moved],
        last: Callable[..., Statement],
    ) -> Reckoning:
        """Both ends of the range moved, as `_each` does; a certain day is moved in each way, `how`, only once."""
        day = reckoning.day
        if day is None:
            return self._known(lambda: _each(reckoning, move, last), reckoning.steps)

        def reckon() -> Reckoning:
            found = self._moves.get((how, day))
            if found is None:
                to, steps = move(day)
                found = self._moves[how, day] = to, (*steps, last(day=to))
            to, steps = found
            return Reckoning(to, to, (*reckoning.steps, *steps), reckoning.missing)

        return self._known(reckon, reckoning.steps)

    def _known(self, reckon: Callable[[], Reckoning], steps: tuple[Statement, ...]) -> Reckoning:
        working = self.working
        try:
            return reckon()
        except OutsideCoverage as error:
            first, last = working.first, working.last
            missing = state_that("missing.calendar", asked=error.day, first=first, last=last, calendar=working.name)
        except NoSuchDay as error:
            missing = state_that("missing.month_end", number=error.number, month=error.month, profile=self.profile.name)
        return unknown(missing, *steps)


def day_before(reckoning: Reckoning) -> Reckoning:
    """The last day under "trước ngày D": the day before D."""
    return _each(reckoning, lambda day: (day - _ONE_DAY, ()), partial(state_that, "step.exclusive"))


def _sort_of(entry: CalendarDay | None, *, off: bool) -> tuple[str, str, str]:
    if entry is None:
        return ("off_weekly" if off else ""), "", ""
    key = "worked" if entry.worked else "off"
    return f"{key}{'_unconfirmed' if entry.certainty is Certainty.UNCONFIRMED else ''}", entry.name, entry.source


def _each(reckoning: Reckoning, move: Callable[[date], _Moved], last: Callable[..., Statement]) -> Reckoning:
    """Both ends of the range moved, the steps of either, and at the end the `last` one with where they lead."""
    if reckoning.earliest is None or reckoning.latest is None:
        return reckoning
    earliest, early_steps = move(reckoning.earliest)
    latest, late_steps = (earliest, ()) if reckoning.day else move(reckoning.latest)
    steps = (*reckoning.steps, *early_steps, *(step for step in late_steps if step not in early_steps))
    said = last(day=latest)
    said = said if earliest == latest else evolve(said, earliest=earliest)
    return evolve(reckoning, earliest=earliest, latest=latest, steps=(*steps, said))
