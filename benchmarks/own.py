"""Our own rules on the facts that peers are given: the deciding alone, with the counts, in the engine's own form."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from attrs import define, field

from benchmarks.decisions import KINDS, NOT_YET, Row
from benchmarks.records import AS_OF
from dvrules.model.reports import State
from dvrules.model.rulesets import Kind
from dvrules.states import Facts, verdict_on, verdicts_on

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
    counted: tuple[list[int], ...] = field(factory=lambda: tuple([] for _ in DIMENSIONS))


@define
class Ingested:
    """All rows: those over which nothing stands by kind, and whether they lapse; the others one by one."""

    alike: dict[tuple[Kind, bool], Columns] = field(factory=lambda: defaultdict(Columns))
    apart: list[tuple[int, Facts | None, Row]] = field(factory=list)


def ingest(rows: Sequence[Row]) -> Ingested:
    """The rows in the form in which the engine has them."""
    found = Ingested()
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
            for column, dimension in zip(columns.counted, DIMENSIONS, strict=True):
                column.append(row[dimension])
        else:
            found.apart.append((place, _facts(kind, lapses=lapses, row=row) if row["certain"] else None, row))
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


def _day(ordinal: int) -> date | None:
    return date.fromordinal(ordinal) if 0 < ordinal <= date.max.toordinal() else None if ordinal else date.min


class Decided:
    """The states of the rows, put in their order only when they are looked at."""

    def __init__(self, found: list[tuple[list[int], list[State]]]) -> None:
        self._found = found

    def __iter__(self) -> Iterator[str]:
        pairs = (pair for places, states in self._found for pair in zip(places, states, strict=True))
        return (str(state) for _, state in sorted(pairs))


def decide(rows: Ingested) -> Decided:
    """The states, along with how many there are of each for every unit, document and month."""
    counts: tuple[Counter[Any], ...] = tuple(Counter() for _ in DIMENSIONS)
    found: list[tuple[list[int], list[State]]] = []
    for (kind, lapses), each in rows.alike.items():
        columns = each.opens, each.due, each.fulfilled, each.assessed
        states = [verdict.state for verdict in verdicts_on(kind, *columns, as_of=AS_OF, lapses=lapses)]
        found.append((each.places, states))
        for counted, column in zip(counts, each.counted, strict=True):
            counted.update(zip(column, states, strict=True))
    for place, facts, row in rows.apart:
        state = verdict_on(facts).state if facts else State.UNDETERMINED
        found.append(([place], [state]))
        for counted, dimension in zip(counts, DIMENSIONS, strict=True):
            counted[row[dimension], state] += 1
    return Decided(found)
