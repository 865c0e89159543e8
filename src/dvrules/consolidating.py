"""Consolidating: what a document asks on a day, with all that was changed, added and struck out by others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from dvrules.endings import documents_ended, endings, held, overrides
from dvrules.model.cascades import Cascade
from dvrules.model.documents import Relation
from dvrules.model.records import Termination
from dvrules.model.reports import Ending
from dvrules.model.rulesets import Obligation, Ruleset
from dvrules.model.values import frozen


@frozen
class Provision:
    """An obligation as it stands on a day.

    It `holds` from its document's first day until it ends; `ended` is the end that has come by then. It stands
    `instead_of` those that it replaces; those that it `overrides` hold for others. What is `overridden` by others holds
    for whoever does not bear these.
    """

    obligation: Obligation
    holds: bool
    ended: Ending | None = None
    instead_of: tuple[str, ...] = ()
    overrides: tuple[str, ...] = ()
    overridden: tuple[str, ...] = ()


def consolidate(
    cascade: Cascade, name: str, as_of: date, terminations: Iterable[Termination] = (), known_at: date | None = None
) -> tuple[Provision, ...]:
    """What the document of the ruleset `name`, and those that change it, ask on a day, in the order of the texts.

    What changes what changes it belongs to it as well. KeyError where there is no such ruleset.
    """
    by_id = cascade.by_id
    documents = documents_ended(cascade, terminations, known_at or as_of)
    ended, over = endings(cascade, documents), overrides(cascade, documents)
    changing = {ruleset.id: {*_changed_by(ruleset, cascade)} for ruleset in by_id.values()}
    taken = {by_id[name].id: None}
    while further := [each for each, changed in changing.items() if each not in taken and changed & {*taken}]:
        taken |= dict.fromkeys(further)
    found: list[Provision] = []
    for each in taken:
        first = held(by_id[each], documents).from_
        for obligation in by_id[each].obligations:
            past = next((end for end in ended.get(obligation.reference, ()) if end.day <= as_of), None)
            holds = past is None and (first is None or first <= as_of)
            before = (o.by.reference for o in over.get(obligation.reference, ()) if as_of in o.holds)
            instead, exceptions = obligation.replaces, obligation.overrides
            found.append(Provision(obligation, holds, past, instead, exceptions, tuple(before)))
    return tuple(found)


def _changed_by(ruleset: Ruleset, cascade: Cascade) -> Iterator[str]:
    """The ids of the rulesets whose documents or obligations a ruleset changes."""
    documents: Mapping[str, Ruleset] = cascade.documents
    for citation in ruleset.citations:
        changes = citation.relation in {Relation.AMENDS, Relation.REPLACES, Relation.REPEALS}
        if changes and citation.identity in documents:
            yield documents[citation.identity].id
    for obligation in ruleset.obligations:
        yield from (name.partition(":")[0] for name in (*obligation.replaces, *obligation.overrides))
    yield from (removal.obligation.partition(":")[0] for removal in ruleset.removes)
