"""dvrules diff: whose duties, due days, roles and recipients change between two versions of a project."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from datetime import date

from dvrules.assessing import assess
from dvrules.building.wire import comparison_to_data
from dvrules.cli.compare import laid_out
from dvrules.cli.console import Console, add_project, day_option
from dvrules.cli.markdown import markdown
from dvrules.cli.outcome import WRONG, report_faults
from dvrules.cli.revisions import NoSuchRevision, project_of
from dvrules.cli.tables import table
from dvrules.comparing import compare
from dvrules.messages import Messages
from dvrules.messages.wording import span_text
from dvrules.model.comparisons import Change, Comparison, Standing
from dvrules.model.days import Span
from dvrules.model.reports import Report
from dvrules.model.values import evolve

#: What a state may be on a day to come is no consequence of a text.
_CONSEQUENCES = {"added", "removed", "due", "bearer", "supporting", "recipients"}


def arguments(parser: ArgumentParser, messages: Messages) -> None:
    """The two versions, the days for which due days are compared, and the form."""
    add_project(parser, messages)
    parser.add_argument("old", metavar="OLD", help=messages.say("cli.old"))
    parser.add_argument("new", metavar="NEW", help=messages.say("cli.new"))
    year = date.today().year  # noqa: DTZ011 - the year where the user is
    day_option(parser, messages, "--from", default=date(year, 1, 1), help=messages.say("cli.diff_from"))
    day_option(parser, messages, "--through", default=date(year, 12, 31), help=messages.say("cli.diff_through"))
    formats = ("table", "markdown", "json")
    parser.add_argument("--format", choices=formats, default="table", help=messages.say("cli.compare_format"))


def run(args: Namespace, console: Console) -> int:
    """Every occurrence whose duty changes; 0 whatever changes, 2 or 3 for what is wrong."""
    reports: list[Report] = []
    code = 0
    for named in (args.old, args.new):
        try:
            with project_of(named, args.project, args.block) as project:
                report = assess(project, as_of=args.through)
                code = max(code, report_faults(console, project, report.diagnostics))
                reports.append(report)
        except NoSuchRevision:
            console.err.write(console.messages.say("cli.no_revision", name=named) + "\n")
            return WRONG
    before, after = reports
    show(consequences(before, after, Span(getattr(args, "from"), args.through)), args, console)
    return code


def consequences(before: Report, after: Report, days: Span) -> Comparison:
    """What differs between two reports but for states, of what is due within the days or without a known day."""
    found = compare(before, after)
    kept = (change for change in found.changes if _CONSEQUENCES & {*change.sorts} and _falls(change, days))
    return evolve(found, changes=tuple(kept))


def _falls(change: Change, days: Span) -> bool:
    ends = [day for standing in (change.before, change.after) if standing for day in _ends(standing)]
    return any(day is None or day in days for day in ends)


def _ends(standing: Standing) -> tuple[date | None, date | None]:
    return standing.due.earliest, standing.due.latest


def show(comparison: Comparison, args: Namespace, console: Console) -> None:
    """The consequences as a table, Markdown or JSON."""
    messages = console.messages.naming(comparison.names)
    if args.format == "json":
        console.print(json.dumps(comparison_to_data(comparison, args.lang), ensure_ascii=False, indent=2))
        return
    head, rows = laid_out(comparison, messages, lambda standing, _: _due(standing, messages))
    lines = markdown(head, rows) if args.format == "markdown" else table(head, rows, console.columns)
    for line in lines if rows else ():
        console.print(line)
    console.print()
    console.print(messages.say("cli.consequences", count=len(rows)) if rows else messages.say("compare.none"))


def _due(standing: Standing | None, messages: Messages) -> str:
    return span_text(standing.due, messages) if standing else messages.say("compare.absent")
