"""Judging: the state of every occurrence on a day, with the reasons for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from attrs import define, evolve, field, frozen

from dvrules.extension import Answer, Evaluator, Question
from dvrules.matching import match
from dvrules.model.diagnostics import Diagnostic
from dvrules.model.records import Evidence
from dvrules.model.reports import Finding, Match, Occurrence, State
from dvrules.model.rulesets import Evaluation, Kind, Obligation
from dvrules.model.statements import Statement, state_that
from dvrules.states import Facts, possible_states

#: The evaluator of an obligation that names none.
DEFAULT_EVALUATORS: Mapping[Kind, str] = {
    Kind.ACHIEVEMENT: "performance",
    Kind.MAINTENANCE: "no-breach",
    Kind.PROGRAMME: "assessment",
}

_ONE_DAY = timedelta(days=1)


@frozen
class Judgement:
    """The findings for one (as_of, known_at), sorted by key, and what was wrong with the records or the evaluators."""

    findings: tuple[Finding, ...]
    evidence: tuple[Evidence, ...]
    diagnostics: tuple[Diagnostic, ...]


def judge(
    occurrences: Iterable[Occurrence],
    obligations: Mapping[str, Obligation],
    records: Iterable[Evidence],
    evaluators: Mapping[str, Evaluator],
    *,
    as_of: date,
    known_at: date,
    due_soon: int,
) -> Judgement:
    """A finding for each occurrence, on evidence that had occurred by `as_of` and was on record by `known_at`.

    `obligations` are given by reference, `evaluators` by name; an open occurrence due within `due_soon` calendar days
    is marked so.
    """
    every = tuple(occurrences)
    known = tuple(sorted((r for r in records if r.occurred <= as_of and r.recorded <= known_at), key=lambda r: r.id))
    asking = _Asking(obligations, evaluators, as_of)
    matched = match(every, known, asking.settled)
    findings = []
    for occurrence in sorted(every, key=lambda occurrence: occurrence.key):
        answer = asking.ask(occurrence, matched.evidence.get(occurrence.key, ()))
        findings.append(_find(occurrence, answer, matched.matches.get(occurrence.key, ()), as_of, due_soon))
    return Judgement(tuple(findings), known, (*matched.diagnostics, *asking.diagnostics.values()))


@define
class _Asking:
    """Puts questions to evaluators; one that is missing or fails makes its occurrences undetermined, no more."""

    obligations: Mapping[str, Obligation]
    evaluators: Mapping[str, Evaluator]
    as_of: date
    diagnostics: dict[tuple[str, str], Diagnostic] = field(factory=dict)

    def settled(self, occurrence: Occurrence, evidence: tuple[Evidence, ...]) -> bool:
        if occurrence.kind is Kind.MAINTENANCE:
            return False
        answer = self.ask(occurrence, evidence)
        return (answer.assessed if occurrence.kind is Kind.PROGRAMME else answer.fulfilled) is not None

    def ask(self, occurrence: Occurrence, evidence: tuple[Evidence, ...]) -> Answer:
        obligation = self.obligations[occurrence.obligation]
        evaluation = obligation.evaluator or Evaluation(DEFAULT_EVALUATORS[obligation.kind])
        evaluator = self.evaluators.get(evaluation.name)
        if evaluator is None or (evaluator.params and obligation.evaluator and evaluation.params is None):
            return Answer(missing=(state_that("missing.evaluator", name=evaluation.name),))
        question = Question(occurrence, obligation, evidence, self.as_of)
        try:
            answer = evaluator.answer(question, evaluation.params)
            if not isinstance(answer, Answer):
                raise TypeError(type(answer).__name__)  # noqa: TRY301 - the same end as any other failure
        except Exception as error:  # noqa: BLE001 - a plugin's failure is one diagnostic, never the end
            problem = f"{type(error).__name__}: {error}"
            args = {"name": evaluation.name, "obligation": obligation.reference, "problem": problem}
            self.diagnostics[evaluation.name, obligation.reference] = Diagnostic("DV906", args, obligation.place)
            return Answer(missing=(state_that("missing.evaluator_failed", name=evaluation.name),))
        return answer


def _find(occurrence: Occurrence, answer: Answer, matches: Iterable[Match], as_of: date, due_soon: int) -> Finding:
    def by_then(day: date | None) -> date | None:
        return day if day and day <= as_of else None

    facts = Facts(
        kind=occurrence.kind,
        opens=date.min,
        due=date.max,
        as_of=as_of,
        fulfilled=by_then(answer.fulfilled),
        breached=by_then(answer.breached),
        assessed=by_then(answer.assessed),
    )
    if occurrence.awaits and not (answer.missing or facts.fulfilled or facts.breached or facts.assessed):
        return Finding(occurrence, State.UPCOMING, (state_that("reason.awaits"), occurrence.awaits, *answer.reasons))
    possible = possible_states(facts, occurrence.opens, occurrence.due)
    evidence = tuple(evolve(match, used=match.evidence in answer.evidence) for match in matches)
    if answer.missing or len(possible) > 1:
        reason = state_that("reason.undetermined", states="|".join(possible))
        missing = tuple(_distinct((*answer.missing, *occurrence.opens.missing, *occurrence.due.missing)))
        reasons = (reason, *answer.reasons)
        return Finding(
            occurrence, State.UNDETERMINED, reasons, evidence=evidence, done=facts.fulfilled, missing=missing
        )
    (state,) = possible
    past_due, days_late = _lateness(state, occurrence.due.day, facts)
    return Finding(
        occurrence,
        state,
        (_reason(occurrence, state, facts, days_late), *answer.reasons),
        due_soon=_is_due_soon(occurrence, state, as_of, due_soon),
        done=facts.fulfilled,
        violated=facts.breached if state is State.BREACHED else past_due,
        days_late=days_late,
        evidence=evidence,
    )


def _lateness(state: State, due: date | None, facts: Facts) -> tuple[date | None, int]:
    """The first day past due, and the calendar days from the due day to the day it was done or to the day judged."""
    if due is None or state not in {State.OVERDUE, State.FULFILLED_LATE}:
        return None, 0
    return due + _ONE_DAY, ((facts.fulfilled or facts.as_of) - due).days


def _is_due_soon(occurrence: Occurrence, state: State, as_of: date, lead: int) -> bool:
    due = occurrence.due.day
    if due is None or state is not State.OPEN or occurrence.kind is not Kind.ACHIEVEMENT:
        return False
    return (due - as_of).days <= lead


def _reason(occurrence: Occurrence, state: State, facts: Facts, days_late: int) -> Statement:
    key = f"reason.{occurrence.kind}.{state}"
    if occurrence.kind is Kind.ACHIEVEMENT and occurrence.due.day is None and state is not State.UPCOMING:
        key = "reason.achievement.vague" if occurrence.due.missing else f"reason.achievement.{_WITHOUT_END[state]}"
    return state_that(
        key,
        opens=occurrence.opens.day,
        due=occurrence.due.day,
        done=facts.fulfilled,
        breached=facts.breached,
        assessed=facts.assessed,
        days_late=days_late,
    )


_WITHOUT_END = {State.OPEN: "open_ended", State.FULFILLED: "fulfilled_ended"}


def _distinct(statements: Iterable[Statement]) -> Iterator[Statement]:
    seen: list[Statement] = []
    for statement in statements:
        if statement not in seen:
            seen.append(statement)
            yield statement
