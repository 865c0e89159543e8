"""Deciding: which waiver and which suspension is in force for an occurrence on a day, and what is wrong with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import TypeVar

from dvrules.counting.reckoning import Reckoner
from dvrules.model.days import Reckoning, Span
from dvrules.model.diagnostics import Diagnostic
from dvrules.model.records import Effect, Event, Suspension, Waiver, alike
from dvrules.model.reports import Finding, Findings, Occurrence, State
from dvrules.model.statements import state_that
from dvrules.model.values import evolve, frozen

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
    def _named(self) -> frozenset[str]:
        """The obligations and rulesets that some decision is about."""
        return frozenset((*(name for waiver in self.waivers for name in waived_by(waiver)), *self._suspensions_about))

    def name(self, reference: str) -> bool:
        """Whether any of them, whatever the day, is about an obligation or some occurrence of it."""
        return not self._named.isdisjoint((reference, reference.partition(":")[0]))

    def concern(self, occurrence: Occurrence) -> bool:
        """Whether any of them, whatever the day, is about the occurrence."""
        return bool(self.covering(occurrence) or self._suspending(occurrence))

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

    def waiver(self, occurrence: Occurrence, as_of: date) -> Waiver | None:
        """The waiver in force for the occurrence; of several, the one decided last."""
        return next(self.waivers_for(occurrence, as_of), None)

    def waivers_for(self, occurrence: Occurrence, as_of: date) -> Iterator[Waiver]:
        """Every waiver in force for the occurrence, the one decided last first."""
        return (waiver for waiver in self.covering(occurrence) if as_of in self.span(waiver))

    def span(self, waiver: Waiver) -> Span:
        """The days on which the waiver is in force: to its last day, or to that of the event that ends it."""
        until = self._until.get(alike(waiver.until)) if waiver.until else None
        ends = [day for day in (until, waiver.through) if day]
        return Span(waiver.start, min(ends, default=None))

    def suspension(self, occurrence: Occurrence, as_of: date) -> Suspension | None:
        """The suspension in force for the occurrence; of several, the one that began first."""
        found = self._suspending(occurrence)
        return next((each for each in found if as_of in Span(each.start, each.through)), None)

    def _suspending(self, occurrence: Occurrence) -> tuple[Suspension, ...]:
        """Every suspension that is about the occurrence, whatever the day, in the order in which they began."""
        about = self._suspensions_about
        if not about:
            return ()
        own = about.get(occurrence.obligation, ()), about.get(occurrence.obligation.partition(":")[0], ())
        found = {each.id: each for some in own for each in some if each.unit in {None, occurrence.bearer}}
        return tuple(sorted(found.values(), key=lambda each: (each.start, each.id)))

    def tolled(self, occurrence: Occurrence, as_of: date, reckoner: Reckoner) -> Occurrence:
        """The occurrence with its due day put off by the days of the suspensions that keep the time that was left.

        Only days on which it was owed count: from its opening to its due day, as that moves. A suspension without a
        last day is counted to `as_of`. A day put off that is a day off moves as the profile of counting says.
        """
        if not self.name(occurrence.obligation):
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


#: States in which a waiver has nothing left to do: nobody owes it.
_NOT_OWED = {State.SUPERSEDED, State.TERMINATED, State.NOT_APPLICABLE}

#: States of what is still to be excused when a waiver has expired.
_STILL_OWED = {State.OVERDUE, State.BREACHED, State.OPEN}


def review(decisions: Decisions, findings: Findings, as_of: date) -> Iterator[Diagnostic]:
    """What is wrong with waivers on a day: about nothing, about nothing still owed, unused, overlapping, or expired."""
    covered: dict[str, list[Finding]] = defaultdict(list)
    overlapping: dict[tuple[str, str], str] = {}
    waived = {name for waiver in decisions.waivers for name in waived_by(waiver)}
    for place, occurrence in enumerate(findings.occurrences if waived else ()):
        if occurrence.obligation not in waived:
            continue
        covering = decisions.covering(occurrence)
        for waiver in covering:
            covered[waiver.id].append(findings[place])
        in_force = [waiver.id for waiver in covering if as_of in decisions.span(waiver)]
        for one, other in pairwise(in_force):
            overlapping.setdefault((one, other), occurrence.key)
    by_id = {waiver.id: waiver for waiver in decisions.waivers}
    for (one, other), key in overlapping.items():
        yield Diagnostic("DV513", {"id": other, "other": one, "key": key}, by_id[other].place)
    for waiver in decisions.waivers:
        code = _fault(waiver, decisions.span(waiver), covered[waiver.id], as_of)
        if code:
            last = decisions.span(waiver).through
            yield Diagnostic(code, {"id": waiver.id, "through": last.isoformat() if last else ""}, waiver.place)


def _fault(waiver: Waiver, span: Span, covered: list[Finding], as_of: date) -> str:
    if not covered:
        return "DV511"
    if as_of in span:
        if all(finding.state in _NOT_OWED for finding in covered):
            return "DV515"
        changed = any(finding.waiver == waiver.id for finding in covered)
        return "" if changed else "DV512"
    expired = span.through is not None and span.through < as_of and waiver.effect is Effect.EXCUSES
    return "DV514" if expired and any(finding.state in _STILL_OWED for finding in covered) else ""
