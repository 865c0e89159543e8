"""Judges: what decides on each occurrence of one obligation, and of one obligation after another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from itertools import chain, islice

from dvrules.applying import APPLIES, Applier
from dvrules.asking import Asking, hangs_on
from dvrules.cases import UNDETERMINED, Case, the_one, verdicts_of
from dvrules.counting.reckoning import Reckoner
from dvrules.curing import standing_breach
from dvrules.deciding import Decisions, deferred
from dvrules.extension import Child, Offers
from dvrules.families import families
from dvrules.matching import Matched, OnRecord, match
from dvrules.model.cascades import Cascade
from dvrules.model.records import Effect, Evidence, Records, Waiver
from dvrules.model.reports import Finding, Occurrence, State
from dvrules.model.rulesets import ALWAYS, Kind
from dvrules.model.values import define, evolve
from dvrules.owed import Owed
from dvrules.parts import Part
from dvrules.states import Facts, Verdict, verdicts_on
from dvrules.succession import passed, stand_ins
from dvrules.telling import determined, undetermined

_NOTHING_COUNTS = Matched()


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
        """The parts of all obligations by reference, of which those given are known already."""
        by_obligation: dict[str, list[Occurrence]] = defaultdict(list)
        for occurrence in occurrences:
            by_obligation[occurrence.obligation].append(occurrence)
        about = self.on_record.about
        parts = dict(known or {})
        looking_down, plain = [], []
        for obligation in self.cascade.from_below:
            reference = obligation.reference
            if reference in parts or not (reference in by_obligation or reference in about):
                continue
            owed = Owed.of(obligation, by_obligation[reference])
            if hangs_on(obligation, "below", self.offers):
                looking_down.append(owed)
            else:
                part = parts[reference] = self._asked(owed, about.get(reference, ()))
                plain.append(part)
        self._decide(plain)
        for owed in looking_down:
            reference = owed.obligation.reference
            parts[reference] = self.part(owed, about.get(reference, ()), parts)
        return parts

    def part(self, owed: Owed, records: Collection[Evidence], parts: Mapping[str, Part]) -> Part:
        """The part of one obligation, given what is owed, the records about it and the parts of those below."""
        below = self._below(owed, parts) if hangs_on(owed.obligation, "below", self.offers) else None
        part = self._asked(owed, records, below)
        self._decide([part])
        return part

    def decided_again(self, parts: Iterable[Part]) -> list[Part]:
        """The parts as they are when the same answers are decided on for the day that is judged now."""
        fresh = [
            Part(part.owed, part.owed.occurrences, part.answers, evidence=part.evidence, rejected=part.rejected)
            for part in parts
        ]
        self._decide(fresh)
        return fresh

    def _asked(
        self, owed: Owed, records: Collection[Evidence], below: Mapping[str, tuple[Child, ...]] | None = None
    ) -> Part:
        """The part of one obligation as far as its evaluator has answered."""
        asking = Asking(self.cascade, self.offers, self.applier, self.as_of, owed, below or {})
        matched = self._match(owed, records, asking) if records else _NOTHING_COUNTS
        return Part(
            owed,
            owed.occurrences,
            asking.answers(matched.evidence),
            evidence={**matched.evidence},
            rejected=matched.rejected,
            diagnostics=(*matched.diagnostics, *asking.diagnostics.values()),
        )

    def finding(self, part: Part, place: int) -> Finding:
        """The finding on the occurrence in that place of a part."""
        made = part.made.get(place)
        if made is None:
            return self._told(part, place)
        return made if part.made_on == self.as_of else self._find(part, place)

    def _told(self, part: Part, place: int) -> Finding:
        """The finding where nothing but the rules of its kind decides."""
        owed, answer = part.owed, part.answers[place]
        case = Case(owed.occurrences[place], owed.obligation, answer, APPLIES, part.evidence.get(place, ()))
        facts = Facts(
            owed.obligation.kind,
            owed.opens[place],
            owed.dues[place],
            self.as_of,
            fulfilled=part.done[place],
            assessed=self._by_then(answer.assessed),
            lapses=owed.obligation.lapses,
        )
        return determined(case, facts, part.verdicts[place], due_soon=self.due_soon)

    def _below(self, owed: Owed, parts: Mapping[str, Part]) -> dict[str, tuple[Child, ...]]:
        """What is below each occurrence, as evaluators are told of it."""
        names = self.cascade.children.get(owed.obligation.reference, ())
        below = [parts[name] for name in names if name in parts]
        if not below:
            return {}
        told = {child.key: child for part in below for child in part.children}
        children = (occurrence for part in below for occurrence in part.occurrences)
        paired = families(owed.occurrences, children, self.cascade.issuers)
        return {key: tuple(told[child.key] for child in each) for key, each in paired.items()}

    def _match(self, owed: Owed, records: Collection[Evidence], asking: Asking) -> Matched:
        kind = owed.obligation.kind

        def settled(place: int, evidence: tuple[Evidence, ...]) -> bool:
            if kind in {Kind.MAINTENANCE, Kind.PROHIBITION}:
                return False
            answer = asking.ask(place, evidence)
            return (answer.assessed if kind is Kind.PROGRAMME else answer.fulfilled) is not None

        if not owed.is_borne_by(self.gone):
            return match(owed, records, settled)
        return match(owed, records, settled, lambda each: stand_ins(each, self.cascade.roster, self.as_of))

    @cached_property
    def gone(self) -> frozenset[str]:
        """The units that no longer exist."""
        units = self.cascade.roster.units
        return frozenset(unit.id for unit in units if unit.through and unit.through < self.as_of)

    def _decide(self, parts: Iterable[Part]) -> None:
        """Fill in where the occurrences of parts stand: in one go, but for those over which something stands."""
        alike: dict[tuple[Kind, bool], list[Part]] = defaultdict(list)
        for part in parts:
            part.done = [self._by_then(answer.fulfilled) for answer in part.answers]
            part.made_on = self.as_of
            alike[part.owed.obligation.kind, part.owed.obligation.lapses].append(part)
        for (kind, lapses), those in alike.items():
            verdicts = iter(
                verdicts_on(
                    kind,
                    [*chain.from_iterable(part.owed.opens for part in those)],
                    [*chain.from_iterable(part.owed.dues for part in those)],
                    [*chain.from_iterable(part.done for part in those)],
                    [self._by_then(answer.assessed) for part in those for answer in part.answers],
                    as_of=self.as_of,
                    lapses=lapses,
                )
            )
            for part in those:
                part.verdicts = [*islice(verdicts, len(part.answers))]
                self._decide_singly(part)

    def _decide_singly(self, part: Part) -> None:
        """Find where those occurrences stand on which more decides than the rules of their kind."""
        owed = part.owed
        places = {place for place, answer in enumerate(part.answers) if answer.breaches or answer.missing}
        places |= owed.unsure
        places.update(self._standing_over(owed))
        if not places:
            return
        part.occurrences = [*owed.occurrences]
        for place in places:
            finding = part.made[place] = self._find(part, place)
            part.occurrences[place], part.done[place] = finding.occurrence, finding.done
            part.verdicts[place] = Verdict(finding.state, finding.rule)
        part.diagnostics += self.applier.told()

    def _standing_over(self, owed: Owed) -> Iterator[int]:
        """The places where a decision, a reorganisation or a condition decides beside the rules of the kind."""
        obligation = owed.obligation
        concerned = self.decisions.name(obligation.reference)
        gone = owed.is_borne_by(self.gone)
        conditional = obligation.applies != ALWAYS
        for place, occurrence in enumerate(owed.occurrences if concerned or gone or conditional else ()):
            if (
                (concerned and self.decisions.concern(occurrence))
                or (gone and occurrence.bearer in self.gone)
                or (conditional and self.applier.apply(occurrence, obligation).possible != (True,))
            ):
                yield place

    def _by_then(self, day: date | None) -> date | None:
        return day if day and day <= self.as_of else None

    def _find(self, part: Part, place: int) -> Finding:
        """The finding, and where a waiver is in force and changes something, what there would be without it."""
        occurrence, obligation = part.owed.occurrences[place], part.owed.obligation
        application = self.applier.apply(occurrence, obligation)
        case = Case(occurrence, obligation, part.answers[place], application, part.evidence.get(place, ()))
        return passed(self._excused(case), self.cascade, self.as_of)

    def _excused(self, case: Case) -> Finding:
        facts = self._facts(case)
        plain = verdicts_of(case, facts)
        waiver = self.decisions.waiver(case.occurrence, self.as_of)
        if waiver is None:
            return self._finding(case, facts, plain)
        shown = case
        if waiver.effect is Effect.DEFERS:
            shown = evolve(case, occurrence=deferred(case.occurrence, waiver))
        else:
            facts = evolve(facts, waived=waiver.start)
        finding = self._finding(shown, facts, verdicts_of(shown, facts), waiver)
        without = the_one(plain).state
        changes = shown is not case or finding.state is not without
        return evolve(finding, waiver=waiver.id, underlying=without) if changes else finding

    def _facts(self, case: Case) -> Facts:
        breached, curable = standing_breach(case.obligation, case.answer, self.as_of, self.reckoner)
        ending = case.occurrence.ending
        return Facts(
            kind=case.occurrence.kind,
            opens=date.min,
            due=date.max,
            as_of=self.as_of,
            fulfilled=self._by_then(case.answer.fulfilled),
            breached=breached,
            assessed=self._by_then(case.answer.assessed),
            curable=curable,
            lapses=case.obligation.lapses,
            ended=ending.day if ending else None,
            ended_as=ending.state if ending else "terminated",
            begun_kept=ending is None or ending.begun == "kept",
            suspended=self.decisions.suspension(case.occurrence, self.as_of) is not None,
        )

    def _finding(
        self, case: Case, facts: Facts, verdicts: tuple[Verdict, ...], waiver: Waiver | None = None
    ) -> Finding:
        verdict = the_one(verdicts)
        if verdict is UNDETERMINED:
            return undetermined(case, facts, verdicts, verdict.rule)
        suspended = verdict.state is State.SUSPENDED
        suspension = self.decisions.suspension(case.occurrence, self.as_of) if suspended else None
        return determined(case, facts, verdict, due_soon=self.due_soon, waiver=waiver, suspension=suspension)
