"""Explanations: for each state what officials read, held word for word."""

from __future__ import annotations

import json
import os
from datetime import date

import pytest
from attrs import evolve

from dvrules import states
from dvrules.assessing import explained, judged, linked
from dvrules.cli.explanation import lines
from dvrules.cli.main import main
from dvrules.counting.calendars import WorkingDays
from dvrules.counting.reckoning import Reckoner
from dvrules.judging import judge
from dvrules.messages import messages_in
from dvrules.model.reports import Ending, State
from dvrules.model.statements import state_that
from dvrules.rendering import printable
from explained import CASES
from texts import ROOT

GOLDEN = ROOT / "tests/data/explained"


def hold(name, text):
    """Compare with the golden text of that name; DVRULES_WRITE_GOLDEN writes it anew."""
    expected = GOLDEN / name
    if os.environ.get("DVRULES_WRITE_GOLDEN"):
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")


def written(explanation, lang):
    messages = messages_in(lang).naming(explanation.names)
    return "".join(printable(line) + "\n" for line in lines(explanation, messages))


@pytest.fixture
def explanation(make):
    """A function that explains a case, as it is or with the occurrences changed."""

    def explained_of(case, change=None):
        project = make(case.ruleset, case.records)
        found, as_of = linked(project), date.fromisoformat(case.as_of)
        assert found.diagnostics == ()
        assessed = judged(project, found, as_of=as_of, known_at=as_of)
        if change:
            reckoner = Reckoner(WorkingDays.of(project.calendar, as_of))
            changed = [change(occurrence) for occurrence in assessed.occurrences]
            days = {"as_of": as_of, "known_at": as_of, "due_soon": 7}
            judgement = judge(changed, found.cascade, found.records, project.catalog.offers, reckoner, **days)
            assessed = evolve(assessed, judgement=judgement)
        return explained(project, found, assessed, case.key, as_of=as_of, known_at=as_of)

    return explained_of


@pytest.mark.parametrize("name", CASES)
def test_each_state_is_explained_so(explanation, name):
    told = explanation(CASES[name])
    assert name.startswith(told.state)
    for lang in ("vi", "en"):
        hold(f"{name}.{lang}.txt", written(told, lang))


def test_what_is_superseded_is_explained_so(explanation):
    """No file can say yet that a document amends another; the value can."""
    by = state_that("reason.said", text="Kế hoạch 9/KH-SO ngày 03/06/2024 thay thế kế hoạch này.")
    ending = Ending(date(2024, 6, 3), "superseded", by, begun="ended")
    told = explanation(CASES["overdue"], lambda occurrence: evolve(occurrence, ending=ending))
    assert told.state is State.SUPERSEDED
    for lang in ("vi", "en"):
        hold(f"superseded.{lang}.txt", written(told, lang))


def test_every_state_has_its_explanation():
    assert {state for state in State if not any(name.startswith(state) for name in CASES)} == {State.SUPERSEDED}


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_rule_of_the_state_function_is_said_in_general(lang):
    rules = {rule.name for rule in states.FIRST} | {"undetermined"}
    rules |= {f"{kind}.{rule.name}" for kind, table in states.BY_KIND.items() for rule in table}
    prefix = "rule_of_state."
    assert {key.removeprefix(prefix) for key in messages_in(lang).words if key.startswith(prefix)} == rules


@pytest.fixture
def run(capsys, make, tmp_path):
    """A function that runs `dvrules explain` on a case."""

    def call(case, *argv):
        make(case.ruleset, case.records)
        code = main(["explain", "-p", str(tmp_path), "--as-of", case.as_of, case.key, *argv])
        return code, *capsys.readouterr()

    return call


@pytest.mark.parametrize(("form", "suffix"), [("json", "json"), ("graph", "mmd")])
def test_the_other_forms_say_the_same(run, form, suffix):
    code, out, err = run(CASES["open"], "--format", form)
    assert (code, err) == (0, "")
    hold(f"open.vi.{suffix}", out)
