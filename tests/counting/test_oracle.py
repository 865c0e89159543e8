"""The engine against the oracle, which counts the same deadlines by walking from day to day."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from random import Random

import holidays
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counting.oracle import DAY, Walker, answers, random_calendar, random_case
from dvrules.building.converter import strict_converter
from dvrules.building.projects import build_calendar
from dvrules.builtin import read_vn
from dvrules.counting.calendars import WorkingDays
from dvrules.counting.reckoning import Reckoner
from dvrules.model.days import PartialDate, Span
from dvrules.model.deadlines import Deadline
from dvrules.model.documents import Document
from dvrules.model.profiles import Profile
from dvrules.model.records import Event
from dvrules.terms import Terms, on_record

VN = tomllib.loads(read_vn().decode())
CALENDARS = [VN, *(random_calendar(Random(seed)) for seed in range(4))]  # noqa: S311 - chance, not secrecy


def prepared(case):
    """What finds the terms of a case, and its deadline, both as the engine has them."""
    converter = strict_converter()
    profile = converter.structure(case["profile"], Profile)
    deadline = converter.structure(case["deadline"], Deadline)
    document = Document("KH", "KH-SO", "so", term=Span(case["start"], case["through"]))
    event = Event("1", "x", PartialDate.of(case["event"]), case["event"], due=case["requested"])
    reckoner = Reckoner(working_days(CALENDARS.index(case["calendar"])), profile)
    return Terms("r:a", document, reckoner, on_record((event,), date.max), case["through"]), deadline


@cache
def working_days(number):
    calendar, faults = build_calendar("calendar", CALENDARS[number])
    assert not faults
    return WorkingDays.of(calendar, date.max)


def days_of(term):
    data = term.data and (term.data.from_, term.data.through)
    return term.period, term.opens.day, term.due.day, term.internal and term.internal.day, data


@settings(max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.randoms(use_true_random=False), st.sampled_from(CALENDARS))
def test_engine_and_oracle_agree_on_random_deadlines(rng, calendar):
    case = random_case(rng, calendar)
    terms, deadline = prepared(case)
    assert [days_of(term) for term in terms.of(deadline, ())] == answers(case)


@pytest.mark.parametrize("year", range(2019, 2026))
def test_the_library_holidays_counts_the_same_working_days_in_the_years_it_has_right(year):
    library = holidays.country_holidays("VN", years=[year - 1, year, year + 1])
    engine, walker = working_days(0), Walker(VN, "vn")
    first, last = date(year, 1, 1), date(year, 12, 31)
    for day in (first + n * DAY for n in range((last - first).days + 1)):
        assert library.is_working_day(day) == engine.is_working(day) == walker.is_working(day)
        for count in (1, 5, -1, -5):
            there = library.get_nth_working_day(day, count)
            if first <= there <= last:
                assert there == engine.shift(day, count) == walker.working_days(day, count)
