"""Telling: the finding on an occurrence, with what is said of its verdict and what stays on record of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from dvrules.applying import Application
from dvrules.extension import Answer
from dvrules.model.records import Evidence, Suspension, Waiver
from dvrules.model.reports import Finding, Match, Occurrence, State, Violation
from dvrules.model.rulesets import Force, Kind, Obligation
from dvrules.model.statements import Statement, distinct, state_that
from dvrules.model.values import frozen
from dvrules.states import Facts, Verdict

_ONE_DAY = timedelta(days=1)
_WITHOUT_END = {State.OPEN: "open_ended", State.FULFILLED: "fulfilled_ended"}

#: The rules by which something is kept although there was a breach, if that was made good in time.
_KEPT = {"maintenance.open", "maintenance.fulfilled"}


@frozen
class Case:
    """An occurrence with all that its verdict rests on; `evidence` are the records that count for it."""

    occurrence: Occurrence
    obligation: Obligation
    answer: Answer
    application: Application
    evidence: tuple[Evidence, ...]

    @property
    def matches(self) -> tuple[Match, ...]:
        """The records that count, by which rule each does, and whether the evaluator used it."""
        used = self.answer.evidence
        return tuple(Match(r.id, "named" if r.fulfils else "earliest_due", r.id in used) for r in self.evidence)


def undetermined(case: Case, facts: Facts, verdicts: tuple[Verdict, ...], rule: str) -> Finding:
    """The finding where more than one verdict is possible, or the evaluator lacks a fact; what is missing to decide."""
    occurrence, answer = case.occurrence, case.answer
    states = "|".join(each.state for each in verdicts)
    lacking = (*answer.missing, *case.application.missing, *occurrence.opens.missing, *occurrence.due.missing)
    return Finding(
        occurrence,
        State.UNDETERMINED,
        (state_that("reason.undetermined", states=states), *answer.reasons),
        rule,
        done=facts.fulfilled,
        progress=answer.progress,
        evidence=case.matches,
        missing=tuple(distinct(lacking)),
    )


def determined(
    case: Case,
    facts: Facts,
    verdict: Verdict,
    *,
    due_soon: int,
    waiver: Waiver | None = None,
    suspension: Suspension | None = None,
) -> Finding:
    """The finding of one verdict, with the decisions in force that made it so.

    What is open and due within `due_soon` calendar days is marked.
    """
    occurrence, answer = case.occurrence, case.answer
    late = _days_late(verdict.state, occurrence.due.day, facts)
    said = _reasons(case, verdict, facts, late=late, waiver=waiver, suspension=suspension)
    return Finding(
        occurrence,
        verdict.state,
        (*said, *answer.reasons),
        verdict.rule,
        due_soon=_is_due_soon(occurrence, verdict.state, facts.as_of, due_soon),
        done=facts.fulfilled,
        violations=tuple(_violations(case, facts, verdict)),
        days_late=late,
        progress=answer.progress,
        evidence=case.matches,
        suspension=suspension.id if suspension else "",
    )


def _is_due_soon(occurrence: Occurrence, state: State, as_of: date, within: int) -> bool:
    due = occurrence.due.day
    if due is None or state is not State.OPEN or occurrence.kind is not Kind.ACHIEVEMENT:
        return False
    return (due - as_of).days <= within


def _reasons(
    case: Case, verdict: Verdict, facts: Facts, *, late: int, waiver: Waiver | None, suspension: Suspension | None
) -> Iterator[Statement]:
    """Why the verdict is what it is: the rule that gave it, with its days."""
    occurrence, answer = case.occurrence, case.answer
    ending = occurrence.ending
    if occurrence.awaits and verdict.state is State.UPCOMING:
        yield from (state_that("reason.awaits"), occurrence.awaits)
        return
    match verdict.rule:
        case "superseded" | "terminated" if ending:
            yield state_that(f"reason.{verdict.rule}", ended=ending.day)
            yield ending.by
        case "not_applicable":
            yield from case.application.against
        case "waived" if waiver:
            key = "reason.waived" if waiver.through is None else "reason.waived_through"
            source = waiver.document or waiver.by
            yield state_that(key, source=source, id=waiver.id, by=waiver.by, reason=waiver.reason, **_span(waiver))
        case "suspended" if suspension:
            key = "reason.suspended" if suspension.through is None else "reason.suspended_through"
            source = suspension.document or suspension.by
            said, by = suspension.reason, suspension.by
            yield state_that(key, source=source, id=suspension.id, by=by, reason=said, **_span(suspension))
        case _:
            cures = [breach.cured for breach in answer.breaches if breach.cured and breach.cured <= facts.as_of]
            cured = {"mended": max(cures)} if cures and verdict.rule in _KEPT else {}
            yield state_that(
                _key(occurrence, verdict) + ("_cured" if cured else ""),
                opens=occurrence.opens.day,
                due=occurrence.due.day,
                done=facts.fulfilled,
                breached=facts.breached,
                assessed=facts.assessed,
                days_late=late,
                source="",
                **cured,
            )


def _span(decision: Waiver | Suspension) -> dict[str, date | None]:
    return {"first": decision.start, "through": decision.through}


def _key(occurrence: Occurrence, verdict: Verdict) -> str:
    uncertain = occurrence.due.day is None and verdict.state is not State.UPCOMING
    if occurrence.kind is Kind.ACHIEVEMENT and uncertain:
        return (
            "reason.achievement.vague"
            if occurrence.due.missing
            else f"reason.achievement.{_WITHOUT_END[verdict.state]}"
        )
    return f"reason.{verdict.rule}"


def _violations(case: Case, facts: Facts, verdict: Verdict) -> Iterator[Violation]:
    """What stays on record against the bearer, in the order of days; only what must be done can be violated.

    Nothing does from the day on which a waiver excuses, or after the rule has ended.
    """
    if case.obligation.force is not Force.MUST or verdict.state is State.NOT_APPLICABLE:
        return
    ended = facts.ended if verdict.rule in {"superseded", "terminated"} else None
    end = min(facts.waived or date.max, ended or date.max)
    for breach in case.answer.breaches:
        if breach.day <= facts.as_of and breach.day < end:
            cured = breach.cured if breach.cured and breach.cured <= facts.as_of else None
            yield Violation("breach", breach.day, cured, breach.evidence)
    due = case.occurrence.due.day
    if due is None or case.occurrence.kind is not Kind.ACHIEVEMENT:
        return
    late = due + _ONE_DAY
    if late <= facts.as_of and late < end and (facts.fulfilled is None or facts.fulfilled >= late):
        yield Violation("late", late, facts.fulfilled)


def _days_late(state: State, due: date | None, facts: Facts) -> int:
    """The calendar days from the due day to the day it was done, or to the day judged."""
    if due is None or state not in {State.OVERDUE, State.FULFILLED_LATE}:
        return 0
    return ((facts.fulfilled or facts.as_of) - due).days
