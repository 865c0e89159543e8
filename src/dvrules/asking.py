"""Asking: questions put to evaluators; one that is missing or fails makes its occurrences undetermined, no more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, Literal

from dvrules.applying import Applier
from dvrules.extension import NOTHING, Answer, Evaluator, Offers, Question
from dvrules.families import Below
from dvrules.matching import fulfilling
from dvrules.model.cascades import Cascade
from dvrules.model.diagnostics import Diagnostic
from dvrules.model.records import Evidence, Shows
from dvrules.model.reports import Occurrence
from dvrules.model.rulesets import Evaluation, Kind, Obligation
from dvrules.model.statements import state_that
from dvrules.model.values import define, field
from dvrules.owed import Owed

#: The evaluator of an obligation that names none.
DEFAULT_EVALUATORS: Mapping[Kind, str] = {
    Kind.ACHIEVEMENT: "performance",
    Kind.MAINTENANCE: "no-breach",
    Kind.PROHIBITION: "no-breach",
    Kind.PERMISSION: "performance",
    Kind.PROGRAMME: "assessment",
}


_DEFAULT = {kind: Evaluation(name) for kind, name in DEFAULT_EVALUATORS.items()}


def evaluator_of(obligation: Obligation, offers: Offers) -> Evaluator | None:
    """The evaluator of an obligation; None where it is missing, or its options are faulty."""
    own = obligation.evaluator
    evaluator = offers.evaluators.get((own or _DEFAULT[obligation.kind]).name)
    return None if evaluator and evaluator.params and own and own.params is None else evaluator


def hangs_on(obligation: Obligation, what: Literal["below", "day"], offers: Offers) -> bool:
    """Whether answers about an obligation hang on the occurrences below, or on the day judged."""
    evaluator = evaluator_of(obligation, offers)
    return evaluator is not None and what in evaluator.hangs_on


@define
class Asking:
    """Asks the evaluator of one obligation about what is owed, once for the same evidence.

    Where records must have `shown` something, and that alone decides, it need not be asked. `below` are the occurrences
    below each, by its key.
    """

    cascade: Cascade
    offers: Offers
    applier: Applier
    as_of: date
    owed: Owed
    below: Below
    shown: Shows | None = field(default=None, init=False)
    diagnostics: dict[str, Diagnostic] = field(factory=dict, init=False)
    _evaluator: Evaluator | None = field(init=False)
    _evaluation: Evaluation = field(init=False)
    _nothing: Answer | None = field(default=None, init=False)
    _asked: dict[tuple[int, int], Answer] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        obligation = self.owed.obligation
        self._evaluation = obligation.evaluator or _DEFAULT[obligation.kind]
        evaluator = self._evaluator = evaluator_of(obligation, self.offers)
        if evaluator:
            self.shown = evaluator.shown
            self._nothing = None if self.owed.in_number else evaluator.nothing

    def ask(self, place: int, evidence: tuple[Evidence, ...]) -> Answer:
        """What the evaluator answers about the occurrence in a place, given the first records that count for it."""
        if not evidence and self._nothing is not None:
            return self._nothing
        # Evidence only grows while records are matched, so their number tells what was asked.
        asked = place, len(evidence)
        answer = self._asked.get(asked)
        if answer is None:
            answer = self._asked[asked] = self._ask(self._evaluator, self.owed.occurrences[place], evidence)
        return answer

    def settled(self, place: int, evidence: tuple[Evidence, ...]) -> bool:
        """Whether these records settle what is owed in a place, so that a further one goes to the next."""
        if self.shown:
            return fulfilling(evidence, self.shown, self.owed.occurrences[place].quota) is not None
        answer = self.ask(place, evidence)
        programme = self.owed.obligation.kind is Kind.PROGRAMME
        return (answer.assessed if programme else answer.fulfilled) is not None

    def answers(self, evidence: Mapping[int, tuple[Evidence, ...]]) -> dict[int, Answer]:
        """The answers by place, given the records that count in each.

        Left out are places where it is `NOTHING`, and where what is shown decides, all.
        """
        if self.shown:
            return {}
        places = evidence if self._nothing == NOTHING else range(len(self.owed.occurrences))
        return {place: self.ask(place, evidence.get(place, ())) for place in places}

    def _ask(self, evaluator: Evaluator | None, occurrence: Occurrence, evidence: tuple[Evidence, ...]) -> Answer:
        evaluation, obligation = self._evaluation, self.owed.obligation
        if evaluator is None:
            return Answer(missing=(state_that("missing.evaluator", name=evaluation.name),))
        opened = occurrence.opens.earliest
        question = Question(
            occurrence,
            obligation,
            evidence,
            self.as_of,
            recipients=tuple(self._recipients(obligation, occurrence)) if obligation.recipients else (),
            children=self.below.told_of(occurrence.key),
            facts=self.applier.facts_on(opened, occurrence.bearer) if opened else {},
        )
        try:
            answer = _sound(evaluator.answer(question, evaluation.params))
        except Exception as error:  # noqa: BLE001 - a plugin's failure is one diagnostic, never the end
            problem = f"{type(error).__name__}: {error}"
            args = {"name": evaluation.name, "obligation": obligation.reference, "problem": problem}
            self.diagnostics[evaluation.name] = Diagnostic("DV906", args, obligation.place)
            return Answer(missing=(state_that("missing.evaluator_failed", name=evaluation.name),))
        return answer

    def _recipients(self, obligation: Obligation, occurrence: Occurrence) -> Iterator[str]:
        """The units that the recipients are, groups resolved on the day the occurrence opens."""
        groups = self.cascade.groups
        opened = occurrence.opens.earliest or self.as_of
        named = (
            unit for name in obligation.recipients for unit in (groups[name].on(opened) if name in groups else (name,))
        )
        yield from dict.fromkeys(named)


def _sound(answer: Any) -> Answer:
    """What an evaluator answered; TypeError where that is no answer, or can't be judged or written down."""
    if not isinstance(answer, Answer):
        raise TypeError(type(answer).__name__)
    days: list[Any] = [day for day in (answer.fulfilled, answer.assessed) if day is not None]
    days += [day for each in answer.breaches for day in (each.day, each.cured) if day is not None]
    progress: Any = answer.progress
    odd = [day for day in days if not isinstance(day, date) or isinstance(day, datetime)]
    if progress and not isinstance(progress.unit, str):
        odd.append(progress.unit)
    if odd:
        raise TypeError(repr(odd[0]))
    return answer
