"""Records: what a project knows beside its documents. They are only ever added to."""

from datetime import date
from enum import StrEnum
from unicodedata import normalize

from dvrules.model.days import PartialDate
from dvrules.model.deadlines import Deadline
from dvrules.model.places import REPEATED, Placed
from dvrules.model.values import field, frozen


class Shows(StrEnum):
    """What a record of evidence shows; `nothing` withdraws the record that it corrects."""

    PERFORMANCE = "performance"
    RECEIPT = "receipt"
    BREACH = "breach"
    CURE = "cure"
    ASSESSMENT = "assessment"
    ATTESTATION = "attestation"
    NOTHING = "nothing"


class Result(StrEnum):
    """What an assessment came to."""

    MET = "met"
    PARTLY_MET = "partly_met"
    NOT_MET = "not_met"


@frozen
class Attachment:
    """A file that goes with a record: its path or address, and the SHA-256 of its content in hexadecimal."""

    path: str
    sha256: str = ""


@frozen
class Evidence(Placed):
    """A record that something was done, broken, made good, assessed or attested.

    `occurred` is the day it happened, `recorded` the day it came on record. It counts for the occurrences it `fulfils`
    by key, else for the earliest due open occurrence of `obligation` owed by the unit `by`. `quantity` is how much was
    done, `to` the recipients that it reached, `post` the office of the person who attests. A record that `corrects`
    another stands in its place from the day on which it was recorded.
    """

    id: str
    obligation: str = field(metadata=REPEATED)
    by: str = field(metadata=REPEATED)
    occurred: date
    recorded: date
    fulfils: tuple[str, ...] = ()
    shared: bool = False
    shows: Shows = Shows.PERFORMANCE
    result: Result | None = None
    quantity: float | None = None
    to: tuple[str, ...] = ()
    post: str = ""
    corrects: str = ""
    document: str = ""
    source: str = field(default="", metadata=REPEATED)
    attachment: Attachment | None = None
    note: str = ""


@frozen
class Event(Placed):
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


@frozen
class Fact(Placed):
    """A declared fact, on which conditions of application rest: of one `unit`, or without it of every one.

    It holds from `from` through `through`, both inclusive; of two that hold on a day, the one recorded last stands, and
    of a unit's own and everyone's, the unit's own.
    """

    id: str
    name: str
    recorded: date
    value: bool | int | str = True
    unit: str | None = None
    from_: date | None = None
    through: date | None = None
    document: str = ""
    source: str = ""

    def holds(self, day: date) -> bool:
        """Whether it holds on `day`."""
        return (self.from_ is None or self.from_ <= day) and (self.through is None or day <= self.through)


class Effect(StrEnum):
    """What a waiver does while it is in force: excuse what is owed, or put its due day off."""

    EXCUSES = "excuses"
    DEFERS = "defers"


@frozen
class Waiver(Placed):
    """A dated decision of someone competent that excuses from an obligation, or extends its time.

    It covers the `occurrences` it names by key, else every one of `obligation`; with `unit`, only that unit's. It is in
    force from `from` (the day it was `decided`, if not given) through `through`, both inclusive, and no longer than the
    day of the event `until`; outside that time it changes nothing. A waiver that `defers` sets the day `due`.
    """

    id: str
    obligation: str
    by: str
    reason: str
    decided: date
    recorded: date
    effect: Effect = Effect.EXCUSES
    unit: str | None = None
    occurrences: tuple[str, ...] = ()
    from_: date | None = None
    through: date | None = None
    until: str | None = None
    due: date | None = None
    document: str = ""

    @property
    def start(self) -> date:
        """The first day on which it is in force."""
        return self.from_ or self.decided


@frozen
class Suspension(Placed):
    """A decision that suspends an obligation, or all of a ruleset, from `from` through `through`, both inclusive.

    Where it `tolls`, the time that was left is kept: every day of it puts the due day off by a day.
    """

    id: str
    by: str
    reason: str
    decided: date
    recorded: date
    ruleset: str | None = None
    obligation: str | None = None
    unit: str | None = None
    from_: date | None = None
    through: date | None = None
    tolls: bool = False
    document: str = ""

    @property
    def start(self) -> date:
        """The first day of it."""
        return self.from_ or self.decided


@frozen
class Termination(Placed):
    """A decision that ends a whole ruleset's plan: from `day` on nothing new is owed under it."""

    id: str
    ruleset: str
    by: str
    reason: str
    day: date
    recorded: date
    document: str = ""


@frozen
class Records:
    """What is on record: evidence, events, facts and decisions."""

    evidence: tuple[Evidence, ...] = ()
    events: tuple[Event, ...] = ()
    facts: tuple[Fact, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    terminations: tuple[Termination, ...] = ()


@frozen
class Assumption(Placed):
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


def alike(words: str) -> str:
    """The words of an event as they are compared: whatever their case, blanks and way of writing accents."""
    return " ".join(normalize("NFC", words).casefold().split())
