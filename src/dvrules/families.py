"""Families: which occurrences below belong to which of an obligation above."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import cached_property

from dvrules.extension import Child
from dvrules.model.reports import Occurrence
from dvrules.model.values import define, field


@define
class Below:
    """The occurrences below those of one obligation: the `keys` of each one's, by its own, and what is told of each."""

    keys: Mapping[str, Collection[str]] = field(factory=dict)
    told: dict[str, Child] = field(factory=dict)

    def told_of(self, key: str) -> tuple[Child, ...]:
        """What is told of those below one."""
        return tuple(self.told[child] for child in self.keys.get(key, ()))

    @cached_property
    def above(self) -> Mapping[str, Collection[str]]:
        """The keys above each."""
        found: dict[str, list[str]] = defaultdict(list)
        for key, children in self.keys.items():
            for child in children:
                found[child].append(key)
        return found


def families(
    parents: Iterable[Occurrence], children: Iterable[Occurrence], issuers: Mapping[str, str]
) -> dict[str, list[Occurrence]]:
    """The children of each of one obligation's occurrences, by its key, in the order in which they are given.

    What a bearer of the obligation above asks of others belongs to that bearer's own occurrence, as does what the same
    unit owes below; what neither can be said of belongs to every bearer's. Of these belong those of the same period;
    where there are none, those due within its time. `issuers` gives for each ruleset who issued its document.
    """
    above = tuple(parents)
    bearers = {_bearer(parent) for parent in above}
    pools: dict[str | None, list[tuple[int, Occurrence]]] = defaultdict(list)
    by_period: dict[tuple[str | None, str], list[tuple[int, Occurrence]]] = defaultdict(list)
    for index, child in enumerate(children):
        issuer = issuers.get(child.obligation.partition(":")[0], "")
        bearer = _bearer(child)
        owner = issuer if issuer in bearers else bearer if bearer in bearers else None
        pools[owner].append((index, child))
        by_period[owner, child.period].append((index, child))
    found = {}
    for parent in above:
        bearer = _bearer(parent)
        own, shared = by_period.get((bearer, parent.period), ()), by_period.get((None, parent.period), ())
        same = sorted((*own, *shared), key=_place) if own and shared else own or shared
        if not same:
            pool = sorted((*pools.get(bearer, ()), *pools.get(None, ())), key=_place)
            same = [each for each in pool if _within(each[1], parent)]
        found[parent.key] = [child for _, child in same]
    return found


def _bearer(occurrence: Occurrence) -> str:
    """The unit in its key."""
    return occurrence.formerly or occurrence.bearer


def _place(indexed: tuple[int, Occurrence]) -> int:
    return indexed[0]


def _within(child: Occurrence, parent: Occurrence) -> bool:
    due = child.due.latest
    first, last = parent.opens.earliest or date.min, parent.due.latest or date.max
    return due is None or first <= due <= last
