"""Summaries: how many findings are in which state, in all and by unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from attrs import frozen

from dvrules.model.reports import Report, State


@frozen
class Summary:
    """Counts by state, in all and for each unit that bears something; states and units that have none are left out."""

    states: Mapping[State, int]
    units: Mapping[str, Mapping[State, int]]


def summarise(report: Report) -> Summary:
    """The summary of a report, states in the order of `State`, units in the order of the roster."""
    states = Counter(finding.state for finding in report.findings)
    units: dict[str, Counter[State]] = {unit.id: Counter() for unit in report.units}
    for finding in report.findings:
        units.setdefault(finding.occurrence.bearer, Counter())[finding.state] += 1
    return Summary(_sorted(states), {unit: _sorted(counts) for unit, counts in units.items() if counts})


def _sorted(counts: Counter[State]) -> dict[State, int]:
    return {state: counts[state] for state in State if counts[state]}
