"""Labels: by what name each term of an obligation goes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from dvrules.model.values import evolve
from dvrules.terms import Term


def told_apart(terms: Iterable[Term]) -> Iterator[Term]:
    """The terms with a number behind a label that stands a second time for the same units.

    A term that names no unit is for each of them.
    """
    every = [*terms]
    if len({term.period for term in every}) == len(every):
        yield from every
        return
    last: dict[tuple[str, str | None], int] = {}
    taken: dict[str, set[str | None]] = defaultdict(set)
    for term in every:
        unit, number = term.unit, last.get((term.period, term.unit), 0) + 1
        while _are_met(unit, taken.get(_label(term, number), ())):
            number += 1
        last[term.period, unit], label = number, _label(term, number)
        taken[label].add(unit)
        yield term if number == 1 else evolve(term, period=label)


def _label(term: Term, number: int) -> str:
    return term.period if number == 1 else f"{term.period}-{number}"


def _are_met(unit: str | None, units: Collection[str | None]) -> bool:
    """Whether a unit, or each of them, is among others."""
    return bool(units) if unit is None else unit in units or None in units
