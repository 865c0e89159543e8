"""Scheduling: from obligations to occurrences, with the days each opens and falls due and how they were reckoned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from operator import attrgetter

from dvrules.bearing import Bearing
from dvrules.counting.reckoning import Reckoner
from dvrules.endings import Override, documents_ended, ending_of, endings, in_succession, overrides
from dvrules.labels import told_apart
from dvrules.model.cascades import Cascade
from dvrules.model.deadlines import ByReference, Deadline, Relative
from dvrules.model.diagnostics import Diagnostic
from dvrules.model.records import Assumption, Event, Termination
from dvrules.model.reports import Ending, Occurrence
from dvrules.model.rulesets import Obligation
from dvrules.model.statements import Statement, state_that
from dvrules.model.values import define, evolve, field, frozen
from dvrules.terms import Term, Terms, known, on_record, unresolved

#: The deadlines that stand for an obligation's own, each with the steps that led to it; or what is missing to have one.
_Stated = tuple[Deadline | Statement, tuple[Statement, ...]]


@frozen
class Schedule:
    """Occurrences sorted by key, and what was found to be wrong on the way."""

    occurrences: tuple[Occurrence, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


def _occurrence(obligation: Obligation, term: Term, bearer: str, ending: Ending | None) -> Occurrence:
    reference, period = obligation.reference, term.period
    return Occurrence(
        f"{reference}/{bearer}/{period}",
        reference,
        obligation.kind,
        bearer,
        period,
        term.opens,
        term.due,
        term.internal,
        term.data,
        term.quota,
        term.awaits,
        ending,
    )


@define
class Scheduler:
    """Schedules the obligations of a cascade; the terms of each are found once, following deadlines to one another.

    What was due before `since` is not followed; the periods of a document without a last day are, to `horizon`,
    inclusive. `done` holds the days on which occurrences were fulfilled, by key, for deadlines counted from them.
    """

    cascade: Cascade
    reckoner: Reckoner
    known_at: date
    horizon: date
    since: date
    events: Mapping[tuple[str, str | None], tuple[Event, ...]]
    documents: Mapping[str, tuple[Ending, ...]]
    ended: dict[str, tuple[Ending, ...]]
    overridden: Mapping[str, tuple[Override, ...]]
    bearing: Bearing
    done: Mapping[str, date] = field(factory=dict, init=False)
    _found: dict[str, tuple[Term, ...]] = field(factory=dict, init=False)
    _alike: dict[Hashable, dict[Deadline, tuple[Term, ...]]] = field(factory=lambda: defaultdict(dict), init=False)
    _under_way: set[str] = field(factory=set, init=False)

    @classmethod
    def of(
        cls,
        cascade: Cascade,
        reckoner: Reckoner,
        *,
        known_at: date,
        horizon: date,
        since: date | None = None,
        events: tuple[Event, ...] = (),
        terminations: tuple[Termination, ...] = (),
    ) -> Scheduler:
        """What schedules by the assumptions, events and terminations that were on record by `known_at`."""
        documents = documents_ended(cascade, terminations, known_at)
        ended, overridden = endings(cascade, documents), overrides(cascade, documents)
        happened = on_record(events, known_at)
        bearing = Bearing(cascade)
        days = known_at, horizon, since or date.min
        return cls(cascade, reckoner, *days, happened, documents, ended, overridden, bearing)

    def schedule(self) -> Schedule:
        """Every occurrence of the cascade that is due on the day `since` or later, or of which that isn't known."""
        return self._schedule(self.cascade.obligations)

    def again(self, references: Collection[str], done: Mapping[str, date]) -> Schedule:
        """Only what is owed under some obligations, now that others were fulfilled on the days `done`."""
        self.done = done
        for reference in references:
            self._found.pop(reference, None)
        return self._schedule(self.cascade.by_reference[reference] for reference in sorted(references))

    def revise(self, cascade: Cascade, new: Iterable[str], gone: Iterable[str]) -> None:
        """Schedule by a cascade in which some obligations are gone, and new ones end with their document alone."""
        self.cascade = self.bearing.cascade = cascade
        for reference in gone:
            self._found.pop(reference, None)
        for reference in new:
            document = cascade.document_of(cascade.by_reference[reference])
            self.ended[reference] = self.documents.get(document.identity, ())

    def _schedule(self, obligations: Iterable[Obligation]) -> Schedule:
        cascade = self.cascade
        occurrences: list[Occurrence] = []
        faults: list[Diagnostic] = []
        for obligation in obligations:
            reference = obligation.reference
            ends, over = self.ended.get(reference, ()), self.overridden.get(reference, ())
            nobody = False
            units = self.bearing.owing(obligation)
            for term in self.followed(reference):
                owing = units(term)
                nobody = nobody or not owing
                ending = ending_of(ends, term.opens, term.due) if ends else None
                for bearer in owing:
                    own = ending or (self._overridden(over, term, bearer) if over else None)
                    occurrences.append(_occurrence(obligation, term, bearer, own))
            if nobody and obligation.bearer.each in cascade.groups:
                args = {"group": obligation.bearer.each or "", "id": reference}
                faults.append(Diagnostic("DV403", args, obligation.place))
        kept = in_succession(cascade, occurrences, self.ended)
        return Schedule(tuple(sorted(kept, key=attrgetter("key"))), tuple(faults))

    def _overridden(self, found: Iterable[Override], term: Term, bearer: str) -> Ending | None:
        """What goes before a term for a bearer: the first rule that holds on the day on which the term surely opens."""
        opened = term.opens.latest
        if opened is None:
            return None
        holding = (override for override in found if opened in override.holds)
        return next((each.ending for each in holding if bearer in self.bearing.owing(each.by)(term)), None)

    def followed(self, reference: str) -> tuple[Term, ...]:
        """The terms of an obligation, without those that were due before the project follows anything."""
        terms = self.terms(reference)
        return terms if self.since == date.min else tuple(term for term in terms if not self._past(term))

    def _past(self, term: Term) -> bool:
        return term.due.latest is not None and term.due.latest < self.since

    def terms(self, reference: str) -> tuple[Term, ...]:
        """The terms of an obligation, under labels that tell them apart."""
        found = self._found.get(reference)
        if found is not None:
            return found
        obligation = self.cascade.by_reference.get(reference)
        if obligation is None:
            return (unresolved(state_that("missing.obligation", id=reference)),)
        if reference in self._under_way:
            return (unresolved(state_that("missing.circle", id=reference)),)
        forms = Terms(reference, self.cascade.document_of(obligation), self.reckoner, self.events, self.horizon)
        found = self._plain(obligation, forms)
        if not found:
            self._under_way.add(reference)
            found = tuple(told_apart(self._any(obligation, forms)))
            self._under_way.remove(reference)
        self._found[reference] = found
        return found

    def _plain(self, obligation: Obligation, forms: Terms) -> tuple[Term, ...]:
        """The terms of a single deadline that hang on the time of the document alone; none of any other.

        They are found once for all documents of one time that say the same.
        """
        if len(obligation.deadline) != 1 or self._assumed(obligation=obligation.reference):
            return ()
        (deadline,) = obligation.deadline
        told = forms.distinction(deadline)
        if not told:
            return ()
        alike = self._alike[told]
        found = alike.get(deadline)
        if found is None:
            found = alike[deadline] = tuple(told_apart(forms.of(deadline, _said(deadline, ()))))
        return found

    def _any(self, obligation: Obligation, forms: Terms) -> Iterator[Term]:
        for stated in self._stated(obligation):
            yield from self._follow(stated, forms)

    def _stated(self, obligation: Obligation) -> tuple[_Stated, ...]:
        """The deadlines that stand for an obligation's own, each with the steps that led to it."""
        assumption = self._assumed(obligation=obligation.reference)
        if assumption:
            return tuple((deadline, (_assuming(assumption),)) for deadline in assumption.deadline)
        return tuple(
            pair
            for deadline in obligation.deadline
            for pair in (self._referred(deadline) if isinstance(deadline, ByReference) else ((deadline, ()),))
        )

    def _referred(self, deadline: ByReference) -> tuple[_Stated, ...]:
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
        if not self.cascade.assumptions:
            return None
        return next(
            (
                assumption
                for assumption in self.cascade.assumptions
                if assumption.recorded <= self.known_at
                and all(getattr(assumption, key) == value for key, value in target.items())
            ),
            None,
        )

    def _follow(self, stated: _Stated, forms: Terms) -> Iterator[Term]:
        deadline, led_by = stated
        match deadline:
            case Statement():
                yield unresolved(deadline, *led_by)
            case ByReference():
                for further, steps in self._referred(deadline):
                    circle = state_that("missing.circle", id=deadline.document)
                    onward = circle if any(step in led_by for step in steps) else further
                    yield from self._follow((onward, (*led_by, *steps)), forms)
            case Relative(obligation=str() as base):
                said = _said(deadline, led_by)
                yield from self._after(base, deadline, forms, said)
            case _:
                yield from forms.of(deadline, _said(deadline, led_by))

    def _after(self, base: str, deadline: Relative, forms: Terms, led_by: tuple[Statement, ...]) -> Iterator[Term]:
        own = self.cascade.possible_bearers(self.cascade.by_reference[forms.reference])
        ruleset, _, _ = forms.reference.partition(":")
        for term in self.terms(base):
            # A document of its own time takes from another only the terms of that time.
            if not base.startswith(f"{ruleset}:") and not forms.holds_for(term):
                continue
            if deadline.of == "due":
                step = state_that("step.relative", id=base, period=term.period, day=term.due.day)
                due = forms.counted(term.due.led_by(led_by, step), deadline)
                unit = term.unit if term.unit in own else None
                yield Term(term.period, term.opens, due, awaits=term.awaits, unit=unit)
            elif base in self.cascade.by_reference and not self._past(term):
                for unit, done in self._fulfilments(base, term, own):
                    if done:
                        step = state_that("step.fulfilment", id=base, period=term.period, day=done)
                        day = known(done, *led_by, step)
                        yield Term(term.period, known(done), forms.counted(day, deadline), unit=unit)
                    else:
                        awaits = state_that("missing.fulfilment", id=base, period=term.period)
                        yield evolve(unresolved(awaits, *led_by), period=term.period, awaits=awaits, unit=unit)

    def _fulfilments(self, base: str, term: Term, own: AbstractSet[str]) -> Iterator[tuple[str | None, date | None]]:
        """The days on which a term was fulfilled: each unit's own for that unit, else the last one's for any other."""
        units = self.bearing.owing(self.cascade.by_reference[base])(term)
        days = {unit: self.done.get(f"{base}/{unit}/{term.period}") for unit in units}
        if len(units) > 1 and own <= set(units):
            yield from ((unit, days[unit]) for unit in units if unit in own)
        else:
            known_days = [day for day in days.values() if day]
            yield None, max(known_days) if known_days and len(known_days) == len(units) else None


def _said(deadline: Deadline, led_by: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """What led to a deadline, and the words in which it is written, where they are kept."""
    return (*led_by, state_that("step.words", words=deadline.words)) if deadline.words else led_by


def _assuming(assumption: Assumption) -> Statement:
    return state_that("step.assumed", reason=assumption.reason, by=assumption.by, recorded=assumption.recorded)
