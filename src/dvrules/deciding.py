"""Deciding: which waiver and which suspension is in force for an occurrence on a day, and what is wrong with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cached_property
from typing import TypeVar

from dvrules.counting.reckoning import Reckoner
from dvrules.model.days import Reckoning, Span
from dvrules.model.records import Event, Suspension, Waiver, alike
from dvrules.model.reports import Occurrence
from dvrules.model.statements import state_that
from dvrules.model.values import evolve, frozen
from dvrules.owed import Owed

T = TypeVar("T")

_ONE_DAY = timedelta(days=1)


@frozen
class Decisions:
    """The waivers and suspensions known on a day, and the events that end waivers."""

    waivers: tuple[Waiver, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    events: tuple[Event, ...] = ()

    @classmethod
    def known(
        cls, waivers: Iterable[Waiver], suspensions: Iterable[Suspension], events: Iterable[Event], known_at: date
    ) -> Decisions:
        """Those on record by `known_at`, sorted so that the one decided last comes first."""
        return cls(
            tuple(sorted((w for w in waivers if w.recorded <= known_at), key=_rank, reverse=True)),
            tuple(sorted((s for s in suspensions if s.recorded <= known_at), key=lambda s: (s.start, s.id))),
            tuple(event for event in events if event.recorded <= known_at),
        )

    @cached_property
    def _waivers_about(self) -> Mapping[str, tuple[Waiver, ...]]:
        """The waivers that name an occurrence, by its key, and those that name none, by their obligation."""
        return _gathered(
            (name, waiver) for waiver in self.waivers for name in waiver.occurrences or (waiver.obligation,)
        )

    @cached_property
    def _suspensions_about(self) -> Mapping[str, tuple[Suspension, ...]]:
        """The suspensions by the obligation or the ruleset that they are about."""
        return _gathered((name, s) for s in self.suspensions for name in (s.obligation, s.ruleset) if name)

    @cached_property
    def _waiving(self) -> Mapping[str, tuple[Waiver, ...]]:
        """The waivers by the obligations of which they are about some occurrence."""
        return _gathered((name, waiver) for waiver in self.waivers for name in waived_by(waiver))

    def concern(self, reference: str) -> bool:
        """Whether any of them is about an obligation, or some occurrence of it."""
        return reference in self._waiving or bool(self._suspending_some(reference))

    def places(self, owed: Owed, day: date) -> Iterator[int]:
        """The places of what is owed for which any of them is in force on a day; one may be given twice."""
        reference = owed.obligation.reference
        for waiver in self._waiving.get(reference, ()):
            if day in self._spans[waiver.id]:
                yield from owed.covered(waiver)
        for suspension in self._suspending_some(reference):
            if day in Span(suspension.start, suspension.through):
                yield from owed.borne_by(suspension.unit)

    @cached_property
    def _until(self) -> Mapping[str, date]:
        """The first day of each event by which a waiver may end."""
        days: dict[str, date] = {}
        for event in self.events:
            words = alike(event.event)
            days[words] = min(event.day.latest, days.get(words, date.max))
        return days

    def covering(self, occurrence: Occurrence) -> tuple[Waiver, ...]:
        """Every waiver about the occurrence, whatever the day and whoever owes it now, the one decided last first."""
        about = self._waivers_about
        named, general = about.get(occurrence.key, ()), about.get(occurrence.obligation, ())
        if general:
            owed_by = {None, occurrence.formerly or occurrence.bearer}
            general = tuple(waiver for waiver in general if waiver.unit in owed_by)
        return tuple(sorted((*named, *general), key=_rank, reverse=True)) if named and general else named or general

    @cached_property
    def _spans(self) -> Mapping[str, Span]:
        """The days on which each of the waivers is in force, by its id."""
        return {waiver.id: self.span(waiver) for waiver in self.waivers}

    def waiver(self, occurrence: Occurrence, day: date) -> Waiver | None:
        """The waiver in force for the occurrence on a day; of several, the one decided last."""
        return next((waiver for waiver in self.covering(occurrence) if day in self._spans[waiver.id]), None)

    def span(self, waiver: Waiver) -> Span:
        """The days on which a waiver is in force: to its last day, or to that of the event that ends it."""
        until = self._until.get(alike(waiver.until)) if waiver.until else None
        ends = [day for day in (until, waiver.through) if day]
        return Span(waiver.start, min(ends, default=None))

    def suspension(self, occurrence: Occurrence, day: date) -> Suspension | None:
        """The suspension in force for the occurrence on a day; of several, the one that began first."""
        found = self._suspending(occurrence)
        return next((each for each in found if day in Span(each.start, each.through)), None)

    def _suspending(self, occurrence: Occurrence) -> tuple[Suspension, ...]:
        """Every suspension that is about the occurrence, whatever the day, in the order in which they began."""
        own = [each for each in self._suspending_some(occurrence.obligation) if each.unit in {None, occurrence.bearer}]
        if not own:
            return ()
        return tuple(sorted({each.id: each for each in own}.values(), key=lambda each: (each.start, each.id)))

    def _suspending_some(self, reference: str) -> tuple[Suspension, ...]:
        """Every suspension that is about an obligation, by itself or with its ruleset, whoever owes it."""
        about = self._suspensions_about
        return (*about.get(reference, ()), *about.get(reference.partition(":")[0], ())) if about else ()

    def tolled(self, occurrence: Occurrence, as_of: date, reckoner: Reckoner) -> Occurrence:
        """The occurrence with its due day put off by the days of the suspensions that keep the time that was left.

        Only days on which it was owed count: from its opening to its due day, as that moves. A suspension without a
        last day is counted to `as_of`. A day put off that is a day off moves as the profile of counting says.
        """
        if not self._suspending_some(occurrence.obligation):
            return occurrence
        suspensions = [each for each in self._suspending(occurrence) if each.tolls]
        opens, due = occurrence.opens.day, occurrence.due
        if not suspensions or opens is None or due.day is None:
            return occurrence
        counted: date = opens - _ONE_DAY
        for suspension in suspensions:
            first = max(suspension.start, counted + _ONE_DAY)
            last = suspension.through or as_of
            if first > due.day or last < first:
                continue
            days = (last - first).days + 1
            source = suspension.document or suspension.by
            day = due.day + timedelta(days=days)
            key = "step.tolled" if suspension.through else "step.tolled_so_far"
            step = state_that(key, day=day, source=source, count=days, first=first, last=last)
            due = Reckoning(day, day, (*due.steps, step), due.missing)
            counted = last
        return evolve(occurrence, due=reckoner.rolled(due, reckoner.profile.roll) if due != occurrence.due else due)


def _gathered(found: Iterable[tuple[str, T]]) -> Mapping[str, tuple[T, ...]]:
    gathered: dict[str, list[T]] = defaultdict(list)
    for name, each in found:
        gathered[name].append(each)
    return {name: tuple(each) for name, each in gathered.items()}


def waived_by(waiver: Waiver) -> set[str]:
    """The obligations of which a waiver is about some occurrence."""
    return {name.partition("/")[0] for name in waiver.occurrences or (waiver.obligation,)}


def _rank(waiver: Waiver) -> tuple[date, str]:
    return waiver.decided, waiver.id


def deferred(occurrence: Occurrence, waiver: Waiver) -> Occurrence:
    """The occurrence with the due day that the waiver sets, and the step that says so."""
    source = waiver.document or waiver.by
    step = state_that("step.deferred", day=waiver.due, source=source, reason=waiver.reason)
    return evolve(occurrence, due=Reckoning(waiver.due, waiver.due, (*occurrence.due.steps, step)))
