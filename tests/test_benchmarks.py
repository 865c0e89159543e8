from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from benchmarks.decisions import RULES, by_the_rules, rows_of
from benchmarks.measuring import Measure, in_own_process
from benchmarks.page import page, rates
from benchmarks.peers import PEERS, Decided
from benchmarks.plot import plot
from benchmarks.records import AS_OF
from benchmarks.results import Figure, OnSize, Results, figures, from_json, to_json
from benchmarks.runs import Runs
from benchmarks.stages import STAGES
from benchmarks.workload import SIZES, Counts, Size, generate

from dvrules.assessing import assess
from dvrules.loading import load

DOCS = Path(__file__).parent.parent / "docs"


def results() -> Results:
    """A made-up size where all was measured, and a larger one where judging was too slow."""
    half = {name: Measure((0.5, 0.1, 0.9), peak=2_000_000) for name in STAGES}
    medium = OnSize(
        Counts(plans=1, obligations=100, occurrences=1_000_000, bytes=2_500_000),
        {**half, "judge": Measure((0.125,), 1), "count": Measure((0.125,), 1), "tomllib": Measure((0.25,), 1)}
        | {"revise": Measure((0.125,), 1)},
        Runs(first=4.0, again=0.02, edited=1.0),
        {"numpy": Decided(1000, 0, 0.00001, 0.00001, 3_000_000, "1.0"), "zen": "No module named 'zen'"},
    )
    large = OnSize(Counts(occurrences=40_000_000), {"read": Measure((1.0,), 1), "judge": "more than 9 s"}, "not tried")
    return Results("a machine", {"medium": medium, "large": large}, report=0.4, bare=0.1)


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("small") / "made"
    generate(folder, SIZES["small"])
    return folder


@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_works_by_the_functions_of_the_flow(small, stage):
    STAGES[stage].prepare(small)()


def test_the_rules_that_peers_are_given_say_what_dvrules_says(tmp_path):
    generate(tmp_path / "made", Size(programmes=1, provinces=2, communes=2))
    rows, states = rows_of(assess(load(tmp_path / "made"), as_of=AS_OF))
    assert [by_the_rules(row) for row in rows] == states
    for name in ("python", "dvrules"):
        ingest, decide = PEERS[name].prepare()
        assert [*decide(ingest(rows))] == states


def test_the_rules_decide_whatever_the_facts_are():
    fields = {side for _, each in RULES for c in each for side in (c[0], c[2]) if isinstance(side, str)}
    assert by_the_rules(dict.fromkeys(fields, 0) | {"certain": 1, "applies": 1, "waived": 1}) == "fulfilled"


def test_a_measure_stands_for_its_median():
    assert Measure((0.5, 0.1, 0.9)).seconds == 0.5


def test_what_fails_in_its_own_process_says_why():
    assert "benchmarks.nowhere" in in_own_process("benchmarks.nowhere", budget=60)


def test_figures_stand_for_the_largest_size_on_which_they_could_be_measured():
    rules, states, told, findings, whole, parser, rerun, record, edited, cold, growth, memory = figures(results())
    assert [rules.value, states.value, findings.value, whole.value] == [None, 4.0, 2.0, 2.0]
    assert told.value == pytest.approx(1 / 0.375)
    assert [rerun.value, record.value, edited.value, cold.value] == [0.005, 5_000.0, 0.25, pytest.approx(4.0)]
    assert {figure.size for figure in (states, findings, whole, rerun, record, edited)} == {"medium"}
    assert (parser.value, parser.size) == (0.5, "medium")
    assert (growth.value, growth.size) == (None, "not measured on two sizes")
    assert memory.value == 0.0
    assert [figure.met for figure in (states, findings, whole, parser, rerun, record, edited, cold)] == [
        False,
        False,
        False,
        False,
        True,
        False,
        False,
        True,
    ]


def test_growth_compares_the_time_an_occurrence_on_the_two_largest_sizes():
    sizes = {
        name: OnSize(Counts(plans=count, occurrences=count), {"whole": Measure((seconds,))})
        for name, count, seconds in (("small", 1, 9.0), ("medium", 100, 1.0), ("large", 4000, 41.0))
    }
    growth = [*figures(Results("", sizes))][-2]
    assert growth == Figure(growth.title, "×", 42 / 39.85, pytest.approx(1.025), "medium to large")
    assert growth.met


def test_the_page_tells_goals_stages_and_peers_and_what_could_not_be_measured():
    text = page(results())
    lines = text.splitlines()
    for line in (
        "| the same with all that judging takes | ≥ 3 M/s | 2 M/s | medium | 1.5 × |",
        "| one record more | ≤ 5 µs | 5,000 µs | medium | 1,000 × |",
        "| medium | 1 | 100 | 1,000,000 | 0 | 0 | 0 | 2.5 MB |",
        "| medium | 4,000 ms | 20 ms | 1,000 ms |",
        "| large | not tried | – | – |",
        "| judge: match evidence, ask evaluators, decide | 125 ms | 0.125 | 0.5 × | 0 |",
        "| judge: match evidence, ask evaluators, decide | more than 9 s | – | – | – |",
        "| **dvrules: complete findings** | 2,000,000 | 2 × | 50 × | – | – | – |",
        "| numpy, with the counts (bound) 1.0 | 100,000,000 | 0.04 × | 1 × | 50,000,000 | 3 | none |",
        "zen-engine: No module named 'zen'.",
    ):
        assert line in lines


def test_the_plot_has_a_bar_for_each_engine_and_escapes_their_names():
    drawn = ET.fromstring(plot([("a <fast> one", 2e6), ("dvrules", 3e3)], "medium"))  # noqa: S314 - our own
    texts = [each.text for each in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert [text for text in texts if text in {"a <fast> one", "2 M", "dvrules", "3 k"}] == [
        "a <fast> one",
        "2 M",
        "dvrules",
        "3 k",
    ]


def test_results_are_kept_whole():
    assert from_json(to_json(results())) == results()


def test_the_page_and_the_plot_in_docs_are_made_of_the_results_beside_them():
    kept = from_json((DOCS / "benchmarks.json").read_text(encoding="utf-8"))
    assert (DOCS / "benchmarks.md").read_text(encoding="utf-8") == page(kept)
    size, on = [(size, on) for size, on in kept.sizes.items() if on.peers][-1]
    assert (DOCS / "benchmarks.svg").read_text(encoding="utf-8") == plot(rates(on), size)
