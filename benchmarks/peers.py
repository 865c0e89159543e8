"""Peers: how fast other engines decide on the same facts, each held to the states that dvrules found.

`python -m benchmarks.peers NAME FACTS SECONDS` runs one in this process, on as many of the facts as it decides within
that time. Ingesting turns rows into the engine's own form and is counted apart.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version
from itertools import count, groupby, zip_longest
from json import dumps, loads
from pathlib import Path
from time import process_time
from typing import Any

from attrs import asdict, frozen

from benchmarks import own
from benchmarks.decisions import COMPARE, RULES, Comparison, Row, kind_of
from benchmarks.measuring import in_own_process, peak_memory

Ingest = Callable[[Sequence[Row]], Any]
Decide = Callable[[Any], Iterable[str]]
#: Makes an engine ready, in a process that uses no other.
Prepare = Callable[[], tuple[Ingest, Decide]]


def _as_given(rows: Sequence[Row]) -> Sequence[Row]:
    return rows


def _spelled(comparison: Comparison) -> str:
    left, sign, right = comparison
    return f"{left} {sign} {right}"


def _chain(both: str, choice: str, spelled: Callable[[Comparison], str] = _spelled) -> str:
    """The rules as one expression of nested choices, first of the kind and then within it.

    `both` joins comparisons, `choice` is the form of a choice.
    """

    def chosen(conditions: Sequence[Comparison], then: str, rest: str) -> str:
        return (
            choice.format(condition=both.join(map(spelled, conditions)), then=then, rest=rest) if conditions else then
        )

    text = '"unreached"'
    groups = [(of_kind, [*rules]) for of_kind, rules in groupby(RULES, lambda rule: kind_of(rule[1]))]
    for of_kind, rules in reversed(groups):
        within = text if of_kind is None else '"unreached"'
        for state, comparisons in reversed(rules):
            within = chosen([c for c in comparisons if c != of_kind], f'"{state}"', within)
        text = within if of_kind is None else chosen([of_kind], within, text)
    return text


def _python() -> tuple[Ingest, Decide]:
    """One Python function, with the rules written out in it."""
    choice = "({then} if {condition} else {rest})"
    text = _chain(" and ", choice, lambda c: f"row[{c[0]!r}] {c[1]} {_python_side(c[2])}")
    decide = eval(f"lambda row: {text}")  # noqa: S307 - the rules of this repository
    return _as_given, lambda rows: [decide(row) for row in rows]


def _python_side(side: str | int) -> str:
    return f"row[{side!r}]" if isinstance(side, str) else str(side)


def _numpy() -> tuple[Ingest, Decide]:
    """The bound: columns, masks, and the counts per unit, document and month along with the states."""
    import numpy as np  # noqa: PLC0415 - only the process that measures it needs it

    names = [*dict.fromkeys(state for state, _ in RULES)]
    numbers = {name: number for number, name in enumerate(names)}

    def ingest(rows: Sequence[Row]) -> dict[str, Any]:
        return {field: np.array([row[field] for row in rows], dtype=np.int32) for field in rows[0]}

    def decide(columns: dict[str, Any]) -> Any:
        states = np.full(len(columns["kind"]), 255, dtype=np.uint8)
        for state, comparisons in reversed(RULES):
            mask = True
            for left, sign, right in comparisons:
                mask &= COMPARE[sign](columns[left], columns[right] if isinstance(right, str) else right)
            states[mask] = numbers[state]
        for dimension in ("unit", "document", "month"):
            np.bincount(columns[dimension] * len(names) + states)
        return states

    return ingest, lambda columns: _Named(decide(columns), names)


@frozen
class _Named:
    """States by number, named only when they are looked at."""

    numbers: Any
    names: list[str]

    def __iter__(self) -> Iterator[str]:
        return (self.names[number] for number in self.numbers)


def _zen() -> tuple[Ingest, Decide]:
    import zen  # noqa: PLC0415 - only the process that measures it needs it

    compiled = zen.compile_expression(_chain(" and ", "({condition} ? {then} : {rest})"))
    return _as_given, lambda rows: [compiled.evaluate(row) for row in rows]


def _cel() -> tuple[Ingest, Decide]:
    import cel  # noqa: PLC0415 - only the process that measures it needs it

    program = cel.compile(_chain(" && ", "({condition} ? {then} : {rest})"))
    return _as_given, lambda rows: [program.execute(row) for row in rows]


def _cel_expr() -> tuple[Ingest, Decide]:
    from cel_expr_python import cel  # noqa: PLC0415 - only the process that measures it needs it

    fields = {side: cel.Type.INT for _, each in RULES for c in each for side in (c[0], c[2]) if isinstance(side, str)}
    environment = cel.NewEnv(variables=fields)
    expression = environment.compile(_chain(" && ", "({condition} ? {then} : {rest})"))
    # Fields that it was not told of are refused.
    return (
        lambda rows: [{field: row[field] for field in fields} for row in rows],
        lambda rows: [expression.eval(environment.Activation(row)).value() for row in rows],
    )


def _rule_engine() -> tuple[Ingest, Decide]:
    import rule_engine  # noqa: PLC0415 - only the process that measures it needs it

    rule = rule_engine.Rule(_chain(" and ", "({condition} ? {then} : {rest})"))
    return _as_given, lambda rows: [rule.evaluate(row) for row in rows]


def _durable_rules() -> tuple[Ingest, Decide]:
    from durable.lang import m, post, pri, ruleset, when_all  # noqa: PLC0415 - only its process needs it

    found: list[str] = []
    ids = count()

    # It compares no two fields of one message, so that differences are worked out beforehand.
    def name(comparison: Comparison) -> str:
        return f"{comparison[0]}_{comparison[2]}"

    between = {c: name(c) for _, each in RULES for c in each if isinstance(c[2], str)}

    def compared(comparison: Comparison) -> Any:
        left, sign, right = comparison
        return COMPARE[sign](getattr(m, between.get(comparison, left)), 0 if comparison in between else right)

    def pattern(comparisons: tuple[Comparison, ...]) -> Any:
        asked = [*map(compared, comparisons)]
        joined = asked[0]
        for further in asked[1:]:
            joined &= further
        return joined

    def noting(state: str) -> Callable[[object], None]:
        return lambda _: found.append(state)

    with ruleset("states"):
        for number, (state, comparisons) in enumerate(RULES):
            when_all(pri(number), pattern(comparisons))(noting(state))

    def ingest(rows: Sequence[Row]) -> list[Row]:
        differences = ({name(c): row[c[0]] - row[str(c[2])] for c in between} for row in rows)
        return [{"id": next(ids), **row, **each} for row, each in zip(rows, differences, strict=True)]

    def decide(rows: list[Row]) -> list[str]:
        found.clear()
        for row in rows:
            post("states", row)
        return list(found)

    return ingest, decide


def _rego() -> str:
    def spelled(comparison: Comparison) -> str:
        left, sign, right = comparison
        return f"f.{left} {sign} {f'f.{right}' if isinstance(right, str) else right}"

    cases = (f'"{state}" if {{ {"; ".join(map(spelled, comparisons))} }}' for state, comparisons in RULES)
    rule = f"state(f) := {' else := '.join(cases)}"
    return f"package dv\n\nimport rego.v1\n\n{rule}\n\nstates := [state(f) | some f in input]\n"


def _opa() -> tuple[Ingest, Decide]:
    from opa_bindings import OpaEngine  # noqa: PLC0415 - only the process that measures it needs it

    engine = OpaEngine()
    engine.add_policy("dv.rego", _rego())
    return _as_given, lambda rows: engine.eval_document("dv.states", rows)


def _regopy() -> tuple[Ingest, Decide]:
    import json  # noqa: PLC0415 - only the process that measures it needs it

    import regopy  # noqa: PLC0415 - the same

    engine = regopy.Interpreter()
    engine.add_module("dv", _rego())

    def decide(rows: Sequence[Row]) -> list[str]:
        engine.set_input_term(json.dumps(rows))
        states: list[str] = json.loads(str(engine.query("data.dv.states")))["expressions"][0]
        return states

    return _as_given, decide


@frozen
class Peer:
    """An engine: its name in the tables, the distribution that brings it, and how it is made ready.

    Rows are given to it in pieces of `piece`; in larger ones those that take batches are slower.
    """

    title: str
    distribution: str
    prepare: Prepare
    piece: int = 2_000


PEERS: Mapping[str, Peer] = {
    "dvrules": Peer("dvrules: its rules alone, with the counts", "", lambda: (own.ingest, own.decide), piece=1 << 16),
    "numpy": Peer("numpy, with the counts (bound)", "numpy", _numpy, piece=1 << 16),
    "python": Peer("one Python function with the rules in it", "", _python),
    "zen": Peer("zen-engine", "zen-engine", _zen),
    "cel": Peer("CEL in Rust", "common-expression-language", _cel),
    "cel_expr": Peer("CEL in C++", "cel-expr-python", _cel_expr),
    "durable_rules": Peer("durable_rules", "durable_rules", _durable_rules),
    "rule_engine": Peer("rule-engine", "rule-engine", _rule_engine),
    "opa": Peer("OPA in Go", "opa-golib-python-bindings", _opa),
    "regopy": Peer("Rego in C++", "regopy", _regopy),
}


@frozen
class Decided:
    """How an engine did: the rows it decided, those of them that it decided otherwise than dvrules, and its time.

    `seconds` are of the CPU and without ingesting, `ingesting` are those of ingesting; `peak` is the memory that it
    added at most, in bytes, beside the rows themselves.
    """

    rows: int
    wrong: int
    seconds: float
    ingesting: float
    peak: int
    version: str


def decided(name: str, facts: Path, seconds: float, budget: float) -> Decided | str:
    """How an engine does on the facts in a file within some seconds; or why that isn't known."""
    told = in_own_process("benchmarks.peers", name, str(facts), str(seconds), budget=budget)
    return told if isinstance(told, str) else Decided(**told)


def main(name: str, facts: str, seconds: str) -> None:
    """Run one engine in this process, and tell."""
    told = loads(Path(facts).read_text(encoding="utf-8"))
    rows, states = told["rows"], told["states"]
    peer = PEERS[name]
    before = peak_memory()
    ingest, decide = peer.prepare()
    # Engines that compile when they are first asked do so here.
    decide(ingest(rows[: peer.piece]))
    done = wrong = 0
    deciding = ingesting = 0.0
    while deciding + ingesting < float(seconds):
        # The fast ones go through the facts again and again.
        first = done % len(rows)
        piece = rows[first : first + peer.piece]
        begun = process_time()
        ingested = ingest(piece)
        between = process_time()
        found = decide(ingested)
        ended = process_time()
        ingesting += between - begun
        deciding += ended - between
        done += len(piece)
        wrong += sum(one != other for one, other in zip_longest(found, states[first : first + peer.piece]))
    used = version(peer.distribution) if peer.distribution else ""
    print(dumps(asdict(Decided(done, wrong, deciding, ingesting, peak_memory() - before, used))))


if __name__ == "__main__":
    main(*sys.argv[1:])
