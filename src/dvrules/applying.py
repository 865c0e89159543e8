"""Applying: whether an obligation falls on a unit on a day, and why not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from dvrules.extension import Circumstances, Condition
from dvrules.model.days import Span
from dvrules.model.diagnostics import Diagnostic
from dvrules.model.records import Fact
from dvrules.model.reports import Occurrence
from dvrules.model.rulesets import ALWAYS, Applies, Obligation
from dvrules.model.statements import Statement, state_that
from dvrules.model.units import Unit
from dvrules.model.values import define, field, frozen

Facts = Mapping[str, bool | int | str]

_NO_FACTS: Facts = {}


@frozen
class Application:
    """Whether an obligation applies: both answers where it is not known; why not, and what is missing to say so."""

    possible: tuple[bool, ...] = (True,)
    against: tuple[Statement, ...] = ()
    missing: tuple[Statement, ...] = ()


#: Whatever applies, without a condition.
APPLIES = Application()


@define
class Applier:
    """Asks the conditions of obligations; a condition that is missing or fails leaves it open, no more."""

    units: Mapping[str, Unit]
    facts: tuple[Fact, ...]
    conditions: Mapping[str, Condition]
    diagnostics: dict[tuple[str, str], Diagnostic] = field(factory=dict)
    _facts_about: dict[str | None, list[Fact]] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._facts_about = {}
        for fact in sorted(self.facts, key=lambda fact: (fact.recorded, fact.id)):
            self._facts_about.setdefault(fact.unit, []).append(fact)

    def apply(self, occurrence: Occurrence, obligation: Obligation) -> Application:
        """Whether the obligation applies to the occurrence, on every day on which it may open."""
        applies = obligation.applies
        if applies is ALWAYS:
            return APPLIES
        unit = self.units.get(occurrence.bearer) or Unit(occurrence.bearer, occurrence.bearer)
        days = dict.fromkeys((occurrence.opens.earliest, occurrence.opens.latest))
        found = [self._on(day, unit, obligation) for day in days]
        if not any(no or unknown for no, unknown in found):
            return APPLIES
        against: list[Statement] = []
        missing: list[Statement] = []
        possible = set()
        for no, unknown in found:
            possible |= {False} if no else {True, False} if unknown else {True}
            against += (statement for statement in no if statement not in against)
            missing += (statement for statement in unknown if statement not in missing)
        return Application(tuple(sorted(possible)), tuple(against), tuple(missing))

    def told(self) -> tuple[Diagnostic, ...]:
        """What went wrong with conditions since this was last asked."""
        found = tuple(self.diagnostics.values())
        self.diagnostics.clear()
        return found

    def facts_on(self, day: date, unit: str) -> Facts:
        """The facts declared for a unit on a day: its own before everyone's, of those the one recorded last."""
        about = (*self._facts_about.get(None, ()), *self._facts_about.get(unit, ()))
        return {fact.name: fact.value for fact in about if fact.holds(day)} if about else _NO_FACTS

    def _on(self, day: date | None, unit: Unit, obligation: Obligation) -> tuple[list[Statement], list[Statement]]:
        """What speaks against it on a day, and what is missing to know."""
        applies = obligation.applies
        no, unknown = _against_unit(applies, unit)
        if day is None:
            hangs = applies.from_ or applies.through or applies.facts or applies.when
            return no, [*unknown, *([state_that("missing.opening")] if hangs else [])]
        if (applies.from_ or applies.through) and day not in Span(applies.from_, applies.through):
            no.append(state_that("against.days", opens=day))
        facts = self.facts_on(day, unit.id)
        for name, value in applies.facts.items():
            if name not in facts:
                unknown.append(state_that("missing.fact", name=name, unit=unit.id, opens=day))
            elif facts[name] != value:
                no.append(state_that("against.fact", name=name, value=str(facts[name])))
        if applies.when and not no:
            answer = self._ask(Circumstances(obligation, unit, day, facts))
            if isinstance(answer, Statement):
                unknown.append(answer)
            elif not answer:
                no.append(state_that("against.when", name=applies.when.name))
        return no, unknown

    def _ask(self, circumstances: Circumstances) -> bool | Statement:
        obligation = circumstances.obligation
        when = obligation.applies.when
        condition = self.conditions.get(when.name) if when else None
        if when is None or condition is None or (condition.params and when.params is None):
            return state_that("missing.condition", name=when.name if when else "")
        try:
            answer = condition.holds(circumstances, when.params)
            if not isinstance(answer, bool | Statement):
                raise TypeError(type(answer).__name__)  # noqa: TRY301 - the same end as any other failure
        except Exception as error:  # noqa: BLE001 - a plugin's failure is one diagnostic, never the end
            args = {
                "name": when.name,
                "obligation": obligation.reference,
                "problem": f"{type(error).__name__}: {error}",
            }
            self.diagnostics[when.name, obligation.reference] = Diagnostic("DV908", args, obligation.place)
            return state_that("missing.condition", name=when.name)
        return answer


def _against_unit(applies: Applies, unit: Unit) -> tuple[list[Statement], list[Statement]]:
    no = [state_that("against.except", unit=unit.id)] if unit.id in applies.except_ else []
    if applies.kinds and not unit.kind:
        return no, [state_that("missing.unit_kind", unit=unit.id)]
    if applies.kinds and unit.kind not in applies.kinds:
        no.append(state_that("against.kind", unit=unit.id, kind=unit.kind))
    return no, []


def named_facts(obligations: Iterable[Obligation]) -> Iterator[str]:
    """The names of the facts on which obligations rest by keys."""
    for obligation in obligations:
        yield from obligation.applies.facts
