"""What holds of all days that are counted, whatever the calendar and the profile."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dvrules.counting.calendars import OutsideCoverage, WorkingDays
from dvrules.counting.periods import period_named, periods
from dvrules.counting.reckoning import Reckoner, day_before
from dvrules.model.calendars import Calendar, CalendarDay
from dvrules.model.days import Reckoning, Span
from dvrules.model.deadlines import Anchor, Cycle, Measure, Periodic, Roll
from dvrules.model.documents import Document
from dvrules.model.profiles import PLAIN, VN, MonthEnd, Profile
from dvrules.terms import Terms

DAY = timedelta(days=1)
FIRST, LAST = date(2023, 1, 2), date(2026, 6, 30)

days = st.dates(date(2023, 7, 1), date(2025, 6, 30))
counts = st.integers(-40, 40)
rolls = st.sampled_from([Roll.NEXT, Roll.PREVIOUS])
measures = st.sampled_from(Measure)
month_ends = st.sampled_from([MonthEnd.LAST, MonthEnd.NEXT])
profiles = st.sampled_from([VN, PLAIN]) | st.builds(
    Profile, st.just("own"), month_ends, st.sampled_from(Roll), st.sampled_from(Roll), st.booleans()
)


@st.composite
def calendars(draw):
    """Working days with some days off, and others worked, anywhere but at the very ends."""
    changes = draw(st.dictionaries(st.dates(FIRST + DAY, LAST - DAY), st.booleans(), max_size=40))
    entries = tuple(CalendarDay(day, worked, "x", "y") for day, worked in changes.items())
    weekend = draw(st.sampled_from([frozenset({6, 7}), frozenset({7}), frozenset()]))
    return WorkingDays.of(Calendar("any", FIRST, LAST, weekend, entries), LAST)


@st.composite
def anchors(draw, cycle):
    if cycle is Cycle.WEEK:
        return Anchor(draw(st.integers(1, 7) | st.sampled_from(["first", "last"])))
    day = draw(st.integers(1, 31) | st.sampled_from(["first", "last", "first_working", "last_working"]))
    return Anchor(day, of=draw(st.sampled_from(["this", "next"])), offset=draw(st.integers(-5, 5)))


def known(day):
    return Reckoning(day, day)


def worked(calendar, first, last):
    """How many days from `first` through `last` are worked."""
    return sum(calendar.is_working(first + n * DAY) for n in range((last - first).days + 1))


@given(calendars(), days, rolls)
def test_rolling_is_idempotent_and_never_lands_on_a_day_off(calendar, day, roll):
    rolled = calendar.roll(day, roll)
    assert calendar.is_working(rolled)
    assert calendar.roll(rolled, roll) == rolled


@given(calendars(), days, rolls)
def test_rolling_passes_over_no_working_day(calendar, day, roll):
    rolled = calendar.roll(day, roll)
    assert worked(calendar, min(day, rolled), max(day, rolled)) == 1


@given(calendars(), days, days, rolls)
def test_rolling_keeps_the_order_of_days(calendar, one, other, roll):
    assert calendar.roll(min(one, other), roll) <= calendar.roll(max(one, other), roll)


@given(calendars(), days, st.integers(1, 60))
def test_between_a_day_and_the_nth_working_day_on_are_n_working_days(calendar, day, count):
    assert worked(calendar, day + DAY, calendar.shift(day, count)) == count
    assert worked(calendar, calendar.shift(day, -count), day - DAY) == count


@given(calendars(), days, counts)
def test_working_days_forward_and_back_lead_to_where_they_began_if_that_is_worked(calendar, day, count):
    assume(calendar.is_working(day))
    assert calendar.shift(calendar.shift(day, count), -count) == day


@given(calendars(), profiles, days, counts, measures)
def test_a_count_of_one_more_never_leads_to_an_earlier_day(calendar, profile, day, count, measure):
    count = count // 3 if measure is not Measure.DAY else count
    reckoner = Reckoner(calendar, profile)
    here, there = (reckoner.moved(known(day), n, measure).day for n in (count, count + 1))
    assume(here and there)
    assert here <= there


@given(calendars(), profiles, days, days, counts, measures)
def test_counting_keeps_the_order_of_days(calendar, profile, one, other, count, measure):
    moved = Reckoner(calendar, profile).moved(Reckoning(min(one, other), max(one, other)), count // 4, measure)
    assume(moved.earliest)
    assert moved.earliest <= moved.latest


@given(calendars(), profiles, days, days, days, counts, measures)
def test_a_day_within_a_range_is_counted_to_within_the_range(calendar, profile, one, two, three, count, measure):
    first, within, last = sorted([one, two, three])
    reckoner = Reckoner(calendar, profile)
    ends = reckoner.rolled(reckoner.moved(Reckoning(first, last), count // 4, measure), profile.roll)
    inner = reckoner.rolled(reckoner.moved(known(within), count // 4, measure), profile.roll).day
    assume(ends.earliest and inner)
    assert ends.earliest <= inner <= ends.latest


@given(calendars(), st.integers(1, 60), st.sampled_from([MonthEnd.LAST, MonthEnd.NEXT]), days)
def test_months_counted_together_never_drift_from_the_day_they_began_on(calendar, count, month_end, day):
    moved = Reckoner(calendar, Profile("own", month_end)).moved(known(day), count, Measure.MONTH).day
    assert moved.day in ({day.day, 1} if month_end is MonthEnd.NEXT else {day.day, 28, 29, 30})
    assert 28 <= (moved - day).days / count <= 31


@given(days)
def test_before_is_by_less_a_day(day):
    assert day_before(known(day)).day == day - DAY


def dues(calendar, profile, deadline, start=date(2024, 1, 1), through=date(2024, 12, 31)):
    document = Document("KH", "KH-SO", "so", term=Span(start, through))
    terms = Terms("r:a", document, Reckoner(calendar, profile), {}, through)
    return {term.period: term for term in terms.of(deadline, ())}


@given(calendars(), profiles, st.sampled_from(Cycle), st.data())
def test_before_an_anchor_is_by_it_less_a_day_in_every_period(calendar, profile, cycle, data):
    anchor = data.draw(anchors(cycle))
    by, before = (dues(calendar, profile, Periodic("periodic", cycle, **{key: anchor})) for key in ("by", "before"))
    assert all(before[label].due.day == by[label].due.day - DAY for label in by.keys() & before.keys())


@given(calendars(), profiles, st.sampled_from(Cycle), st.data())
def test_a_later_period_is_never_due_before_an_earlier_one(calendar, profile, cycle, data):
    found = dues(calendar, profile, Periodic("periodic", cycle, by=data.draw(anchors(cycle))))
    days = [term.due.day for term in found.values()]
    assert days == sorted(days)


@given(calendars(), profiles, st.sampled_from(Cycle), st.integers(0, 30), st.data())
def test_a_longer_lead_never_gives_a_later_internal_day(calendar, profile, cycle, lead, data):
    anchor = data.draw(anchors(cycle))
    shorter, longer = (
        dues(calendar, profile, Periodic("periodic", cycle, by=anchor, lead=n)) for n in (lead, lead + 1)
    )
    assert all(longer[label].internal.day <= shorter[label].internal.day for label in shorter)


@given(calendars(), st.sampled_from([VN, PLAIN]), st.sampled_from(Cycle), st.integers(0, 30), st.data())
def test_an_internal_day_and_its_lead_are_the_due_day_where_that_is_worked(calendar, profile, cycle, lead, data):
    roll = data.draw(rolls)
    deadline = Periodic("periodic", cycle, by=data.draw(anchors(cycle)), lead=lead, roll=roll)
    for term in dues(calendar, profile, deadline).values():
        assert calendar.shift(term.internal.day, lead) == term.due.day


@given(st.sampled_from(Cycle), days, days)
def test_every_day_lies_in_one_period_whose_label_names_it(cycle, one, other):
    first, last = sorted([one, other])
    found = list(periods(cycle, first, last))
    assert [period_named(period.label) for period in found] == found
    assert all(a.last < b.first for a, b in pairwise(found))
    if cycle is not Cycle.NINE_MONTHS:
        assert found[0].first <= first <= last <= found[-1].last
        assert all(a.last + DAY == b.first for a, b in pairwise(found))


@given(calendars(), st.sampled_from([c for c in Cycle if c not in {Cycle.WEEK, Cycle.NINE_MONTHS}]), st.data())
def test_the_data_of_one_report_follow_on_those_of_the_one_before(calendar, cycle, data):
    cut_off = data.draw(st.just("nd-09-2019") | st.builds(Anchor, st.integers(1, 31)))
    spans = [term.data for term in dues(calendar, VN, Periodic("periodic", cycle, cut_off=cut_off)).values()]
    assert all(a.through + DAY == b.from_ for a, b in pairwise(spans))


beyond = st.dates(date(2000, 1, 1), FIRST - DAY) | st.dates(LAST + DAY, date(2040, 1, 1))


@given(calendars(), beyond, rolls, counts)
def test_a_calendar_says_nothing_of_days_beyond_its_coverage(calendar, day, roll, count):
    for ask in (lambda: calendar.roll(day, roll), lambda: calendar.shift(day, count), lambda: calendar.is_working(day)):
        with pytest.raises(OutsideCoverage):
            ask()


@given(calendars(), profiles, days, st.integers(1100, 1500) | st.integers(-1500, -1100))
def test_a_count_that_leads_beyond_the_coverage_is_refused_with_what_is_missing(calendar, profile, day, count):
    moved = Reckoner(calendar, profile).moved(known(day), count, Measure.WORKING_DAY)
    assert (moved.earliest, moved.latest, [missing.key for missing in moved.missing]) == (
        None,
        None,
        ["missing.calendar"],
    )


@given(calendars(), profiles, beyond, st.integers(-20, 20), st.sampled_from([Measure.DAY, Measure.MONTH]))
def test_calendar_days_are_counted_beyond_the_coverage_but_not_rolled(calendar, profile, day, count, measure):
    reckoner = Reckoner(calendar, profile)
    moved = reckoner.moved(known(day), count, measure)
    assert moved.day
    if not FIRST <= moved.day <= LAST:
        assert reckoner.rolled(moved, Roll.NEXT).day is None
