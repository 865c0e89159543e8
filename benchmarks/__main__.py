"""All benchmarks: `python -m benchmarks [--size medium] [--rounds 3] [--budget 300]`.

Makes up the workloads, measures every stage and every peer, and writes `docs/benchmarks.json`, `.md` and `.svg`. What
takes longer than the budget is told as that, and what would build on it isn't tried.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from benchmarks import decisions
from benchmarks.measuring import ROOT, Measure
from benchmarks.page import page, rates
from benchmarks.peers import PEERS, Decided, decided
from benchmarks.plot import plot
from benchmarks.results import OnSize, Results, from_json, to_json
from benchmarks.runs import cold_start, runs_on
from benchmarks.stages import STAGES, measured
from benchmarks.workload import SIZES, project_of

WORK = ROOT / "build/benchmarks"
DOCS = ROOT / "docs"

#: The stages that build on one another: after one that is too slow the rest is not tried.
_CHAIN = ("load", "link", "schedule", "judge", "find", "settle", "count", "export", "add", "step", "whole")


def on_size(size: str, options: Namespace) -> OnSize:
    """Everything that is measured on a workload of one size."""
    folder, counts = project_of(WORK, size)
    rounds = 1 if size == "large" else options.rounds
    stages: dict[str, Measure | str] = {}
    too_slow = ""
    for name in STAGES:
        if too_slow and name in _CHAIN:
            stages[name] = f"not tried: {too_slow}"
            continue
        stages[name] = found = measured(name, folder, rounds, options.budget)
        _note(size, STAGES[name].title, found if isinstance(found, str) else f"{found.seconds * 1e3:,.1f} ms")
        if isinstance(found, str):
            too_slow = f"{name} took {found}"
    if too_slow:
        return OnSize(counts, stages, too_slow)
    runs = runs_on(folder, options.budget)
    _note(size, "runs", str(runs))
    return OnSize(counts, stages, runs, _peers(size, folder, options))


def _peers(size: str, folder: Path, options: Namespace) -> dict[str, Decided | str]:
    """What every peer does on the facts of a workload's report, one after the other."""
    facts = WORK / f"facts-{size}.json"
    subprocess.run([sys.executable, "-m", decisions.__name__, str(folder), str(facts)], cwd=ROOT, check=True)
    found: dict[str, Decided | str] = {}
    for name, peer in PEERS.items():
        found[name] = told = decided(name, facts, options.seconds, options.budget)
        shown = told if isinstance(told, str) else f"{told.rows / told.seconds:,.0f} a second, {told.wrong} wrong"
        _note(size, peer.title, shown)
    return found


def _note(*words: str) -> None:
    print("  ".join(f"{word:<48}" for word in words).rstrip(), file=sys.stderr, flush=True)


def save(results: Results) -> None:
    """Write the results, the page and the plot."""
    texts = {"json": to_json(results), "md": page(results)}
    drawn = [(size, rates(on)) for size, on in results.sizes.items() if on.peers]
    if drawn:
        size, last = drawn[-1]
        texts["svg"] = plot(last, size)
    for ending, text in texts.items():
        unfinished = DOCS / f".benchmarks.{ending}"
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(DOCS / f"benchmarks.{ending}")


def _machine() -> str:
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {python}"


def main() -> int:
    """Measure all and write the page; 1 where a peer decides otherwise than dvrules."""
    parser = ArgumentParser(prog="benchmarks", description="Measure dvrules, its stages and its peers.")
    parser.add_argument("--size", choices=SIZES, action="append", help="small and medium, if none is given")
    parser.add_argument("--again", action="store_true", help="measure nothing, make page and plot of the results anew")
    parser.add_argument("--rounds", type=int, default=3, help="of each stage; one on the large workload")
    parser.add_argument("--budget", type=float, default=300, help="seconds for each process")
    parser.add_argument("--seconds", type=float, default=3, help="for each peer")
    options = parser.parse_args()
    if options.again:
        save(from_json((DOCS / "benchmarks.json").read_text(encoding="utf-8")))
        return 0
    sizes: dict[str, OnSize] = {}
    report, bare = cold_start()
    # What was measured so far is kept if a later size is broken off.
    for size in SIZES:
        if size in (options.size or ["small", "medium"]):
            sizes[size] = on_size(size, options)
            save(Results(_machine(), sizes, report, bare))
    wrong = [d for on in sizes.values() for d in on.peers.values() if isinstance(d, Decided) and d.wrong]
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
