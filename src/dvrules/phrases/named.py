"""Named: how the grammars' rules name days, periods and cycles, whatever the language."""

from __future__ import annotations

from typing import Any, Literal

from dvrules.model.deadlines import Cycle
from dvrules.model.values import frozen
from dvrules.phrases.points import Day, Period, proper_day
from dvrules.phrases.readings import Dead
from dvrules.phrases.terms import Terms, Token, impossible


@frozen
class Frame:
    """The periods in which an anchor stands: those of a cycle, or the periods after them.

    A loose frame is one that may as well be a single period.
    """

    cycle: Cycle
    of: Literal["this", "next"] = "this"
    loose: bool = False


@frozen
class Weekday:
    """A day of the week, Monday being 1."""

    day: int


class Year(int):
    """A year, as distinct from other numbers."""

    __slots__ = ()


class Named(Terms):
    """Turns the parts of a tree that name points of time into days, periods, cycles and frames."""

    # Days and periods

    def day(self, *parts: Any) -> Day:
        if isinstance(parts[0], Weekday):
            return self._on(parts[0], self.day(*parts[1:]))
        if isinstance(parts[0], Day):
            return self._on(parts[1], parts[0]) if len(parts) > 1 else parts[0]
        first, month, last = parts
        day = Day(last, month, first) if first > 31 else Day(first, month, last)  # noqa: PLR2004 - 2024-06-15
        if day.year is not None and day.year < 100:  # noqa: PLR2004 - 15/6/24
            raise Dead
        proper_day(day.day, day.month)
        return day

    plain_day = day

    def day_month(self, *parts: Any) -> Day:
        if isinstance(parts[0], Weekday):
            return self._on(parts[0], self.day_month(*parts[1:]))
        day, month = parts
        if month > 99:  # noqa: PLR2004 - 6/2024 is a month
            raise Dead
        proper_day(day, month)
        return Day(day, month)

    def _on(self, weekday: Weekday, day: Day) -> Day:
        if (day.year or self._year) and day.of_year(self._year).isoweekday() != weekday.day:
            raise impossible(self._text)
        return day

    def american_day(self, month: int, day: int, year: int | None) -> Day:
        return self.day(day, month, year)

    def month_name(self, name: Token) -> int:
        return _MONTHS.index(name) + 1

    def day_alone(self, day: int) -> Day:
        return Day(day)

    day_number = day_alone

    def year(self, year: Token) -> int:
        if len(year) != 4:  # noqa: PLR2004 - a year is written in full
            raise Dead
        return Year(year)

    def this_year(self) -> None:
        return None

    def weekday(self, number: int) -> Weekday:
        if not 2 <= number <= 7:  # noqa: PLR2004 - thứ hai to thứ bảy
            raise impossible(number)
        return Weekday(number - 1)

    def weekday_name(self, name: Token) -> Weekday:
        return Weekday(_WEEKDAYS.index(name) + 1)

    def sunday(self) -> Weekday:
        return Weekday(7)

    def month(self, number: int, year: int | None = None) -> Period:
        return Period(Cycle.MONTH, number, year)

    def bare_month(self, number: Token, year: Token) -> Period:
        if len(year) != 4 or len(number) > 2:  # noqa: PLR2004 - 6/2024
            raise Dead
        return Period(Cycle.MONTH, int(number), int(year))

    def quarter(self, number: int, year: int | None = None) -> Period:
        return Period(Cycle.QUARTER, number, year)

    def quarter_number(self, number: int) -> int:
        return number

    def roman(self, numeral: Token) -> int:
        if numeral not in _ROMAN:
            raise impossible(numeral.upper())
        return _ROMAN.index(numeral) + 1

    def first_months(self, months: int, year: int | None = None) -> Period:
        if months not in _FIRST_MONTHS:
            raise Dead
        return Period(_FIRST_MONTHS[months], 1, year)

    def last_months(self, months: int, year: int | None = None) -> Period:
        if months not in _LAST_MONTHS:
            raise Dead
        return Period(*_LAST_MONTHS[months], year)

    def first_half(self, year: int | None = None) -> Period:
        return Period(Cycle.HALF_YEAR, 1, year)

    def second_half(self, year: int | None = None) -> Period:
        return Period(Cycle.HALF_YEAR, 2, year)

    def year_period(self, year: Any) -> Period:
        return Period(Cycle.YEAR, 1, self.year(year) if isinstance(year, Token) else year)

    def this_year_period(self) -> Period:
        return Period(Cycle.YEAR)

    def week(self, number: int, year: int | None) -> Period:
        return Period(Cycle.WEEK, number, year)

    first, middle, last, first_working, last_working = (
        lambda _, word=word: word for word in ("first", "middle", "last", "first_working", "last_working")
    )
    nth_first, nth_middle, nth_second, nth_third, nth_fourth, nth_last = (
        lambda _, number=number: number for number in (1, 2, 2, 3, 4, 0)
    )

    def nth_number(self, number: int) -> int:
        return number

    # Cycles

    week_cycle, month_cycle, quarter_cycle, half_year_cycle, year_cycle = (
        lambda _, cycle=cycle: cycle for cycle in (Cycle.WEEK, Cycle.MONTH, Cycle.QUARTER, Cycle.HALF_YEAR, Cycle.YEAR)
    )

    def months_cycle(self, months: int) -> Cycle:
        if months not in _CYCLES:
            raise impossible(months)
        return _CYCLES[months]

    def this_frame(self, cycle: Cycle = Cycle.YEAR) -> Frame:
        return Frame(cycle)

    def next_frame(self, cycle: Cycle = Cycle.YEAR) -> Frame:
        return Frame(cycle, "next")

    def times(self, count: int = 1) -> int:
        return count

    def every(self, cycle: Cycle, times: int = 1) -> Cycle:
        if times != 1:
            raise Dead
        return cycle

    report = every

    one_week, one_quarter, one_year = (
        lambda _, count, cycle=cycle: _one(count, cycle) for cycle in (Cycle.WEEK, Cycle.QUARTER, Cycle.YEAR)
    )

    def year_after(self) -> Frame:
        """The next year, where it is not said of which: of every year, or of this one."""
        return Frame(Cycle.YEAR, "next", loose=True)

    year_frame = this_frame

    def after_(self) -> int:
        return 1

    def before_end(self) -> int:
        return -1

    def end(self, point: Any) -> Any:
        return point

    reported = end


def _one(count: int, cycle: Cycle) -> Cycle:
    if count != 1:
        raise Dead
    return cycle


_ROMAN = ("i", "ii", "iii", "iv")
_FIRST_MONTHS = {3: Cycle.QUARTER, 6: Cycle.HALF_YEAR, 9: Cycle.NINE_MONTHS, 12: Cycle.YEAR}
_LAST_MONTHS = {3: (Cycle.QUARTER, 4), 6: (Cycle.HALF_YEAR, 2)}
_CYCLES = {1: Cycle.MONTH, 3: Cycle.QUARTER, 6: Cycle.HALF_YEAR, 9: Cycle.NINE_MONTHS, 12: Cycle.YEAR}
MONTHS_OF = {cycle: months for months, cycle in _CYCLES.items()}
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
