"""Records: what a project knows beside its documents."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from unicodedata import normalize

from attrs import field, frozen

from dvrules.model.days import PartialDate
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
class Event:
    """A record that something happened, or is known to happen, from which deadlines are counted: a request, a receipt.

    `event` are the words by which deadlines call it. It counts for every obligation that waits for such an event, or
    for the one `obligation` and the one `unit` it names. `day` is when it happens, as far as that is known, `recorded`
    when it came on record, `due` the day that a request itself sets.
    """

    id: str
    event: str
    day: PartialDate
    recorded: date
    obligation: str | None = None
    unit: str | None = None
    due: date | None = None
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


def alike(words: str) -> str:
    """The words of an event as they are compared: whatever their case, blanks and way of writing accents."""
    return " ".join(normalize("NFC", words).casefold().split())
