"""Working days: against a naive counter, the library `holidays`, and the table they were read from."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dvrules.building.projects import build_calendar
from dvrules.builtin import read_vn
from dvrules.counting.calendars import OutsideCoverage, WorkingDays
from dvrules.model.deadlines import Roll

CALENDAR, FAULTS = build_calendar("vn", tomllib.loads(read_vn().decode()))
VN = WorkingDays.of(CALENDAR, date(2026, 12, 31))
DAY = timedelta(days=1)
DAYS = st.dates(date(2019, 3, 1), date(2026, 10, 31))

#: Weekdays off and Saturdays worked, by year, typed from the table of days off.
TABLE = {
    2019: ("1/1 4/2 5/2 6/2 7/2 8/2 15/4 29/4 30/4 1/5 2/9", "5/1 4/5"),
    2020: ("1/1 23/1 24/1 27/1 28/1 29/1 2/4 30/4 1/5 2/9", ""),
    2021: ("1/1 10/2 11/2 12/2 15/2 16/2 21/4 30/4 3/5 2/9 3/9", ""),
    2022: ("3/1 31/1 1/2 2/2 3/2 4/2 11/4 2/5 3/5 1/9 2/9", ""),
    2023: ("2/1 20/1 23/1 24/1 25/1 26/1 1/5 2/5 3/5 1/9 4/9", ""),
    2024: ("1/1 8/2 9/2 12/2 13/2 14/2 18/4 29/4 30/4 1/5 2/9 3/9", "4/5"),
    2025: ("1/1 27/1 28/1 29/1 30/1 31/1 7/4 30/4 1/5 2/5 1/9 2/9", "26/4"),
    2026: ("1/1 2/1 16/2 17/2 18/2 19/2 20/2 27/4 30/4 1/5 31/8 1/9 2/9 24/11", "10/1 22/8"),
}

#: Where `holidays` 0.109 lags behind the notices; a release that mends it will make the test tell.
LAGGING = {date(2026, 1, 2), date(2026, 1, 10)}


def is_off(day):
    return next((entry for entry in CALENDAR.days if entry.day == day), None)


def naive(day):
    entry = is_off(day)
    return entry.worked if entry else day.weekday() < 5


def every_day():
    return [date(2019, 1, 1) + n * DAY for n in range((date(2026, 12, 31) - date(2019, 1, 1)).days + 1)]


def test_the_calendar_is_read_without_a_fault():
    assert FAULTS == ()


@pytest.mark.parametrize("year", TABLE)
def test_a_year_has_exactly_the_days_of_the_table(year):
    def days(text):
        return {date(year, *reversed([int(part) for part in item.split("/")])) for item in text.split()}

    off, worked = (days(text) for text in TABLE[year])
    entries = [entry for entry in CALENDAR.days if entry.day.year == year]
    assert {entry.day for entry in entries if not entry.worked} == off
    assert {entry.day for entry in entries if entry.worked} == worked


def test_the_library_holidays_agrees_but_for_the_days_it_lacks():
    library = holidays.country_holidays("VN", years=range(2019, 2027))
    differing = {day for day in every_day() if library.is_working_day(day) != VN.is_working(day)}
    assert differing == LAGGING


def test_every_day_has_a_name_and_a_source():
    assert all(entry.name and entry.source for entry in CALENDAR.days)


def test_a_swap_is_not_known_before_it_was_published():
    before, after = (WorkingDays.of(CALENDAR, day) for day in (date(2025, 12, 24), date(2025, 12, 25)))
    assert [before.is_working(day) for day in sorted(LAGGING)] == [True, False]
    assert [after.is_working(day) for day in sorted(LAGGING)] == [False, True]


@given(DAYS)
def test_the_naive_rule_agrees_on_which_days_are_worked(day):
    assert VN.is_working(day) == naive(day)


@given(DAYS, st.sampled_from([Roll.NEXT, Roll.PREVIOUS]))
def test_rolling_stops_at_the_first_worked_day_and_stays_there(day, roll):
    expected = day
    while not naive(expected):
        expected += DAY if roll is Roll.NEXT else -DAY
    assert VN.roll(day, roll) == expected
    assert VN.roll(expected, roll) == expected


@given(DAYS, st.integers(-30, 30))
def test_a_naive_counter_agrees_on_shifts(day, count):
    expected, left = day, abs(count)
    while left:
        expected += DAY if count > 0 else -DAY
        left -= naive(expected)
    assert VN.shift(day, count) == expected


@given(DAYS, st.integers(-30, 29))
def test_shifting_is_monotone(day, count):
    assert VN.shift(day, count) <= VN.shift(day, count + 1)


@pytest.mark.parametrize("day", [date(2018, 12, 31), date(2027, 1, 1)])
def test_outside_its_coverage_it_refuses(day):
    for ask in (VN.is_working, lambda d: VN.roll(d, Roll.NONE), lambda d: VN.shift(d, 1)):
        with pytest.raises(OutsideCoverage):
            ask(day)
    with pytest.raises(OutsideCoverage):
        VN.shift(date(2026, 12, 31), 1)


@pytest.mark.parametrize("weekend", ["", "67", {}, 6])
def test_the_weekly_days_off_are_a_list(weekend):
    data = {"name": "a", "first": date(2024, 1, 1), "last": date(2024, 12, 31), "days": [], "weekend": weekend}
    calendar, faults = build_calendar("a", data)
    assert (calendar, {fault.code for fault in faults}) == (None, {"DV203"})
