"""Cascades: the rulesets of a project, linked."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Iterator, Mapping
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from itertools import chain
from operator import attrgetter
from typing import TypeVar

from dvrules.model.deadlines import ByReference, Deadline
from dvrules.model.documents import Document
from dvrules.model.records import Assumption
from dvrules.model.references import References, ruleset_of
from dvrules.model.rulesets import Obligation, Parent, Ruleset
from dvrules.model.units import Group, Roster, Unit
from dvrules.model.values import evolve, frozen

T = TypeVar("T", bound=Hashable)

#: A clause of a document, as deadlines refer to it: the document's identity and the clause.
Target = tuple[str | None, str | None]


def _gathered(found: Iterable[tuple[T, tuple[Deadline, ...]]]) -> dict[T, tuple[Deadline, ...]]:
    gathered: dict[T, tuple[Deadline, ...]] = {}
    for key, deadlines in found:
        gathered[key] = gathered.get(key, ()) + deadlines
    return gathered


def stated(ruleset: Ruleset) -> Iterator[tuple[Target, tuple[Deadline, ...]]]:
    """The deadlines that the clauses of a ruleset set for whoever refers to them."""
    document = ruleset.document.identity
    return (((document, each.clause), each.deadline) for each in ruleset.clauses if each.deadline)


@frozen
class Cascade:
    """Rulesets sorted by id, with the roster and the assumptions that complete them.

    `placeholders` are the identities of the documents that are cited but not in hand.
    """

    rulesets: tuple[Ruleset, ...]
    roster: Roster
    assumptions: tuple[Assumption, ...] = ()
    placeholders: tuple[str, ...] = ()

    @cached_property
    def obligations(self) -> tuple[Obligation, ...]:
        """All obligations, in the order of their rulesets and within them."""
        return tuple(obligation for ruleset in self.rulesets for obligation in ruleset.obligations)

    @cached_property
    def by_reference(self) -> Mapping[str, Obligation]:
        """The obligations by reference."""
        return References(self.by_id)

    def under(self, document: str, clause: str | None) -> list[Obligation]:
        """The obligations that rest on a clause of a document."""
        ruleset = self.documents.get(document)
        return ruleset.by_clause.get(clause or "", []) if ruleset else []

    @cached_property
    def children(self) -> dict[str, tuple[str, ...]]:
        """The obligations that implement each one, by reference: those that name its document and its clause."""
        children: dict[str, list[str]] = {}
        for obligation in self.obligations:
            for parent in obligation.implements:
                for above in self.under(parent.document, parent.clause):
                    children.setdefault(above.reference, []).append(obligation.reference)
        return {reference: tuple(dict.fromkeys(each)) for reference, each in children.items()}

    @cached_property
    def parents(self) -> dict[str, tuple[str, ...]]:
        """The obligations that each one implements, by reference, as far as they are in hand."""
        found: dict[str, list[str]] = {}
        for parent, children in self.children.items():
            for child in children:
                found.setdefault(child, []).append(parent)
        return {child: tuple(each) for child, each in found.items()}

    @cached_property
    def from_below(self) -> tuple[Obligation, ...]:
        """The obligations, each after those that implement it; a circle is opened at the first of its names."""
        edges = {reference: {*below} for reference, below in self.children.items()}
        while True:
            try:
                order = [*TopologicalSorter(edges).static_order()]
            except CycleError as error:
                edges[min(error.args[1])] = set()
            else:
                # Most are in no such order at all.
                return tuple(self.by_reference[each] for each in dict.fromkeys((*order, *self.by_reference)))

    @cached_property
    def implementing(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """The obligations that name a clause of a document, by both, in their order and each once."""
        found: dict[tuple[str, str], dict[str, None]] = {}
        for obligation in self.obligations:
            for clause in _clauses_above(obligation):
                found.setdefault(clause, {})[obligation.reference] = None
        return {named: tuple(each) for named, each in found.items()}

    @cached_property
    def overruled(self) -> frozenset[str]:
        """The obligations that another one replaces or overrides, or a document removes."""
        changed = ((*obligation.replaces, *obligation.overrides) for obligation in self.obligations)
        removed = (removal.obligation for ruleset in self.rulesets for removal in ruleset.removes)
        return frozenset(chain(chain.from_iterable(changed), removed))

    @cached_property
    def by_id(self) -> dict[str, Ruleset]:
        """The rulesets by id."""
        return {ruleset.id: ruleset for ruleset in self.rulesets}

    def document_of(self, obligation: Obligation) -> Document:
        """The document in which an obligation stands."""
        return self.by_id[ruleset_of(obligation.reference)].document

    def possible_bearers(self, obligation: Obligation) -> frozenset[str]:
        """The units that bear an obligation, by themselves or, on any day, as members of a group."""
        if obligation.bearer.unit:
            return frozenset({obligation.bearer.unit})
        return self._members.get(obligation.bearer.each or "", frozenset())

    @cached_property
    def _members(self) -> dict[str, frozenset[str]]:
        return {group.id: frozenset(member.unit for member in group.members) for group in self.roster.groups}

    def possible_deadlines(self, obligation: Obligation) -> tuple[Deadline, ...]:
        """Every deadline that the obligation may come to have, whatever is known of the assumptions."""
        found = obligation.deadline
        if self._assumed:
            found += self._assumed.get(obligation.reference, ())
        for target in self.referred_to(obligation):
            found += self._stated.get(target, ())
        return found

    def referred_to(self, obligation: Obligation) -> tuple[Target, ...]:
        """The clauses to which the obligation's deadlines refer, and those to which these refer, each once."""
        wanted = [each for each in obligation.deadline if isinstance(each, ByReference)]
        seen: dict[Target, None] = {}
        while wanted:
            asked = wanted.pop()
            target = (asked.document, asked.clause)
            if target not in seen:
                seen[target] = None
                wanted += [each for each in self._stated.get(target, ()) if isinstance(each, ByReference)]
        return tuple(seen)

    @cached_property
    def _assumed(self) -> dict[str, tuple[Deadline, ...]]:
        """The deadlines that are assumed of obligations, by reference."""
        return _gathered((each.obligation, each.deadline) for each in self.assumptions if each.obligation)

    @cached_property
    def _stated(self) -> dict[Target, tuple[Deadline, ...]]:
        """The deadlines of clauses, as their documents state them or as they are assumed, by document and clause."""
        assumed = (((each.document, each.clause), each.deadline) for each in self.assumptions)
        return _gathered(chain(chain.from_iterable(map(stated, self.rulesets)), assumed))

    @cached_property
    def replaced(self) -> dict[str, tuple[str, ...]]:
        """The obligations that each one replaces, by reference, for those that replace any."""
        return {obligation.reference: obligation.replaces for obligation in self.obligations if obligation.replaces}

    @cached_property
    def issuers(self) -> dict[str, str]:
        """Who issued the document of each ruleset, by the ruleset's id."""
        return {ruleset.id: ruleset.document.issuer for ruleset in self.rulesets}

    def resting_on(self, references: Iterable[str]) -> set[str]:
        """The obligations named, and all that are above them, level by level."""
        return reached(references, self.parents)

    @property
    def units(self) -> Mapping[str, Unit]:
        """The units by id."""
        return self.roster.by_id

    @cached_property
    def groups(self) -> dict[str, Group]:
        """The groups by id."""
        return {group.id: group for group in self.roster.groups}

    @cached_property
    def documents(self) -> dict[str, Ruleset]:
        """The rulesets by the identity of their documents."""
        return {ruleset.document.identity: ruleset for ruleset in self.rulesets}

    def revised(self, ruleset: Ruleset) -> Cascade:
        """The cascade with a ruleset in place of its own of that id, which differs in clauses and obligations alone.

        None of its obligations changes others, is changed by others, or stands twice. What is known of all others is
        kept.
        """
        old = self.by_id[ruleset.id]
        place = bisect_left(self.rulesets, ruleset.id, key=attrgetter("id"))
        made = evolve(self, rulesets=(*self.rulesets[:place], ruleset, *self.rulesets[place + 1 :]))
        known = {name: getattr(self, name) for name in _OF_OTHERS} | {
            "by_id": {**self.by_id, ruleset.id: ruleset},
            "documents": {**self.documents, ruleset.document.identity: ruleset},
            "_stated": self._restated(old, ruleset),
        }
        for name, value in known.items():
            object.__setattr__(made, name, value)
        made._link(old, ruleset, self)  # noqa: SLF001 - one of its own kind, not yet out of hand
        return made

    def _restated(self, old: Ruleset, new: Ruleset) -> dict[Target, tuple[Deadline, ...]]:
        """The deadlines of all clauses when one ruleset comes in another's place."""
        before, after = tuple(stated(old)), tuple(stated(new))
        if before == after:
            return self._stated
        touched = {target for target, _ in before + after}
        others = {**self._stated}
        for target in touched:
            others.pop(target, None)
        assumed = (((each.document, each.clause), each.deadline) for each in self.assumptions)
        return others | _gathered(pair for pair in chain(after, assumed) if pair[0] in touched)

    def _link(self, old: Ruleset, new: Ruleset, before: Cascade) -> None:
        """Find who implements whom, from how it was `before` a ruleset came in another's place."""
        implementing, children, parents = before.implementing, before.children, before.parents
        if _links_of(old) != _links_of(new):
            implementing, children, parents = {**implementing}, {**children}, {**parents}
            named = {above for each in (old, new) for o in each.obligations for above in _clauses_above(o)}
            for each in named:
                others = [name for name in implementing.get(each, ()) if not name.startswith(f"{new.id}:")]
                own = [o.reference for o in new.obligations if each in _clauses_above(o)]
                implementing[each] = tuple(sorted((*others, *own), key=ruleset_of))
            above = {o.reference for each in (before, self) for clause in named for o in each.under(*clause)}
            above |= old.by_reference.keys() | new.by_reference.keys()
            below = {name for each in above for name in children.pop(each, ())}
            for name in above:
                obligation = self.by_reference.get(name)
                if obligation is None:
                    continue
                found = implementing.get((self.document_of(obligation).identity, obligation.clause), ())
                if found:
                    children[name] = found
                    below |= {*found}
            for name in below:
                parents.pop(name, None)
                obligation = self.by_reference.get(name)
                clauses = _clauses_above(obligation) if obligation else ()
                found = tuple(dict.fromkeys(o.reference for each in clauses for o in self.under(*each)))
                if found:
                    parents[name] = found
        for key, value in (("implementing", implementing), ("children", children), ("parents", parents)):
            object.__setattr__(self, key, value)


#: What a cascade knows that hangs on the heads of documents, the roster and the assumptions alone.
_OF_OTHERS = ("issuers", "groups", "_members", "_assumed", "replaced", "overruled")


def _links_of(ruleset: Ruleset) -> list[tuple[str, str, tuple[Parent, ...]]]:
    return [(obligation.reference, obligation.clause, obligation.implements) for obligation in ruleset.obligations]


def _clauses_above(obligation: Obligation) -> dict[tuple[str, str], None]:
    """The clauses that an obligation implements, each by its document and its number."""
    return dict.fromkeys((parent.document, parent.clause or "") for parent in obligation.implements)


def reached(names: Iterable[str], onward: Mapping[str, Iterable[str]]) -> set[str]:
    """The names, and all to which one gets from them, step by step."""
    found: set[str] = set()
    waiting = [*names]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += onward.get(name, ())
    return found
