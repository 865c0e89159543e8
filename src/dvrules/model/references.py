"""References: the names of obligations across a project, and what they name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from dvrules.model.rulesets import Obligation, Ruleset


def ruleset_of(reference: str) -> str:
    """The id of the ruleset in which an obligation stands."""
    return reference.partition(":")[0]


class References(Mapping[str, Obligation]):
    """The obligations by reference, each found in its own ruleset, so that none need be gathered."""

    def __init__(self, rulesets: Mapping[str, Ruleset]) -> None:
        self._rulesets = rulesets

    def __getitem__(self, reference: str) -> Obligation:
        return self._rulesets[ruleset_of(reference)].by_reference[reference]

    def __contains__(self, reference: object) -> bool:
        ruleset = self._rulesets.get(ruleset_of(str(reference)))
        return ruleset is not None and reference in ruleset.by_reference

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(ruleset.by_reference for ruleset in self._rulesets.values())

    def __len__(self) -> int:
        return sum(len(ruleset.by_reference) for ruleset in self._rulesets.values())
