"""Census: what is counted under one name put side by side once, so that states are counted by whole runs.

To put it so costs as much as to count it; what is counted by the same names on another day, or in other states, costs a
fifth of that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from itertools import accumulate, chain, pairwise
from operator import itemgetter
from typing import Any

from dvrules.model.reports import State
from dvrules.model.values import frozen

#: The states as whole numbers, so that a column of them is as many bytes.
STATES = tuple(State)
CODES: Mapping[State, int] = {state: code for code, state in enumerate(STATES)}

#: Those that most of what is owed is in, and so are looked for first.
_FREQUENT = (State.UPCOMING, State.FULFILLED, State.FULFILLED_LATE, State.OVERDUE, State.OPEN)
_BY_FREQUENCY = tuple((state, CODES[state]) for state in dict.fromkeys((*_FREQUENT, *STATES)))


def codes_of(states: Iterable[State]) -> bytes:
    """The column of some states, as codes."""
    return bytes(map(CODES.__getitem__, states))


@frozen
class Census:
    """The order in which a column of states is counted: `runs` are the places of each name in it.

    `places` says where in the column stands what comes in each of its places; None if that is the column's own order.
    """

    runs: Mapping[Any, tuple[int, int]]
    places: tuple[int, ...] | None

    @classmethod
    def of(cls, names: Iterable[Hashable]) -> Census:
        """The census by the names under which what stands in each place of the column is counted."""
        found: dict[Hashable, list[int]] = defaultdict(list)
        for place, name in enumerate(names):
            found[name].append(place)
        places = (*chain.from_iterable(found.values()),)
        bounds = pairwise(accumulate(map(len, found.values()), initial=0))
        return cls(dict(zip(found, bounds, strict=True)), None if places == (*range(len(places)),) else places)

    def counts(self, codes: bytes) -> dict[Any, dict[State, int]]:
        """How many there are in each state under each name, those left out that have none."""
        ordered = codes if self.places is None else bytes(itemgetter(*self.places)(codes))
        return {name: _counted(ordered, *run) for name, run in self.runs.items()}


def _counted(codes: bytes, first: int, last: int) -> dict[State, int]:
    """The counts of a run, which has few states as a rule."""
    found: dict[State, int] = {}
    left = last - first
    for state, code in _BY_FREQUENCY:
        count = codes.count(code, first, last)
        if count:
            found[state] = count
            left -= count
            if not left:
                break
    return found
