"""The built-in evaluators, one for each kind of norm."""

from __future__ import annotations

from dvrules.extension import Answer, Question
from dvrules.model.records import Result, Shows
from dvrules.model.statements import state_that


def answer_performance(question: Question, _: None) -> Answer:
    """Fulfilled on the day of the first record that shows a performance; of a quota, of the last one needed."""
    performances = [record for record in question.evidence if record.shows is Shows.PERFORMANCE]
    quota = question.occurrence.quota
    needed = quota.count if quota else 1
    counted = performances[:needed]
    evidence = tuple(record.id for record in counted)
    reasons = (state_that("reason.counted", count=len(performances), needed=needed),) if quota else ()
    return Answer(counted[-1].occurred if len(counted) == needed else None, evidence=evidence, reasons=reasons)


def answer_no_breach(question: Question, _: None) -> Answer:
    """Breached on the day of the first record that shows a breach."""
    for record in question.evidence:
        if record.shows is Shows.BREACH:
            return Answer(breached=record.occurred, evidence=(record.id,))
    return Answer()


def answer_assessment(question: Question, _: None) -> Answer:
    """Assessed by the last record that assesses, and fulfilled where it found the programme met."""
    assessments = [record for record in question.evidence if record.shows is Shows.ASSESSMENT]
    if not assessments:
        return Answer()
    last = assessments[-1]
    return Answer(
        fulfilled=last.occurred if last.result is Result.MET else None,
        assessed=last.occurred,
        evidence=(last.id,),
        reasons=(state_that("reason.assessed", result=str(last.result), assessed=last.occurred, by=last.by),),
    )
