"""dvrules calendar: a year's working days, and the reason of every day that departs from the week's pattern."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

from dvrules.cli.console import Console, add_project, day_option
from dvrules.cli.months import months
from dvrules.cli.outcome import report_faults
from dvrules.cli.tables import table
from dvrules.counting.calendars import WorkingDays
from dvrules.loading import NO_CALENDAR, Project, load, load_calendar
from dvrules.messages import Messages
from dvrules.model.calendars import Calendar, CalendarDay, Certainty
from dvrules.model.diagnostics import Diagnostic
from dvrules.model.places import Place
from dvrules.shelves import PROJECT_FILE

#: The calendar that is shown where there is no project.
DEFAULT = "vn"


def arguments(parser: ArgumentParser, messages: Messages) -> None:
    """The year, whose calendar, and as it was known on which day."""
    parser.add_argument("year", type=int, metavar=messages.say("cli.year_name"), help=messages.say("cli.year"))
    add_project(parser, messages)
    parser.add_argument("--calendar", metavar="NAME", help=messages.say("cli.calendar_name"))
    day_option(parser, messages, "--known-at", help=messages.say("cli.calendar_known_at"))


def run(args: Namespace, console: Console) -> int:
    """Twelve months, the days off and the days worked instead; 0, 2 or 3."""
    project = _project(args)
    calendar = project.calendar
    if calendar is NO_CALENDAR:
        return report_faults(console, project, project.diagnostics)
    if not calendar.first.year <= args.year <= calendar.last.year:
        span = {"first": calendar.first.isoformat(), "last": calendar.last.isoformat()}
        outside = Diagnostic("DV404", {"name": calendar.name, "year": args.year, **span}, Place(""))
        return report_faults(console, project, (*project.diagnostics, outside))
    known_at = args.known_at or date.max
    _show(_covered(args.year, calendar), calendar, WorkingDays.of(calendar, known_at), console)
    if args.known_at:
        console.print()
        console.say("calendar.known_at", day=args.known_at)
    return report_faults(console, project, project.diagnostics)


def _project(args: Namespace) -> Project:
    if args.calendar is None and (args.project != "." or Path(PROJECT_FILE).exists()):
        return load(args.project, block=args.block)
    return load_calendar(args.calendar or DEFAULT, block=args.block)


def _covered(year: int, calendar: Calendar) -> list[date]:
    """The days of the year that the calendar covers."""
    first, last = max(date(year, 1, 1), calendar.first), min(date(year, 12, 31), calendar.last)
    return [first + timedelta(days=count) for count in range((last - first).days + 1)]


def _show(covered: list[date], calendar: Calendar, days: WorkingDays, console: Console) -> None:
    messages = console.messages
    year = covered[0].year
    worked = [day for day in covered if days.is_working(day)]
    console.say("calendar.title", year=year, title=calendar.title or calendar.name, count=len(worked))
    console.print()
    counts = [sum(day.month == month for day in worked) for month in range(1, 13)]
    heads = [messages.say("calendar.month", month=number, count=count) for number, count in enumerate(counts, 1)]
    weekdays = messages.say("calendar.weekdays").split()
    within = set(covered)
    for line in months(year, heads, weekdays, lambda day: _mark(day, days) if day in within else "–", console.columns):
        console.print(line)
    console.say("calendar.legend")
    departures = [entry for day in covered if (entry := days.why(day))]
    for key, worked_instead in (("off", False), ("worked", True)):
        entries = [entry for entry in departures if entry.worked is worked_instead]
        if entries:
            console.print()
            console.say(f"calendar.{key}")
            for line in _listed(entries, calendar, messages, console.columns):
                console.print(line)


def _mark(day: date, days: WorkingDays) -> str:
    entry = days.why(day)
    if entry is None:
        return " "
    if entry.certainty is Certainty.UNCONFIRMED:
        return "?"
    return "+" if entry.worked else "*"


def _listed(entries: Iterable[CalendarDay], calendar: Calendar, messages: Messages, columns: int) -> Iterator[str]:
    weekdays = messages.say("calendar.weekdays").split()
    rows = []
    for group in _alike(entries, calendar):
        first, last = group[0], group[-1]
        ends = [first] if first is last else [first, last]
        doubt = messages.say("calendar.unconfirmed") if first.certainty is Certainty.UNCONFIRMED else ""
        rows.append(
            [
                "–".join(each.day.strftime(messages.say("calendar.day")) for each in ends),
                "–".join(weekdays[each.day.weekday()] for each in ends),
                f"{first.name}{doubt}",
                first.source,
                messages.day(first.published) if first.published else "",
            ]
        )
    names = ["day", "weekday", "reason", "source", "published"]
    if not any(row[-1] for row in rows):
        names, rows = names[:-1], [row[:-1] for row in rows]
    yield from table([messages.say(f"calendar.column.{name}") for name in names], rows, columns)


def _alike(entries: Iterable[CalendarDay], calendar: Calendar) -> Iterator[list[CalendarDay]]:
    """The entries in runs for one reason, which only weekly days off may interrupt."""
    run: list[CalendarDay] = []
    for entry in entries:
        if run and not (_reason(run[-1]) == _reason(entry) and _adjoin(run[-1].day, entry.day, calendar)):
            yield run
            run = []
        run.append(entry)
    if run:
        yield run


def _reason(entry: CalendarDay) -> tuple[object, ...]:
    return entry.name, entry.source, entry.published, entry.certainty


def _adjoin(first: date, last: date, calendar: Calendar) -> bool:
    between = range(first.toordinal() + 1, last.toordinal())
    return all(date.fromordinal(ordinal).isoweekday() in calendar.weekend for ordinal in between)
