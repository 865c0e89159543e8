"""Endings: from which day an obligation's rule holds no longer, and by what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from dvrules.model.cascades import Cascade
from dvrules.model.days import Reckoning
from dvrules.model.documents import Relation
from dvrules.model.records import Termination
from dvrules.model.reports import Ending, Occurrence
from dvrules.model.rulesets import Ruleset
from dvrules.model.statements import state_that

_ONE_DAY = timedelta(days=1)


def endings(cascade: Cascade, terminations: Iterable[Termination], known_at: date) -> Mapping[str, tuple[Ending, ...]]:
    """The ends of each obligation's rule, by reference, in the order of days; of one day, an amendment comes first.

    With the term of its document a plan ends of itself: what had begun and has a due day keeps it. A decision that ends
    a plan ends what is not yet due, too. A document ends what it replaces or repeals, an obligation what it replaces.
    """
    known = tuple(termination for termination in terminations if termination.recorded <= known_at)
    found: dict[str, list[Ending]] = defaultdict(list)
    for reference, ending in (*_amended(cascade), *_decided(cascade, known), *_over(cascade)):
        found[reference].append(ending)
    return {reference: tuple(sorted(each, key=lambda ending: ending.day)) for reference, each in found.items()}


def ending_of(found: Iterable[Ending], opens: Reckoning, due: Reckoning) -> Ending | None:
    """The first end that can bear on what opens and falls due so: it may keep what had begun and has a last day."""
    first, last = opens.latest, due.latest
    for ending in found:
        if ending.begun == "ended" or first is None or last is None or first >= ending.day:
            return ending
    return None


def _amended(cascade: Cascade) -> Iterator[tuple[str, Ending]]:
    documents = cascade.documents
    for ruleset in cascade.rulesets:
        holds = first_day(ruleset)
        identity = ruleset.document.identity
        for citation in ruleset.citations:
            ended = documents.get(citation.identity)
            day = citation.from_ or holds
            if ended and day and citation.relation in {Relation.REPLACES, Relation.REPEALS}:
                by = state_that(f"reason.{citation.relation}", document=identity, clause=citation.clause)
                state = "superseded" if citation.relation is Relation.REPLACES else "terminated"
                yield from _all(ended, Ending(day, state, by, citation.begun))  # type: ignore[arg-type]
        for obligation in ruleset.obligations:
            by = state_that("reason.replaces", document=identity, clause=obligation.clause)
            for replaced in obligation.replaces if holds else ():
                yield replaced, Ending(holds, "superseded", by)  # type: ignore[arg-type]


def _decided(cascade: Cascade, terminations: Iterable[Termination]) -> Iterator[tuple[str, Ending]]:
    for termination in sorted(terminations, key=lambda t: (t.day, t.id)):
        document, reason = termination.document or "…", termination.reason
        by = state_that("reason.ended_by", document=document, by=termination.by, id=termination.id, reason=reason)
        for ruleset in cascade.rulesets:
            if ruleset.id == termination.ruleset:
                yield from _all(ruleset, Ending(termination.day, "terminated", by, "ended"))


def _over(cascade: Cascade) -> Iterator[tuple[str, Ending]]:
    for ruleset in cascade.rulesets:
        through = ruleset.document.term.through
        if through:
            by = state_that("reason.term_over", document=ruleset.document.identity, through=through)
            yield from _all(ruleset, Ending(through + _ONE_DAY, "terminated", by))


def _all(ruleset: Ruleset, ending: Ending) -> Iterator[tuple[str, Ending]]:
    return ((obligation.reference, ending) for obligation in ruleset.obligations)


def first_day(ruleset: Ruleset) -> date | None:
    """The first day on which a ruleset's document surely holds, None where that is not known."""
    document = ruleset.document
    return document.term.from_ or (document.date.latest if document.date else None)


def in_succession(
    cascade: Cascade, occurrences: Iterable[Occurrence], found: Mapping[str, tuple[Ending, ...]]
) -> Iterator[Occurrence]:
    """The occurrences but for those whose period had begun, for the same bearer, under an obligation since replaced.

    That period is owed on the terms on which it began.
    """
    every = tuple(occurrences)
    begun = {(o.obligation, o.bearer, o.period) for o in every if _had_begun(o, found.get(o.obligation, ()))}
    replaces = {obligation.reference: obligation.replaces for obligation in cascade.obligations}
    for occurrence in every:
        earlier = ((each, occurrence.bearer, occurrence.period) for each in replaces[occurrence.obligation])
        if begun.isdisjoint(earlier):
            yield occurrence


def _had_begun(occurrence: Occurrence, found: Iterable[Ending]) -> bool:
    """Whether it had begun when its rule was superseded, and kept its terms."""
    opened = occurrence.opens.earliest
    kept = (ending for ending in found if ending.state == "superseded" and ending.begun == "kept")
    return opened is not None and any(opened < ending.day for ending in kept)
