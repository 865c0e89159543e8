"""Working days: counting and rolling over a calendar, never outside its coverage."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date

from dvrules.model.calendars import Calendar, CalendarDay
from dvrules.model.deadlines import Roll
from dvrules.model.values import field, frozen


class OutsideCoverage(ValueError):
    """A day that a calendar knows nothing of."""

    def __init__(self, day: date | None, first: date, last: date) -> None:
        super().__init__(f"{day} is not within {first}..{last}")
        self.day = day


@frozen
class WorkingDays:
    """The working days of a calendar from `first` through `last`, both inclusive.

    Asked for a day outside them, or when a count leads there, every method raises `OutsideCoverage`.
    """

    name: str
    first: date
    last: date
    _ordinals: tuple[int, ...] = field(repr=False)
    _departures: dict[date, CalendarDay] = field(repr=False)

    @classmethod
    def of(cls, calendar: Calendar, known_at: date) -> WorkingDays:
        """The working days as they were known on `known_at`; what was published last stands."""
        on_record = [d for d in calendar.days if d.published is None or d.published <= known_at]
        known = {d.day: d for d in sorted(on_record, key=lambda d: d.published or date.min)}
        first, last = calendar.first.toordinal(), calendar.last.toordinal()
        # The first of all days was a Monday.
        usual = {day for day in range(first, last + 1) if (day - 1) % 7 + 1 not in calendar.weekend}
        departing = {day.toordinal(): entry.worked for day, entry in known.items() if first <= day.toordinal() <= last}
        usual -= departing.keys()
        ordinals = sorted(usual.union(day for day, worked in departing.items() if worked))
        return cls(calendar.name, calendar.first, calendar.last, tuple(ordinals), known)

    def is_working(self, day: date) -> bool:
        """Whether the day is worked."""
        self._check(day)
        index = bisect_left(self._ordinals, day.toordinal())
        return index < len(self._ordinals) and self._ordinals[index] == day.toordinal()

    def roll(self, day: date, roll: Roll) -> date:
        """The day itself if it is worked, else the next or the previous working day, as `roll` says."""
        self._check(day)
        if roll is Roll.NONE:
            return day
        if roll is Roll.NEXT:
            return self._at(bisect_left(self._ordinals, day.toordinal()), day)
        return self._at(bisect_right(self._ordinals, day.toordinal()) - 1, day)

    def shift(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`, or before it if `count` is negative.

        The day itself is not counted (Civil Code 2015, art. 147); a count of 0 gives the day itself.
        """
        self._check(day)
        if count == 0:
            return day
        ordinal = day.toordinal()
        if count > 0:
            return self._at(bisect_right(self._ordinals, ordinal) + count - 1, day)
        return self._at(bisect_left(self._ordinals, ordinal) + count, day)

    def between(self, first: date, last: date) -> int:
        """The number of working days after `first` through `last`; if `last` is earlier, of those between, negative."""
        self._check(first)
        self._check(last)
        return bisect_right(self._ordinals, last.toordinal()) - bisect_right(self._ordinals, first.toordinal())

    def why(self, day: date) -> CalendarDay | None:
        """The entry that makes the day depart from the week's pattern, if one does."""
        return self._departures.get(day)

    def _at(self, index: int, day: date) -> date:
        if not 0 <= index < len(self._ordinals):
            raise OutsideCoverage(day, self.first, self.last)
        return date.fromordinal(self._ordinals[index])

    def _check(self, day: date) -> None:
        if not self.first <= day <= self.last:
            raise OutsideCoverage(day, self.first, self.last)
