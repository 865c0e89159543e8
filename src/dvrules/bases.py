"""Bases: from what deadlines are counted, and so what must be found anew when that changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, KeysView, Mapping
from typing import TypeVar

from dvrules.model.cascades import Cascade, Target, reached
from dvrules.model.deadlines import ISSUE, Deadline, OnRequest, Relative
from dvrules.model.records import alike
from dvrules.model.rulesets import Obligation
from dvrules.model.values import evolve, frozen

T = TypeVar("T")


@frozen
class Base:
    """From what one obligation is counted: from other `obligations`, of these from some `fulfilments`, from `events`.

    Obligations go by reference, events by their words as compared. `clauses` are those that say so for it.
    """

    obligations: frozenset[str] = frozenset()
    fulfilments: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()
    clauses: frozenset[Target] = frozenset()

    @classmethod
    def of(cls, obligation: Obligation, cascade: Cascade) -> Base:
        """The base of an obligation's deadlines, whatever is known of the assumptions."""
        possible = cascade.possible_deadlines(obligation)
        return cls(
            frozenset(bases_of(possible)),
            frozenset(bases_of(d for d in possible if isinstance(d, Relative) and d.of == "fulfilment")),
            frozenset(map(alike, awaited_words(possible))),
            frozenset(cascade.referred_to(obligation)),
        )


#: What nothing is counted from.
_NOTHING = Base()


@frozen
class Bases:
    """From what the deadlines of a cascade are counted: obligations by reference, events by their words as compared.

    `waiting` are those that wait for the fulfilment of others, by themselves or through others. `by_fulfilment` are
    those that wait for each by themselves, `by_event` those counted from an event, `by_clause` those that refer to one;
    `next_to` those counted from each obligation, or that replace it or are replaced by it: which of them owes a period
    hangs on the days of either.
    """

    by_fulfilment: Mapping[str, Collection[str]]
    by_event: Mapping[str, Collection[str]]
    by_clause: Mapping[Target, Collection[str]]
    next_to: Mapping[str, Collection[str]]
    waiting: frozenset[str] = frozenset()

    @classmethod
    def of(cls, cascade: Cascade) -> Bases:
        """The bases of all deadlines, whatever is known of the assumptions."""
        by_fulfilment: dict[str, set[str]] = defaultdict(set)
        by_event: dict[str, set[str]] = defaultdict(set)
        by_clause: dict[Target, set[str]] = defaultdict(set)
        next_to: dict[str, set[str]] = defaultdict(set)
        for obligation in cascade.obligations:
            reference, base = obligation.reference, Base.of(obligation, cascade)
            for name in base.obligations:
                next_to[name].add(reference)
            for name in base.fulfilments:
                by_fulfilment[name].add(reference)
            for words in base.events:
                by_event[words].add(reference)
            for clause in base.clauses:
                by_clause[clause].add(reference)
            for replaced in (each for each in obligation.replaces if each in cascade.by_reference):
                next_to[replaced].add(reference)
                next_to[reference].add(replaced)
        return _waited_for(cls(by_fulfilment, by_event, by_clause, next_to))

    def revised(self, before: Mapping[str, Base], after: Mapping[str, Base]) -> Bases:
        """The bases when some obligations, by reference, are counted from something else; none of them replaces any."""
        if before == after:
            return self
        names = before.keys() | after.keys()
        pairs = [(name, before.get(name, _NOTHING), after.get(name, _NOTHING)) for name in names]
        found = Bases(
            _moved(self.by_fulfilment, ((name, was.fulfilments, now.fulfilments) for name, was, now in pairs)),
            _moved(self.by_event, ((name, was.events, now.events) for name, was, now in pairs)),
            _moved(self.by_clause, ((name, was.clauses, now.clauses) for name, was, now in pairs)),
            _moved(self.next_to, ((name, was.obligations, now.obligations) for name, was, now in pairs)),
        )
        return _waited_for(found)

    @property
    def awaited(self) -> KeysView[str]:
        """The obligations for whose fulfilment others wait."""
        return self.by_fulfilment.keys()

    def reaching(self, references: Iterable[str]) -> set[str]:
        """The obligations named, and all whose days hang on theirs."""
        return reached(references, self.next_to)


def _waited_for(found: Bases) -> Bases:
    """The bases with those that wait."""
    first = {name for each in found.by_fulfilment.values() for name in each}
    return evolve(found, waiting=frozenset(found.reaching(first)))


def _moved(
    counted: Mapping[T, Collection[str]], moves: Iterable[tuple[str, frozenset[T], frozenset[T]]]
) -> dict[T, Collection[str]]:
    """What is counted from each when some names are counted from others than before."""
    moved = {**counted}
    for name, was, now in moves:
        for base in was - now:
            moved[base] = {*moved[base]} - {name}
            if not moved[base]:
                del moved[base]
        for base in now - was:
            moved[base] = {*moved.get(base, ()), name}
    return moved


def bases_of(deadlines: Iterable[Deadline]) -> set[str]:
    """The obligations from whose due day or fulfilment deadlines are counted."""
    return {d.obligation for d in deadlines if isinstance(d, Relative) and d.obligation}


def awaited_words(deadlines: Iterable[Deadline]) -> Iterator[str]:
    """The words of the events for which deadlines wait."""
    for deadline in deadlines:
        if isinstance(deadline, Relative | OnRequest) and deadline.event and deadline.event != ISSUE:
            yield deadline.event
