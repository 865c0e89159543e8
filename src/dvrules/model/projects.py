"""Projects: what `dvrules.toml` says."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from dvrules.model.calendars import CalendarDay
from dvrules.model.profiles import VN, Profile
from dvrules.model.records import Assumption
from dvrules.model.reports import State
from dvrules.model.units import Unit
from dvrules.model.values import field, frozen

#: States that make a command end with 1, unless the project says otherwise.
FAILING = (State.OVERDUE, State.FULFILLED_LATE, State.BREACHED, State.UNDETERMINED)


@frozen
class Overlay:
    """What is supposed beside the records: units as they would be, deadlines taken for granted, days off or worked."""

    units: tuple[Unit, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    corrections: tuple[CalendarDay, ...] = ()


@frozen
class Settings:
    """The project file: where its parts lie, relative to its folder and with `*` allowed, and how it is judged.

    What was due before the day `from` is not followed: standing documents had periods long before the project was made.
    `due_soon` is a number of calendar days. `block` names plugins, or distributions of plugins, that are not loaded.
    `counting` is the profile of counting; `corrections` are days that the calendar lacks or has wrong, each with its
    source and the day on which it was published. `outputs` holds the options of exporters by name.
    """

    name: str
    rulesets: tuple[str, ...]
    roster: tuple[str, ...]
    calendar: str
    evidence: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    from_: date | None = None
    due_soon: int = 7
    lang: Literal["vi", "en"] = "vi"
    fail_on: tuple[State, ...] = FAILING
    block: tuple[str, ...] = ()
    counting: Profile = VN
    corrections: tuple[CalendarDay, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    outputs: Mapping[str, Any] = field(factory=dict)
