"""Cascades: the rulesets of a project, linked."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from itertools import chain
from typing import TypeVar

from dvrules.model.deadlines import ByReference, Deadline
from dvrules.model.documents import Document
from dvrules.model.records import Assumption
from dvrules.model.rulesets import Obligation, Ruleset
from dvrules.model.units import Group, Roster, Unit
from dvrules.model.values import frozen

T = TypeVar("T", bound=Hashable)


def _gathered(found: Iterable[tuple[T, tuple[Deadline, ...]]]) -> dict[T, tuple[Deadline, ...]]:
    gathered: dict[T, tuple[Deadline, ...]] = {}
    for key, deadlines in found:
        gathered[key] = gathered.get(key, ()) + deadlines
    return gathered


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
    def by_reference(self) -> dict[str, Obligation]:
        """The obligations by reference."""
        return {obligation.reference: obligation for obligation in self.obligations}

    @cached_property
    def by_clause(self) -> dict[tuple[str, str], list[Obligation]]:
        """The obligations by the identity of their document and the clause on which they rest."""
        found: dict[tuple[str, str], list[Obligation]] = {}
        for ruleset in self.rulesets:
            for obligation in ruleset.obligations:
                found.setdefault((ruleset.document.identity, obligation.clause), []).append(obligation)
        return found

    @cached_property
    def children(self) -> dict[str, tuple[str, ...]]:
        """The obligations that implement each one, by reference: those that name its document and its clause."""
        children: dict[str, list[str]] = {}
        for obligation in self.obligations:
            for parent in obligation.implements:
                for above in self.by_clause.get((parent.document, parent.clause or ""), ()):
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
    def by_id(self) -> dict[str, Ruleset]:
        """The rulesets by id."""
        return {ruleset.id: ruleset for ruleset in self.rulesets}

    def document_of(self, obligation: Obligation) -> Document:
        """The document in which an obligation stands."""
        return self.by_id[obligation.reference.partition(":")[0]].document

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
        wanted = [each for each in obligation.deadline if isinstance(each, ByReference)]
        seen: set[tuple[str | None, str | None]] = set()
        while wanted:
            asked = wanted.pop()
            target = (asked.document, asked.clause)
            if target not in seen:
                seen.add(target)
                stated = self._stated.get(target, ())
                found += stated
                wanted += [each for each in stated if isinstance(each, ByReference)]
        return found

    @cached_property
    def _assumed(self) -> dict[str, tuple[Deadline, ...]]:
        """The deadlines that are assumed of obligations, by reference."""
        return _gathered((each.obligation, each.deadline) for each in self.assumptions if each.obligation)

    @cached_property
    def _stated(self) -> dict[tuple[str | None, str | None], tuple[Deadline, ...]]:
        """The deadlines of clauses, as their documents state them or as they are assumed, by document and clause."""
        clauses = ((r.document.identity, clause) for r in self.rulesets for clause in r.clauses if clause.deadline)
        stated = (((document, clause.clause), clause.deadline) for document, clause in clauses)
        assumed = (((each.document, each.clause), each.deadline) for each in self.assumptions)
        return _gathered(chain(stated, assumed))

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
