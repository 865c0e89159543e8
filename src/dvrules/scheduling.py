"""Scheduling: from obligations to occurrences, with the days each opens and falls due and how they were reckoned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from attrs import define, evolve, field, frozen

from dvrules.counting.calendars import WorkingDays
from dvrules.counting.periods import periods
from dvrules.counting.reckoning import anchored, day_before, moved, rolled, unknown
from dvrules.model.cascades import Cascade
from dvrules.model.days import Reckoning
from dvrules.model.deadlines import ByReference, Continuous, Deadline, Fixed, Periodic, Relative, Roll
from dvrules.model.documents import Document
from dvrules.model.records import Assumption
from dvrules.model.reports import Occurrence
from dvrules.model.rulesets import Obligation
from dvrules.model.statements import Statement, state_that


@frozen
class Term:
    """One turn of an obligation, whoever bears it: its period, when it opens and when it falls due."""

    period: str
    opens: Reckoning
    due: Reckoning


def schedule(cascade: Cascade, working: WorkingDays, *, known_at: date, horizon: date) -> tuple[Occurrence, ...]:
    """Every occurrence of the cascade, sorted by key.

    Assumptions count if they were on record by `known_at`. The periods of a document without a last day are followed to
    `horizon`, inclusive.
    """
    scheduler = _Scheduler(cascade, working, known_at, horizon)
    occurrences = (
        Occurrence(
            key=f"{obligation.reference}/{bearer}/{term.period}",
            obligation=obligation.reference,
            kind=obligation.kind,
            bearer=bearer,
            period=term.period,
            opens=term.opens,
            due=term.due,
        )
        for obligation in cascade.obligations
        for term in scheduler.terms(obligation.reference)
        for bearer in _bearers(obligation, term, cascade)
    )
    return tuple(sorted(occurrences, key=lambda occurrence: occurrence.key))


def _bearers(obligation: Obligation, term: Term, cascade: Cascade) -> tuple[str, ...]:
    """The units that owe a term: of a group, those that were members on the day on which it opened."""
    bearer = obligation.bearer
    if bearer.unit:
        return (bearer.unit,)
    group = cascade.groups.get(bearer.each or "")
    if group is None:
        return ()
    opened = term.opens.earliest
    return group.on(opened) if opened else tuple(dict.fromkeys(member.unit for member in group.members))


@define
class _Scheduler:
    """Finds the terms of obligations, each obligation's once, following deadlines from one to another."""

    cascade: Cascade
    working: WorkingDays
    known_at: date
    horizon: date
    _obligations: dict[str, Obligation] = field(init=False)
    _documents: dict[str, Document] = field(init=False)
    _found: dict[str, tuple[Term, ...]] = field(factory=dict, init=False)
    _under_way: set[str] = field(factory=set, init=False)

    def __attrs_post_init__(self) -> None:
        self._obligations = {obligation.reference: obligation for obligation in self.cascade.obligations}
        self._documents = {ruleset.id: ruleset.document for ruleset in self.cascade.rulesets}

    def terms(self, reference: str) -> tuple[Term, ...]:
        """The terms of an obligation, under labels that tell them apart."""
        if reference not in self._obligations:
            return (_unresolved(state_that("missing.obligation", id=reference)),)
        if reference in self._under_way:
            return (_unresolved(state_that("missing.circle", id=reference)),)
        if reference not in self._found:
            self._under_way.add(reference)
            obligation = self._obligations[reference]
            document = self._documents[reference.partition(":")[0]]
            followed = (term for d in self._stated(obligation) for term in self._follow(d, document))
            self._found[reference] = tuple(_told_apart(followed))
            self._under_way.remove(reference)
        return self._found[reference]

    def _stated(self, obligation: Obligation) -> tuple[tuple[Deadline | Statement, tuple[Statement, ...]], ...]:
        """The deadlines that stand for an obligation's own, each with the steps that led to it."""
        assumption = self._assumed(obligation=obligation.reference)
        if assumption:
            return tuple((deadline, (_assuming(assumption),)) for deadline in assumption.deadline)
        return tuple(
            pair
            for deadline in obligation.deadline
            for pair in (self._referred(deadline) if isinstance(deadline, ByReference) else ((deadline, ()),))
        )

    def _referred(self, deadline: ByReference) -> tuple[tuple[Deadline | Statement, tuple[Statement, ...]], ...]:
        """The deadlines of the clause referred to, or the statement of what is missing to know them."""
        document, clause = deadline.document or "", deadline.clause or ""
        if not deadline.document:
            return ((state_that("missing.unnamed", words=deadline.words), ()),)
        step = state_that("step.reference", document=document, clause=clause)
        assumption = self._assumed(document=deadline.document, clause=deadline.clause)
        ruleset = self.cascade.documents.get(deadline.document)
        stated = next((c.deadline for c in ruleset.clauses if c.clause == clause), ()) if ruleset else ()
        if stated:
            return tuple((each, (step,)) for each in stated)
        if assumption:
            return tuple((each, (step, _assuming(assumption))) for each in assumption.deadline)
        return ((state_that("missing.clause", document=document, clause=clause), (step,)),)

    def _assumed(self, **target: str | None) -> Assumption | None:
        return next(
            (
                assumption
                for assumption in self.cascade.assumptions
                if assumption.recorded <= self.known_at
                and all(getattr(assumption, key) == value for key, value in target.items())
            ),
            None,
        )

    def _follow(self, stated: tuple[Deadline | Statement, tuple[Statement, ...]], document: Document) -> Iterator[Term]:
        deadline, led_by = stated
        match deadline:
            case Statement():
                yield _unresolved(deadline, *led_by)
            case ByReference():
                for further, steps in self._referred(deadline):
                    circle = state_that("missing.circle", id=deadline.document)
                    onward = circle if any(step in led_by for step in steps) else further
                    yield from self._follow((onward, (*led_by, *steps)), document)
            case Fixed():
                yield from self._fixed(deadline, document, led_by)
            case Periodic():
                yield from self._periodic(deadline, document, led_by)
            case Relative():
                yield from self._relative(deadline, led_by)
            case Continuous():
                span = deadline.span or document.term
                opens = _on(span.from_) if span.from_ else _start(document)
                yield Term("term", opens, _on(span.through, *led_by) if span.through else Reckoning(steps=led_by))

    def _fixed(self, deadline: Fixed, document: Document, led_by: tuple[Statement, ...]) -> Iterator[Term]:
        named = deadline.by or deadline.before
        if named:
            due = Reckoning(named, named, (*led_by, state_that("step.fixed", day=named)))
            due = day_before(due) if deadline.before else due
            yield Term("once", _start(document), rolled(due, deadline.roll, self.working))

    def _periodic(self, deadline: Periodic, document: Document, led_by: tuple[Statement, ...]) -> Iterator[Term]:
        anchor = deadline.by or deadline.before
        start = _start(document)
        if anchor is None:
            return
        if start.earliest is None:
            yield Term("unresolved", start, start)
            return
        for period in periods(deadline.every, start.earliest, min(document.term.through or self.horizon, self.horizon)):
            due = anchored(period, anchor, self.working)
            due = rolled(day_before(due) if deadline.before else due, deadline.roll, self.working)
            # What fell due before the document held was never owed under it.
            if due.latest is None or due.latest >= start.earliest:
                opens = start if period.first < start.earliest else _on(period.first)
                yield Term(period.label, opens, evolve(due, steps=(*led_by, *due.steps)))

    def _relative(self, deadline: Relative, led_by: tuple[Statement, ...]) -> Iterator[Term]:
        roll = deadline.roll or (Roll.NEXT if deadline.offset > 0 else Roll.NONE)
        for base in self.terms(deadline.obligation):
            from_base = state_that("step.relative", id=deadline.obligation, period=base.period, day=base.due.day)
            due = moved(base.due, deadline.offset, deadline.measure, self.working)
            due = rolled(due, roll, self.working)
            own = due.steps[len(base.due.steps) :]
            yield Term(base.period, base.opens, evolve(due, steps=(*led_by, *base.due.steps, from_base, *own)))


def _start(document: Document) -> Reckoning:
    """The day from which a document holds: as its term says, else its own date, as far as that is known."""
    if document.term.from_:
        return _on(document.term.from_)
    if document.date:
        missing = () if document.date.known else (state_that("missing.day", document=document.identity),)
        return Reckoning(document.date.earliest, document.date.latest, missing=missing)
    return unknown(state_that("missing.date", document=document.identity))


def _on(day: date, *steps: Statement) -> Reckoning:
    return Reckoning(day, day, steps)


def _unresolved(missing: Statement, *steps: Statement) -> Term:
    return Term("unresolved", unknown(missing), unknown(missing, *steps))


def _assuming(assumption: Assumption) -> Statement:
    return state_that("step.assumed", reason=assumption.reason, by=assumption.by, recorded=assumption.recorded)


def _told_apart(terms: Iterable[Term]) -> Iterator[Term]:
    seen: Counter[str] = Counter()
    for term in terms:
        seen[term.period] += 1
        number = seen[term.period]
        yield term if number == 1 else evolve(term, period=f"{term.period}-{number}")
