"""The kit for authors of plugins: the built-in offers keep to it, and it finds what does not."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from datetime import date
from itertools import count

import pytest
from attrs import evolve

from dvrules import testing
from dvrules.builtin import dvrules_evaluators, dvrules_executors, dvrules_exporters
from dvrules.builtin.evaluators import Attested, Children, Count, Sum
from dvrules.extension import Answer, Condition, Evaluator, ExecutorOffer, Exporter, Pool
from dvrules.model.artifacts import Artifact
from dvrules.model.records import Shows
from dvrules.model.reports import Progress, State
from dvrules.model.statements import state_that

PARAMS = {"count": Count(1), "sum": Sum(2.0), "attested": Attested("Trưởng phòng"), "children": Children()}


@pytest.mark.parametrize("evaluator", dvrules_evaluators(), ids=lambda evaluator: evaluator.name)
def test_every_evaluator_of_ours_keeps_to_the_rules(evaluator):
    testing.check_evaluator(evaluator, PARAMS.get(evaluator.name))


@pytest.mark.parametrize("exporter", dvrules_exporters(), ids=lambda exporter: exporter.name)
def test_every_exporter_of_ours_keeps_to_the_rules(exporter):
    testing.check_exporter(exporter, exporter.params and exporter.params())


@pytest.mark.parametrize("executor", dvrules_executors(), ids=lambda executor: executor.name)
def test_every_executor_of_ours_keeps_to_the_rules(executor):
    testing.check_executor(executor, executor.params and executor.params())


def test_an_executor_that_takes_what_fails_for_lost_is_found():
    with ThreadPoolExecutor(1) as executor:
        pool = Pool(executor, capacity=1, lost=(ArithmeticError,))
        with pytest.raises(AssertionError, match=r"^hỏng takes what fails for lost$"):
            testing.check_executor(ExecutorOffer("hỏng", lambda _: nullcontext(pool)))


def test_a_sample_report_has_every_state_and_as_many_findings_as_asked_for():
    assert {finding.state for finding in testing.sample_report().findings} == {*State}
    assert len(testing.sample_report(findings=100).findings) >= 100


ever_other = (bytes([n % 256]) for n in count())


def exporter(make):
    return Exporter("hỏng", lambda report, lang, _: [make(report, lang)])


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda _, __: Artifact("a", "text/plain", next(ever_other)), "other bytes"),
        (lambda report, _: Artifact(report.project, "text/plain", b""), "fails"),
        (lambda report, _: Artifact(report.findings[0].occurrence.key, "text/plain", b""), "fails"),
    ],
)
def test_a_broken_exporter_is_found(make, told):
    with pytest.raises(AssertionError, match=told):
        testing.check_exporter(exporter(make))


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (lambda _, __: None, "no Answer"),
        (lambda _, __: Answer(fulfilled=date(2020, 1, 1)), "days on which nothing occurred"),
        (lambda _, __: Answer(evidence=("khac",)), "not given: khac"),
    ],
)
def test_a_broken_evaluator_is_found(answer, told):
    with pytest.raises(AssertionError, match=told):
        testing.check_evaluator(Evaluator("hỏng", answer))


@pytest.mark.parametrize(
    ("answer", "says", "told"),
    [
        (lambda _, __: Answer(), {"nothing": Answer(progress=Progress(0, 1))}, "than it says"),
        (lambda _, __: Answer(), {"shown": Shows.RECEIPT}, "than what is shown gives"),
        (
            lambda question, _: Answer(progress=Progress(len(question.children), 1)),
            {"hangs_on": frozenset({"day"})},
            "hangs on the below, and does not say so",
        ),
        (
            lambda question, _: Answer(progress=Progress(question.as_of.toordinal(), 1)),
            {"hangs_on": frozenset()},
            "hangs on the day, and does not say so",
        ),
    ],
)
def test_an_evaluator_that_spares_questions_it_should_be_asked_is_found(answer, says, told):
    testing.check_evaluator(Evaluator("hỏng", answer))
    with pytest.raises(AssertionError, match=told):
        testing.check_evaluator(Evaluator("hỏng", answer, **says))


def test_a_condition_answers_with_yes_no_or_what_is_missing():
    testing.check_condition(Condition("có", lambda asked, _: bool(asked.facts) or state_that("missing.opening")))
    with pytest.raises(AssertionError, match="gives str"):
        testing.check_condition(Condition("hỏng", lambda *_: "có"))


def test_a_package_that_loads_more_is_found():
    with pytest.raises(AssertionError, match="also loads"):
        testing.check_package("xml.dom.minidom")


def test_a_report_of_hostile_texts_holds_nothing_else():
    report = testing.sample_report(testing.HOSTILE[0])
    assert {unit.name for unit in report.units} == {testing.HOSTILE[0]}
    assert evolve(report) == report
