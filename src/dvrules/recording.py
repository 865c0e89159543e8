"""Recording: records and decisions held against the cascade; what is sound of them, and what is wrong with the rest."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property
from itertools import chain
from operator import attrgetter
from typing import TypeVar

from dvrules.applying import named_facts
from dvrules.bases import awaited_words
from dvrules.deciding import waived_by
from dvrules.model.cascades import Cascade
from dvrules.model.days import Span
from dvrules.model.diagnostics import Diagnostic, misnamed
from dvrules.model.places import Placed
from dvrules.model.records import Effect, Event, Evidence, Fact, Records, Suspension, Termination, Waiver, alike
from dvrules.model.rulesets import Power
from dvrules.model.values import fields, frozen

T = TypeVar("T", Evidence, Event, Fact, Waiver, Suspension, Termination)


def check_records(cascade: Cascade, records: Records) -> tuple[Records, tuple[Diagnostic, ...]]:
    """The records that fit the cascade, each kind sorted by id, and a diagnostic for each fault of the others.

    A decision of someone who may not decide it doesn't count. What is about an obligation that was left out for a fault
    of its own is left out, too: that fault is told already.
    """
    left_out = {reference for ruleset in cascade.rulesets for reference in ruleset.left_out}
    if left_out:
        records = Records(**{kind.name: _but(left_out, getattr(records, kind.name)) for kind in fields(Records)})
    checks = Checks(cascade, records)
    faults: list[Diagnostic] = []
    sound = Records(
        evidence=_sound(records.evidence, checks.evidence, faults),
        events=_sound(records.events, checks.event, faults),
        facts=_sound(records.facts, checks.fact, faults),
        waivers=_sound(records.waivers, checks.waiver, faults),
        suspensions=_sound(records.suspensions, checks.suspension, faults),
        terminations=_sound(records.terminations, checks.termination, faults),
    )
    return sound, tuple(faults)


def _but(left_out: set[str], items: Iterable[T]) -> tuple[T, ...]:
    return tuple(item for item in items if getattr(item, "obligation", None) not in left_out)


def _sound(items: Collection[T], check: Callable[[T], Iterable[Diagnostic]], faults: list[Diagnostic]) -> tuple[T, ...]:
    """The items without a fault, in the order of their ids; of two with one id the first by place."""
    alone = len({each.id for each in items}) == len(items)
    kept: list[T] = []
    taken: set[str] = set()
    item: T
    for item in items if alone else sorted(items, key=attrgetter("id", "place")):
        found = tuple(check(item))
        if not alone and item.id in taken:
            found += (Diagnostic("DV207", {"id": item.id}, item.place.at("id")),)
        if found:
            faults += found
        else:
            kept.append(item)
            if not alone:
                taken.add(item.id)
    return tuple(sorted(kept, key=attrgetter("id")))


@frozen
class Checks:
    """The checks of each kind of record, held against the cascade and the other records."""

    cascade: Cascade
    records: Records

    @cached_property
    def awaited(self) -> dict[str, str]:
        """The words of the events for which deadlines or waivers wait, as they are compared."""
        possible = chain.from_iterable(map(self.cascade.possible_deadlines, self.cascade.obligations))
        words = {alike(each): each for each in awaited_words(possible)}
        return words | {alike(waiver.until): waiver.until for waiver in self.records.waivers if waiver.until}

    @cached_property
    def evidence_ids(self) -> dict[str, None]:
        """The ids of all records of evidence, in their order."""
        return dict.fromkeys(each.id for each in self.records.evidence)

    def against(self, cascade: Cascade) -> Checks:
        """The same checks held against another cascade of the same roster."""
        checks = Checks(cascade, self.records)
        # What is long, and does not hang on the cascade's obligations, is kept; these are not gathered for few records.
        known = {"evidence_ids": self.evidence_ids, "standing": self.standing, "references": cascade.by_reference}
        for name, value in known.items():
            object.__setattr__(checks, name, value)
        return checks

    @cached_property
    def references(self) -> Collection[str]:
        """The obligations' names: of hundreds of thousands of records each asks for one."""
        return frozenset(self.cascade.by_reference)

    @cached_property
    def standing(self) -> frozenset[str]:
        """The units that there have always been and still are."""
        return frozenset(name for name, unit in self.cascade.units.items() if not unit.from_ and not unit.through)

    def evidence(self, record: Evidence) -> Iterable[Diagnostic]:
        """What is wrong with a record of evidence, beside those that the checks know."""
        known = record.obligation in self.references and record.by in self.standing
        return () if known and not record.to and not record.corrects else self._evidence(record)

    def _evidence(self, record: Evidence) -> Iterator[Diagnostic]:
        yield from self._obligation(record.obligation, record)
        yield from self._unit(record.by, record, "by")
        unit = self.cascade.units.get(record.by)
        if unit and record.occurred not in Span(unit.from_, unit.through):
            args = {"id": record.id, "by": record.by, "occurred": record.occurred.isoformat()}
            yield Diagnostic("DV509", args, record.place.at("occurred"))
        for index, name in enumerate(record.to):
            yield from self._unit(name, record, "to", index)
        if record.corrects and (record.corrects == record.id or record.corrects not in self.evidence_ids):
            others = [each for each in self.evidence_ids if each != record.id]
            yield misnamed("DV309", record.corrects, others, record.place.at("corrects"))

    def event(self, event: Event) -> Iterator[Diagnostic]:
        """What is wrong with an event."""
        if alike(event.event) not in self.awaited:
            yield misnamed("DV307", event.event, self.awaited.values(), event.place.at("event"))
        if event.obligation:
            yield from self._obligation(event.obligation, event)
        if event.unit:
            yield from self._unit(event.unit, event, "unit")

    def fact(self, fact: Fact) -> Iterator[Diagnostic]:
        """What is wrong with a fact."""
        if fact.unit:
            yield from self._unit(fact.unit, fact, "unit")

    def waiver(self, waiver: Waiver) -> Iterator[Diagnostic]:
        """What is wrong with a waiver or an extension."""
        yield from self._obligation(waiver.obligation, waiver)
        if waiver.unit:
            yield from self._unit(waiver.unit, waiver, "unit")
        power = Power.WAIVE if waiver.effect is Effect.EXCUSES else Power.EXTEND
        # Who decides must be competent for whatever it names, of whichever obligation.
        about = [waiver.obligation, *sorted(waived_by(waiver) - {waiver.obligation})]
        for reference in about if waiver.by in self.cascade.units else about[:1]:
            yield from self._competent(waiver.by, power, reference, waiver)

    def suspension(self, suspension: Suspension) -> Iterator[Diagnostic]:
        """What is wrong with a suspension."""
        if suspension.obligation:
            yield from self._obligation(suspension.obligation, suspension)
        if suspension.ruleset:
            yield from self._ruleset(suspension.ruleset, suspension)
        if suspension.unit:
            yield from self._unit(suspension.unit, suspension, "unit")
        about = suspension.obligation or f"{suspension.ruleset}:"
        yield from self._competent(suspension.by, Power.SUSPEND, about, suspension)

    def termination(self, termination: Termination) -> Iterator[Diagnostic]:
        """What is wrong with a termination."""
        yield from self._ruleset(termination.ruleset, termination)
        yield from self._competent(termination.by, Power.TERMINATE, f"{termination.ruleset}:", termination)

    def _obligation(self, reference: str, item: Placed) -> Iterator[Diagnostic]:
        if reference not in self.cascade.by_reference:
            yield misnamed("DV208", reference, self.cascade.by_reference, item.place.at("obligation"))

    def _ruleset(self, name: str, item: Placed) -> Iterator[Diagnostic]:
        if name not in self.cascade.by_id:
            yield misnamed("DV310", name, self.cascade.by_id, item.place.at("ruleset"))

    def _unit(self, name: str, item: Placed, *steps: str | int) -> Iterator[Diagnostic]:
        if name not in self.cascade.units:
            yield misnamed("DV301", name, self.cascade.units, item.place.at(*steps))

    def _competent(self, by: str, power: Power, about: str, item: Placed) -> Iterator[Diagnostic]:
        """Whether `by` may decide so: whoever issued the document, or whom it names for that."""
        if by not in self.cascade.units:
            yield from self._unit(by, item, "by")
            return
        name, _, obligation = about.partition(":")
        ruleset = self.cascade.by_id.get(name)
        if ruleset is None or by == ruleset.document.issuer:
            return
        competent = {ruleset.document.issuer}
        for competence in ruleset.competences:
            if power in competence.may and (not competence.obligations or obligation in competence.obligations):
                competent |= {*competence.by}
        if by not in competent:
            args = {"by": by, "power": str(power), "about": about.rstrip(":"), "known": ", ".join(sorted(competent))}
            yield Diagnostic("DV311", args, item.place.at("by"))


def check_facts(cascade: Cascade, records: Records) -> Iterator[Diagnostic]:
    """Facts on which no obligation rests by its keys, where none has a condition or evaluator that may ask for them."""
    if any(obligation.applies.when or obligation.evaluator for obligation in cascade.obligations):
        return
    known = list(dict.fromkeys(named_facts(cascade.obligations)))
    for fact in records.facts:
        if fact.name not in known:
            yield misnamed("DV313", fact.name, known, fact.place.at("name"))
