"""Findings as the page lists them: what calls for action first, each with its whole explanation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import sha256

from attrs import frozen

from dvrules.drawing import COLOURS
from dvrules.extension import Explain
from dvrules.messages import Messages
from dvrules.messages.explanations import Part, parts
from dvrules.model.explanations import Related
from dvrules.model.reports import Finding, Report, State
from dvrules.model.summaries import Summary

#: A sign beside the words of a state, where there is no room for the words; never the colour alone.
MARKS: Mapping[State, str] = {
    State.BREACHED: "✕",
    State.OVERDUE: "!",
    State.UNDETERMINED: "?",
    State.FULFILLED_LATE: "✓!",
    State.OPEN: "▷",
    State.SUSPENDED: "‖",
    State.UNASSESSED: "…",
    State.UPCOMING: "○",
    State.FULFILLED: "✓",
    State.WAIVED: "∅",
    State.NOT_APPLICABLE: "–",
    State.SUPERSEDED: "⇄",
    State.TERMINATED: "■",
}

#: What the line of a finding says already.
_IN_LINE = {"state", "bearer", "period", "due"}
_DIGITS = 12


@frozen
class Other:
    """A finding above or below in the cascade: where it is on the page, and what is said of it."""

    anchor: str
    text: str


@frozen
class Item:
    """A finding on the page: the words of its line, what it can be found by, and the parts of its explanation."""

    anchor: str
    state: State
    standing: str
    title: str
    bearer: str
    period: str
    due: str
    unit: str
    document: str
    month: str
    parts: tuple[Part, ...]
    above: tuple[Other, ...]
    below: tuple[Other, ...]


def anchor_of(key: str) -> str:
    """The id of a finding's place on the page, the same in every page of the project."""
    return "f-" + sha256(key.encode(errors="backslashreplace")).hexdigest()[:_DIGITS]


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """The findings by urgency of their states, then by due day and key."""
    urgency = {state: number for number, state in enumerate(COLOURS)}

    def place(finding: Finding) -> tuple[int, date, str]:
        return urgency[finding.state], finding.occurrence.due.latest or date.max, finding.occurrence.key

    return sorted(findings, key=place)


def items(report: Report, summary: Summary, explain: Explain, messages: Messages) -> list[Item]:
    """An item for every finding, in order."""
    months = {key: month for month, tally in summary.by_month.items() for keys in tally.keys.values() for key in keys}
    return [_item(finding, months[finding.occurrence.key], explain, messages) for finding in in_order(report.findings)]


def _item(finding: Finding, month: str, explain: Explain, messages: Messages) -> Item:
    explanation = explain(finding.occurrence.key)
    told = tuple(parts(explanation, messages))
    said = {part.name: part.lines[0] for part in told}
    return Item(
        anchor=anchor_of(finding.occurrence.key),
        state=finding.state,
        standing=said["state"],
        title=explanation.title,
        bearer=said["bearer"],
        period=said["period"],
        due=said.get("due") or said["due_so_far"],
        unit=finding.occurrence.bearer,
        document=finding.occurrence.obligation.partition(":")[0],
        month=month,
        parts=tuple(part for part in told if part.name not in _IN_LINE),
        above=tuple(_other(each, messages) for each in explanation.parents),
        below=tuple(_other(each, messages) for each in explanation.children),
    )


def _other(related: Related, messages: Messages) -> Other:
    said = messages.say("html.other", title=related.title, unit=related.bearer, state=str(related.state))
    return Other(anchor_of(related.key), said)
