"""Timing: whether what is due below leaves enough time for what is due above, found before anyone misses anything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from dvrules.counting.calendars import OutsideCoverage
from dvrules.counting.reckoning import Reckoner
from dvrules.families import families
from dvrules.model.cascades import Cascade
from dvrules.model.diagnostics import Diagnostic
from dvrules.model.margins import Margin
from dvrules.model.reports import Occurrence
from dvrules.model.values import evolve


def margins(cascade: Cascade, occurrences: Iterable[Occurrence], reckoner: Reckoner) -> tuple[Margin, ...]:
    """The margin of every occurrence below one whose obligation has a lead, where both due days are known.

    They come in the order of the keys above and, within each, of slack.
    """
    by_obligation: dict[str, list[Occurrence]] = defaultdict(list)
    for occurrence in occurrences:
        by_obligation[occurrence.obligation].append(occurrence)
    found: list[Margin] = []
    for reference, below in cascade.children.items():
        lead = cascade.by_reference[reference].lead
        children = [occurrence for child in below for occurrence in by_obligation[child]]
        if lead is None:
            continue
        parents = by_obligation[reference]
        paired = families(parents, children, cascade.issuers)
        for parent in parents:
            of_parent = sorted(_margins(parent, paired[parent.key], lead, reckoner), key=lambda m: (m.slack, m.child))
            least = of_parent[0].slack if of_parent else 0
            found += (evolve(margin, critical=margin.slack == least) for margin in of_parent)
    return tuple(sorted(found, key=lambda margin: margin.parent))


def _margins(parent: Occurrence, children: list[Occurrence], lead: int, reckoner: Reckoner) -> Iterator[Margin]:
    latest = reckoner.ahead(parent.due, lead).day
    for child in children:
        due = child.due.day
        if latest and due:
            slack = _working_days(due, latest, reckoner)
            if slack is not None:
                yield Margin(parent.key, child.key, child.bearer, due, latest, slack)


def _working_days(first: date, last: date, reckoner: Reckoner) -> int | None:
    """The working days after `first` through `last`, negative if `last` comes first; None outside the calendar."""
    try:
        return reckoner.working.between(first, last)
    except OutsideCoverage:
        return None


def check_timing(cascade: Cascade, occurrences: Iterable[Occurrence], reckoner: Reckoner) -> Iterator[Diagnostic]:
    """A diagnostic for each obligation whose own day leaves too little time above, at the first such period."""
    told: set[tuple[str, str]] = set()
    for margin in margins(cascade, occurrences, reckoner):
        child, parent = margin.child.partition("/")[0], margin.parent.partition("/")[0]
        if margin.slack < 0 and (child, parent) not in told:
            told.add((child, parent))
            args: dict[str, str | int] = {
                "id": margin.child,
                "parent": margin.parent,
                "due": margin.due.isoformat(),
                "latest": margin.latest.isoformat(),
                "days": -margin.slack,
            }
            yield Diagnostic("DV405", args, cascade.by_reference[child].place.at("deadline"))
