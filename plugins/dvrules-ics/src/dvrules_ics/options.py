"""Options: what `[outputs.ics]` of a project says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from dvrules.extension import Objection
from dvrules.messages import LANGS, messages_in
from dvrules.model.values import field, frozen

if TYPE_CHECKING:
    from attrs import Attribute

_FARTHEST, _LAST_HOUR, _MOST = 366, 23, 1_000_000


def _up_to(most: int) -> Any:
    """What objects to a number, or one of several, that is negative or more than `most`."""

    def check(_: Any, attribute: Attribute[Any], value: int | tuple[int, ...]) -> None:
        for number in value if isinstance(value, tuple) else (value,):
            if not 0 <= number <= most:
                key, args = f"ics.fault.{attribute.name}", {"value": number, "most": most}
                vi, en = (messages_in(lang, "dvrules_ics").say(key, **args) for lang in LANGS)
                raise Objection(vi=vi, en=en, key=attribute.name)

    return check


@frozen
class IcsOptions:
    """What a due day is in the calendar, and when it is called to mind.

    `component` is `event` (an all-day event, which every calendar shows) or `todo` (a task). `alarm_days` are the days
    before the due day on which an alarm goes off, at `alarm_hour` o'clock. `revision` is added to every SEQUENCE: raise
    it by one when rulesets or calendars were edited, which leaves no record to count.
    """

    component: Literal["event", "todo"] = "event"
    alarm_days: tuple[int, ...] = field(default=(7, 1), validator=_up_to(_FARTHEST))
    alarm_hour: int = field(default=8, validator=_up_to(_LAST_HOUR))
    revision: int = field(default=0, validator=_up_to(_MOST))
