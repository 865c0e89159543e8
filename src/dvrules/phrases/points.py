"""Points of time as phrases name them: days and periods that may lack their year."""

from __future__ import annotations

from datetime import date

from dvrules.counting import periods
from dvrules.counting.periods import period_named
from dvrules.model.days import days_in
from dvrules.model.deadlines import Cycle
from dvrules.model.values import evolve, frozen
from dvrules.phrases.readings import Dead, Problem, Refused

FIRST_YEAR, LAST_YEAR = 1900, 2199


@frozen
class Day:
    """A day as it is named, with or without its month and year."""

    day: int
    month: int | None = None
    year: int | None = None

    def of_year(self, year: int | None) -> date:
        """The day itself, in `year` where it names none."""
        year = year_of(self, self.year or year)
        if self.month is None:
            raise Dead
        if self.year is None:
            proper_day(self.day, self.month)
        try:
            return date(year, self.month, self.day)
        except ValueError:
            raise Refused(Problem("impossible", f"{self.day}/{self.month}/{year}")) from None


@frozen
class Period:
    """A period as it is named: which of its cycle, and of which year, if that is said."""

    cycle: Cycle
    number: int = 1
    year: int | None = None

    def label(self, year: int | None) -> str:
        """The label of the period, in `year` where it names none."""
        return self.days(year).label

    def days(self, year: int | None) -> periods.Period:
        """The period with its days, in `year` where it names none."""
        label = _LABELS[self.cycle].format(year_of(self, self.year or year), self.number)
        try:
            return period_named(label)
        except ValueError:
            raise Refused(Problem("impossible", str(self.number))) from None


_LABELS = {
    Cycle.WEEK: "{:04}-W{:02}",
    Cycle.MONTH: "{:04}-{:02}",
    Cycle.QUARTER: "{:04}-Q{}",
    Cycle.HALF_YEAR: "{:04}-H{}",
    Cycle.NINE_MONTHS: "{:04}-9M",
    Cycle.YEAR: "{:04}",
}


def year_of(point: Day | Period, year: int | None) -> int:
    """The year, if there is one and a plan may mean it."""
    if year is None:
        raise Refused(Problem("no_year", _told(point)))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused(Problem("impossible", str(year)))
    return year


def _told(point: Day | Period) -> str:
    if isinstance(point, Day):
        return "/".join(str(part) for part in (point.day, point.month) if part is not None)
    return "" if point.cycle in {Cycle.YEAR, Cycle.NINE_MONTHS} else str(point.number)


def proper_day(day: int, month: int | None) -> None:
    """Refuse a day that the month never has, and a month that no year has; 29 February some years do."""
    leap_year = 2024
    if month is not None and not 1 <= month <= 12:  # noqa: PLR2004 - the months of a year
        raise Refused(Problem("impossible", f"{day}/{month}"))
    if not 1 <= day <= (days_in(leap_year, month) if month else 31):
        raise Refused(Problem("impossible", f"{day}/{month}" if month else str(day)))


def between(first: Day | Period, last: Day | Period, year: int | None) -> tuple[date, date]:
    """The days from `first` through `last`; what one of them leaves out is as in the other."""
    if isinstance(first, Day) and first.month is None and isinstance(last, Day):
        first = evolve(first, month=last.month)
    end = _end(last, last.year or first.year or year)
    start = _start(first, first.year or end.year)
    if start > end and first.year is None:
        start = _start(first, end.year - 1)
    if start > end and last.year is None and first.year is not None:
        end = _end(last, first.year + 1)
    if start > end:
        raise Refused(Problem("impossible", f"{start:%d/%m/%Y} - {end:%d/%m/%Y}"))
    return start, end


def _start(point: Day | Period, year: int | None) -> date:
    return point.of_year(year) if isinstance(point, Day) else point.days(year).first


def _end(point: Day | Period, year: int | None) -> date:
    return point.of_year(year) if isinstance(point, Day) else point.days(year).last
