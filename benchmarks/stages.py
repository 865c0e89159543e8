"""Stages: what each stage of the flow takes on a workload, apart from the others, and what all of them take together.

`python -m benchmarks.stages STAGE FOLDER [ROUNDS]` measures one in this process. Whatever comes before the stage is
done beforehand and not counted. Only the public functions of the flow are called.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Callable, Mapping
from datetime import timedelta
from itertools import count, cycle, islice
from pathlib import Path
from random import Random
from typing import Any

from attrs import asdict, frozen

from benchmarks.measuring import Measure, in_own_process, joined, rounds_of
from benchmarks.records import AS_OF
from benchmarks.turns import LAST
from dvrules.api import export
from dvrules.assessing import Linked, assess, judged, linked, reckoner_of
from dvrules.batches import batch
from dvrules.building.projects import build_records, build_roster
from dvrules.building.rulesets import build_ruleset
from dvrules.judges import Judge
from dvrules.judging import judge
from dvrules.loading import Project, load
from dvrules.model.records import Evidence
from dvrules.model.reports import Report
from dvrules.model.summaries import Summary, summarise
from dvrules.plugins import load_plugins
from dvrules.reading.formats import format_of
from dvrules.reading.toml import loads
from dvrules.scheduling import Scheduler
from dvrules.tracking import Tracking

Work = Callable[[], object]


def _bytes(folder: Path) -> dict[str, bytes]:
    """The input's files by name."""
    paths = (path for pattern in ("*.toml", "*/*.jsonl", "*/*.toml", "*/*/*.toml") for path in folder.glob(pattern))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(paths)}


def _toml(folder: Path) -> list[str]:
    return [content.decode() for name, content in _bytes(folder).items() if name.endswith(".toml")]


def _parsed(contents: Mapping[str, bytes]) -> dict[str, Any]:
    """The data of each file as dvrules reads it."""
    return {name: format_of(name).read(name, content)[0].data for name, content in contents.items()}


def _prepare_reading(folder: Path) -> Work:
    return lambda: _bytes(folder)


def _prepare_tomllib(folder: Path) -> Work:
    texts = _toml(folder)
    return lambda: [tomllib.loads(text) for text in texts]


def _prepare_quick(folder: Path) -> Work:
    texts = _toml(folder)
    return lambda: [loads(text) for text in texts]


def _prepare_parsing(folder: Path) -> Work:
    contents = _bytes(folder)
    return lambda: _parsed(contents)


def _prepare_building(folder: Path) -> Work:
    parsed = _parsed(_bytes(folder))
    offers = load_plugins(()).offers

    def build(name: str, data: dict[str, Any]) -> object:
        match name.partition("/")[0]:
            case "rulesets":
                return build_ruleset(name, data, offers)
            case "roster":
                return build_roster(name, data)
            case "records" | "decisions":
                return build_records(name, data, format_of(name).form)
        return None

    return lambda: [build(name, data) for name, data in parsed.items()]


def _prepare_linking(folder: Path) -> Work:
    project = load(folder)
    return lambda: linked(project)


@frozen
class _Ready:
    """A project, ready to be scheduled."""

    project: Project
    found: Linked

    @classmethod
    def of(cls, folder: Path) -> _Ready:
        project = load(folder)
        return cls(project, linked(project))

    def schedule(self) -> Any:
        records = self.found.records
        scheduler = Scheduler.of(
            self.found.cascade,
            reckoner_of(self.project, AS_OF),
            known_at=AS_OF,
            horizon=LAST,
            events=records.events,
            terminations=records.terminations,
        )
        return scheduler.schedule()

    def judge(self, occurrences: Any) -> Any:
        by = Judge.of(
            self.found.cascade,
            self.found.records,
            self.project.catalog.offers,
            reckoner_of(self.project, AS_OF),
            as_of=AS_OF,
            known_at=AS_OF,
            due_soon=self.project.settings.due_soon,
        )
        with batch():
            return judge(occurrences, by)


def _prepare_scheduling(folder: Path) -> Work:
    return _Ready.of(folder).schedule


def _prepare_judging(folder: Path) -> Work:
    ready = _Ready.of(folder)
    occurrences = ready.schedule().occurrences
    return lambda: ready.judge(occurrences)


def _prepare_finding(folder: Path) -> Work:
    ready = _Ready.of(folder)
    occurrences = ready.schedule().occurrences
    return lambda: [*ready.judge(occurrences).findings]


def _prepare_settling(folder: Path) -> Work:
    ready = _Ready.of(folder)
    return lambda: judged(ready.project, ready.found, as_of=AS_OF, known_at=AS_OF)


