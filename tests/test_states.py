"""The rules of states."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from dvrules.model.census import codes_of
from dvrules.model.days import Reckoning
from dvrules.model.reports import State
from dvrules.model.rulesets import Kind
from dvrules.model.statements import state_that
from dvrules.states import Facts, possible_verdicts, states_on, verdict_on, verdicts_on
from histories import DAYS, facts
from naive_states import naive_state

MISSING = (state_that("missing.day", document="x"),)
VIOLATED = {State.OVERDUE, State.FULFILLED_LATE, State.BREACHED}


def state_of(given_facts):
    return verdict_on(given_facts).state


def possible_states(given_facts, opens, due):
    return tuple(verdict.state for verdict in possible_verdicts(given_facts, opens, due))


@given(facts())
def test_a_second_writing_of_the_rules_gives_the_same_state(given_facts):
    assert state_of(given_facts) == naive_state(given_facts)


@given(st.lists(facts(plain=True), max_size=5), st.sampled_from(Kind), st.booleans(), DAYS)
def test_columns_of_facts_have_the_verdicts_and_the_states_that_each_has_alone(each, kind, lapses, as_of):
    alone = [evolve(facts, kind=kind, lapses=lapses, as_of=as_of, breached=None, curable=False) for facts in each]
    verdicts = [verdict_on(facts) for facts in alone]
    columns = [[getattr(facts, name) for facts in alone] for name in ("opens", "due", "fulfilled", "assessed")]
    assert verdicts_on(kind, *columns, as_of=as_of, lapses=lapses) == verdicts
    assert states_on(kind, *columns, as_of=as_of, lapses=lapses) == codes_of(verdict.state for verdict in verdicts)


@given(facts())
def test_nothing_is_violated_before_it_is_due(given_facts):
    if given_facts.as_of <= given_facts.due and not given_facts.breached:
        assert state_of(given_facts) not in VIOLATED


@given(facts(plain=True))
def test_acting_on_the_last_day_is_on_time(given_facts):
    due = given_facts.due
    acted = evolve(given_facts, kind=Kind.ACHIEVEMENT, as_of=due, fulfilled=due, breached=None)
    assert state_of(acted) is State.FULFILLED


@given(facts(), DAYS)
def test_a_waiver_from_a_later_day_changes_nothing_that_was_settled_before(given_facts, day):
    base = evolve(given_facts, waived=None, lapses=False)
    settled = min(base.fulfilled or date.max, base.breached or date.max)
    if settled < day:
        assert state_of(evolve(base, waived=day)) is state_of(base)


@given(facts())
def test_permissions_and_programmes_are_never_violated(given_facts):
    for kind in (Kind.PERMISSION, Kind.PROGRAMME):
        assert state_of(evolve(given_facts, kind=kind, lapses=False)) not in VIOLATED


@given(facts(), st.integers(0, 40), st.integers(0, 40))
def test_ends_of_ranges_show_every_state_between(given_facts, before, width):
    """A range of due days allows exactly the states that its days give one by one."""
    first = given_facts.opens + timedelta(days=before)
    days = [first + timedelta(days=n) for n in range(width + 1)]
    opens = Reckoning(given_facts.opens, given_facts.opens)
    one_by_one = {possible_states(given_facts, opens, Reckoning(day, day)) for day in days}
    together = possible_states(given_facts, opens, Reckoning(days[0], days[-1], missing=MISSING))
    assert set(together) <= {state for states in one_by_one for state in states}
    assert len(together) > 1 or len(one_by_one) == 1


@given(facts())
def test_a_certain_day_gives_one_state(given_facts):
    opens, due = (Reckoning(day, day) for day in (given_facts.opens, given_facts.due))
    possible = possible_verdicts(given_facts, opens, due, (given_facts.applies,))
    assert possible == (verdict_on(given_facts),)


def test_a_missing_due_day_leaves_open_whether_it_is_past():
    base = Facts(Kind.ACHIEVEMENT, date.min, date.max, date(2024, 7, 10))
    opened = Reckoning(date(2024, 1, 1), date(2024, 1, 1))
    assert possible_states(base, opened, Reckoning(missing=MISSING)) == (State.OPEN, State.OVERDUE)
    assert possible_states(base, opened, Reckoning()) == (State.OPEN,)


D = date(2024, 6, 14)
BASE = Facts(Kind.ACHIEVEMENT, date(2024, 1, 1), D, date(2024, 7, 10))


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, "overdue"),
        ({"as_of": D}, "open"),
        ({"as_of": date(2023, 12, 31)}, "upcoming"),
        ({"fulfilled": D}, "fulfilled"),
        ({"fulfilled": D + timedelta(days=1)}, "fulfilled_late"),
        ({"lapses": True}, "breached"),
        ({"lapses": True, "fulfilled": D + timedelta(days=1)}, "breached"),
        ({"waived": date(2024, 6, 1)}, "waived"),
        ({"waived": D, "fulfilled": D}, "waived"),
        ({"waived": D, "fulfilled": D - timedelta(days=1)}, "fulfilled"),
        ({"suspended": True}, "suspended"),
        ({"suspended": True, "fulfilled": D}, "fulfilled"),
        ({"applies": False, "waived": D}, "not_applicable"),
        ({"ended": date(2024, 6, 1), "ended_as": "superseded"}, "overdue"),
        ({"ended": date(2024, 6, 1), "ended_as": "superseded", "begun_kept": False}, "superseded"),
        ({"ended": date(2024, 7, 1), "begun_kept": False}, "overdue"),
        ({"ended": D, "begun_kept": False, "waived": D, "fulfilled": D}, "terminated"),
        ({"kind": Kind.MAINTENANCE}, "fulfilled"),
        ({"kind": Kind.MAINTENANCE, "breached": D}, "breached"),
        ({"kind": Kind.MAINTENANCE, "curable": True}, "open"),
        ({"kind": Kind.PROHIBITION, "breached": D}, "breached"),
        ({"kind": Kind.PERMISSION}, "terminated"),
        ({"kind": Kind.PROGRAMME}, "unassessed"),
        ({"kind": Kind.PROGRAMME, "assessed": D}, "terminated"),
        ({"kind": Kind.PROGRAMME, "assessed": D, "due": date.max}, "open"),
    ],
)
def test_facts_give_this_state(changes, state):
    assert state_of(evolve(BASE, **changes)) == state
