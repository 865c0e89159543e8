"""Documents that replace, repeal or amend others: what is owed under which, from which day on."""

from __future__ import annotations

from datetime import date

import pytest

import dvrules
from texts import HEAD, PROJECT

QUARTERLY = '{ form = "periodic", every = "quarter", by = { day = %s, of = "next" } }'
PROJECT_ = PROJECT.replace('["ke-hoach.toml"]', '["ke-hoach.toml", "moi.toml"]')
NEW = """
id = "moi"

[document]
type = "KH"
number = "2"
symbol = "KH-SO"
issuer = "so"
date = 2024-05-10
term = { from = 2024-05-10, through = 2024-12-31 }
"""
CITED = """
[[citations]]
relation = "%s"
type = "KH"
number = "1"
symbol = "KH-SO"
date = 2024-01-02
subject = "…"
quote = "…"
clause = "IV"
%s
"""


def quarterly(day, more=""):
    return f"""
[[obligations]]
id = "quy"
clause = "I"
quote = "…"
kind = "achievement"
bearer = "van-phong"
deadline = {QUARTERLY % day}
{more}
"""


@pytest.fixture
def states(make):
    def assess(new, as_of="2024-11-01"):
        report = dvrules.assess(make(HEAD + quarterly(5), project=PROJECT_, moi=new), as_of=date.fromisoformat(as_of))
        assert report.diagnostics == ()
        return {f.occurrence.key: (str(f.state), str(f.occurrence.due.day)) for f in report.findings}

    return assess


def test_an_obligation_replaces_another_and_what_had_begun_keeps_its_terms(states):
    assert states(NEW + quarterly(10, 'replaces = ["ke-hoach:quy"]')) == {
        "ke-hoach:quy/van-phong/2024-Q1": ("overdue", "2024-04-05"),
        "ke-hoach:quy/van-phong/2024-Q2": ("overdue", "2024-07-05"),
        "ke-hoach:quy/van-phong/2024-Q3": ("superseded", "2024-10-05"),
        "ke-hoach:quy/van-phong/2024-Q4": ("superseded", "2025-01-05"),
        "moi:quy/van-phong/2024-Q3": ("overdue", "2024-10-10"),
        "moi:quy/van-phong/2024-Q4": ("open", "2025-01-10"),
    }


def test_before_its_day_an_amendment_changes_nothing(states):
    found = states(NEW + quarterly(10, 'replaces = ["ke-hoach:quy"]'), as_of="2024-05-09")
    assert found["ke-hoach:quy/van-phong/2024-Q3"] == ("upcoming", "2024-10-05")


@pytest.mark.parametrize(
    ("relation", "more", "second", "third"),
    [
        ("replaces", "", "overdue", "superseded"),
        ("replaces", 'begun = "ended"', "superseded", "superseded"),
        ("repeals", "", "overdue", "terminated"),
        ("repeals", "from = 2024-08-01", "overdue", "overdue"),
        ("amends", "", "overdue", "overdue"),
    ],
)
def test_a_document_ends_one_that_it_replaces_or_repeals(states, relation, more, second, third):
    found = states(NEW + CITED % (relation, more))
    assert [found[f"ke-hoach:quy/van-phong/2024-{q}"][0] for q in ("Q1", "Q2", "Q3")] == ["overdue", second, third]


def test_what_kept_its_terms_ends_with_the_plan_all_the_same(make):
    ended = """
[[terminations]]
id = "1"
ruleset = "ke-hoach"
by = "so"
reason = "…"
day = 2024-06-01
recorded = 2024-06-01
"""
    project = make(HEAD + quarterly(5), ended, PROJECT_, moi=NEW + quarterly(10, 'replaces = ["ke-hoach:quy"]'))
    report = dvrules.assess(project, as_of=date(2024, 6, 10))
    states = {f.occurrence.key: str(f.state) for f in report.findings}
    assert states["ke-hoach:quy/van-phong/2024-Q2"] == "terminated"
