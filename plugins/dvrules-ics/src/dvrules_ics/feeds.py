"""Feeds: the findings of one unit as an iCalendar object (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone
from uuid import NAMESPACE_URL, uuid5

from icalendar import Alarm, Calendar, Component, Event, Todo, vText

from dvrules.model.reports import Finding, State
from dvrules.model.rulesets import Kind
from dvrules_ics.describing import Describer
from dvrules_ics.options import IcsOptions
from dvrules_ics.revisions import Revisions

_VIETNAM = timezone(timedelta(hours=7))
_ONE_DAY = timedelta(days=1)

#: Nobody owes it: a calendar strikes it out.
_CANCELLED = {State.WAIVED, State.SUPERSEDED, State.TERMINATED, State.NOT_APPLICABLE}
_TO_COME = {State.UPCOMING, State.OPEN, State.UNDETERMINED}
_TODO_STATUS = {
    **dict.fromkeys(_CANCELLED, "CANCELLED"),
    **dict.fromkeys((State.FULFILLED, State.FULFILLED_LATE), "COMPLETED"),
    **dict.fromkeys((State.OPEN, State.OVERDUE, State.UNASSESSED), "IN-PROCESS"),
}


def feed(
    unit: str, findings: Iterable[Finding], describer: Describer, revisions: Revisions, options: IcsOptions
) -> bytes:
    """The feed of a unit, the earliest due first; every finding must have a due day."""
    calendar = Calendar()
    calendar.add("prodid", f"-//dvrules//dvrules-ics//{describer.messages.lang.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    name, about = describer.feed(unit)
    # What most programs read, and what RFC 7986 calls it.
    # Under names of its own the library escapes nothing, unless told that it is text.
    for key, text in (("x-wr-calname", name), ("name", name), ("x-wr-caldesc", about), ("description", about)):
        calendar.add(key, vText(text))
    for finding in sorted(findings, key=lambda finding: (_due(finding), finding.occurrence.key)):
        calendar.add_component(_entry(finding, describer, revisions, options))
    content: bytes = calendar.to_ical()
    return content


def _entry(finding: Finding, describer: Describer, revisions: Revisions, options: IcsOptions) -> Component:
    entry = _todo(finding) if options.component == "todo" else _event(finding)
    # The key never contains the due day, so an entry keeps its UID when its day moves.
    entry.add("uid", str(uuid5(NAMESPACE_URL, f"dvrules:{finding.occurrence.key!a}")))
    entry.add("dtstamp", datetime.combine(describer.report.known_at, time(tzinfo=UTC)))
    entry.add("sequence", revisions.of_finding(finding))
    entry.add("summary", describer.summary(finding))
    entry.add("description", describer.description(finding))
    entry.add("categories", [describer.state(finding)])
    if finding.state in _TO_COME and finding.occurrence.kind is Kind.ACHIEVEMENT:
        for days in sorted(set(options.alarm_days), reverse=True):
            entry.add_component(_alarm(days, describer.summary(finding), options))
    return entry


def _event(finding: Finding) -> Event:
    due = _due(finding)
    event = Event()
    event.add("dtstart", due)
    if due < date.max:
        event.add("dtend", due + _ONE_DAY)
    event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED" if finding.state in _CANCELLED else "CONFIRMED")
    return event


def _todo(finding: Finding) -> Todo:
    due, opens = _due(finding), finding.occurrence.opens.day
    todo = Todo()
    # DUE must be later than DTSTART (RFC 5545, 3.8.2.3).
    if opens and opens < due:
        todo.add("dtstart", opens)
    todo.add("due", due)
    status = _TODO_STATUS.get(finding.state, "NEEDS-ACTION")
    todo.add("status", status)
    if status == "COMPLETED" and finding.done:
        # COMPLETED must have a time of day, and none is on record: noon in Vietnam is that day in most of the world.
        todo.add("completed", datetime.combine(finding.done, time(12, tzinfo=_VIETNAM)).astimezone(UTC))
    if status == "COMPLETED":
        todo.add("percent-complete", 100)
    elif finding.progress and finding.progress.needed > 0:
        todo.add("percent-complete", max(0, min(99, int(100 * finding.progress.done / finding.progress.needed))))
    return todo


def _alarm(days: int, text: str, options: IcsOptions) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    parameters = {"related": "END"} if options.component == "todo" else {}
    alarm.add("trigger", timedelta(hours=options.alarm_hour) - timedelta(days=days), parameters=parameters)
    return alarm


def _due(finding: Finding) -> date:
    due = finding.occurrence.due.day
    if due is None:
        raise ValueError(finding.occurrence.key)
    return due
