"""Explanations: why one finding is what it is, and what would make it otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from dvrules.model.days import PartialDate, Reckoning
from dvrules.model.records import Suspension, Waiver
from dvrules.model.reports import Occurrence, Progress, State
from dvrules.model.rulesets import Force
from dvrules.model.statements import Statement
from dvrules.model.values import field, frozen


@frozen
class Authority:
    """What an occurrence rests on: a document (its type, code and date), a clause of it, and the very words."""

    document: str
    type: str
    code: str
    date: PartialDate | None
    clause: str
    quote: str


@frozen
class Considered:
    """A record of evidence that was looked at: whether it counts, and `why` or why not.

    `said` is what the record itself gives as its document, its source or its note.
    """

    id: str
    shows: str
    occurred: date
    recorded: date
    counts: bool
    why: Statement
    said: str = ""
    quantity: float | None = None


@frozen
class Related:
    """An occurrence above or below in the cascade, by key, with its days, and where it stands."""

    key: str
    title: str
    bearer: str
    period: str
    due: Reckoning
    state: State


@frozen
class Explanation:
    """One finding explained; plain values and statements, so that every form and language tells the same.

    `general` says the rule of the state function that fired, whatever the case; `reasons` say it of this one, but for
    the `conditions` that don't hold and the children that it is `waiting` for, which stand apart. `above` says what it
    implements, and whether that still holds on the day judged. What waits for others is `held_up` by those at the very
    bottom, however many levels lie between. `decision` tells the
    waiver or suspension in force, and `underlying` is the state that there would be without the waiver. `needed` is
    what would make it fulfilled, `time` says until when, and `last` is the last day on which that can still happen on
    time (of a breach that can be made good: the last day of the cure); None where there is no such day. `names` are the
    names of units by id.
    """

    title: str
    authority: Authority
    occurrence: Occurrence
    post: str
    force: Force
    as_of: date
    known_at: date
    state: State
    rule: str
    general: Statement
    reasons: tuple[Statement, ...]
    due_soon: bool = False
    days_late: int = 0
    progress: Progress | None = None
    conditions: tuple[Statement, ...] = ()
    waiting: tuple[Statement, ...] = ()
    above: tuple[Statement, ...] = ()
    held_up: tuple[Related, ...] = ()
    missing: tuple[Statement, ...] = ()
    waiver: Waiver | None = None
    suspension: Suspension | None = None
    decision: Statement | None = None
    underlying: State | None = None
    evidence: tuple[Considered, ...] = ()
    needed: tuple[Statement, ...] = ()
    time: tuple[Statement, ...] = ()
    last: date | None = None
    parents: tuple[Related, ...] = ()
    children: tuple[Related, ...] = ()
    names: Mapping[str, str] = field(factory=dict)
