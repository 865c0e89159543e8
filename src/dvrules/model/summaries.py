"""Summaries: how many findings are in which state, and what share was done on time; in all and along each dimension."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Literal, get_args

from attrs import field, frozen

from dvrules.model.reports import Finding, Report, State

Dimension = Literal["unit", "document", "month"]
DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)

#: The months of due days that are not known, or not known to the month, and of those that never come.
UNKNOWN, ENDLESS = "unknown", "endless"

#: What was to be done by now and was not done on time.
_NOT_ON_TIME = (State.FULFILLED_LATE, State.OVERDUE, State.BREACHED)


@frozen
class Tally:
    """Counts by state, and the keys of the findings behind each; states that have none are left out.

    `on_time` is the share, from 0 to 1, of what was fulfilled on time among all that is fulfilled, overdue or breached;
    None where there is nothing of these.
    """

    states: Mapping[State, int] = field(factory=dict)
    on_time: float | None = None
    keys: Mapping[State, tuple[str, ...]] = field(factory=dict)

    @property
    def count(self) -> int:
        """How many findings there are in all."""
        return sum(self.states.values())


@frozen
class Summary:
    """Counts by state, in all and for each unit that bears something; states and units that have none are left out.

    `without_waivers` counts the states that there would be without waivers. Each finding is in one tally of
    `by_unit` (its bearer), one of `by_document` (its ruleset) and one of `by_month` (that of its due day: `2024-07`,
    `unknown` where the day is not known to the month, `endless` where there is none).
    """

    states: Mapping[State, int]
    units: Mapping[str, Mapping[State, int]]
    on_time: float | None = None
    without_waivers: Mapping[State, int] = field(factory=dict)
    by_unit: Mapping[str, Tally] = field(factory=dict)
    by_document: Mapping[str, Tally] = field(factory=dict)
    by_month: Mapping[str, Tally] = field(factory=dict)

    def by(self, dimension: Dimension) -> Mapping[str, Tally]:
        """The tallies along a dimension."""
        return {"unit": self.by_unit, "document": self.by_document, "month": self.by_month}[dimension]


def summarise(report: Report) -> Summary:
    """The summary of a report: states in the order of `State`, units in the order of the roster, months in time's."""
    every = tally(report.findings)
    by_unit = _parted(report, lambda f: f.occurrence.bearer, [unit.id for unit in report.units])
    months = sorted({_month(finding) for finding in report.findings} - {UNKNOWN, ENDLESS})
    return Summary(
        states=every.states,
        units={unit: each.states for unit, each in by_unit.items()},
        on_time=every.on_time,
        without_waivers=_counts(finding.without_waivers for finding in report.findings),
        by_unit=by_unit,
        by_document=_parted(report, _ruleset, [source.ruleset for source in report.documents]),
        by_month=_parted(report, _month, [*months, UNKNOWN, ENDLESS]),
    )


def tally(findings: Iterable[Finding]) -> Tally:
    """The tally of some findings."""
    keys: dict[State, list[str]] = {state: [] for state in State}
    for finding in findings:
        keys[finding.state].append(finding.occurrence.key)
    states = {state: len(each) for state, each in keys.items() if each}
    return Tally(states, share_on_time(states), {state: tuple(keys[state]) for state in states})


def share_on_time(states: Mapping[State, int]) -> float | None:
    """The share that a `Tally` of these counts calls `on_time`."""
    done = states.get(State.FULFILLED, 0)
    due = done + sum(states.get(state, 0) for state in _NOT_ON_TIME)
    return done / due if due else None


def _counts(states: Iterable[State]) -> dict[State, int]:
    counted = Counter(states)
    return {state: counted[state] for state in State if counted[state]}


def _parted(report: Report, part: Callable[[Finding], str], order: Iterable[str]) -> dict[str, Tally]:
    parts: dict[str, list[Finding]] = {name: [] for name in order}
    for finding in report.findings:
        parts.setdefault(part(finding), []).append(finding)
    return {name: tally(findings) for name, findings in parts.items() if findings}


def places(finding: Finding) -> tuple[str, str, str]:
    """The unit, the document and the month of the due day under which a finding is counted."""
    return finding.occurrence.bearer, _ruleset(finding), _month(finding)


def _ruleset(finding: Finding) -> str:
    return finding.occurrence.obligation.partition(":")[0]


def _month(finding: Finding) -> str:
    due = finding.occurrence.due
    if due.earliest is None or due.latest is None:
        return UNKNOWN if due.missing else ENDLESS
    first, last = (f"{day:%Y-%m}" for day in (due.earliest, due.latest))
    return first if first == last else UNKNOWN
