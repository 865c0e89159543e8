"""Tracking: a project kept open, whose findings follow each record, edit and day without judging all again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Literal

from dvrules.agenda import Agenda, Touched
from dvrules.asking import hangs_on
from dvrules.assessing import Timetable, days_done, judged, linked
from dvrules.bases import Bases
from dvrules.batches import batch
from dvrules.board import Alone, Board
from dvrules.judges import Judge
from dvrules.ledger import Ledger
from dvrules.loading import Project, revised
from dvrules.model.cascades import Cascade
from dvrules.model.diagnostics import Diagnostic
from dvrules.model.records import Event, Evidence, alike
from dvrules.model.reports import Finding, Occurrence, State
from dvrules.model.rulesets import Ruleset
from dvrules.model.summaries import Dimension
from dvrules.model.values import define, evolve, field
from dvrules.owed import Owed
from dvrules.recording import Checks
from dvrules.revising import Revision, is_on_record, revision
from dvrules.turns import Turns


@define
class Tracking:
    """A project judged for one (as_of, known_at), to which come records of evidence, edited rulesets, and other days.

    Its findings are at any time those of `assess` on the same records.
    """

    project: Project
    as_of: date
    known_at: date
    _cascade: Cascade = field(init=False)
    _judge: Judge = field(init=False)
    _timetable: Timetable = field(init=False)
    _board: Board = field(init=False)
    _goes_round: bool = field(init=False)
    _is_named_once: bool = field(init=False)
    _bases: Bases = field(init=False)
    _events: tuple[Event, ...] = field(init=False)
    _ending_waivers: set[str] = field(init=False)
    _checks: Checks = field(init=False)
    _added: list[Evidence] = field(init=False)
    _missed: set[str] = field(init=False)
    _unsound: set[str] = field(init=False)
    _ledger: Ledger = field(init=False)

    def __attrs_post_init__(self) -> None:
        with batch():
            self._open()

    def _open(self) -> None:
        found = linked(self.project)
        self._cascade, records = found.cascade, found.records
        assessed = judged(self.project, found, as_of=self.as_of, known_at=self.known_at)
        self._judge, self._timetable = assessed.judgement.judge, assessed.timetable
        self._bases, self._events = Bases.of(self._cascade), records.events
        self._ending_waivers = {alike(waiver.until) for waiver in records.waivers if waiver.until}
        self._checks = Checks(self._cascade, evolve(records, evidence=()))
        self._added, self._ledger = [], Ledger()
        for record in records.evidence:
            self._enter(record)
        unsound = [record for record in self.project.records.evidence if record.id not in self._ledger.by_id]
        self._missed = {record.corrects for record in unsound if record.corrects}
        self._unsound = {record.obligation for record in unsound}
        turns, parts = Turns.of(self._cascade), {**assessed.judgement.parts}
        self._goes_round = not turns.hold(self._cascade)
        # Where a name stands twice, what rests on either can't be told apart.
        self._is_named_once = len(self._cascade.by_reference) == len(self._cascade.obligations)
        self._board = Board(
            self._judge,
            self._ledger,
            self.known_at,
            parts,
            owed={name: part.owed for name, part in parts.items()},
            turns=turns,
            on_below=self._hanging("below"),
        )

    @property
    def counts(self) -> dict[Dimension, dict[str, Counter[State]]]:
        """How many findings are in each state for each unit, document and month of the due day."""
        return self._board.counts

    @property
    def findings(self) -> dict[str, Finding]:
        """All findings by key, each made now."""
        parts = self._board.parts.values()
        made = (self._judge.finding(part, place) for part in parts for place in range(len(part.occurrences)))
        return {finding.occurrence.key: finding for finding in made}

    def finding(self, key: str) -> Finding:
        """The finding with this key; KeyError where there is none."""
        part = self._board.parts[key.partition("/")[0]]
        place = part.owed.place_of(key)
        if place is None:
            raise KeyError(key)
        return self._judge.finding(part, place)

    def add(self, record: Evidence) -> tuple[Diagnostic, ...]:
        """Take a record; what is wrong with it, and then nothing has changed.

        Judged again is the occurrence for which it counts, or where it moves other records what its unit owes of the
        obligation that it is about, with what a correction touches; and of those above each whose children changed.
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
        if record.id in self._missed or self._goes_round:
            self._begin_anew()
            return
        self._enter(record)
        if self._board.agenda:
            self._board.agenda.expect(record)
        if record.recorded <= self.known_at:
            touched, alone = self._ledger.parted([record])
            self._judge_again(touched, alone=alone)

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
        if self._goes_round or not self._is_steady(occurred, recorded):
            self.as_of, self.known_at = as_of, known_at
            self._begin_anew()
            return
        agenda = self._board.agenda = self._board.agenda or self._whole_agenda()
        self.as_of, self.known_at, self._board.known_at = as_of, known_at, known_at
        self._judge.as_of = as_of
        happened = {alike(each.event) for each in self._events if recorded[0] < each.recorded <= known_at}
        direct = (name for words in happened for name in self._bases.by_event.get(words, ()))
        begun = self._bases.reaching(direct)
        if begun:
            self._timetable.learn(self._events, known_at)
            self._schedule_again(begun)
        coming = (self._ledger.by_id[each] for each in agenda.coming(occurred, recorded))
        touched, alone = self._ledger.parted(coming)
        touched |= {(name, "") for name in agenda.daily | begun}
        self._judge_again(touched, self._board.turn(agenda.turning(*occurred), occurred[0]), alone)

    def revise(self, name: str, content: bytes) -> tuple[Diagnostic, ...]:
        """Take another content of the ruleset in the project's file `name`; the faults in it.

        Judged again are the obligations that say something else, what is counted from them, and what looks at either
        from above. Where more changes than a document's own obligations, all is judged anew.
        """
        before = self._ruleset_in(name)
        with batch():
            self.project = revised(self.project, name, content)
            after = self._ruleset_in(name)
            can_follow = self._is_named_once and not self._goes_round
            found = revision(self._cascade, self._bases, before, after) if can_follow and before and after else None
            if found and self._is_apart(found):
                self._take_over(found)
            else:
                self._begin_anew()
        return tuple(fault for fault in self.project.diagnostics if fault.place.file == name)

    def _ruleset_in(self, name: str) -> Ruleset | None:
        return next((each for each in self.project.rulesets if each.place.file == name), None)

    def _is_apart(self, found: Revision) -> bool:
        """Whether nothing on record is about obligations that are new or gone, nor counts otherwise."""
        ids = found.gone | found.new
        about = any(each in self._unsound or self._ledger.holds(each) for each in ids)
        return not about and not is_on_record(found, self.project.records)

    def _take_over(self, found: Revision) -> None:
        """Judge by a cascade in which one ruleset says something else."""
        again = (self._bases.reaching(found.gone | found.changed) | found.bases.reaching(found.changed)) - found.gone
        self._cascade, self._bases = found.cascade, found.bases
        self._checks = self._checks.against(found.cascade)
        self._timetable.revise(found.cascade, found.new, found.gone)
        self._board.revise(found)
        self._schedule_again(again)
        self._judge_again((name, "") for name in again | (found.relinked - found.gone))

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
        agenda = Agenda.of(self._cascade, self._board.parts.values(), self._judge.decisions)
        agenda.daily |= self._hanging("day")
        for record in self._ledger.by_id.values():
            if record.occurred > self.as_of or record.recorded > self.known_at:
                agenda.expect(record)
        return agenda

    def _hanging(self, on: Literal["below", "day"]) -> set[str]:
        """The obligations whose evaluators' answers hang on something beside the evidence."""
        offers = self._judge.offers
        return {each.reference for each in self._cascade.obligations if hangs_on(each, on, offers)}

    def _judge_again(self, touched: Iterable[Touched], turned: Iterable[str] = (), alone: Alone | None = None) -> None:
        """Judge what is touched, by records that come `alone` or otherwise, and what rests on what has `turned`."""
        changed = self._board.follow(touched, turned, alone)
        seen: list[Mapping[str, date]] = []
        while not self._bases.awaited.isdisjoint(changed):
            done = days_done(self._board.parts, self._bases.awaited)
            if done in seen:
                if done != seen[-1]:  # they go in a circle, and hang on where it began
                    self._begin_anew()
                return
            seen.append(done)
            waiting = self._bases.waiting & self._bases.reaching(changed & self._bases.awaited)
            self._schedule_again(waiting)
            changed = self._board.follow((name, "") for name in waiting)

    def _schedule_again(self, references: Collection[str]) -> None:
        """Find anew what is owed of some obligations."""
        waits = not self._bases.waiting.isdisjoint(references)
        done = days_done(self._board.parts, self._bases.awaited) if waits else {}
        again = self._timetable.again(references, done)
        owed: dict[str, list[Occurrence]] = {name: [] for name in references}
        for occurrence in again.occurrences:
            owed[occurrence.obligation].append(occurrence)
        for name, occurrences in owed.items():
            self._board.owe(name, Owed.of(self._cascade.by_reference[name], occurrences))
