"""Endings: from which day an obligation's rule holds no longer, and by what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from dvrules.model.cascades import Cascade
from dvrules.model.records import Termination
from dvrules.model.reports import Ending
from dvrules.model.statements import state_that

_ONE_DAY = timedelta(days=1)


def endings(cascade: Cascade, terminations: tuple[Termination, ...], known_at: date) -> Mapping[str, Ending]:
    """The end of each obligation's rule that has one, by reference: the first that comes.

    With the term of its document a plan ends of itself: what had begun and has a due day keeps it. A decision that ends
    a plan ends what is not yet due, too.
    """
    found: dict[str, Ending] = {}
    decided = sorted((t for t in terminations if t.recorded <= known_at), key=lambda t: (t.day, t.id))
    by_ruleset = {termination.ruleset: termination for termination in reversed(decided)}
    for ruleset in cascade.rulesets:
        ending = None
        through = ruleset.document.term.through
        if through:
            by = state_that("reason.term_over", document=ruleset.document.identity, through=through)
            ending = Ending(through + _ONE_DAY, "terminated", by)
        termination = by_ruleset.get(ruleset.id)
        if termination and (ending is None or termination.day < ending.day):
            source = termination.document or termination.by
            by = state_that("reason.ended_by", source=source, id=termination.id, reason=termination.reason)
            ending = Ending(termination.day, "terminated", by, begun="ended")
        if ending:
            found |= dict.fromkeys((obligation.reference for obligation in ruleset.obligations), ending)
    return found
