"""Endings: from which day a document or an obligation's rule holds no longer, and by what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from operator import attrgetter

from dvrules.model.cascades import Cascade
from dvrules.model.days import Reckoning, Span
from dvrules.model.documents import Relation
from dvrules.model.records import Termination
from dvrules.model.reports import Ending, Occurrence
from dvrules.model.rulesets import Obligation, Ruleset
from dvrules.model.statements import state_that
from dvrules.model.values import frozen

_ONE_DAY = timedelta(days=1)


def documents_ended(
    cascade: Cascade, terminations: Iterable[Termination], known_at: date
) -> dict[str, tuple[Ending, ...]]:
    """The ends of each document, in hand or not, by identity, in the order of days; of one day, amendments come first.

    With its term a plan ends of itself: what had begun and has a due day keeps it. A decision that ends a plan ends
    what is not yet due, too. A document ends what it replaces or repeals.
    """
    known = tuple(termination for termination in terminations if termination.recorded <= known_at)
    return _in_order((*_amended(cascade), *_decided(cascade, known), *_over(cascade)))


def endings(cascade: Cascade, documents: Mapping[str, tuple[Ending, ...]]) -> dict[str, tuple[Ending, ...]]:
    """The ends of each obligation's rule, by reference, in the order of days; of one day, an amendment comes first.

    An obligation ends what it replaces, a document what it removes, and what ends a document ends its obligations.
    """
    found = _in_order(_changed(cascade))
    for ruleset in cascade.rulesets:
        of_document = documents.get(ruleset.document.identity, ())
        for reference in dict.fromkeys(o.reference for o in ruleset.obligations) if of_document else ():
            own = found.get(reference)
            found[reference] = tuple(sorted((*own, *of_document), key=_day)) if own else of_document
    return found


def ending_of(found: Iterable[Ending], opens: Reckoning, due: Reckoning) -> Ending | None:
    """The first end that can bear on what opens and falls due so: it may keep what had begun and has a last day."""
    first, last = opens.latest, due.latest
    for ending in found:
        if ending.begun == "ended" or first is None or last is None or first >= ending.day:
            return ending
    return None


def _in_order(found: Iterable[tuple[str, Ending]]) -> dict[str, tuple[Ending, ...]]:
    gathered: dict[str, list[Ending]] = defaultdict(list)
    for name, ending in found:
        gathered[name].append(ending)
    return {name: tuple(sorted(each, key=_day)) for name, each in gathered.items()}


_day = attrgetter("day")


def _changed(cascade: Cascade) -> Iterator[tuple[str, Ending]]:
    for ruleset in cascade.rulesets:
        holds = first_day(ruleset)
        identity = ruleset.document.identity
        for obligation in (each for each in ruleset.obligations if holds and each.replaces):
            by = state_that("reason.replaces", document=identity, clause=obligation.clause)
            yield from ((replaced, Ending(holds, "superseded", by)) for replaced in obligation.replaces)  # type: ignore[arg-type]
        for removal in ruleset.removes:
            day = removal.from_ or holds
            by = state_that("reason.removes", document=identity, clause=removal.clause)
            if day:
                yield removal.obligation, Ending(day, "terminated", by, removal.begun)


def _amended(cascade: Cascade) -> Iterator[tuple[str, Ending]]:
    for ruleset in cascade.rulesets:
        holds = first_day(ruleset)
        identity = ruleset.document.identity
        for citation in ruleset.citations:
            day = citation.from_ or holds
            if day and citation.identity and citation.relation in {Relation.REPLACES, Relation.REPEALS}:
                by = state_that(f"reason.{citation.relation}", document=identity, clause=citation.clause)
                state = "superseded" if citation.relation is Relation.REPLACES else "terminated"
                yield citation.identity, Ending(day, state, by, citation.begun)  # type: ignore[arg-type]


def _decided(cascade: Cascade, terminations: Iterable[Termination]) -> Iterator[tuple[str, Ending]]:
    for termination in sorted(terminations, key=lambda t: (t.day, t.id)):
        document, reason = termination.document or "…", termination.reason
        by = state_that("reason.ended_by", document=document, by=termination.by, id=termination.id, reason=reason)
        ruleset = cascade.by_id.get(termination.ruleset)
        if ruleset:
            yield ruleset.document.identity, Ending(termination.day, "terminated", by, "ended")


def _over(cascade: Cascade) -> Iterator[tuple[str, Ending]]:
    for ruleset in cascade.rulesets:
        document = ruleset.document
        through = document.term.through
        if through:
            key = "reason.term_over_by" if document.term_clause else "reason.term_over"
            by = state_that(key, document=document.identity, through=through, clause=document.term_clause)
            yield document.identity, Ending(through + _ONE_DAY, "terminated", by)


def first_day(ruleset: Ruleset) -> date | None:
    """The first day on which a ruleset's document surely holds, None where that is not known."""
    document = ruleset.document
    return document.term.from_ or (document.date.latest if document.date else None)


def held(ruleset: Ruleset, documents: Mapping[str, tuple[Ending, ...]]) -> Span:
    """The days on which a ruleset's document holds, as far as they are known."""
    ends = documents.get(ruleset.document.identity, ())
    return Span(first_day(ruleset), ends[0].day - _ONE_DAY if ends else None)


@frozen
class Override:
    """An obligation that goes before another for whoever bears it, from the day of `ending` on and while it `holds`."""

    by: Obligation
    ending: Ending
    holds: Span


def overrides(cascade: Cascade, documents: Mapping[str, tuple[Ending, ...]]) -> Mapping[str, tuple[Override, ...]]:
    """What goes before each obligation, by reference, in the order of days; nothing whose first day is not known."""
    found: dict[str, list[Override]] = defaultdict(list)
    for ruleset in cascade.rulesets:
        days = held(ruleset, documents)
        for obligation in (each for each in ruleset.obligations if days.from_ and each.overrides):
            by = state_that("reason.overrides", document=ruleset.document.identity, clause=obligation.clause)
            ending = Ending(days.from_, "superseded", by)  # type: ignore[arg-type]
            for other in obligation.overrides:
                found[other].append(Override(obligation, ending, days))
    return {other: tuple(sorted(each, key=lambda o: (o.ending.day, o.by.reference))) for other, each in found.items()}


def in_succession(
    cascade: Cascade, occurrences: Iterable[Occurrence], found: Mapping[str, tuple[Ending, ...]]
) -> tuple[Occurrence, ...]:
    """The occurrences but for those whose period had begun, for the same bearer, under an obligation since replaced.

    That period is owed on the terms on which it began.
    """
    every = tuple(occurrences)
    if not cascade.replaced:
        return every
    begun = {(o.obligation, o.bearer, o.period) for o in every if _had_begun(o, found.get(o.obligation, ()))}
    return tuple(
        occurrence
        for occurrence in every
        if begun.isdisjoint(
            (each, occurrence.bearer, occurrence.period) for each in cascade.replaced.get(occurrence.obligation, ())
        )
    )


def _had_begun(occurrence: Occurrence, found: Iterable[Ending]) -> bool:
    """Whether it had begun when its rule was superseded, and kept its terms."""
    opened = occurrence.opens.earliest
    kept = (ending for ending in found if ending.state == "superseded" and ending.begun == "kept")
    return opened is not None and any(opened < ending.day for ending in kept)
