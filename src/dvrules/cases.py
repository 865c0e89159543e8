"""Cases: an occurrence with all that its verdict rests on, and the verdicts that are possible on it."""

from __future__ import annotations

from datetime import date

from dvrules.applying import Application
from dvrules.counting.reckoning import Reckoner
from dvrules.curing import standing_breach
from dvrules.extension import Answer
from dvrules.model.days import Reckoning
from dvrules.model.records import Effect, Evidence, Waiver
from dvrules.model.reports import Occurrence, State
from dvrules.model.rulesets import Obligation
from dvrules.model.values import frozen
from dvrules.states import Facts, Verdict, possible_verdicts

#: The verdict where more than one is possible, or a fact is missing.
UNDETERMINED = Verdict(State.UNDETERMINED, "undetermined")

#: Rules that hold whatever an evaluator might have said.
_OVER_ANSWERS = {"superseded", "terminated", "not_applicable", "waived"}

#: What has not begun: it opens on no day that is known, and falls due on none.
_NEVER = Reckoning(date.max, date.max)


@frozen
class Case:
    """An occurrence with all that its verdict rests on; `evidence` are the records that count for it."""

    occurrence: Occurrence
    obligation: Obligation
    answer: Answer
    application: Application
    evidence: tuple[Evidence, ...]


@frozen
class Decided:
    """A case as it is shown, with the facts and the verdicts that are possible on it.

    `waiver` is the one in force; `plain` are the verdicts without waivers.
    """

    case: Case
    facts: Facts
    verdicts: tuple[Verdict, ...]
    plain: tuple[Verdict, ...]
    waiver: Waiver | None = None

    @property
    def verdict(self) -> Verdict:
        """The verdict, where only one is possible."""
        return _the_one(self.verdicts)

    @property
    def changes(self) -> bool:
        """Whether the waiver changes anything."""
        if self.waiver is None:
            return False
        return self.waiver.effect is Effect.DEFERS or self.verdict.state is not self.without_waivers

    @property
    def without_waivers(self) -> State:
        """The state that there would be without waivers."""
        return _the_one(self.plain).state


def facts_of(case: Case, as_of: date, reckoner: Reckoner, *, suspended: bool) -> Facts:
    """The facts on which the verdict on a case rests, where it is certain between which days it is owed."""
    occurrence, answer, ending = case.occurrence, case.answer, case.occurrence.ending
    breached, curable = standing_breach(case.obligation, answer, as_of, reckoner)
    return Facts(
        kind=occurrence.kind,
        opens=occurrence.opens.earliest or date.min,
        due=occurrence.due.earliest or date.max,
        as_of=as_of,
        fulfilled=answer.fulfilled if answer.fulfilled and answer.fulfilled <= as_of else None,
        breached=breached,
        assessed=answer.assessed if answer.assessed and answer.assessed <= as_of else None,
        curable=curable,
        lapses=case.obligation.lapses,
        ended=ending.day if ending else None,
        ended_as=ending.state if ending else "terminated",
        begun_kept=ending is None or ending.begun == "kept",
        suspended=suspended,
    )


def verdicts_of(case: Case, facts: Facts) -> tuple[Verdict, ...]:
    """The verdicts that are possible on a case, given its facts, on all days between which it may be owed."""
    occurrence, answer = case.occurrence, case.answer
    awaited = occurrence.awaits is not None and not (facts.fulfilled or facts.breached or facts.assessed)
    opens, due = (_NEVER, _NEVER) if awaited else (occurrence.opens, occurrence.due)
    possible = possible_verdicts(facts, opens, due, case.application.possible)
    decided = len(possible) == 1 and possible[0].rule in _OVER_ANSWERS
    return (UNDETERMINED,) if answer.missing and not decided else possible


def _the_one(verdicts: tuple[Verdict, ...]) -> Verdict:
    return verdicts[0] if len(verdicts) == 1 else UNDETERMINED
