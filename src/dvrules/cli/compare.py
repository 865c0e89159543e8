"""dvrules compare: what changed between two reports, or two days of a project, and why."""

from __future__ import annotations

import json
import re
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache

from dvrules.assessing import assess
from dvrules.building.wire import comparison_to_data
from dvrules.cli.console import Console, add_project, waivers_option
from dvrules.cli.markdown import markdown
from dvrules.cli.outcome import OK, WRONG, report_faults
from dvrules.cli.report import period
from dvrules.cli.tables import table
from dvrules.comparing import compare
from dvrules.loading import Project, load, load_report
from dvrules.messages import Messages
from dvrules.messages.wording import span_text
from dvrules.model.comparisons import Change, Comparison, Moment, Standing
from dvrules.model.reports import Report
from dvrules.model.values import evolve

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?:@(\d{4}-\d\d-\d\d))?")

#: A day judged and the day by which things were known, or the path of a report.
Named = tuple[date, date] | str


def arguments(parser: ArgumentParser, messages: Messages) -> None:
    """The project, the two reports or days, and how to print what differs."""

    def named(text: str) -> Named:
        found = _MOMENT.fullmatch(text)
        if not found:
            return text
        try:
            as_of, known_at = (date.fromisoformat(day or found[1]) for day in found.groups())
        except ValueError:
            raise ArgumentTypeError(messages.say("cli.bad_day", value=text)) from None
        return as_of, known_at

    add_project(parser, messages)
    waivers_option(parser, messages)
    parser.add_argument("before", metavar="BEFORE", type=named, help=messages.say("cli.before"))
    parser.add_argument("after", metavar="AFTER", type=named, help=messages.say("cli.after"))
    formats = ("table", "markdown", "json")
    parser.add_argument("--format", choices=formats, default="table", help=messages.say("cli.compare_format"))


def run(args: Namespace, console: Console) -> int:
    """Every occurrence that differs, with its reasons; 0 whatever differs, 2 or 3 for what is wrong."""
    project = cache(lambda: load(args.project, block=args.block))
    reports: list[Report] = []
    code = OK
    for named in (args.before, args.after):
        report, faulty = _report(named, project, console, ignore_waivers=args.ignore_waivers)
        code = max(code, faulty)
        if report is None:
            return code
        reports.append(report)
    show(compare(*reports), args, console)
    return code


def show(comparison: Comparison, args: Namespace, console: Console) -> None:
    """A comparison as a table, Markdown or JSON."""
    console = evolve(console, messages=console.messages.naming(comparison.names))
    if args.format == "json":
        console.print(json.dumps(comparison_to_data(comparison, args.lang), ensure_ascii=False, indent=2))
        return
    shown = _markdown if args.format == "markdown" else _table
    for line in shown(comparison, console):
        console.print(line)


def _report(
    named: Named, project: Callable[[], Project], console: Console, *, ignore_waivers: bool
) -> tuple[Report | None, int]:
    if isinstance(named, str):
        report, faults = load_report(named)
        console.complain(faults, {})
        return report, WRONG if faults else OK
    as_of, known_at = named
    report = assess(project(), as_of=as_of, known_at=known_at, ignore_waivers=ignore_waivers)
    return report, report_faults(console, project(), report.diagnostics)


def _table(comparison: Comparison, console: Console) -> Iterator[str]:
    messages = console.messages
    yield from _heads(comparison, messages)
    yield ""
    if comparison.changes:
        head, rows = _rows(comparison, messages)
        yield from table(head, rows, console.columns)
        yield ""
    yield _count(comparison, messages)


def _markdown(comparison: Comparison, console: Console) -> Iterator[str]:
    messages = console.messages
    for line in _heads(comparison, messages):
        yield f"- {line}"
    yield ""
    if comparison.changes:
        yield from markdown(*_rows(comparison, messages))
        yield ""
    yield _count(comparison, messages)


def _heads(comparison: Comparison, messages: Messages) -> Iterator[str]:
    yield _head("compare.head", comparison.before, messages)
    yield _head("compare.head_after", comparison.after, messages)


def _head(key: str, moment: Moment, messages: Messages) -> str:
    said = messages.say(key, as_of=moment.as_of, known_at=moment.known_at)
    return f"{said} {messages.say('cli.ignoring_waivers')}" if moment.ignores_waivers else said


def _count(comparison: Comparison, messages: Messages) -> str:
    if not comparison.changes:
        return messages.say("compare.none")
    added, removed = (sum(sort in change.sorts for change in comparison.changes) for sort in ("added", "removed"))
    changed = len(comparison.changes) - added - removed
    return messages.say("compare.count", changed=changed, added=added, removed=removed)


def laid_out(
    comparison: Comparison, messages: Messages, told: Callable[[Standing | None, Change], str]
) -> tuple[list[str], list[list[str]]]:
    """The head and the rows of a table of changes; `told` says how an occurrence stands before or after."""
    names = ("unit", "obligation", "period", "before", "after", "why")
    return [messages.say(f"column.{name}") for name in names], [
        [
            change.bearer_name,
            change.title,
            period(change.period, messages),
            told(change.before, change),
            told(change.after, change),
            " ".join(messages.tell(reason) for reason in change.reasons),
        ]
        for change in comparison.changes
    ]


def _rows(comparison: Comparison, messages: Messages) -> tuple[list[str], list[list[str]]]:
    return laid_out(comparison, messages, lambda standing, change: _told(standing, change, messages))


def _told(standing: Standing | None, change: Change, messages: Messages) -> str:
    """The state in words, and the due day where it is the due day that differs."""
    if standing is None:
        return messages.say("compare.absent")
    state = messages.say(f"state.{standing.state}")
    if standing.days_late:
        state = messages.say("word.days_late", state=state, days=standing.days_late)
    one_sided = not {"state", "due"} & {*change.sorts}
    if "due" in change.sorts or one_sided:
        return messages.say("compare.due", state=state, due=span_text(standing.due, messages))
    return state
