"""Asking: questions put to evaluators; one that is missing or fails makes its occurrences undetermined, no more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from attrs import define, field

from dvrules.applying import Applier
from dvrules.extension import Answer, Child, Evaluator, Offers, Question
from dvrules.model.cascades import Cascade
from dvrules.model.diagnostics import Diagnostic
from dvrules.model.records import Evidence
from dvrules.model.reports import Occurrence
from dvrules.model.rulesets import Evaluation, Kind, Obligation
from dvrules.model.statements import state_that

#: The evaluator of an obligation that names none.
DEFAULT_EVALUATORS: Mapping[Kind, str] = {
    Kind.ACHIEVEMENT: "performance",
    Kind.MAINTENANCE: "no-breach",
    Kind.PROHIBITION: "no-breach",
    Kind.PERMISSION: "performance",
    Kind.PROGRAMME: "assessment",
}


_DEFAULT = {kind: Evaluation(name) for kind, name in DEFAULT_EVALUATORS.items()}


@define
class Asking:
    """Asks the evaluator of one obligation about its occurrences, once for the same evidence.

    `below` are the occurrences below each, by its key.
    """

    cascade: Cascade
    offers: Offers
    applier: Applier
    as_of: date
    obligation: Obligation
    below: Mapping[str, tuple[Child, ...]] = field(factory=dict)
    diagnostics: dict[str, Diagnostic] = field(factory=dict)
    _evaluation: Evaluation = field(init=False)
    _evaluator: Evaluator | None = field(init=False)
    _asked: dict[tuple[str, int], Answer] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        own = self.obligation.evaluator
        self._evaluation = own or _DEFAULT[self.obligation.kind]
        self._evaluator = self.offers.evaluators.get(self._evaluation.name)
        if self._evaluator and self._evaluator.params and own and own.params is None:
            self._evaluator = None

    def ask(self, occurrence: Occurrence, evidence: tuple[Evidence, ...]) -> Answer:
        """What the evaluator answers about an occurrence, given the first records that count for it."""
        evaluator = self._evaluator
        if evaluator and not evidence and evaluator.nothing is not None and occurrence.quota is None:
            return evaluator.nothing
        # Evidence only grows while records are matched, so their number tells what was asked.
        asked = occurrence.key, len(evidence)
        if asked not in self._asked:
            self._asked[asked] = self._ask(evaluator, occurrence, evidence)
        return self._asked[asked]

    def _ask(self, evaluator: Evaluator | None, occurrence: Occurrence, evidence: tuple[Evidence, ...]) -> Answer:
        evaluation, obligation = self._evaluation, self.obligation
        if evaluator is None:
            return Answer(missing=(state_that("missing.evaluator", name=evaluation.name),))
        opened = occurrence.opens.earliest
        question = Question(
            occurrence,
            obligation,
            evidence,
            self.as_of,
            recipients=tuple(self._recipients(obligation, occurrence)) if obligation.recipients else (),
            children=self.below.get(occurrence.key, ()),
            facts=self.applier.facts_on(opened, occurrence.bearer) if opened else {},
        )
        try:
            answer = evaluator.answer(question, evaluation.params)
            if not isinstance(answer, Answer):
                raise TypeError(type(answer).__name__)  # noqa: TRY301 - the same end as any other failure
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
