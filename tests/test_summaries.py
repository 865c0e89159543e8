"""Counts by state, and the share done on time, along each dimension."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import dvrules
from dvrules.cli.main import main
from dvrules.model.census import Census, codes_of
from dvrules.model.days import Reckoning
from dvrules.model.reports import State
from dvrules.model.statements import state_that
from dvrules.model.summaries import DIMENSIONS, counts_along, tally
from texts import ROOT
from year import FILES

JULY = date(2024, 7, 10)
EXAMPLE = ["-p", str(ROOT / "examples/quang-tri-2024"), "--as-of", "2024-07-10"]
REPORT = dvrules.assess(dvrules.load(ROOT / "examples/quang-tri-2024"), as_of=JULY)


@st.composite
def reports(draw):
    """A report of the example with findings of any state and due day."""
    days = st.dates(date(2024, 1, 1), date(2025, 3, 31))
    dues = st.one_of(
        days.map(lambda day: Reckoning(day, day)),
        st.tuples(days, days).map(lambda pair: Reckoning(min(pair), max(pair))),
        st.just(Reckoning()),
        st.just(Reckoning(missing=(state_that("missing.offset"),))),
    )
    kept = [finding for finding in REPORT.findings if draw(st.booleans())]
    return evolve(
        REPORT,
        findings=tuple(
            evolve(f, state=draw(st.sampled_from(State)), occurrence=evolve(f.occurrence, due=draw(dues))) for f in kept
        ),
    )


@given(reports())
def test_the_counts_of_every_dimension_add_up_to_the_findings(report):
    summary = dvrules.summarise(report)
    assert sum(summary.states.values()) == len(report.findings) == sum(summary.without_waivers.values())
    for dimension in DIMENSIONS:
        tallies = summary.by(dimension).values()
        assert sum(each.count for each in tallies) == len(report.findings)
        for state in State:
            assert sum(each.states.get(state, 0) for each in tallies) == summary.states.get(state, 0)


@given(reports())
def test_the_keys_behind_the_counts_are_those_of_the_findings(report):
    states = {finding.occurrence.key: finding.state for finding in report.findings}
    summary = dvrules.summarise(report)
    for dimension in DIMENSIONS:
        told = {
            key: state for each in summary.by(dimension).values() for state, keys in each.keys.items() for key in keys
        }
        assert told == states


@given(reports())
def test_what_is_counted_by_census_is_what_the_summary_counts(report):
    summary, found = dvrules.summarise(report), report.findings
    counted = counts_along(found.occurrences, found.states)
    tallies = {
        dimension: {name: each.states for name, each in summary.by(dimension).items()} for dimension in DIMENSIONS
    }
    assert counted == tallies


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(State), st.sampled_from(State))))
def test_a_census_counts_what_is_counted_by_the_same_names_again(rows):
    names, *days = zip(*rows, strict=True) if rows else ((), (), ())
    census = Census.of(names)
    for states in days:
        counted = Counter(zip(names, states, strict=True))
        again = {
            (name, state): count
            for name, each in census.counts(codes_of(states)).items()
            for state, count in each.items()
        }
        assert again == counted


@given(st.lists(st.sampled_from(State), max_size=12))
def test_the_rate_is_the_share_on_time_of_what_was_due(states):
    found = tally(evolve(REPORT.findings[0], state=state) for state in states)
    due = [s for s in states if s in {State.FULFILLED, State.FULFILLED_LATE, State.OVERDUE, State.BREACHED}]
    assert found.on_time == (states.count(State.FULFILLED) / len(due) if due else None)


def test_months_are_those_of_due_days_in_order():
    assert list(dvrules.summarise(REPORT).by_month) == [
        "2024-04",
        "2024-07",
        "2024-10",
        "2024-12",
        "2025-01",
        "unknown",
    ]


@pytest.mark.parametrize(
    ("due", "month"),
    [
        (Reckoning(date(2024, 3, 1), date(2024, 3, 31)), "2024-03"),
        (Reckoning(date(2024, 3, 1), date(2024, 4, 1)), "unknown"),
        (Reckoning(), "endless"),
    ],
)
def test_a_range_of_days_has_a_month_only_within_one(due, month):
    finding = REPORT.findings[0]
    report = evolve(REPORT, findings=(evolve(finding, occurrence=evolve(finding.occurrence, due=due)),))
    assert list(dvrules.summarise(report).by_month) == [month]


@pytest.fixture
def run(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "170")

    def call(*argv):
        code = main(argv)
        return code, *capsys.readouterr()

    return call


@pytest.mark.parametrize(
    ("dimension", "line"), [("month", "2024-04"), ("unit", "Văn phòng Sở"), ("document", "so-khcn")]
)
def test_the_report_is_counted_along_a_dimension(run, dimension, line):
    code, out, _ = run("report", *EXAMPLE, "--by", dimension)
    assert code == 1
    assert re.search(rf"^{line}.*%$", out, re.MULTILINE)
    assert re.search(r"^Tổng cộng .* 42 +60,0%$", out, re.MULTILINE)


def test_a_filter_holds_for_the_counts_too(run):
    out = run("report", *EXAMPLE, "--by", "month", "--unit", "van-phong-so", "--lang", "en")[1]
    assert re.search(r"^Total .* 7 +50.0%$", out, re.MULTILINE)


def test_where_a_waiver_changes_something_both_counts_are_shown(run, make, tmp_path):
    make(**FILES)
    argv = ["report", "-p", str(tmp_path), "--as-of", "2024-07-10", "--lang", "en"]
    out = run(*argv)[1]
    assert "1  waived" in out
    ignoring = run(*argv, "--ignore-waivers")[1]
    assert "Waivers and extensions are left out." in ignoring
    assert "waived" not in ignoring
    counts = re.findall(r"^ +\d+  .+$", ignoring, re.MULTILINE)
    assert counts == re.findall(r"^ +\d+  .+$", out.split("Without waivers and extensions:")[1], re.MULTILINE)


def test_without_waivers_nothing_is_said_of_them(run):
    assert "miễn" not in run("report", *EXAMPLE)[1]
