"""Matching: which record of evidence counts for which occurrence, whatever order the records come in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from attrs import frozen

from dvrules.model.deadlines import Quota
from dvrules.model.diagnostics import Diagnostic
from dvrules.model.records import Evidence
from dvrules.model.reports import Match, Occurrence
from dvrules.model.rulesets import Kind

#: Tells whether an occurrence is settled by these records, so that a further one goes to the next occurrence.
Settled = Callable[[Occurrence, tuple[Evidence, ...]], bool]


@frozen
class Matched:
    """The records that count for each occurrence by key, in the order in which they occurred, and by which rule."""

    evidence: dict[str, tuple[Evidence, ...]]
    matches: dict[str, tuple[Match, ...]]
    diagnostics: tuple[Diagnostic, ...]


def match(occurrences: Iterable[Occurrence], records: Iterable[Evidence], settled: Settled) -> Matched:
    """Each record with the occurrence that it counts for.

    A record counts for the occurrences it names in `fulfils`: one, or if it is `shared` all of them. One that names
    none counts for the earliest due occurrence of its obligation and unit that was open on the day it occurred and was
    not settled before; if it is `shared`, for every such occurrence. What is owed in number is counted for itself: a
    record counts in each quota of its obligation. A further assessment counts for a programme's last period. Records
    that count for nothing are diagnostics.
    """
    by_key = {occurrence.key: occurrence for occurrence in occurrences}
    owed: dict[tuple[str, str], list[Occurrence]] = defaultdict(list)
    for occurrence in sorted(by_key.values(), key=_due_order):
        owed[occurrence.obligation, occurrence.bearer].append(occurrence)
    evidence: dict[str, list[Evidence]] = defaultdict(list)
    matches: dict[str, list[Match]] = defaultdict(list)
    diagnostics: list[Diagnostic] = []
    for record in sorted(records, key=_record_order):
        if record.fulfils:
            found, faults = _named(record, by_key)
            diagnostics += faults
        else:
            candidates = [o for o in owed[record.obligation, record.by] if _may_concern(o, record.occurred)]
            open_then = [o for o in candidates if not settled(o, tuple(evidence[o.key]))]
            if candidates and not open_then and candidates[-1].kind is Kind.PROGRAMME:
                open_then = candidates[-1:]
            found = open_then if record.shared else list(_first_of_each(open_then))
            if not found:
                args = {"id": record.id, "obligation": record.obligation, "by": record.by}
                diagnostics.append(Diagnostic("DV501", args, record.place))
        for occurrence in found:
            evidence[occurrence.key].append(record)
            matches[occurrence.key].append(Match(record.id, "named" if record.fulfils else "earliest_due"))
    return Matched(
        {key: tuple(each) for key, each in evidence.items()},
        {key: tuple(each) for key, each in matches.items()},
        tuple(diagnostics),
    )


def _named(record: Evidence, by_key: dict[str, Occurrence]) -> tuple[list[Occurrence], list[Diagnostic]]:
    faults: list[Diagnostic] = []
    found: list[Occurrence] = []
    for index, key in enumerate(record.fulfils):
        occurrence = by_key.get(key)
        at = record.place.at("fulfils", index)
        if occurrence is None:
            faults.append(Diagnostic("DV502", {"id": record.id, "key": key}, at))
        elif (occurrence.obligation, occurrence.bearer) != (record.obligation, record.by):
            faults.append(Diagnostic("DV503", {"id": record.id, "key": key}, at))
        elif found and not record.shared:
            faults.append(Diagnostic("DV504", {"id": record.id, "key": key}, at))
        else:
            found.append(occurrence)
    return found, faults


def _first_of_each(occurrences: Iterable[Occurrence]) -> Iterator[Occurrence]:
    """The first of the occurrences without a quota, and the first of those of each quota."""
    seen: set[Quota | None] = set()
    for occurrence in occurrences:
        if occurrence.quota not in seen:
            seen.add(occurrence.quota)
            yield occurrence


def _may_concern(occurrence: Occurrence, day: date) -> bool:
    """Whether it was open on the day; what is kept up over a span is broken only within it."""
    over = occurrence.kind is Kind.MAINTENANCE and day > (occurrence.due.latest or date.max)
    return (occurrence.opens.earliest or date.min) <= day and not over


def _due_order(occurrence: Occurrence) -> tuple[date, str]:
    return occurrence.due.earliest or date.max, occurrence.key


def _record_order(record: Evidence) -> tuple[date, date, str]:
    return record.occurred, record.recorded, record.id
