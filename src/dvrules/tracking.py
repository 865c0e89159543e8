"""Tracking: a project kept open, whose findings follow each new record without judging all the rest again."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import date

from attrs import define, evolve, field

from dvrules.assessing import Timetable, days_done, judged, linked
from dvrules.judges import Judge, Part
from dvrules.linking import awaited_fulfilments, counting_from_fulfilment
from dvrules.loading import Project
from dvrules.matching import standing
from dvrules.model.cascades import Cascade
from dvrules.model.diagnostics import Diagnostic
from dvrules.model.records import Evidence, Records
from dvrules.model.reports import Finding, Occurrence, State
from dvrules.owed import Owed
from dvrules.model.summaries import DIMENSIONS, Dimension, places
from dvrules.recording import Checks


@define
class Tracking:
    """A project judged for one (as_of, known_at), to which records of evidence come one by one.

    Its findings are at any time those of `assess` on the same records; `counts` are how many are in each state for each
    unit, document and month of the due day.
    """

    project: Project
    as_of: date
    known_at: date
    counts: dict[Dimension, dict[str, Counter[State]]] = field(init=False)
    _cascade: Cascade = field(init=False)
    _decided: Records = field(init=False)
    _judge: Judge = field(init=False)
    _timetable: Timetable = field(init=False)
    _parts: dict[str, Part] = field(init=False)
    _order: dict[str, int] = field(init=False)
    _occurrences: dict[str, list[Occurrence]] = field(init=False)
    _waiting: set[str] = field(init=False)
    _awaited: set[str] = field(init=False)
    _checks: Checks = field(init=False)
    _by_id: dict[str, Evidence] = field(factory=dict, init=False)
    _about: dict[str, list[Evidence]] = field(factory=lambda: defaultdict(list), init=False)
    _correcting: dict[str, list[Evidence]] = field(factory=lambda: defaultdict(list), init=False)

    def __attrs_post_init__(self) -> None:
        found = linked(self.project)
        self._cascade, records = found.cascade, found.records
        assessed = judged(self.project, found, as_of=self.as_of, known_at=self.known_at)
        self._judge, self._timetable = assessed.judgement.judge, assessed.timetable
        self._decided = evolve(records, evidence=())
        self._order = {o.reference: place for place, o in enumerate(self._cascade.from_below)}
        self._waiting, self._awaited = counting_from_fulfilment(self._cascade), awaited_fulfilments(self._cascade)
        self._checks = Checks(self._cascade, self._decided)
        self._occurrences = defaultdict(list)
        for occurrence in assessed.occurrences:
            self._occurrences[occurrence.obligation].append(occurrence)
        for record in records.evidence:
            self._keep(record)
        self.counts = {dimension: defaultdict(Counter) for dimension in DIMENSIONS}
        self._parts = dict(assessed.judgement.parts)
        for part in self._parts.values():
            self._count(part, 1)

    @property
    def findings(self) -> dict[str, Finding]:
        """All findings by key, each made now."""
        made = (
            self._judge.finding(part, place) for part in self._parts.values() for place in range(len(part.occurrences))
        )
        return {finding.occurrence.key: finding for finding in made}

    def finding(self, key: str) -> Finding:
        """The finding with this key; KeyError where there is none."""
        part = self._parts[key.partition("/")[0]]
        for place, occurrence in enumerate(part.occurrences):
            if occurrence.key == key:
                return self._judge.finding(part, place)
        raise KeyError(key)

    def add(self, record: Evidence) -> tuple[Diagnostic, ...]:
        """Take a record; what is wrong with it, and then nothing has changed.

        Judged again is the obligation that it is about, with what a correction touches, and of those that rest on it
        each whose children changed.
        """
        faults = tuple(self._checks.evidence(record))
        if record.id in self._by_id:
            faults = (*faults, Diagnostic("DV207", {"id": record.id}, record.place.at("id")))
        if faults:
            return faults
        self._keep(record)
        if record.recorded <= self.known_at:
            self._judge_again(self._touched(record))
        return ()

    def _keep(self, record: Evidence) -> None:
        self._by_id[record.id] = record
        self._checks.evidence_ids[record.id] = None
        if record.recorded <= self.known_at:
            self._about[record.obligation].append(record)
            if record.corrects:
                self._correcting[record.corrects].append(record)

    def _touched(self, record: Evidence) -> set[str]:
        """The obligations of which a record may change which records stand."""
        corrected = self._by_id.get(record.corrects)
        others = (*self._correcting.get(record.corrects, ()), *([corrected] if corrected else []))
        return {record.obligation, *(other.obligation for other in others)}

    def _judge_again(self, touched: Collection[str]) -> None:
        changed = self._follow(touched)
        while not changed.isdisjoint(self._awaited):
            again = self._timetable.again(self._waiting, days_done(self._parts, self._awaited))
            for name in self._waiting:
                self._occurrences[name] = []
            for occurrence in again.occurrences:
                self._occurrences[occurrence.obligation].append(occurrence)
            changed = self._follow(self._waiting)

    def _follow(self, touched: Collection[str]) -> set[str]:
        """Judge what is touched, and upward whatever rests on something that changed; returns what did."""
        changed: set[str] = set()
        children = self._cascade.children
        for name in sorted(self._cascade.resting_on(touched), key=self._order.__getitem__):
            if name not in touched and changed.isdisjoint(children.get(name, ())):
                continue
            obligation = self._cascade.by_reference[name]
            before = self._parts.get(name, Part(Owed.of(obligation,[]), [],[]))
            after = self._judge.part(Owed.of(obligation, self._occurrences[name]), self._standing(name), self._parts)
            self._parts[name] = after
            if (after.occurrences,after.verdicts,after.done) != (before.occurrences,before.verdicts,before.done):
                changed.add(name)
                self._count(before, -1)
                self._count(after, 1)
        return changed

    def _standing(self, name: str) -> list[Evidence]:
        """The records about an obligation that stand and had occurred."""
        about = self._about.get(name, [])
        correcting = (each for record in about for each in self._correcting.get(record.id, ()))
        kept, _, _ = standing({record.id: record for record in (*about, *correcting)}.values())
        return [record for record in kept if record.obligation == name and record.occurred <= self.as_of]

    def _count(self, part: Part, by: int) -> None:
        for occurrence, verdict in zip(part.occurrences, part.verdicts, strict=True):
            for dimension, place in zip(DIMENSIONS, places(occurrence), strict=True):
                self.counts[dimension][place][verdict.state] += by
