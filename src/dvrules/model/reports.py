"""Reports: occurrences, the state each is in on a day, and why."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Literal

from attrs import frozen

from dvrules.model.days import Reckoning, Span
from dvrules.model.deadlines import Quota
from dvrules.model.diagnostics import Diagnostic
from dvrules.model.documents import Document
from dvrules.model.records import Assumption, Event, Evidence
from dvrules.model.rulesets import Kind, Obligation
from dvrules.model.statements import Statement
from dvrules.model.units import Unit


class State(StrEnum):
    """Where an occurrence stands on a day; it is always in exactly one state."""

    UPCOMING = "upcoming"
    OPEN = "open"
    FULFILLED = "fulfilled"
    FULFILLED_LATE = "fulfilled_late"
    OVERDUE = "overdue"
    BREACHED = "breached"
    UNASSESSED = "unassessed"
    UNDETERMINED = "undetermined"


@frozen
class Occurrence:
    """One obligation, one bearer, one period: what is judged.

    The key is `ruleset:obligation/bearer/period` and never contains the due day, so that a moved deadline leaves the
    occurrence what it was. A periodic report has four days, kept apart: its `period`, the span of its `data` up to the
    cut-off, `due`, and `internal`, the day by which the bearer means to be done. `quota` asks for a number of
    performances; `awaits` names the event without which it doesn't begin, while that is not on record.
    """

    key: str
    obligation: str
    kind: Kind
    bearer: str
    period: str
    opens: Reckoning
    due: Reckoning
    internal: Reckoning | None = None
    data: Span | None = None
    quota: Quota | None = None
    awaits: Statement | None = None


@frozen
class Match:
    """A record of evidence matched to an occurrence, the rule that matched it, and whether the evaluator used it."""

    evidence: str
    rule: Literal["named", "earliest_due"]
    used: bool = False


@frozen
class Finding:
    """A judged occurrence.

    `done` is the day on which it was fulfilled, `violated` the first day on which it was past due or broken;
    `days_late` counts calendar days past due, to the day it was done or to the day judged.
    """

    occurrence: Occurrence
    state: State
    reasons: tuple[Statement, ...]
    due_soon: bool = False
    done: date | None = None
    violated: date | None = None
    days_late: int = 0
    evidence: tuple[Match, ...] = ()
    missing: tuple[Statement, ...] = ()


@frozen
class Source:
    """A ruleset's document as a report shows it."""

    ruleset: str
    document: Document


@frozen
class Report:
    """A cascade judged for one (as_of, known_at), with all that an exporter needs to show it.

    Findings are sorted by key. `obligations`, `documents`, `units`, `evidence` and `events` are those of the whole
    project; `placeholders` are the documents that are cited but not in hand.
    """

    project: str
    as_of: date
    known_at: date
    findings: tuple[Finding, ...]
    documents: tuple[Source, ...] = ()
    placeholders: tuple[str, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    units: tuple[Unit, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    events: tuple[Event, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
