"""Findings are made when they are looked at, and what is said of them when that is."""

from __future__ import annotations

import pickle
from datetime import date

import pytest

import dvrules
from dvrules.model.reports import Findings
from dvrules.model.statements import Statements, state_that
from texts import ROOT

JULY = date(2024, 7, 10)


@pytest.fixture(scope="module")
def project():
    return dvrules.load(ROOT / "examples/quang-tri-2024")


def said(*texts):
    return tuple(state_that("reason.said", text=text) for text in texts)


def test_statements_are_made_once_and_only_when_they_are_looked_at():
    asked = []
    made = Statements(lambda *about: asked.append(about) or said(*about), "a", "b")
    assert asked == []
    assert (made[0], made[1:], [*made], len(made)) == (said("a")[0], said("b"), [*said("a", "b")], 2)
    assert asked == [("a", "b")]


def test_statements_are_equal_to_those_that_say_the_same_and_shown_and_pickled_like_them():
    made, other = Statements(said, "a"), Statements(said, "b")
    assert made == said("a") == Statements(said, "a") != other
    assert said("a") == made != said("b")
    assert repr(made) == repr(said("a"))
    back = pickle.loads(pickle.dumps(Statements(said, "a")))  # noqa: S301 - our own
    assert (type(back), back) == (tuple, said("a"))


def test_a_finding_is_the_same_whichever_is_looked_at_first(project):
    one, other = (dvrules.assess(project, as_of=JULY).findings for _ in range(2))
    backwards = [other[place] for place in reversed(range(len(other)))]
    assert [*one] == backwards[::-1] == [*other]
    assert other[0] is other[0] is next(iter(other))
    assert one[2:5] == tuple(backwards[::-1][2:5])


def test_findings_come_back_from_a_pickle_as_they_were(project):
    findings = dvrules.assess(project, as_of=JULY).findings
    back = pickle.loads(pickle.dumps(findings))  # noqa: S301 - our own
    assert (type(back), back, [*back.states]) == (Findings, findings, [*findings.states])
