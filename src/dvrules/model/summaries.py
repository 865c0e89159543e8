"""Summaries: how many findings are in which state, and what share was done on time; in all and along each dimension."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import Literal, get_args

from dvrules.model.census import STATES, Census, codes_of
from dvrules.model.reports import Finding, Occurrence, Report, State
from dvrules.model.values import field, frozen

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
    findings = report.findings
    keys = [occurrence.key for occurrence in findings.occurrences]
    along = {
        dimension: _parted(names, findings.states, keys) for dimension, names in columns(findings.occurrences).items()
    }
    by_unit = _ordered(along["unit"], [unit.id for unit in report.units])
    months = sorted(along["month"].keys() - {UNKNOWN, ENDLESS})
    states = counts(findings.states)
    return Summary(
        states=states,
        units={unit: each.states for unit, each in by_unit.items()},
        on_time=share_on_time(states),
        without_waivers=counts(findings.without_waivers),
        by_unit=by_unit,
        by_document=_ordered(along["document"], [source.ruleset for source in report.documents]),
        by_month=_ordered(along["month"], [*months, UNKNOWN, ENDLESS]),
    )


def tally(findings: Iterable[Finding]) -> Tally:
    """The tally of some findings."""
    keys: dict[State, list[str]] = {}
    for finding in findings:
        keys.setdefault(finding.state, []).append(finding.occurrence.key)
    return _tally(keys)


def share_on_time(states: Mapping[State, int]) -> float | None:
    """The share that a `Tally` of these counts calls `on_time`."""
    done = states.get(State.FULFILLED, 0)
    due = done + sum(states.get(state, 0) for state in _NOT_ON_TIME)
    return done / due if due else None


def _tally(keys: Mapping[State, list[str]]) -> Tally:
    states = {state: len(keys[state]) for state in STATES if state in keys}
    return Tally(states, share_on_time(states), {state: tuple(keys[state]) for state in states})


def counts(states: Iterable[State]) -> dict[State, int]:
    """How many of some states there are of each, in the order of `State`; those left out that there are none of."""
    counted = Counter(states)
    return {state: counted[state] for state in STATES if state in counted}


def counts_along(
    occurrences: Collection[Occurrence], states: Iterable[State]
) -> dict[Dimension, dict[str, dict[State, int]]]:
    """How many occurrences are in each of their states, under each name of each dimension."""
    codes = codes_of(states)
    return {dimension: Census.of(names).counts(codes) for dimension, names in columns(occurrences).items()}


def _parted(names: Iterable[str], states: Iterable[State], keys: Iterable[str]) -> dict[str, Tally]:
    """The tallies of findings by the names under which they are counted."""
    parts: dict[str, dict[State, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name, state, key in zip(names, states, keys, strict=True):
        parts[name][state].append(key)
    return {name: _tally(found) for name, found in parts.items()}


def _ordered(tallies: Mapping[str, Tally], order: Iterable[str]) -> dict[str, Tally]:
    """The tallies in an order, those that it does not name behind."""
    return {name: tallies[name] for name in dict.fromkeys((*order, *tallies)) if name in tallies}


def columns(occurrences: Collection[Occurrence]) -> dict[Dimension, Iterator[str]]:
    """The names under which occurrences are counted along each dimension."""
    return {dimension: map(name, occurrences) for dimension, name in _NAMES.items()}


def places(occurrence: Occurrence) -> tuple[str, str, str]:
    """The unit, the document and the month of the due day under which an occurrence is counted."""
    return occurrence.bearer, _ruleset(occurrence), _month(occurrence)


def _ruleset(occurrence: Occurrence) -> str:
    return occurrence.obligation.partition(":")[0]


def _month(occurrence: Occurrence) -> str:
    due = occurrence.due
    if due.earliest is None or due.latest is None:
        return UNKNOWN if due.missing else ENDLESS
    return _month_of(due.earliest, due.latest)


@lru_cache(maxsize=4096)
def _month_of(first: date, last: date) -> str:
    months = {day.isoformat()[:7] for day in (first, last)}
    return months.pop() if len(months) == 1 else UNKNOWN


_NAMES: Mapping[Dimension, Callable[[Occurrence], str]] = {
    "unit": attrgetter("bearer"),
    "document": _ruleset,
    "month": _month,
}
