"""Profiles: the rules by which periods of time are counted, each with the provision it rests on."""

from collections.abc import Mapping
from enum import StrEnum

from dvrules.model.deadlines import Roll
from dvrules.model.values import field, frozen


class MonthEnd(StrEnum):
    """Where a count of months or years ends whose last month lacks the corresponding day."""

    LAST = "last"
    NEXT = "next"
    ERROR = "error"


@frozen
class Profile:
    """A way of counting.

    `month_end` is the month's `last` day, the first of the `next` month, or an `error`: then the day stays unknown.
    `roll` says where the last day of a period counted forward goes when it is a day off, `roll_back` the same for one
    counted backward. A period begins on the day after the event, unless `first_day` counts that day too. `middle` is
    the day that the middle of a month means. `sources` cites the provision for each rule by its name: `first_day`,
    `month_end`, `roll`, `roll_back`, `point`, `length`.
    """

    name: str
    month_end: MonthEnd = MonthEnd.LAST
    roll: Roll = Roll.NONE
    roll_back: Roll = Roll.NONE
    first_day: bool = False
    middle: int = 15
    sources: Mapping[str, str] = field(factory=dict)

    def source(self, rule: str) -> str:
        """The provision for a rule, "" where none is cited."""
        return self.sources.get(rule, "")


#: Civil Code 2015, articles 146 to 148.
VN = Profile(
    "vn",
    roll=Roll.NEXT,
    sources={
        "first_day": "bllds-2015-147",
        "month_end": "bllds-2015-148-3",
        "roll": "bllds-2015-148-5",
        "point": "bllds-2015-146",
        "length": "bllds-2015-146-1",
    },
)

#: Bare arithmetic: nothing moves for a day off, nothing is cited.
PLAIN = Profile("plain")

PROFILES = {profile.name: profile for profile in (VN, PLAIN)}
