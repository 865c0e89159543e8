"""Terms: the turns of an obligation that each form of deadline gives, whoever bears it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import date

from dvrules.counting.periods import Period, period_named, periods
from dvrules.counting.reckoning import Reckoner, day_before, unknown
from dvrules.counting.recurrence import recurring_days
from dvrules.model.days import Reckoning, Span
from dvrules.model.deadlines import (
    ISSUE,
    Anchor,
    ByReference,
    Continuous,
    Cycle,
    Deadline,
    Fixed,
    Listed,
    Measure,
    OnRequest,
    Periodic,
    Quota,
    Recurring,
    Relative,
    Roll,
    Within,
)
from dvrules.model.documents import Document
from dvrules.model.records import Event, alike
from dvrules.model.statements import Statement, state_that
from dvrules.model.values import define, evolve, frozen


@frozen
class Term:
    """One turn of an obligation: its period, when it opens and falls due, and what else an occurrence keeps of it.

    `unit` is the only one that owes it, where that is so.
    """

    period: str
    opens: Reckoning
    due: Reckoning
    internal: Reckoning | None = None
    data: Span | None = None
    quota: Quota | None = None
    awaits: Statement | None = None
    unit: str | None = None


@define
class Terms:
    """Gives the terms of one obligation's deadlines, for all forms but those that lead to another deadline.

    What has no last day is followed to `horizon`, inclusive; `events` are those on record, by their words as they are
    compared and the obligation that they are about.
    """

    reference: str
    document: Document
    reckoner: Reckoner
    events: Mapping[tuple[str, str | None], tuple[Event, ...]]
    horizon: date

    def of(self, deadline: Deadline, led_by: tuple[Statement, ...]) -> Iterator[Term]:  # noqa: C901 - one case a form
        """The terms of `deadline`, in order; `led_by` are the steps that led to it."""
        match deadline:
            case Fixed():
                yield from self._fixed(deadline, led_by)
            case Within():
                yield from self._within(deadline, led_by)
            case Periodic():
                yield from self._periodic(deadline, led_by)
            case Relative():
                yield from self._after_event(deadline, led_by)
            case OnRequest():
                yield from self._on_request(deadline, led_by)
            case Listed():
                for number, day in enumerate(deadline.days, start=1):
                    yield self._on(str(number), day, deadline.roll, led_by)
            case Recurring():
                for label, day in recurring_days(deadline.rrule, deadline.from_, self._last()):
                    yield self._on(label, day, deadline.roll, led_by)
            case Continuous():
                yield from self._continuous(deadline, led_by)

    def distinction(self, deadline: Deadline) -> tuple[Hashable, ...]:
        """What of a document the terms of `deadline` hang on; nothing where they hang on what is on record, too."""
        if isinstance(deadline, OnRequest | ByReference) or (
            isinstance(deadline, Relative) and deadline.event != ISSUE
        ):
            return ()
        document = self.document
        if document.term.from_ and not isinstance(deadline, Relative):
            return (document.term,)
        dated = document.date is not None and document.date.known is not None
        return document.term, document.date, "" if dated else document.identity

    def start(self) -> Reckoning:
        """The day from which the document holds: as its term says, else its own date, as far as that is known."""
        document = self.document
        if document.term.from_:
            return known(document.term.from_)
        if document.date:
            missing = () if document.date.known else (state_that("missing.day", document=document.identity),)
            return Reckoning(document.date.earliest, document.date.latest, missing=missing)
        return unknown(state_that("missing.date", document=document.identity))

    def holds_for(self, term: Term) -> bool:
        """Whether a term of another document's lies in this one's time: not due before it, nor opened after its end."""
        start, last = self.start().earliest, self.document.term.through
        due, opens = term.due.latest, term.opens.earliest
        return not ((start and due and due < start) or (last and opens and opens > last))

    def _last(self) -> date:
        return min(self.document.term.through or self.horizon, self.horizon)

    def _on(self, label: str, day: date, roll: Roll, led_by: tuple[Statement, ...]) -> Term:
        due = known(day, *led_by, state_that("step.fixed", day=day))
        return Term(label, self.start(), self.reckoner.rolled(due, roll))

    def _fixed(self, deadline: Fixed, led_by: tuple[Statement, ...]) -> Iterator[Term]:
        named = deadline.by or deadline.before
        if named:
            due = known(named, *led_by, state_that("step.fixed", day=named))
            due = day_before(due) if deadline.before else due
            opens = known(deadline.from_) if deadline.from_ else self.start()
            yield Term("once", opens, self.reckoner.rolled(due, deadline.roll))

    def _within(self, deadline: Within, led_by: tuple[Statement, ...]) -> Iterator[Term]:
        period = period_named(deadline.period)
        due = self._anchored(deadline, period, led_by)
        opens = self.reckoner.anchored(period, deadline.from_) if deadline.from_ else known(period.first)
        if deadline.before and deadline.from_ is None:
            opens = self.start()
        yield Term(period.label, opens, due)

    def _periodic(self, deadline: Periodic, led_by: tuple[Statement, ...]) -> Iterator[Term]:
        start = self.start()
        if deadline.every is None:
            yield unresolved(state_that("missing.rhythm"), *led_by)
        elif start.earliest is None:
            yield Term("unresolved", start, start)
        else:
            for period in periods(deadline.every, start.earliest, self._last()):
                due = self._anchored(deadline, period, led_by)
                # What fell due before the document held was never owed under it, nor what falls due after its end.
                if period.last > self._last() and (due.latest is None or due.latest > self._last()):
                    continue
                if due.latest is None or due.latest >= start.earliest:
                    opens = start if period.first < start.earliest else known(period.first)
                    opens = self.reckoner.anchored(period, deadline.from_) if deadline.from_ else opens
                    data = self.reckoner.data_span(period, deadline.cut_off) if deadline.cut_off else None
                    due = evolve(due, steps=(*due.steps, data[1])) if data else due
                    internal = None
                    if deadline.lead is not None:
                        internal = self.reckoner.ahead(due, deadline.lead)
                    yield Term(period.label, opens, due, internal, data[0] if data else None)

    def _anchored(self, deadline: Within | Periodic, period: Period, led_by: tuple[Statement, ...]) -> Reckoning:
        anchor = deadline.by or deadline.before
        if isinstance(deadline, Periodic) and "by" in deadline.unknown:
            return unknown(state_that("missing.day_of_period", period=period.label), *led_by)
        due = self.reckoner.anchored(period, anchor or Anchor("last"))
        if anchor is None:
            due = evolve(due, steps=(due.steps[0], state_that("step.within", day=due.day)))
        due = due.led_by(led_by)
        return self.reckoner.rolled(day_before(due) if deadline.before else due, deadline.roll)

    def _after_event(self, deadline: Relative, led_by: tuple[Statement, ...]) -> Iterator[Term]:
        if deadline.event == ISSUE:
            start = self.issue()
            yield self._counted("once", start, deadline, led_by)
            return
        found = self._records(deadline.event or "")
        for record in found:
            yield evolve(self._counted(record.id, happened(record), deadline, led_by), unit=record.unit)
        if not found:
            awaits = state_that("missing.event", event=deadline.event)
            yield evolve(unresolved(awaits, *led_by), period="awaited", awaits=awaits)

    def _counted(self, label: str, base: Reckoning, deadline: Relative, led_by: tuple[Statement, ...]) -> Term:
        opens = self.start() if deadline.offset < 0 else base
        opens = known(deadline.from_) if deadline.from_ else opens
        return Term(label, opens, self.counted(base.led_by(led_by), deadline))

    def counted(self, base: Reckoning, deadline: Relative) -> Reckoning:
        """The due day of a relative deadline, from the day it is counted from."""
        if "offset" in deadline.unknown:
            return unknown(state_that("missing.offset"), *base.steps)
        lead = -deadline.offset if deadline.measure is Measure.WORKING_DAY else 0
        if lead > 0 and deadline.obligation and deadline.of == "due":
            due = self.reckoner.ahead(base, lead)
        else:
            due = self.reckoner.moved(base, deadline.offset, deadline.measure)
        return self.reckoner.rolled(due, self._roll(deadline.roll, deadline.offset))

    def _roll(self, roll: Roll | None, offset: int) -> Roll:
        profile = self.reckoner.profile
        return roll or (profile.roll if offset > 0 else profile.roll_back if offset < 0 else Roll.NONE)

    def _on_request(self, deadline: OnRequest, led_by: tuple[Statement, ...]) -> Iterator[Term]:
        for record in self._records(deadline.event):
            base = happened(record)
            if record.due:
                due = known(record.due, *led_by, *base.steps, state_that("step.requested", day=record.due))
            elif deadline.offset is None:
                due = unknown(state_that("missing.day_of_request", id=record.id), *led_by, *base.steps)
            else:
                due = self.reckoner.moved(base.led_by(led_by), deadline.offset, deadline.measure)
                due = self.reckoner.rolled(due, self._roll(deadline.roll, deadline.offset))
            yield Term(record.id, base, due, unit=record.unit)

    def _records(self, event: str) -> list[Event]:
        words = alike(event)
        found = (*self.events.get((words, None), ()), *self.events.get((words, self.reference), ()))
        return sorted(found, key=lambda record: (record.day.earliest, record.day.latest, record.id))

    def _continuous(self, deadline: Continuous, led_by: tuple[Statement, ...]) -> Iterator[Term]:
        span = deadline.span or self.document.term
        opens = known(span.from_) if span.from_ else self.start()
        if deadline.during:
            yield Term("term", opens, unknown(state_that("missing.stretch", during=deadline.during), *led_by))
            return
        rhythms: list[tuple[Quota | None, Cycle]] = [(quota, quota.every) for quota in deadline.at_least]
        rhythms += [(None, deadline.review)] if deadline.review else []
        for quota, every in rhythms:
            if opens.earliest is None:
                yield Term("unresolved", opens, opens, quota=quota)
                continue
            last = min(span.through or self.horizon, self.horizon)
            for period in periods(every, opens.earliest, last):
                end = min(period.last, span.through or period.last)
                step = state_that("step.period", period=period.label, first=period.first, last=period.last)
                due = known(end, *led_by, step, state_that("step.within", day=end))
                begins = opens if period.first < opens.earliest else known(period.first)
                yield Term(period.label, begins, due, quota=quota)
        if not rhythms:
            due = known(span.through, *led_by) if span.through else Reckoning(steps=led_by)
            yield Term("term", opens, due)

    def issue(self) -> Reckoning:
        """The day of the document itself, as far as it is known."""
        day = self.document.date
        if day is None:
            return unknown(state_that("missing.date", document=self.document.identity))
        missing = () if day.known else (state_that("missing.day", document=self.document.identity),)
        step = state_that("step.issue", day=day.latest)
        return Reckoning(day.earliest, day.latest, (_ranged(step, day.earliest),), missing)


def on_record(events: Iterable[Event], known_at: date) -> Mapping[tuple[str, str | None], tuple[Event, ...]]:
    """The events known, by their words as they are compared and the obligation that they are about."""
    found: dict[tuple[str, str | None], list[Event]] = defaultdict(list)
    for event in events:
        if event.recorded <= known_at:
            found[alike(event.event), event.obligation].append(event)
    return {about: tuple(each) for about, each in found.items()}


def happened(record: Event) -> Reckoning:
    """The day of an event, as far as it is known."""
    day = record.day
    missing = () if day.known else (state_that("missing.day_of_event", event=record.event, id=record.id),)
    step = state_that("step.event", day=day.latest, source=record.document or record.source, event=record.event)
    return Reckoning(day.earliest, day.latest, (_ranged(step, day.earliest),), missing)


def _ranged(step: Statement, earliest: date) -> Statement:
    return evolve(step, earliest=earliest) if earliest != step.day else step


def known(day: date, *steps: Statement) -> Reckoning:
    """A day that is certain."""
    return Reckoning(day, day, steps)


def unresolved(missing: Statement, *steps: Statement) -> Term:
    """A term of which neither day can be said until the missing fact is in hand."""
    return Term("unresolved", unknown(missing), unknown(missing, *steps))
