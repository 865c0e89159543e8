"""The agenda: on which days an obligation must be judged again, while nothing new comes on record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import TypeVar

from dvrules.deciding import Decisions, waived_by
from dvrules.model.cascades import Cascade
from dvrules.model.records import Evidence
from dvrules.model.reports import Occurrence
from dvrules.model.values import define, field
from dvrules.owed import Owed
from dvrules.parts import Part

_ONE_DAY = timedelta(days=1)

T = TypeVar("T")


#: An obligation and a unit, or "" for all that bear it.
Touched = tuple[str, str]


@define
class Agenda:
    """What changes on which days: obligations that turn with the calendar, and records that come to count.

    `daily` are the obligations about which answers may change on any day.
    """

    daily: set[str] = field(factory=set)
    _breached: set[str] = field(factory=set)
    _turning: dict[date, set[str]] = field(factory=lambda: defaultdict(set))
    _occurring: dict[date, set[str]] = field(factory=lambda: defaultdict(set))
    _recorded: dict[date, set[str]] = field(factory=lambda: defaultdict(set))

    @classmethod
    def of(cls, cascade: Cascade, parts: Iterable[Part], decisions: Decisions) -> Agenda:
        """The agenda of what is owed and of what was decided about it."""
        agenda = cls()
        for part in parts:
            agenda.enter(part.owed)
            agenda.watch(part)
        for reference, day in _decided(cascade, decisions):
            agenda._turning[day].add(reference)
        return agenda

    def enter(self, owed: Owed) -> None:
        """Enter the days of what is owed of an obligation.

        Where an opening is not known, those are its recipients that are members on the day judged.
        """
        reference = owed.obligation.reference
        for day in {day for occurrence in owed.occurrences for day in _days(occurrence)}:
            self._turning[day].add(reference)
        if owed.obligation.recipients and any(each.opens.earliest is None for each in owed.occurrences):
            self.daily.add(reference)

    def watch(self, part: Part) -> None:
        """Enter the days on which what was answered of an obligation comes to count.

        One of which a breach is known turns every day: it may be made good, or no more.
        """
        reference = part.owed.obligation.reference
        for answer in part.answers.values():
            for day in (answer.fulfilled, answer.assessed):
                if day:
                    self._turning[day].add(reference)
            if answer.breaches:
                self._breached.add(reference)

    def expect(self, record: Evidence) -> None:
        """Enter the days from which a record counts: when it occurs, and when it is recorded."""
        self._occurring[record.occurred].add(record.id)
        self._recorded[record.recorded].add(record.id)

    def turning(self, first: date, last: date) -> set[str]:
        """The obligations of which something turns after the day `first`, through `last`."""
        return _between(self._turning, first, last) | (self._breached if first < last else set())

    def coming(self, occurred: tuple[date, date], recorded: tuple[date, date]) -> set[str]:
        """The ids of records that may come to count when the days judged and known go from the first to the last."""
        return _between(self._occurring, *occurred) | _between(self._recorded, *recorded)


def _between(by_day: Mapping[date, set[T]], first: date, last: date) -> set[T]:
    days = (first + timedelta(number + 1) for number in range((last - first).days))
    return set().union(*(by_day.get(day, set()) for day in days))


def _days(occurrence: Occurrence) -> Iterator[date]:
    """The days on which the state of an occurrence may change by the calendar alone."""
    opens, due = occurrence.opens, occurrence.due
    first, last = {opens.earliest, opens.latest}, {due.earliest, due.latest}
    # Of what is not known the other bounds what is possible.
    if None in first:
        first.add(due.latest)
    if due.missing:
        last |= first
    yield from (day for day in first if day)
    yield from (day + _ONE_DAY for day in last if day and day < date.max)
    if occurrence.ending:
        yield occurrence.ending.day


def _decided(cascade: Cascade, decisions: Decisions) -> Iterator[tuple[str, date]]:
    """The obligations that decisions are about, with the days on which these begin, end, or let something fall due."""
    for waiver in decisions.waivers:
        span = decisions.span(waiver)
        ends = (day + _ONE_DAY for day in (span.through, waiver.due) if day and day < date.max)
        days = [day for day in (waiver.start, *ends, waiver.due) if day]
        yield from ((name, day) for name in waived_by(waiver) for day in days)
    for suspension in decisions.suspensions:
        whole = cascade.by_id.get(suspension.ruleset or "")
        named = [suspension.obligation] if suspension.obligation else []
        named += [obligation.reference for obligation in whole.obligations] if whole else []
        last = (suspension.through + _ONE_DAY,) if suspension.through else ()
        yield from ((reference, day) for reference in named for day in (suspension.start, *last))
