"""Calendars: which days are worked, from cited data with a span of coverage."""

from datetime import date
from enum import StrEnum

from dvrules.model.values import field, frozen


class Certainty(StrEnum):
    """How sure a calendar is of a day."""

    OFFICIAL = "official"
    UNCONFIRMED = "unconfirmed"


@frozen
class CalendarDay:
    """A day that departs from the week's pattern: off on a weekday, or worked on a weekly day off.

    `source` cites the provision or notice that says so; `published` is the day from which it was known, None for days
    that follow from the law itself or whose notice is not in hand.
    """

    day: date
    worked: bool
    name: str
    source: str
    published: date | None = None
    certainty: Certainty = Certainty.OFFICIAL
    instead_of: date | None = None


@frozen
class Calendar:
    """Working days from `first` through `last`, both inclusive; outside them a calendar knows nothing.

    `weekend` holds the weekly days off as ISO weekdays (Monday is 1).
    """

    name: str
    first: date
    last: date
    weekend: frozenset[int]
    days: tuple[CalendarDay, ...]
    source: str = ""
    title: str = field(default="")
