"""Results: what was measured, kept as JSON beside the page made of it, and the figures that have a goal."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import asdict, field, frozen
from cattrs import Converter

from benchmarks.measuring import Measure
from benchmarks.peers import Decided
from benchmarks.runs import Runs
from benchmarks.stages import MANY
from benchmarks.workload import Counts

MICRO = 1e-6


@frozen
class OnSize:
    """What was measured on a workload of one size; a text stands for what could not be measured, and says why."""

    counts: Counts
    stages: Mapping[str, Measure | str] = field(factory=dict)
    runs: Runs | str = "not measured"
    peers: Mapping[str, Decided | str] = field(factory=dict)

    def seconds(self, stage: str) -> float | None:
        """The median seconds of a stage, where they are known."""
        measure = self.stages.get(stage)
        return measure.seconds if isinstance(measure, Measure) else None


@frozen
class Results:
    """What was measured: on each size, and from start to exit of the example's report and of a bare Python."""

    machine: str
    sizes: Mapping[str, OnSize]
    report: float = 0.0
    bare: float = 0.0


def to_json(results: Results) -> str:
    """The results as JSON."""
    return json.dumps(asdict(results), indent=1, ensure_ascii=False) + "\n"


def from_json(text: str) -> Results:
    """The results that `to_json` wrote."""
    converter = Converter()

    def or_text(kind: type) -> None:
        def structured(value: Any, _: object) -> Any:
            return value if isinstance(value, str) else converter.structure(value, kind)

        converter.register_structure_hook(kind | str, structured)

    for kind in (Measure, Runs, Decided):
        or_text(kind)
    return converter.structure(json.loads(text), Results)


@frozen
class Figure:
    """A figure with a goal: on which size it was measured, and whether more of it is better.

    `value` is None, and `size` says why, where it could not be measured.
    """

    title: str
    unit: str
    goal: float
    value: float | None
    size: str
    more_is_better: bool = False

    @property
    def met(self) -> bool:
        """Whether the goal is reached."""
        if self.value is None:
            return False
        return self.value >= self.goal if self.more_is_better else self.value <= self.goal


def figures(results: Results) -> Iterator[Figure]:
    """The figures of the goals, each on the largest size on which it could be measured."""
    yield _best(
        results,
        "states decided from their facts, with counts by unit, document and month",
        "M/s",
        8,
        _rules,
        better=True,
    )
    yield _best(
        results, "the same with matching the evidence and asking the evaluators", "M/s", 8, _states, better=True
    )
    yield _best(results, "complete findings of what is judged", "M/s", 3, _told, better=True)
    yield _best(results, "the same with all that judging takes", "M/s", 3, _findings, better=True)
    yield _best(results, "whole first run / tomllib alone on the same TOML", "×", 1.25, _whole)
    yield _best(results, "parsing with the optional fast parser / with tomllib", "×", 3.5, _quick, better=True)
    yield _best(results, "unchanged rerun in a new process / first run", "×", 1 / 100, _rerun)
    yield _best(results, "one record more", "µs", 5, _record)
    yield _best(results, "one plan edited in an open project / first run", "×", 1 / 1000, _edited)
    cold = results.report / results.bare if results.bare else None
    yield Figure("start to exit of the example's report / bare Python", "×", 7, cold, "example")
    yield _growth(results)
    yield _best(results, "peak memory over the input's own, an obligation", "kB", 1.5, _memory)


def _best(results: Results, title: str, unit: str, goal: float, of: Any, *, better: bool = False) -> Figure:
    for size, on in reversed([*results.sizes.items()]):
        value = of(on)
        if value is not None:
            return Figure(title, unit, goal, value, size, more_is_better=better)
    return Figure(title, unit, goal, None, "not measured", more_is_better=better)


def _states(on: OnSize) -> float | None:
    judging, counting = on.seconds("judge"), on.seconds("count")
    return on.counts.occurrences / (judging + counting) / 1e6 if judging and counting else None


def _rules(on: OnSize) -> float | None:
    own = on.peers.get("dvrules")
    return own.rows / own.seconds / 1e6 if isinstance(own, Decided) else None


def _told(on: OnSize) -> float | None:
    finding, judging = on.seconds("find"), on.seconds("judge")
    return on.counts.occurrences / (finding - judging) / 1e6 if finding and judging and finding > judging else None


def _findings(on: OnSize) -> float | None:
    finding = on.seconds("find")
    return on.counts.occurrences / finding / 1e6 if finding else None


def _whole(on: OnSize) -> float | None:
    whole, alone = on.seconds("whole"), on.seconds("tomllib")
    return whole / alone if whole and alone else None


def _quick(on: OnSize) -> float | None:
    quick, alone = on.seconds("quick"), on.seconds("tomllib")
    return alone / quick if quick and alone else None


def _rerun(on: OnSize) -> float | None:
    return on.runs.again / on.runs.first if isinstance(on.runs, Runs) else None


def _edited(on: OnSize) -> float | None:
    edited, whole = on.seconds("revise"), on.seconds("whole")
    return edited / whole if edited and whole else None


def _record(on: OnSize) -> float | None:
    added = on.seconds("add")
    return added / MANY / MICRO if added else None


def _memory(on: OnSize) -> float | None:
    whole, read = on.stages.get("whole"), on.stages.get("read")
    if isinstance(whole, Measure) and isinstance(read, Measure):
        return (whole.peak - read.peak) / on.counts.obligations / 1e3
    return None


def _growth(results: Results) -> Figure:
    """The time an occurrence on the largest size, over that on the size before; one plan alone shows no growth."""
    title = "time of the whole / work, from one size to the next"
    each = [
        (size, seconds / on.counts.occurrences)
        for size, on in results.sizes.items()
        if on.counts.plans > 1 and (seconds := on.seconds("whole")) is not None
    ]
    if len(each) > 1:
        (small, before), (large, after) = each[-2:]
        return Figure(title, "×", 42 / 39.85, after / before, f"{small} to {large}")
    return Figure(title, "×", 42 / 39.85, None, "not measured on two sizes")
