"""Measuring: what a piece of work takes, in a process of its own."""

from __future__ import annotations

import gc
import json
import resource
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

from attrs import frozen

ROOT = Path(__file__).resolve().parent.parent

#: `ru_maxrss` counts in these, in bytes.
_MEMORY_UNIT = 1 if sys.platform == "darwin" else 1024


@frozen
class Measure:
    """The CPU seconds that each round took, and the most memory that its process ever held, in bytes."""

    rounds: tuple[float, ...]
    peak: int = 0

    @property
    def seconds(self) -> float:
        """The median of the rounds."""
        return median(self.rounds)


def rounds_of(work: Callable[[], object], count: int) -> Measure:
    """What the work takes in this process, `count` times over."""
    taken = []
    for _ in range(count):
        gc.collect()
        begun = process_time()
        # What it makes is let go of after the clock has stopped.
        made = work()
        taken.append(process_time() - begun)
        del made
    return Measure(tuple(taken), peak_memory())


def peak_memory() -> int:
    """The most memory that this process ever held, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _MEMORY_UNIT


def in_own_process(module: str, *arguments: str, budget: float) -> dict[str, Any] | str:
    """What `python -m module` told about itself; or why it told nothing: more than `budget` seconds, or a failure."""
    command = [sys.executable, "-m", module, *arguments]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=budget, check=False)
    except subprocess.TimeoutExpired:
        return f"more than {budget:.0f} s"
    if done.returncode:
        return (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def joined(measures: Iterable[Measure]) -> Measure:
    """The rounds of several processes as one measure."""
    every = [*measures]
    return Measure(tuple(taken for each in every for taken in each.rounds), max(each.peak for each in every))


def interleaved(commands: dict[str, list[str]], rounds: int) -> dict[str, float]:
    """The median seconds from start to exit of each command by name, in turns so that all have the same neighbours."""
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            begun = perf_counter()
            subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
            taken[name].append(perf_counter() - begun)
    return {name: median(each) for name, each in taken.items()}
