"""Runs: what whole commands take from start to exit: the first on a project, the same again, and after an edit.

`python -m benchmarks.runs FOLDER` prints them for one workload, `python -m benchmarks.runs` how long the example's
report takes beside a bare Python.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from attrs import frozen

from benchmarks.measuring import ROOT, interleaved
from benchmarks.records import AS_OF

EXAMPLE = ROOT / "examples/quang-tri-2024"
EXAMPLE_DAY = "2024-07-10"

#: Exit codes of a report that could be made: all well, or something is owed.
_MADE = (0, 1)

_RERUNS = 5


@frozen
class Runs:
    """CPU seconds of `dvrules evaluate` on a project in a new process: nothing kept, unchanged, and one plan edited."""

    first: float
    again: float
    edited: float


def runs_on(folder: Path, budget: float) -> Runs | str:
    """The runs on a copy of the project in a folder, with nothing kept from elsewhere; or why there are none."""
    with TemporaryDirectory(prefix="dvrules-runs-") as scratch:
        project, kept = Path(scratch) / "project", Path(scratch) / "kept"
        shutil.copytree(folder, project)
        environment = {**os.environ, "DVRULES_CACHE_DIR": str(kept)}
        plan = max(project.glob("rulesets/*/*.toml"))
        try:
            first = _evaluated(project, environment, budget)
            again = median(_evaluated(project, environment, budget) for _ in range(_RERUNS))
            text = plan.read_text(encoding="utf-8")
            plan.write_text(text.replace("by = { day = 22 }", "by = { day = 21 }"), encoding="utf-8")
            return Runs(first, again, _evaluated(project, environment, budget))
        except subprocess.TimeoutExpired:
            return f"more than {budget:.0f} s"


def _evaluated(project: Path, environment: Mapping[str, str], budget: float) -> float:
    """The CPU seconds of judging a project, those of the workers among them."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [*_dvrules(), "evaluate", str(project), "--as-of", AS_OF.isoformat()]
    done = subprocess.run(command, env=environment, capture_output=True, timeout=budget, check=False)
    if done.returncode not in _MADE:
        raise RuntimeError(done.stderr.decode())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def cold_start(rounds: int = 21) -> tuple[float, float]:
    """The median seconds from start to exit of the example's report, and of a Python that does nothing."""
    report = [*_dvrules(), "report", "-p", str(EXAMPLE), "--as-of", EXAMPLE_DAY]
    taken = interleaved({"report": report, "bare": [sys.executable, "-c", "pass"]}, rounds)
    return taken["report"], taken["bare"]


def _dvrules() -> list[str]:
    """The command as it is installed beside this Python."""
    return [str(Path(sys.executable).with_name("dvrules"))]


def main(folder: str = "") -> None:
    """Print the runs on a folder, or without one the cold start."""
    if folder:
        print(runs_on(Path(folder), budget=600))
    else:
        report, bare = cold_start()
        print(f"report {report * 1e3:.0f} ms, bare {bare * 1e3:.0f} ms, ratio {report / bare:.2f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
