"""Evaluators and conditions: what holds of each, whatever it tells."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from dvrules.extension import Answer, Child, Circumstances, Condition, Evaluator, Question, fulfilled_by
from dvrules.model.records import Evidence, Result, Shows
from dvrules.model.reports import State
from dvrules.model.statements import Statement
from dvrules.model.values import evolve
from dvrules.testing.samples import sample_report

_FIRST = date(2024, 4, 15)
_FACTS: tuple[dict[str, bool | int | str], ...] = ({}, {"bien-che": 12, "vung-sau": True, "loai": "1"})


def check_evaluator(evaluator: Evaluator, params: Any = None) -> None:
    """An evaluator answers every question with an `Answer`, the same each time, that rests on what it was told.

    The days that it gives are days of records or of the occurrences below; the evidence that it names was given to it.
    Where it says what it answers to `nothing`, or that what is `shown` decides alone, it does; its answers
    hang on no more than it says.
    """
    for question in _questions():
        answer = evaluator.answer(question, params)
        told = f"{evaluator.name}, asked about {question.occurrence.key} with {len(question.evidence)} records,"
        assert isinstance(answer, Answer), f"{told} gives no Answer but {type(answer).__name__}"
        assert evaluator.answer(question, params) == answer, f"{told} answers differently the second time"
        ids = {record.id for record in question.evidence}
        named = {*answer.evidence, *(breach.evidence for breach in answer.breaches if breach.evidence)}
        assert named <= ids, f"{told} names evidence that it was not given: {', '.join(sorted(named - ids))}"
        days = {record.occurred for record in question.evidence} | {child.fulfilled for child in question.children}
        given = {answer.fulfilled, answer.assessed, *(breach.day for breach in answer.breaches)} - {None}
        assert given <= days, f"{told} gives days on which nothing occurred"
        if evaluator.nothing is not None and not question.evidence and question.occurrence.quota is None:
            assert answer == evaluator.nothing, f"{told} answers something else than it says"
        if evaluator.shown is not None:
            expected = fulfilled_by(question.evidence, evaluator.shown, question.occurrence.quota)
            assert answer == expected, f"{told} answers something else than what is shown gives"
        without = {"below": evolve(question, children=()), "day": evolve(question, as_of=date.max)}
        for name in sorted(without.keys() - evaluator.hangs_on):
            assert evaluator.answer(without[name], params) == answer, f"{told} hangs on the {name}, and does not say so"


def check_condition(condition: Condition, params: Any = None) -> None:
    """A condition says yes, no, or which fact is missing, and the same each time."""
    report = sample_report()
    for facts in _FACTS:
        for obligation in report.obligations:
            for unit in report.units:
                asked = Circumstances(obligation, unit, _FIRST, facts)
                answer = condition.holds(asked, params)
                assert isinstance(answer, bool | Statement), f"{condition.name} gives {type(answer).__name__}"
                assert condition.holds(asked, params) == answer, f"{condition.name} answers differently the second time"


def _questions() -> list[Question]:
    report = sample_report()
    obligations = report.by_reference
    records = [
        Evidence(
            f"mc-{n}",
            "duoi:achievement",
            "phong-0",
            _FIRST + timedelta(n),
            _FIRST + timedelta(n),
            shows=shows,
            result=Result.MET if shows is Shows.ASSESSMENT else None,
            quantity=float(n),
            to=("tinh",),
            post="Trưởng phòng",
            document=f"{n}/BC",
        )
        for n, shows in enumerate((each for each in Shows if each is not Shows.NOTHING), start=1)
    ]
    below = (Child("a", State.FULFILLED, _FIRST), Child("b", State.OVERDUE), Child("c", State.WAIVED))
    return [
        Question(
            finding.occurrence,
            obligations[finding.occurrence.obligation],
            tuple(evidence),
            report.as_of,
            recipients=("tinh",),
            children=children,
            facts=_FACTS[1],
        )
        for finding in report.findings
        for evidence in ([], records[:1], records)
        for children in ((), below)
    ]
