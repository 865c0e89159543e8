"""Telling: the finding on an occurrence, with what is said of its verdict and what stays on record of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from dvrules.cases import Case
from dvrules.extension import Answer
from dvrules.model.records import Evidence, Suspension, Waiver
from dvrules.model.reports import Finding, Match, Occurrence, State, Violation
from dvrules.model.rulesets import Force, Kind, Obligation
from dvrules.model.statements import Statement, Statements, distinct, state_that
from dvrules.model.values import evolve
from dvrules.states import Facts, Verdict

_ONE_DAY = timedelta(days=1)
_LATE = frozenset((State.OVERDUE, State.FULFILLED_LATE))

# Looked up once: what Enum does for it takes longer than all that is asked of them here.
_OPEN, _ACHIEVEMENT, _MUST = State.OPEN, Kind.ACHIEVEMENT, Force.MUST
_WITHOUT_END = {State.OPEN: "open_ended", State.FULFILLED: "fulfilled_ended"}

#: The days that a rule is told with.
_DAYS = ("opens", "due", "done", "breached", "assessed")

#: The rules by which something is kept although there was a breach, if that was made good in time.
_KEPT = {"maintenance.open", "maintenance.fulfilled"}


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
        evidence=_matches(case.evidence, answer),
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
    plain = told(
        case.occurrence,
        case.obligation,
        case.answer,
        case.evidence,
        verdict=verdict,
        done=facts.fulfilled,
        due=case.occurrence.due.day or date.max,
        as_of=facts.as_of,
        due_soon=due_soon,
    )
    said = _reasons(case, verdict, facts, late=plain.days_late, waiver=waiver, suspension=suspension)
    return evolve(
        plain,
        reasons=(*said, *case.answer.reasons),
        violations=tuple(_violations(case, facts, verdict, plain.violations)),
        suspension=suspension.id if suspension else "",
    )


def told(
    occurrence: Occurrence,
    obligation: Obligation,
    answer: Answer,
    evidence: tuple[Evidence, ...],
    *,
    verdict: Verdict,
    done: date | None,
    due: date,
    as_of: date,
    due_soon: int,
) -> Finding:
    """The finding of a verdict over which nothing stands, and of which no breach is known.

    It is due on `due`, the last of all days if never.
    """
    state, late, missed, soon = verdict.state, 0, False, False
    if due < as_of:
        late = ((done or as_of) - due).days if state in _LATE else 0
        undone = done is None or done > due
        missed = undone and obligation.kind is _ACHIEVEMENT and obligation.force is _MUST
    elif state is _OPEN:
        soon = obligation.kind is _ACHIEVEMENT and due < date.max and (due - as_of).days <= due_soon
    assessed = answer.assessed if answer.assessed and answer.assessed <= as_of else None
    return Finding(
        occurrence,
        state,
        Statements(_plainly, occurrence, answer, verdict, (done, None, assessed), late),
        verdict.rule,
        soon,
        done,
        (Violation("late", due + _ONE_DAY, done),) if missed else (),
        late,
        answer.progress,
        _matches(evidence, answer) if evidence else (),
    )


def _matches(evidence: tuple[Evidence, ...], answer: Answer) -> tuple[Match, ...]:
    """The records that count, by which rule each does, and whether the evaluator used it."""
    used = answer.evidence
    return tuple([Match(each.id, "named" if each.fulfils else "earliest_due", each.id in used) for each in evidence])


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
            mended = max(cures) if cures and verdict.rule in _KEPT else None
            happened = facts.fulfilled, facts.breached, facts.assessed
            days = occurrence.opens.day, occurrence.due.day, *happened
            yield _given(_key(occurrence, verdict), days, late, mended)


def _plainly(
    occurrence: Occurrence, answer: Answer, verdict: Verdict, happened: tuple[date | None, ...], late: int
) -> tuple[Statement, ...]:
    """Why a verdict over which nothing stands is what it is; `happened` are the days of `_DAYS` that count by then."""
    days = occurrence.opens.day, occurrence.due.day, *happened
    return (_given(_key(occurrence, verdict), days, late), *answer.reasons)


@lru_cache(maxsize=4096)
def _given(key: str, days: tuple[date | None, ...], late: int, mended: date | None = None) -> Statement:
    """The rule that gave a verdict, with its days in the order of `_DAYS`; one for all who are told the same."""
    named: dict[str, Any] = dict(zip(_DAYS, days, strict=True))
    if mended:
        return state_that(f"{key}_cured", **named, days_late=late, mended=mended)
    return state_that(key, **named, days_late=late)


def _span(decision: Waiver | Suspension) -> dict[str, date | None]:
    return {"first": decision.start, "through": decision.through}


def _key(occurrence: Occurrence, verdict: Verdict) -> str:
    uncertain = occurrence.due.day is None and occurrence.kind is _ACHIEVEMENT
    if uncertain and verdict.state is not State.UPCOMING:
        return (
            "reason.achievement.vague"
            if occurrence.due.missing
            else f"reason.achievement.{_WITHOUT_END[verdict.state]}"
        )
    return f"reason.{verdict.rule}"


def _violations(case: Case, facts: Facts, verdict: Verdict, late: Iterable[Violation]) -> Iterator[Violation]:
    """What stays on record against the bearer, in the order of days; only what must be done can be violated.

    Nothing does from the day on which a waiver excuses, or after the rule has ended.
    """
    if case.obligation.force is not _MUST or verdict.state is State.NOT_APPLICABLE:
        return
    ended = facts.ended if verdict.rule in {"superseded", "terminated"} else None
    end = min(facts.waived or date.max, ended or date.max)
    for breach in case.answer.breaches:
        if breach.day <= facts.as_of and breach.day < end:
            cured = breach.cured if breach.cured and breach.cured <= facts.as_of else None
            yield Violation("breach", breach.day, cured, breach.evidence)
    yield from (violation for violation in late if violation.day < end)
