"""Bases: from what deadlines are counted, and so what must be found anew when that changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from dvrules.model.cascades import Cascade, reached
from dvrules.model.deadlines import ISSUE, Deadline, OnRequest, Relative
from dvrules.model.records import alike
from dvrules.model.values import evolve, frozen


@frozen
class Bases:
    """From what the deadlines of a cascade are counted: obligations by reference, events by their words as compared.

    `waiting` are those that wait for the fulfilment of others, by themselves or through others, and `awaited` those
    that are waited for. `by_event` are those counted from an event, by themselves; `next_to` those counted from each
    obligation, or that replace it or are replaced by it: which of them owes a period hangs on the days of either.
    """

    waiting: frozenset[str]
    awaited: frozenset[str]
    by_event: Mapping[str, Collection[str]]
    next_to: Mapping[str, Collection[str]]

    @classmethod
    def of(cls, cascade: Cascade) -> Bases:
        """The bases of all deadlines, whatever is known of the assumptions."""
        awaited: set[str] = set()
        by_event: dict[str, set[str]] = defaultdict(set)
        next_to: dict[str, set[str]] = defaultdict(set)
        first: set[str] = set()
        for obligation in cascade.obligations:
            reference = obligation.reference
            possible = cascade.possible_deadlines(obligation)
            for base in bases_of(possible):
                next_to[base].add(reference)
            for replaced in obligation.replaces:
                next_to[replaced].add(reference)
                next_to[reference].add(replaced)
            for words in awaited_words(possible):
                by_event[alike(words)].add(reference)
            fulfilled = {d.obligation for d in possible if isinstance(d, Relative) and d.of == "fulfilment"}
            if fulfilled:
                first.add(reference)
                awaited |= {base for base in fulfilled if base}
        found = cls(frozenset(), frozenset(awaited), by_event, next_to)
        return evolve(found, waiting=frozenset(found.reaching(first)))

    def reaching(self, references: Iterable[str]) -> set[str]:
        """The obligations named, and all whose days hang on theirs."""
        return reached(references, self.next_to)


def bases_of(deadlines: Iterable[Deadline]) -> set[str]:
    """The obligations from whose due day or fulfilment deadlines are counted."""
    return {d.obligation for d in deadlines if isinstance(d, Relative) and d.obligation}


def awaited_words(deadlines: Iterable[Deadline]) -> Iterator[str]:
    """The words of the events for which deadlines wait."""
    for deadline in deadlines:
        if isinstance(deadline, Relative | OnRequest) and deadline.event and deadline.event != ISSUE:
            yield deadline.event
