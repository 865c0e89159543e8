"""Judges: what decides on each occurrence of one obligation, and of one obligation after another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import chain, groupby
from operator import attrgetter
from typing import TypeVar

from dvrules.applying import APPLIES, Applier
from dvrules.asking import Asking, hangs_on
from dvrules.cases import UNDETERMINED, Case, Decided, facts_of, verdicts_of
from dvrules.counting.reckoning import Reckoner
from dvrules.deciding import Decisions, deferred
from dvrules.extension import Offers
from dvrules.families import Below
from dvrules.matching import Matched, OnRecord, match
from dvrules.model.cascades import Cascade
from dvrules.model.records import Effect, Evidence, Records
from dvrules.model.reports import Finding, Occurrence, State
from dvrules.model.rulesets import ALWAYS, Kind
from dvrules.model.values import define, evolve
from dvrules.owed import Owed
from dvrules.parts import Part, below
from dvrules.states import verdicts_on
from dvrules.succession import passed, stand_ins
from dvrules.telling import determined, told, undetermined

T = TypeVar("T")

_obligation = attrgetter("obligation")


@define
class Judge:
    """Judges the occurrences of one obligation after another, those below before those that rest on them."""

    cascade: Cascade
    decisions: Decisions
    applier: Applier
    offers: Offers
    reckoner: Reckoner
    on_record: OnRecord
    as_of: date
    due_soon: int

    @classmethod
    def of(
        cls,
        cascade: Cascade,
        records: Records,
        offers: Offers,
        reckoner: Reckoner,
        *,
        as_of: date,
        known_at: date,
        due_soon: int,
        ignore_waivers: bool = False,
    ) -> Judge:
        """What judges by what had occurred by `as_of` and was on record by `known_at`.

        An open occurrence due within `due_soon` calendar days is marked so. With `ignore_waivers` there are none.
        """
        waivers = () if ignore_waivers else records.waivers
        decisions = Decisions.known(waivers, records.suspensions, records.events, known_at)
        facts = tuple(fact for fact in records.facts if fact.recorded <= known_at)
        applier = Applier(cascade.units, facts, offers.conditions)
        on_record = OnRecord.of(records.evidence, as_of, known_at)
        return cls(cascade, decisions, applier, offers, reckoner, on_record, as_of, due_soon)

    def judge(self, occurrences: Iterable[Occurrence], known: Mapping[str, Part] | None = None) -> dict[str, Part]:
        """The parts of all obligations by reference, of which those given are known already.

        The occurrences are sorted by key, so those of one obligation stand together.
        """
        owing = {name: [*those] for name, those in groupby(occurrences, key=_obligation)}
        about = self.on_record.about
        parts, nobody = dict(known or {}), Below()
        looking_down, plain = [], []
        for obligation in self.cascade.from_below:
            reference = obligation.reference
            if reference in parts or not (reference in owing or reference in about):
                continue
            owed = Owed.of(obligation, owing.get(reference, []))
            if hangs_on(obligation, "below", self.offers):
                looking_down.append(owed)
            else:
                part = parts[reference] = self._asked(owed, about.get(reference, ()), nobody)
                plain.append(part)
        self._decide(plain)
        for owed in looking_down:
            reference = owed.obligation.reference
            parts[reference] = self.part(owed, about.get(reference, ()), self.below(owed, parts))
        return parts

    def part(self, owed: Owed, records: Collection[Evidence], told: Below) -> Part:
        """The part of one obligation, given what is owed, the records about it and what is told of those below."""
        part = self._asked(owed, records, told)
        self._decide([part])
        return part

    def again(self, part: Part, places: Sequence[int], told: Below) -> Part:
        """What is found in some places of a part on the records that count there; these are in order."""
        evidence, _ = part.found(places)
        owed = part.owed.only(places)
        asking = self._asking(owed, told)
        fresh = Part(owed, owed.occurrences, evidence, asking.shown, asking.answers(evidence))
        self._decide([fresh])
        return fresh

    def decided_again(self, part: Part, places: Sequence[int]) -> Part:
        """What is found in some places of a part as the same answers are decided on for the day that is judged now."""
        evidence, answers = part.found(places)
        owed = part.owed.only(places)
        fresh = Part(owed, owed.occurrences, evidence, part.shown, answers)
        self._decide([fresh])
        return fresh

    def places(self, part: Part, record: Evidence, told: Below, *, passing: bool) -> list[int]:
        """The places of a part, `passing` where a bearer is gone, for which one more record counts that comes last."""
        asking = self._asking(part.owed, told)
        return Matched(part.owed, asking.settled, self._stand_ins if passing else None, part.evidence).places(record)

    def below(self, owed: Owed, parts: Mapping[str, Part]) -> Below:
        """What is below what is owed, where its evaluator looks there."""
        if not hangs_on(owed.obligation, "below", self.offers):
            return Below()
        names = self.cascade.children.get(owed.obligation.reference, ())
        return below(owed, [parts[name] for name in names if name in parts], self.cascade.issuers)

    def _asking(self, owed: Owed, told: Below) -> Asking:
        return Asking(self.cascade, self.offers, self.applier, self.as_of, owed, told)

    def _asked(self, owed: Owed, records: Collection[Evidence], told: Below) -> Part:
        """The part of one obligation as far as its evaluator has answered."""
        asking = self._asking(owed, told)
        matched = match(owed, records, asking.settled, self._stand_ins if owed.is_borne_by(self.gone) else None)
        return Part(
            owed,
            owed.occurrences,
            matched.evidence,
            asking.shown,
            asking.answers(matched.evidence),
            rejected=matched.rejected,
            diagnostics=(*matched.diagnostics, *asking.diagnostics.values()),
        )

    def finding(self, part: Part, place: int) -> Finding:
        """The finding on the occurrence in that place of a part."""
        decided = part.singly.get(place)
        if decided is None:
            owed = part.owed
            return told(
                owed.occurrences[place],
                owed.obligation,
                part.answer(place),
                part.evidence.get(place, ()),
                verdict=part.verdicts[place],
                done=part.done[place],
                due=owed.dues[place],
                as_of=self.as_of,
                due_soon=self.due_soon,
            )
        if decided.facts.as_of != self.as_of:
            decided = self._decided(part, place)
        return passed(self._finding(decided), self.cascade, self.as_of)

    def _stand_ins(self, occurrence: Occurrence) -> tuple[str, ...]:
        """The units whose records may count for an occurrence."""
        return stand_ins(occurrence, self.cascade.roster, self.as_of)

    @cached_property
    def gone(self) -> frozenset[str]:
        """The units that no longer exist."""
        units = self.cascade.roster.units
        return frozenset(unit.id for unit in units if unit.through and unit.through < self.as_of)

    def _decide(self, parts: Iterable[Part]) -> None:
        """Fill in where the occurrences of parts stand: in one go, but for those over which something stands."""
        as_of = self.as_of
        alike: dict[tuple[Kind, bool], list[Part]] = defaultdict(list)
        for part in parts:
            part.done = part.fulfilled(as_of)
            alike[part.owed.obligation.kind, part.owed.obligation.lapses].append(part)
        for (kind, lapses), those in alike.items():
            verdicts = verdicts_on(
                kind,
                _column(part.owed.opens for part in those),
                _column(part.owed.dues for part in those),
                _column(part.done for part in those),
                _column(part.assessed(as_of) for part in those) if kind is Kind.PROGRAMME else (),
                as_of=as_of,
                lapses=lapses,
            )
            first = 0
            for part in those:
                last = first + len(part.done)
                part.verdicts = verdicts[first:last]
                first = last
                places = self._singled_out(part)
                if places:
                    self._decide_singly(part, places)

    def _decide_singly(self, part: Part, places: Collection[int]) -> None:
        """Find where those occurrences stand on which more decides than the rules of their kind."""
        for place in places:
            decided = part.singly[place] = self._decided(part, place)
            part.done[place], part.verdicts[place] = decided.facts.fulfilled, decided.verdict
            shown = decided.case.occurrence
            part.show(place, self.finding(part, place).occurrence if shown.bearer in self.gone else shown)
        part.diagnostics += self.applier.told()

    def _singled_out(self, part: Part) -> set[int]:
        """The places where more decides than the rules of the kind: a doubt, decision, reorganisation or condition."""
        owed, obligation, gone = part.owed, part.owed.obligation, self.gone
        places = {*owed.unsure}
        if part.answers:
            places.update(part.doubtful())
        if self.decisions.concern(obligation.reference):
            places.update(self.decisions.places(owed, self.as_of))
        if owed.is_borne_by(gone):
            places.update([place for place, each in enumerate(owed.occurrences) if each.bearer in gone])
        if obligation.applies is not ALWAYS:
            for place, occurrence in enumerate(owed.occurrences):
                if self.applier.apply(occurrence, obligation) is not APPLIES:
                    places.add(place)
        return places

    def _decided(self, part: Part, place: int) -> Decided:
        """What is decided with all that stands over it; of waivers, by the one in force."""
        occurrence, obligation = part.owed.occurrences[place], part.owed.obligation
        application = self.applier.apply(occurrence, obligation)
        case = Case(occurrence, obligation, part.answer(place), application, part.evidence.get(place, ()))
        suspended = self.decisions.suspension(occurrence, self.as_of) is not None
        facts = facts_of(case, self.as_of, self.reckoner, suspended=suspended)
        plain = verdicts_of(case, facts)
        waiver = self.decisions.waiver(occurrence, self.as_of)
        if waiver is None:
            return Decided(case, facts, plain, plain)
        if waiver.effect is Effect.DEFERS:
            case = evolve(case, occurrence=deferred(occurrence, waiver))
        else:
            facts = facts.excused(waiver.start)
        return Decided(case, facts, verdicts_of(case, facts), plain, waiver)

    def _finding(self, decided: Decided) -> Finding:
        """The finding on a case, and where a waiver changes something, what there would be without it."""
        case, facts, verdict, waiver = decided.case, decided.facts, decided.verdict, decided.waiver
        if verdict is UNDETERMINED:
            finding = undetermined(case, facts, decided.verdicts, verdict.rule)
        else:
            suspended = verdict.state is State.SUSPENDED
            suspension = self.decisions.suspension(case.occurrence, self.as_of) if suspended else None
            finding = determined(case, facts, verdict, due_soon=self.due_soon, waiver=waiver, suspension=suspension)
        if waiver is None or not decided.changes:
            return finding
        return evolve(finding, waiver=waiver.id, underlying=decided.without_waivers)


def _column(columns: Iterable[Iterable[T]]) -> list[T]:
    """Columns one under the other."""
    return [*chain.from_iterable(columns)]
