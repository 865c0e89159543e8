"""Asking: questions put to evaluators; one that is missing or fails makes its occurrences undetermined, no more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from attrs import define, field

from dvrules.applying import Applier
from dvrules.extension import Answer, Child, Offers, Question
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
    """Asks the evaluators of obligations."""

    cascade: Cascade
    offers: Offers
    applier: Applier
    as_of: date
    diagnostics: dict[tuple[str, str], Diagnostic] = field(factory=dict)

    def ask(
        self,
        occurrence: Occurrence,
        obligation: Obligation,
        evidence: tuple[Evidence, ...],
        children: tuple[Child, ...] = (),
    ) -> Answer:
        """What the obligation's evaluator answers about the occurrence."""
        evaluation = obligation.evaluator or _DEFAULT[obligation.kind]
        evaluator = self.offers.evaluators.get(evaluation.name)
        if evaluator is None or (evaluator.params and obligation.evaluator and evaluation.params is None):
            return Answer(missing=(state_that("missing.evaluator", name=evaluation.name),))
        opened = occurrence.opens.earliest
        question = Question(
            occurrence,
            obligation,
            evidence,
            self.as_of,
            recipients=tuple(self._recipients(obligation, occurrence)) if obligation.recipients else (),
            children=children,
            facts=self.applier.facts_on(opened, occurrence.bearer) if opened else {},
        )
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

    def _recipients(self, obligation: Obligation, occurrence: Occurrence) -> Iterator[str]:
        """The units that the recipients are, groups resolved on the day the occurrence opens."""
        groups = self.cascade.groups
        opened = occurrence.opens.earliest or self.as_of
        named = (
            unit for name in obligation.recipients for unit in (groups[name].on(opened) if name in groups else (name,))
        )
        yield from dict.fromkeys(named)
