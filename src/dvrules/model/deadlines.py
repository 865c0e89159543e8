"""Deadlines: the closed set of forms in which a document says when something is due."""

from datetime import date
from enum import StrEnum
from typing import Literal

from dvrules.model.days import Span
from dvrules.model.values import frozen


class Cycle(StrEnum):
    """How often a periodic deadline comes round, and so which periods it has."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    NINE_MONTHS = "nine_months"
    YEAR = "year"


class Measure(StrEnum):
    """What an offset is counted in; a half-month is 15 days and a half-year 6 months (Civil Code 2015, art. 146.1)."""

    DAY = "day"
    WORKING_DAY = "working_day"
    WEEK = "week"
    HALF_MONTH = "half_month"
    MONTH = "month"
    HALF_YEAR = "half_year"
    YEAR = "year"


class Roll(StrEnum):
    """Where a due day goes that falls on a day off."""

    NONE = "none"
    NEXT = "next"
    PREVIOUS = "previous"


#: The `event` of a deadline that is counted from the day of its own document.
ISSUE = "issue"

#: The cut-offs of periodic reports by name.
CutOffName = Literal["nd-09-2019"]


@frozen
class Anchor:
    """A day within a period, or within the period after it.

    `day` is a day of the month (in a week: of the week, Monday being 1) or a word: `first`, `middle` and `last` are the
    points of time of Civil Code 2015, art. 146, `first_working` and `last_working` the first and last working day.
    `month` counts the months of the period from 1. Without it a number is a day of the last month of the period (of the
    first, if the anchor lies in the next period) and a word means the period itself. `offset` moves the day by that
    many `measure`s.
    """

    day: int | Literal["first", "first_working", "middle", "last", "last_working"]
    month: int | None = None
    of: Literal["this", "next"] = "this"
    offset: int = 0
    measure: Measure = Measure.DAY


@frozen
class Quota:
    """A least number of performances in every period of a cycle."""

    count: int
    every: Cycle


@frozen
class Fixed:
    """Due on one day: `by` it (inclusive) or `before` it (exclusive: the day before is the last); opens on `from`."""

    form: Literal["fixed"]
    by: date | None = None
    before: date | None = None
    from_: date | None = None
    roll: Roll = Roll.NONE
    words: str = ""


@frozen
class Within:
    """Due in one period, named by its label (2024-03, 2024-Q1, 2024-H1, 2024-9M, 2024, 2024-W07).

    Due `by` the anchor day (inclusive), `before` it (exclusive), or without either by the last day of the period. It
    opens on the period's first day, or on the anchor `from`.
    """

    form: Literal["within"]
    period: str
    by: Anchor | None = None
    before: Anchor | None = None
    from_: Anchor | None = None
    roll: Roll = Roll.NONE
    words: str = ""


@frozen
class Periodic:
    """Due once in every period: `by` the anchor day (inclusive) or `before` it (exclusive).

    Without either it is due within the period, unless `unknown` names `by`: then there is a day, and the text doesn't
    say which. So with `every`, where the text says no more than that it comes round. The period opens on its first day,
    or on the anchor `from`. `cut_off` is the last day whose data the report covers; they begin on the day after the
    cut-off of the period before. `lead` is the number of working days by which the internal due day precedes the due
    day.
    """

    form: Literal["periodic"]
    every: Cycle | None = None
    by: Anchor | None = None
    before: Anchor | None = None
    from_: Anchor | None = None
    cut_off: Anchor | CutOffName | None = None
    lead: int | None = None
    roll: Roll = Roll.NONE
    unknown: tuple[str, ...] = ()
    words: str = ""


@frozen
class Relative:
    """Due `offset` measures after (or, if negative, before) an event, or another obligation's due day or fulfilment.

    `event` holds the words by which the records of events call it, or `issue` for the day of the document itself; each
    record opens an occurrence. `obligation` is followed period by period. `unknown` names `offset` where the text says
    after what, but not how long after. It opens on the day counted from, if counted forward, or on `from`.
    """

    form: Literal["relative"]
    event: str | None = None
    obligation: str | None = None
    of: Literal["due", "fulfilment"] = "due"
    offset: int = 0
    measure: Measure = Measure.DAY
    from_: date | None = None
    roll: Roll | None = None
    unknown: tuple[str, ...] = ()
    words: str = ""


@frozen
class Continuous:
    """Owed all along a span; without one, along the term of the document.

    `during` holds the words of a stretch of time that the text names without its days ("trong thời gian bầu cử").
    `review` divides the span into periods, each judged by itself; `at_least` asks for a number of performances in
    every period of a cycle, each quota judged by itself.
    """

    form: Literal["continuous"]
    span: Span | None = None
    during: str = ""
    review: Cycle | None = None
    at_least: tuple[Quota, ...] = ()
    words: str = ""


@frozen
class OnRequest:
    """Owed whenever `event` is on record, once for each record.

    Due on the day that the request itself sets, else `offset` measures after the request; without an offset the day is
    not stated.
    """

    form: Literal["on_request"]
    event: str
    offset: int | None = None
    measure: Measure = Measure.DAY
    roll: Roll | None = None
    words: str = ""


@frozen
class Listed:
    """Due on each of the days of a list."""

    form: Literal["listed"]
    days: tuple[date, ...]
    roll: Roll = Roll.NONE
    words: str = ""


@frozen
class Recurring:
    """Due on the days of an RFC 5545 recurrence rule that starts on `from`.

    For rhythms that no other form can tell; a rule that would pass over a period in silence is refused.
    """

    form: Literal["recurring"]
    rrule: str
    from_: date
    roll: Roll = Roll.NONE
    words: str = ""


@frozen
class ByReference:
    """Due when another document says; `document` is None where the text names none ("đúng quy định")."""

    form: Literal["by_reference"]
    document: str | None = None
    clause: str | None = None
    words: str = ""


Deadline = Fixed | Within | Periodic | Relative | Continuous | OnRequest | Listed | Recurring | ByReference
