from collections import Counter
from pathlib import Path

import pytest
from benchmarks.records import AS_OF
from benchmarks.workload import SIZES, Counts, Size, generate

from dvrules.assessing import assess
from dvrules.loading import load
from dvrules.model.deadlines import Deadline
from dvrules.model.reports import Report, State

THREE_LEVELS = Size(programmes=1, provinces=2, communes=3)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> tuple[Path, Counts, Report]:
    folder = tmp_path_factory.mktemp("workload") / "made"
    counts = generate(folder, THREE_LEVELS)
    return folder, counts, assess(load(folder), as_of=AS_OF)


def texts(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_workload_is_sound_and_has_the_occurrences_that_its_maker_counted_on(made):
    _, counts, report = made
    assert report.diagnostics == ()
    assert (counts.plans, counts.obligations) == (9, 360)
    assert len(report.findings) == counts.occurrences


def test_the_smallest_workload_is_one_sound_plan(tmp_path):
    counts = generate(tmp_path / "small", SIZES["small"])
    report = assess(load(tmp_path / "small"), as_of=AS_OF)
    assert report.diagnostics == ()
    assert (counts.plans, counts.obligations, counts.occurrences) == (1, 40, len(report.findings))


def test_the_same_seed_makes_the_same_project_and_another_seed_another(made, tmp_path):
    folder, _, _ = made
    generate(tmp_path / "again", THREE_LEVELS)
    generate(tmp_path / "other", THREE_LEVELS, seed=8)
    assert texts(tmp_path / "again") == texts(folder)
    assert texts(tmp_path / "other") != texts(folder)


def test_a_workload_has_every_form_of_deadline_on_three_levels_of_plans(made):
    folder, _, _ = made
    rulesets = load(folder).rulesets
    forms = {type(deadline) for r in rulesets for o in r.obligations for deadline in o.deadline}
    assert forms == {*Deadline.__args__}
    parents = {r.document.identity: {p.document for o in r.obligations for p in o.implements} for r in rulesets}
    above = {name: {further for each in named for further in parents[each]} for name, named in parents.items()}
    assert Counter(bool(named) + bool(above[name]) for name, named in parents.items()) == {0: 1, 1: 2, 2: 6}


def test_most_of_a_workload_is_done_some_of_it_late_and_little_of_it_waived(made):
    _, counts, report = made
    assert counts.evidence / counts.occurrences == pytest.approx(0.85, abs=0.03)
    assert counts.waivers / counts.occurrences == pytest.approx(0.02, abs=0.01)
    owed_by_then = (State.FULFILLED, State.FULFILLED_LATE, State.OVERDUE, State.WAIVED, State.UNDETERMINED)
    assert {*owed_by_then, State.UPCOMING, State.OPEN} <= {finding.state for finding in report.findings}


def test_an_interrupted_generation_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(Path, "rename", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        generate(tmp_path / "made", SIZES["small"])
    assert [*tmp_path.iterdir()] == []
