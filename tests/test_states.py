"""The rules of states."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dvrules.model.days import Reckoning
from dvrules.model.reports import State
from dvrules.model.rulesets import Kind
from dvrules.model.statements import state_that
from dvrules.states import Facts, possible_states, state_of

DAYS = st.dates(date(2023, 1, 1), date(2025, 12, 31))
MISSING = (state_that("missing.day", document="x"),)


@st.composite
def facts(draw):
    opens, due = sorted([draw(DAYS), draw(DAYS)])
    as_of = draw(DAYS)
    past = st.one_of(st.none(), st.dates(date(2022, 1, 1), as_of))
    return Facts(draw(st.sampled_from(Kind)), opens, due, as_of, draw(past), draw(past), draw(past))


@given(facts())
def test_nothing_is_violated_before_it_is_due(given_facts):
    if given_facts.as_of <= given_facts.due and not given_facts.breached:
        assert state_of(given_facts) not in {State.OVERDUE, State.FULFILLED_LATE, State.BREACHED}


@given(facts())
def test_acting_on_the_last_day_is_on_time(given_facts):
    acted = Facts(Kind.ACHIEVEMENT, given_facts.opens, given_facts.due, given_facts.due, fulfilled=given_facts.due)
    assert state_of(acted) is State.FULFILLED


@given(facts(), st.integers(0, 40), st.integers(0, 40))
def test_ends_of_ranges_show_every_state_between(given_facts, before, width):
    """A range of due days allows exactly the states that its days give one by one."""
    first = given_facts.opens + timedelta(days=before)
    days = [first + timedelta(days=n) for n in range(width + 1)]
    opens = Reckoning(given_facts.opens, given_facts.opens)
    one_by_one = {possible_states(given_facts, opens, Reckoning(day, day)) for day in days}
    together = possible_states(given_facts, opens, Reckoning(days[0], days[-1], missing=MISSING))
    assert {state for states in one_by_one for state in states} == set(together)


@given(facts())
def test_a_certain_day_gives_one_state(given_facts):
    opens, due = (Reckoning(day, day) for day in (given_facts.opens, given_facts.due))
    assert possible_states(given_facts, opens, due) == (state_of(given_facts),)


def test_a_missing_due_day_leaves_open_whether_it_is_past():
    base = Facts(Kind.ACHIEVEMENT, date.min, date.max, date(2024, 7, 10))
    opened = Reckoning(date(2024, 1, 1), date(2024, 1, 1))
    assert possible_states(base, opened, Reckoning(missing=MISSING)) == (State.OPEN, State.OVERDUE)
    assert possible_states(base, opened, Reckoning()) == (State.OPEN,)
