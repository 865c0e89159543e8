"""Tracking: a project kept open, whose findings follow each new record and each new day without judging all again."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from heapq import heappop, heappush
from typing import Literal

from dvrules.agenda import Agenda, Touched
from dvrules.asking import hangs_on
from dvrules.assessing import Timetable, days_done, judged, linked
from dvrules.bases import Bases
from dvrules.batches import batch
from dvrules.judges import Judge
from dvrules.ledger import Ledger
from dvrules.loading import Project
from dvrules.model.cascades import Cascade
from dvrules.model.diagnostics import Diagnostic
from dvrules.model.records import Event, Evidence, alike
from dvrules.model.reports import Finding, Occurrence, State
from dvrules.model.summaries import DIMENSIONS, Dimension, places
from dvrules.model.values import define, evolve, field
from dvrules.owed import Owed
from dvrules.parts import Part
from dvrules.recording import Checks


@define
class Tracking:
    """A project judged for one (as_of, known_at), to which records of evidence come one by one, and then another day.

    Its findings are at any time those of `assess` on the same records; `counts` are how many are in each state for each
    unit, document and month of the due day.
    """

    project: Project
    as_of: date
    known_at: date
    counts: dict[Dimension, dict[str, Counter[State]]] = field(init=False)
    _cascade: Cascade = field(init=False)
    _judge: Judge = field(init=False)
    _timetable: Timetable = field(init=False)
    _parts: dict[str, Part] = field(init=False)
    _owed: dict[str, Owed] = field(init=False)
    _order: dict[str, int] = field(init=False)
    _bases: Bases = field(init=False)
    _events: tuple[Event, ...] = field(init=False)
    _ending_waivers: set[str] = field(init=False)
    _on_below: set[str] = field(init=False)
    _checks: Checks = field(init=False)
    _agenda: Agenda | None = field(init=False)
    _added: list[Evidence] = field(init=False)
    _missed: set[str] = field(init=False)
    _ledger: Ledger = field(init=False)

    def __attrs_post_init__(self) -> None:
        with batch():
            self._open()

    def _open(self) -> None:
        found = linked(self.project)
        self._cascade, records = found.cascade, found.records
        assessed = judged(self.project, found, as_of=self.as_of, known_at=self.known_at)
        self._judge, self._timetable = assessed.judgement.judge, assessed.timetable
        self._parts = {**assessed.judgement.parts}
        self._owed = {name: part.owed for name, part in self._parts.items()}
        self._order = {o.reference: place for place, o in enumerate(self._cascade.from_below)}
        self._bases, self._events = Bases.of(self._cascade), records.events
        self._ending_waivers = {alike(waiver.until) for waiver in records.waivers if waiver.until}
        self._on_below = self._hanging("below")
        self._checks = Checks(self._cascade, evolve(records, evidence=()))
        self._agenda = None
        self._added, self._ledger = [], Ledger()
        for record in records.evidence:
            self._enter(record)
        unsound = [record for record in self.project.records.evidence if record.id not in self._ledger.by_id]
        self._missed = {record.corrects for record in unsound if record.corrects}
        self.counts = {dimension: defaultdict(Counter) for dimension in DIMENSIONS}
        for part in self._parts.values():
            self._count(part, range(len(part.occurrences)), 1)

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
        return self._judge.finding(part, part.owed.by_key[key])

    def add(self, record: Evidence) -> tuple[Diagnostic, ...]:
        """Take a record; what is wrong with it, and then nothing has changed.

        Judged again is what its unit owes of the obligation that it is about, with what a correction touches, and of
        the obligations that rest on it each whose children changed.
        """
        faults = tuple(self._checks.evidence(record))
        if record.id in self._ledger.by_id:
            faults = (*faults, Diagnostic("DV207", {"id": record.id}, record.place.at("id")))
        if not faults:
            with batch():
                self._take(record)
        return faults

    def _take(self, record: Evidence) -> None:
        self._added.append(record)
        if record.id in self._missed:
            self._begin_anew()
            return
        self._enter(record)
        touched = self._ledger.touched(record)
        if self._agenda:
            self._agenda.expect(record, touched)
        if record.recorded <= self.known_at:
            self._judge_again(touched)

    def _enter(self, record: Evidence) -> None:
        self._ledger.enter(record)
        self._checks.evidence_ids[record.id] = None

    def advance(self, as_of: date, known_at: date | None = None) -> None:
        """Go forward to another day, and to what was on record by `known_at` (without it, by that day).

        Judged again is only that of which something changes by then. Where something was decided, declared or published
        in between, or a unit ended, or a year, all is.
        """
        with batch():
            self._advance(as_of, known_at or as_of)

    def _advance(self, as_of: date, known_at: date) -> None:
        occurred, recorded = (self.as_of, as_of), (self.known_at, known_at)
        if not self._is_steady(occurred, recorded):
            self.as_of, self.known_at = as_of, known_at
            self._begin_anew()
            return
        agenda = self._agenda = self._agenda or self._whole_agenda()
        self.as_of, self.known_at = as_of, known_at
        self._judge.as_of = as_of
        happened = {alike(each.event) for each in self._events if recorded[0] < each.recorded <= known_at}
        direct = (name for words in happened for name in self._bases.by_event.get(words, ()))
        begun = self._bases.reaching(direct)
        if begun:
            self._timetable.learn(self._events, known_at)
            self._schedule_again(begun)
        touched = agenda.touched(occurred, recorded) | {(name, "") for name in begun}
        self._judge_again(touched, self._turn(agenda.turning(*occurred)))

    def _begin_anew(self) -> None:
        """Judge all, on all records; those that were not sound for want of another may be now."""
        records = self.project.records
        self.project = evolve(self.project, records=evolve(records, evidence=(*records.evidence, *self._added)))
        self.__attrs_post_init__()

    def _is_steady(self, occurred: tuple[date, date], recorded: tuple[date, date]) -> bool:
        """Whether nothing but evidence and events comes on record, and no unit nor year ends, as days go forward."""
        if occurred[0] > occurred[1] or recorded[0] > recorded[1] or occurred[0].year != occurred[1].year:
            return False
        records = self.project.records
        known = [
            *(each.recorded for each in records.facts),
            *(each.recorded for each in records.waivers),
            *(each.recorded for each in records.suspensions),
            *(each.recorded for each in records.terminations),
            *(each.recorded for each in self._cascade.assumptions),
            *(each.recorded for each in self._events if alike(each.event) in self._ending_waivers),
            *(day.published for day in self.project.calendar.days if day.published),
        ]
        ended = (unit.through for unit in self._cascade.roster.units if unit.through)
        return not (
            any(each.tolls and each.through is None for each in records.suspensions)
            or any(recorded[0] < day <= recorded[1] for day in known)
            or any(occurred[0] <= day < occurred[1] for day in ended)
        )

    def _whole_agenda(self) -> Agenda:
        agenda = Agenda.of(self._cascade, self._parts.values(), self._judge.decisions)
        agenda.daily |= self._hanging("day")
        for record in self._ledger.by_id.values():
            agenda.expect(record, self._ledger.touched(record))
        return agenda

    def _hanging(self, on: Literal["below", "day"]) -> set[str]:
        """The obligations whose evaluators' answers hang on something beside the evidence."""
        offers = self._judge.offers
        return {each.reference for each in self._cascade.obligations if hangs_on(each, on, offers)}

    def _judge_again(self, touched: Iterable[Touched], turned: Iterable[str] = ()) -> None:
        """Judge what is touched, and what rests on that or on what has `turned`."""
        changed = self._follow(touched, turned)
        seen: list[Mapping[str, date]] = []
        while not changed.isdisjoint(self._bases.awaited):
            done = days_done(self._parts, self._bases.awaited)
            if done in seen:
                if done != seen[-1]:  # they go in a circle, and hang on where it began
                    self._begin_anew()
                return
            seen.append(done)
            self._schedule_again(self._bases.waiting)
            changed = self._follow((name, "") for name in self._bases.waiting)

    def _turn(self, names: Iterable[str]) -> set[str]:
        """Decide again, on the same answers, on all that is owed of some obligations; of which something changed."""
        before = [self._parts[name] for name in names if name in self._parts]
        after = self._judge.decided_again(before)
        changed = set()
        for was, now in zip(before, after, strict=True):
            name = was.owed.obligation.reference
            self._parts[name] = now
            moved = [place for place in range(len(was.occurrences)) if was.differs(place, now, place)]
            self._count(was, moved, -1)
            self._count(now, moved, 1)
            if moved:
                changed.add(name)
        return changed

    def _schedule_again(self, references: Collection[str]) -> None:
        """Find anew what is owed of some obligations."""
        again = self._timetable.again(references, days_done(self._parts, self._bases.awaited))
        owed: dict[str, list[Occurrence]] = {name: [] for name in references}
        for occurrence in again.occurrences:
            owed[occurrence.obligation].append(occurrence)
        for name, occurrences in owed.items():
            self._owed[name] = Owed.of(self._cascade.by_reference[name], occurrences)
            if self._agenda:
                self._agenda.enter(self._owed[name])

    def _follow(self, touched: Iterable[Touched], turned: Iterable[str] = ()) -> set[str]:
        """Judge what is touched, and upward whatever hangs on something below that changed; returns what did."""
        changed = {*turned}
        touched = {*touched, *((parent, "") for name in changed for parent in self._looking_at(name))}
        waiting = sorted((self._order[name], name, unit) for name, unit in touched)
        while waiting:
            _, name, unit = heappop(waiting)
            if (self._judge_unit(name, unit) if unit else self._judge_whole(name)) and name not in changed:
                changed.add(name)
                for parent in self._looking_at(name):
                    heappush(waiting, (self._order[parent], parent, ""))
        return changed

    def _looking_at(self, name: str) -> list[str]:
        """The obligations above whose evaluators look at this one."""
        return [parent for parent in self._cascade.parents.get(name, ()) if parent in self._on_below]

    def _judge_whole(self, name: str) -> bool:
        """Judge an obligation again; whether anything that others rest on changed."""
        before: Part | None = self._parts.get(name)
        records = self._ledger.standing(name, None, self.as_of, self.known_at)
        part = self._parts[name] = self._judge.part(self._owed_of(name), records, self._parts)
        if self._agenda:
            self._agenda.watch(part)
        if before and part.told == before.told:
            return False
        if before:
            self._count(before, range(len(before.occurrences)), -1)
        self._count(part, range(len(part.occurrences)), 1)
        return True

    def _judge_unit(self, name: str, unit: str) -> bool:
        """Judge what one unit owes of an obligation again, where its records can't count for another's.

        What is below one hangs on who the others are that bear it.
        """
        part, owed = self._parts.get(name), self._owed_of(name)
        alone = name not in self._on_below and not owed.is_borne_by(self._judge.gone)
        if part is None or part.owed is not owed or not alone:
            return self._judge_whole(name)
        places, own = owed.of_unit(unit)
        records = self._ledger.standing(name, unit, self.as_of, self.known_at)
        fresh = self._judge.part(own, records, self._parts)
        moved = [place for index, place in enumerate(places) if part.differs(place, fresh, index)]
        self._count(part, moved, -1)
        part.take(places, fresh)
        self._count(part, moved, 1)
        if self._agenda:
            self._agenda.watch(fresh)
        return bool(moved)

    def _owed_of(self, name: str) -> Owed:
        if name not in self._owed:
            self._owed[name] = Owed.of(self._cascade.by_reference[name], [])
        return self._owed[name]

    def _count(self, part: Part, which: Iterable[int], by: int) -> None:
        for place in which:
            occurrence, state = part.occurrences[place], part.verdicts[place].state
            for dimension, counted in zip(DIMENSIONS, places(occurrence), strict=True):
                self.counts[dimension][counted][state] += by
