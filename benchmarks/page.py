"""The page: results as Markdown, with the goals, the stages and the peers in tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from benchmarks.peers import PEERS, Decided
from benchmarks.results import MICRO, Figure, OnSize, Results, figures
from benchmarks.runs import Runs
from benchmarks.stages import STAGES

_HEAD = """\
# Benchmarks

Made by `python3 run.py bench`, which makes up the workloads (`benchmarks/workload.py`: national projects of three
levels, with all forms of deadlines, rosters, evidence for 85 % of what is owed and waivers for 2 %), measures every
stage apart in a process of its own, and gives the same decisions to other engines in the same run.

- **Seconds** are of the CPU and the medians of several rounds; only what goes from start to exit of a process is by the
  clock on the wall, in turns with a Python that does nothing. Trust ratios more than seconds.
- **A rerun** is `dvrules evaluate` on a project that has not changed, in a new process, by what was kept of the first.
- **Texts** are parsed by toml_rs where it is installed, as the checks install it (`dvrules[fast]`); what is called
  tomllib alone is that.
- **Peers** decide the states of occurrences that are expanded already, on whole numbers that were worked out for them
  beforehand. Each is held to dvrules' own states; a row with a wrong one says so. Of dvrules there are three rows: its
  rules alone, on the same facts; judging, which also finds these facts: it matches the evidence, asks evaluators,
  weighs waivers; and complete findings: state, violations, days, evidence and flags, that say why when they are asked.
- durable_rules, which compares no two fields of one message, is given their differences; OPA and regopy get 2,000 facts
  at a time, what suits them best.
- **numpy** on columns is the bound: it is told the rules, the facts and the dimensions, and explains nothing.

![Decisions a second, by engine](benchmarks.svg)
"""


def page(results: Results) -> str:
    """The page of these results."""
    parts = [_HEAD, f"Measured on: {results.machine}.\n", "## Goals\n", *_goals(figures(results))]
    parts += ["\n## Workloads\n", *_workloads(results)]
    parts += ["\n## Runs of `dvrules evaluate`, each in a new process\n", *_runs(results)]
    for size, on in results.sizes.items():
        parts += [f"\n## Stages, {size}\n", *_stages(on)]
    for size, on in results.sizes.items():
        if on.peers:
            parts += [f"\n## Decisions, {size}\n", *_peers(on)]
    return "\n".join(parts) + "\n"


def number(value: float) -> str:
    """A number with three digits that count."""
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """A table whose first column is text and whose others are numbers."""
    names = [*head]
    yield f"| {' | '.join(names)} |"
    yield f"|---|{'---:|' * (len(names) - 1)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)


def _goals(found: Iterable[Figure]) -> Iterator[str]:
    def row(figure: Figure) -> list[str]:
        sign = "≥" if figure.more_is_better else "≤"
        measured = "–" if figure.value is None else f"{number(figure.value)} {figure.unit}"
        off = "–"
        if figure.value:
            off = number(figure.goal / figure.value if figure.more_is_better else figure.value / figure.goal) + " ×"
        return [
            figure.title,
            f"{sign} {number(figure.goal)} {figure.unit}",
            measured,
            figure.size,
            "reached" if figure.met else off,
        ]

    yield from _table(["figure", "goal", "measured", "on", "off the goal by"], map(row, found))


def _workloads(results: Results) -> Iterator[str]:
    names = ("plans", "obligations", "occurrences", "evidence", "waivers", "units")
    rows = (
        [size, *(f"{getattr(on.counts, name):,}" for name in names), f"{on.counts.bytes / 1e6:,.1f} MB"]
        for size, on in results.sizes.items()
    )
    yield from _table(["size", *names, "input"], rows)


def _runs(results: Results) -> Iterator[str]:
    def row(size: str, runs: Runs | str) -> list[str]:
        if isinstance(runs, str):
            return [size, runs, "–", "–"]
        return [size, *(f"{number(each * 1e3)} ms" for each in (runs.first, runs.again, runs.edited))]

    rows = (row(size, on.runs) for size, on in results.sizes.items())
    yield from _table(["size", "first", "unchanged", "one plan edited"], rows)


def _stages(on: OnSize) -> Iterator[str]:
    alone = on.seconds("tomllib")

    def row(name: str) -> list[str]:
        measure = on.stages.get(name, "not measured")
        if isinstance(measure, str):
            return [STAGES[name].title, measure, "–", "–", "–"]
        return [
            STAGES[name].title,
            f"{number(measure.seconds * 1e3)} ms",
            number(measure.seconds / MICRO / on.counts.occurrences),
            f"{number(measure.seconds / alone)} ×" if alone else "–",
            f"{measure.peak / 1e6:,.0f}",
        ]

    yield from _table(["stage", "took", "µs an occurrence", "of tomllib alone", "peak MB"], map(row, STAGES))


def rates(on: OnSize) -> list[tuple[str, float]]:
    """Decisions a second by engine, dvrules among them, the fastest first."""
    found = [
        (_title(name), decided.rows / decided.seconds)
        for name, decided in on.peers.items()
        if isinstance(decided, Decided)
    ]
    judging, counting, finding = on.seconds("judge"), on.seconds("count"), on.seconds("find")
    if judging and counting:
        found.append(("dvrules: judging, with the counts", on.counts.occurrences / (judging + counting)))
    if finding:
        found.append(("dvrules: complete findings", on.counts.occurrences / finding))
    return sorted(found, key=lambda pair: -pair[1])


def _title(name: str) -> str:
    return PEERS[name].title


def _peers(on: OnSize) -> Iterator[str]:
    decided = {_title(name): found for name, found in on.peers.items() if isinstance(found, Decided)}
    every = rates(on)
    bound = next((rate for title, rate in every if title == _title("numpy")), None)
    own = next((rate for title, rate in every if title.startswith("dvrules")), None)
    rows = []
    for title, rate in every:
        found = decided.get(title)
        rows.append(
            [
                f"{title} {found.version}".rstrip() if found else f"**{title}**",
                number(rate),
                f"{number(own / rate)} ×" if own else "–",
                f"{number(bound / rate)} ×" if bound else "–",
                number(found.rows / (found.seconds + found.ingesting)) if found else "–",
                f"{found.peak / 1e6:,.0f}" if found else "–",
                ("none" if not found.wrong else f"{found.wrong} of {found.rows}") if found else "–",
            ]
        )
    head = ["engine", "a second", "dvrules / it", "numpy / it", "a second with ingesting", "added MB", "wrong"]
    yield from _table(head, rows)
    yield from (f"\n{_title(name)}: {why}." for name, why in on.peers.items() if isinstance(why, str))