def _prepare_counting(folder: Path) -> Work:
    report = assess(load(folder), as_of=AS_OF)
    return lambda: summarise(report)


def _prepare_exporting(folder: Path) -> Work:
    project = load(folder)
    report = assess(project, as_of=AS_OF)
    return lambda: export(project, report, "json")


#: How many records come, one by one, before it is looked how long they took.
MANY = 100


def _prepare_adding(folder: Path) -> Work:
    """Records of evidence in an open project, each about another occurrence."""
    tracking = Tracking(load(folder), AS_OF, AS_OF)
    numbers = count()
    occurrences = [finding.occurrence for finding in tracking.findings.values() if not finding.occurrence.formerly]
    Random(MANY).shuffle(occurrences)

    def add() -> None:
        for number, each in zip(islice(numbers, MANY), cycle(occurrences), strict=False):
            tracking.add(Evidence(f"more-{number}", each.obligation, each.bearer, AS_OF, AS_OF, fulfils=(each.key,)))

    # The first time Python's collector looks through all the findings that were made here.
    add()
    return add


def _prepare_stepping(folder: Path) -> Work:
    """One day after another, for a project that is kept open and has seen a day pass."""
    tracking = Tracking(load(folder), AS_OF, AS_OF)
    tracking.advance(AS_OF + timedelta(1))
    return lambda: tracking.advance(tracking.as_of + timedelta(1))


def _prepare_revising(folder: Path) -> Work:
    """A due day changed in an open project, in one plan after another; some are counted from it, some rest on it."""
    project = load(folder)
    tracking = Tracking(project, AS_OF, AS_OF)
    plans = [ruleset.place.file for ruleset in project.rulesets]
    Random(MANY).shuffle(plans)
    turns, days = cycle(plans), {name: cycle((21, 22)) for name in plans}

    def revise() -> None:
        name = next(turns)
        day = f"by = {{ day = {next(days[name])} }}".encode()
        tracking.revise(name, (folder / name).read_bytes().replace(b"by = { day = 22 }", day))

    # What is known of all others is found the first time.
    revise()
    return revise


def _whole(folder: Path) -> tuple[Report, Summary]:
    # As the command does it: what is made lives to the end.
    with batch():
        report = assess(load(folder), as_of=AS_OF)
        return report, summarise(report)


@frozen
class Stage:
    """A stage: what it is called in the tables, how it is made ready, and what it does.

    One that is quicker the second time, for what it has kept, is measured in a fresh process each time.
    """

    title: str
    prepare: Callable[[Path], Work]
    fresh: bool = False


STAGES: Mapping[str, Stage] = {
    "read": Stage("read the bytes (bound)", _prepare_reading),
    "tomllib": Stage("tomllib alone on the TOML (bound)", _prepare_tomllib),
    "quick": Stage("the same with toml_rs, if installed", _prepare_quick),
    "parse": Stage("parse all texts", _prepare_parsing),
    "build": Stage("build rulesets, roster, records", _prepare_building, fresh=True),
    "load": Stage("load: read, parse, build", lambda folder: lambda: load(folder), fresh=True),
    "link": Stage("link, check records", _prepare_linking),
    "schedule": Stage("schedule", _prepare_scheduling),
    "judge": Stage("judge: match evidence, ask evaluators, decide", _prepare_judging),
    "find": Stage("judge, and make every finding", _prepare_finding),
    "settle": Stage("schedule and judge until all days are found", _prepare_settling),
    "count": Stage("count by unit, document, month", _prepare_counting),
    "export": Stage("export JSON", _prepare_exporting),
    "add": Stage(f"{MANY} records more, one by one, in a running process", _prepare_adding),
    "step": Stage("one day further, in a running process", _prepare_stepping),
    "revise": Stage("one plan edited, in a running process", _prepare_revising),
    "whole": Stage("whole: from text to report and counts", lambda folder: lambda: _whole(folder), fresh=True),
}


def measured(stage: str, folder: Path, rounds: int, budget: float) -> Measure | str:
    """What a stage takes on the project in a folder; or why that isn't known."""
    processes, within = (rounds, 1) if STAGES[stage].fresh else (1, rounds)
    found: list[Measure] = []
    for _ in range(processes):
        told = in_own_process("benchmarks.stages", stage, str(folder), str(within), budget=budget)
        if isinstance(told, str):
            return told
        found.append(Measure(tuple(told["rounds"]), told["peak"]))
    return joined(found)


def main(stage: str, folder: str, rounds: str = "1") -> None:
    """Measure one stage in this process, and tell."""
    print(json.dumps(asdict(rounds_of(STAGES[stage].prepare(Path(folder)), int(rounds)))))


if __name__ == "__main__":
    main(*sys.argv[1:])
