"""Records: what a project knows beside its documents."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from attrs import field, frozen

from dvrules.model.deadlines import Deadline
from dvrules.model.places import DERIVED, NOWHERE, Place


class Shows(StrEnum):
    """What a record of evidence shows."""

    PERFORMANCE = "performance"
    BREACH = "breach"
    ASSESSMENT = "assessment"


class Result(StrEnum):
    """What an assessment came to."""

    MET = "met"
    PARTLY_MET = "partly_met"
    NOT_MET = "not_met"


@frozen
class Evidence:
    """A record that something was done, broken or assessed.

    `occurred` is the day it happened, `recorded` the day it came on record. It counts for the occurrences it `fulfils`
    by key, else for the earliest due open occurrence of `obligation` owed by the unit `by`.
    """

    id: str
    obligation: str
    by: str
    occurred: date
    recorded: date
    fulfils: tuple[str, ...] = ()
    shared: bool = False
    shows: Shows = Shows.PERFORMANCE
    result: Result | None = None
    document: str = ""
    source: str = ""
    note: str = ""
    place: Place = field(default=NOWHERE, eq=False, repr=False, metadata=DERIVED)


@frozen
class Assumption:
    """A deadline that a project takes for granted because the document that sets it is not in hand.

    It stands for a clause of a `document`, or for the deadline of one `obligation`; `reason` and `by` say why and who
    decided so, `recorded` since when.
    """

    reason: str
    by: str
    recorded: date
    deadline: tuple[Deadline, ...]
    document: str | None = None
    clause: str | None = None
    obligation: str | None = None
    place: Place = field(default=NOWHERE, eq=False, repr=False, metadata=DERIVED)
