"""Options: what `[outputs.ics]` of a project says."""

from __future__ import annotations

from typing import Literal

from attrs import frozen


@frozen
class IcsOptions:
    """What a due day is in the calendar, and when it is called to mind.

    `component` is `event` (an all-day event, which every calendar shows) or `todo` (a task). `alarm_days` are the days
    before the due day on which an alarm goes off, at `alarm_hour` o'clock. `revision` is added to every SEQUENCE: raise
    it by one when rulesets or calendars were edited, which leaves no record to count.
    """

    component: Literal["event", "todo"] = "event"
    alarm_days: tuple[int, ...] = (7, 1)
    alarm_hour: int = 8
    revision: int = 0
