"""Deadlines: the closed set of forms in which a document says when something is due."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Literal

from attrs import frozen

from dvrules.model.days import Span


class Cycle(StrEnum):
    """How often a periodic deadline comes round, and so which periods it has."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    NINE_MONTHS = "nine_months"
    YEAR = "year"


class Measure(StrEnum):
    """What an offset is counted in."""

    DAY = "day"
    WORKING_DAY = "working_day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class Roll(StrEnum):
    """Where a due day goes that falls on a day off."""

    NONE = "none"
    NEXT = "next"
    PREVIOUS = "previous"


@frozen
class Anchor:
    """A day within a period, or within the period after it.

    `day` is a day of the month, `last` or `last_working`. `month` counts the months of the period from 1; without it,
    the last month of the period, or the first of the next. `offset` moves the day by that many `measure`s.
    """

    day: int | Literal["last", "last_working"]
    month: int | None = None
    of: Literal["this", "next"] = "this"
    offset: int = 0
    measure: Measure = Measure.DAY


@frozen
class Fixed:
    """Due on one day: `by` it (inclusive) or `before` it (exclusive: the day before is the last)."""

    form: Literal["fixed"]
    by: date | None = None
    before: date | None = None
    roll: Roll = Roll.NONE
    words: str = ""


@frozen
class Periodic:
    """Due once in every period: `by` the anchor day (inclusive) or `before` it (exclusive)."""

    form: Literal["periodic"]
    every: Cycle
    by: Anchor | None = None
    before: Anchor | None = None
    roll: Roll = Roll.NONE
    words: str = ""


@frozen
class Relative:
    """Due `offset` measures after (or, if negative, before) the due day of another obligation, period by period."""

    form: Literal["relative"]
    obligation: str
    offset: int
    measure: Measure = Measure.DAY
    roll: Roll | None = None
    words: str = ""


@frozen
class Continuous:
    """Owed all along a span; without one, along the term of the document."""

    form: Literal["continuous"]
    span: Span | None = None
    words: str = ""


@frozen
class ByReference:
    """Due when another document says; `document` is None where the text names none ("đúng quy định")."""

    form: Literal["by_reference"]
    document: str | None = None
    clause: str | None = None
    words: str = ""


Deadline = Fixed | Periodic | Relative | Continuous | ByReference
