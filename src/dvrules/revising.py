"""Revising: what it changes in a cascade that one of its rulesets says something else, where that can be told apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain

from dvrules.bases import Base, Bases
from dvrules.deciding import waived_by
from dvrules.linking import cited
from dvrules.model.cascades import Cascade, reached, stated
from dvrules.model.records import Records, alike
from dvrules.model.references import ruleset_of
from dvrules.model.rulesets import Obligation, Ruleset
from dvrules.model.values import evolve, frozen


@frozen
class Revision:
    """A cascade in which one ruleset is another, and what that changes: all by reference.

    Of the obligations `gone` are no more and `new` ones there; these and those that are `changed` must be scheduled
    anew, with all that is counted from them. `relinked` have others below them. `events` are the words, as compared, of
    events of which more or fewer deadlines are counted.
    """

    cascade: Cascade
    bases: Bases
    gone: frozenset[str]
    new: frozenset[str]
    changed: frozenset[str]
    relinked: frozenset[str]
    events: frozenset[str]


def revision(cascade: Cascade, bases: Bases, old: Ruleset, new: Ruleset) -> Revision | None:
    """What changes when `new` comes in the place of `old`; None where that may be more than what rests on either.

    So it is where they differ in more than clauses and obligations, or in obligations that go before or replace others,
    or where links or deadlines go round in a circle.
    """
    if cascade.by_id.get(old.id) is not old or _head(old) != _head(new):
        return None
    before, after = _differing(old, new), _differing(new, old)
    if before is None or after is None or _outside(old, cascade) != _outside(new, cascade):
        return None
    if any(_overrules(each, cascade) for each in chain(before.values(), after.values())):
        return None
    revised = cascade.revised(new)
    own = before.keys() | after.keys()
    restated = {target for target, _ in {*stated(old)} ^ {*stated(new)}}
    others = {name for each in restated for name in bases.by_clause.get(each, ())} - own
    counted = {name: Base.of(cascade.by_reference[name], cascade) for name in before.keys() | others}
    recounted = {name: Base.of(revised.by_reference[name], revised) for name in after.keys() | others}
    moved = bases.revised(counted, recounted)
    changed = own | others
    every = old.by_reference.keys() | new.by_reference.keys()
    if _go_round(changed, bases.next_to) or _go_round(changed, moved.next_to) or _go_round(every, revised.parents):
        return None
    above = chain.from_iterable((*cascade.parents.get(each, ()), *revised.parents.get(each, ())) for each in every)
    return Revision(
        revised,
        moved,
        gone=frozenset(before.keys() - after.keys()),
        new=frozenset(after.keys() - before.keys()),
        changed=frozenset(after.keys() | others),
        relinked=frozenset(
            name for name in {*above, *every} if cascade.children.get(name) != revised.children.get(name)
        ),
        events=frozenset().union(
            *(_events(counted.get(name)) ^ _events(recounted.get(name)) for name in changed),
        ),
    )


def _events(base: Base | None) -> frozenset[str]:
    return base.events if base else frozenset()


def _head(ruleset: Ruleset) -> Ruleset:
    """A ruleset but for its clauses and its obligations."""
    return evolve(ruleset, clauses=(), obligations=())


def _differing(ruleset: Ruleset, other: Ruleset) -> dict[str, Obligation] | None:
    """The obligations that are not in another ruleset just so; None where some name stands twice."""
    if len(ruleset.by_reference) < len(ruleset.obligations):
        return None
    return {name: each for name, each in ruleset.by_reference.items() if other.by_reference.get(name) != each}


def _outside(ruleset: Ruleset, cascade: Cascade) -> set[str]:
    """The documents that a ruleset cites and that are not in hand."""
    return cited((ruleset,), ()) - cascade.documents.keys()


def _overrules(obligation: Obligation, cascade: Cascade) -> bool:
    """Whether an obligation changes others, or others change it."""
    return bool(obligation.replaces or obligation.overrides) or obligation.reference in cascade.overruled


def _go_round(names: Iterable[str], onward: Mapping[str, Iterable[str]]) -> bool:
    """Whether one gets from one of the names back to it."""
    return any(name in reached(onward.get(name, ()), onward) for name in names)


def is_on_record(found: Revision, records: Records) -> bool:
    """Whether a decision or event is on record that counts otherwise by a revision.

    It is about an obligation that is new or gone, or an event for which other deadlines wait than before.
    """
    ids = found.gone | found.new
    if not ids and not found.events:
        return False
    rulesets = {*map(ruleset_of, ids)}
    return (
        any(each.obligation in ids or alike(each.event) in found.events for each in records.events)
        or any(each.obligation in ids or each.ruleset in rulesets for each in records.suspensions)
        or any(not ids.isdisjoint((each.obligation, *waived_by(each))) for each in records.waivers)
    )
