"""The heat map: units by the months of due days, each cell with the most urgent state there and how many are in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import frozen

from dvrules.drawing import COLOURS
from dvrules.messages import Messages
from dvrules.messages.wording import period_text
from dvrules.model.reports import Report, State
from dvrules.model.summaries import ENDLESS, UNKNOWN, Summary, Tally, tally


@frozen
class Cell:
    """Some findings: the most urgent state among them, how many of all are in it, and the counts by state in words."""

    state: State
    number: str
    told: str


@frozen
class Line:
    """A unit, and its findings by month; None where there are none."""

    unit: str
    name: str
    cells: tuple[Cell | None, ...]


@frozen
class HeatMap:
    """The months, by key and in words, and a line for each unit that bears something."""

    months: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]


def heat_map(report: Report, summary: Summary, messages: Messages) -> HeatMap:
    """The heat map of a report."""
    found: dict[tuple[str, str], list[str]] = {}
    month_of = {key: month for month, each in summary.by_month.items() for key in _keys(each)}
    by_key = {finding.occurrence.key: finding for finding in report.findings}
    for key, finding in by_key.items():
        found.setdefault((finding.occurrence.bearer, month_of[key]), []).append(key)
    names = report.names

    def cell(unit: str, month: str) -> Cell | None:
        keys = found.get((unit, month))
        return cell_of(tally(by_key[key] for key in keys), messages) if keys else None

    lines = (
        Line(unit, names.get(unit, unit), tuple(cell(unit, month) for month in summary.by_month))
        for unit in summary.by_unit
    )
    return HeatMap(tuple((month, month_text(month, messages)) for month in summary.by_month), tuple(lines))


def cell_of(each: Tally, messages: Messages) -> Cell:
    """The cell of a tally that counts something."""
    state = min(each.states, key=list(COLOURS).index)
    urgent = each.states[state]
    number = f"{urgent}/{each.count}" if urgent < each.count else f"{urgent}"
    return Cell(state, number, counted(each.states, messages))


def counted(states: Mapping[State, int], messages: Messages) -> str:
    """How many are in which state, in words."""
    ordered = sorted(states.items(), key=lambda pair: list(COLOURS).index(pair[0]))
    return "; ".join(messages.say("html.count", count=count, state=str(state)) for state, count in ordered)


def month_text(month: str, messages: Messages) -> str:
    """A month of due days in words, or what stands for none."""
    if month in {UNKNOWN, ENDLESS}:
        return messages.say(f"word.{month}")
    return period_text(month, messages)


def _keys(each: Tally) -> Iterable[str]:
    return (key for keys in each.keys.values() for key in keys)
