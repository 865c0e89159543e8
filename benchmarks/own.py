"""Our own rules on the facts that peers are given: the deciding alone, with the counts, in the engine's own form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import chain
from typing import Any

from attrs import define, field

from benchmarks.decisions import KINDS, NOT_YET, Row
from benchmarks.records import AS_OF
from dvrules.model.census import STATES, Census, codes_of
from dvrules.model.reports import State
from dvrules.model.rulesets import Kind
from dvrules.states import Facts, states_on, verdict_on

_KINDS = {number: kind for kind, number in KINDS.items()}
DIMENSIONS = ("unit", "document", "month")


@define
class Columns:
    """The facts of rows of one kind, as columns, with the places where these stand among all."""

    places: list[int] = field(factory=list)
    opens: list[date] = field(factory=list)
    due: list[date] = field(factory=list)
    fulfilled: list[date | None] = field(factory=list)
    assessed: list[date | None] = field(factory=list)


@define
class Ingested:
    """All rows: those over which nothing stands by kind, and whether they lapse; the others one by one.

    `places` are those of the rows in this order, and `census` has what they are counted by in it.
    """

    alike: dict[tuple[Kind, bool], Columns] = field(factory=lambda: defaultdict(Columns))
    apart: list[Facts | None] = field(factory=list)
    places: list[int] = field(factory=list)
    census: tuple[Census, ...] = ()


def ingest(rows: Sequence[Row]) -> Ingested:
    """The rows in the form in which the engine has them."""
    found = Ingested()
    apart = []
    for place, row in enumerate(rows):
        kind, lapses = _KINDS[row["kind"]], bool(row["lapses"])
        plain = row["certain"] and row["applies"] and not row["suspended"]
        if plain and row["waived"] == NOT_YET and row["breached"] == NOT_YET:
            columns = found.alike[kind, lapses]
            columns.places.append(place)
            columns.opens.append(_day(row["opens"]) or date.max)
            columns.due.append(_day(row["due"]) or date.max)
            columns.fulfilled.append(_day(row["done"]))
            columns.assessed.append(_day(row["assessed"]))
        else:
            apart.append(place)
            found.apart.append(_facts(kind, lapses=lapses, row=row) if row["certain"] else None)
    found.places = [*chain.from_iterable(each.places for each in found.alike.values()), *apart]
    found.census = tuple(Census.of(rows[place][dimension] for place in found.places) for dimension in DIMENSIONS)
    return found


def _facts(kind: Kind, *, lapses: bool, row: Row) -> Facts:
    return Facts(
        kind,
        _day(row["opens"]) or date.max,
        _day(row["due"]) or date.max,
        AS_OF,
        fulfilled=_day(row["done"]),
        breached=_day(row["breached"]),
        assessed=_day(row["assessed"]),
        lapses=lapses,
        applies=bool(row["applies"]),
        waived=_day(row["waived"]),
        suspended=bool(row["suspended"]),
    )


@cache
def _day(ordinal: int) -> date | None:
    return date.fromordinal(ordinal) if 0 < ordinal <= date.max.toordinal() else None if ordinal else date.min


@define
class Decided:
    """The states of the rows as codes, put in their order only when they are looked at, and their counts."""

    codes: bytes
    counts: tuple[Mapping[Any, Mapping[State, int]], ...]
    _places: list[int]

    def __iter__(self) -> Iterator[str]:
        return (str(STATES[code]) for _, code in sorted(zip(self._places, self.codes, strict=True)))


def decide(rows: Ingested) -> Decided:
    """The states, along with how many there are of each for every unit, document and month."""
    found = [
        states_on(kind, each.opens, each.due, each.fulfilled, each.assessed, as_of=AS_OF, lapses=lapses)
        for (kind, lapses), each in rows.alike.items()
    ]
    apart = codes_of(verdict_on(facts).state if facts else State.UNDETERMINED for facts in rows.apart)
    codes = b"".join((*found, apart))
    return Decided(codes, tuple(census.counts(codes) for census in rows.census), rows.places)
