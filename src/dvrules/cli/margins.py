"""dvrules margins: how much time there is between what is due below and what is due above, and who is critical."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from dvrules.assessing import judged, linked, reckoner_of
from dvrules.cli.console import Console, add_days
from dvrules.cli.outcome import report_faults
from dvrules.cli.report import period
from dvrules.cli.tables import table
from dvrules.loading import load
from dvrules.messages import Messages
from dvrules.timing import margins


def arguments(parser: ArgumentParser, messages: Messages) -> None:
    """The project and the days."""
    add_days(parser, messages)


def run(args: Namespace, console: Console) -> int:
    """A table for all that rests on work from below; 0, 2 or 3."""
    project = load(args.project, block=args.block)
    found = linked(project)
    known_at = args.known_at or args.as_of
    assessed = judged(project, found, as_of=args.as_of, known_at=known_at)
    messages = console.messages
    head = [
        messages.say(f"column.{name}")
        for name in ("above", "period", "below", "unit", "due", "latest", "slack", "critical")
    ]
    titles = {o.reference: f"{o.clause}  {o.title or o.quote}" for o in found.cascade.obligations}
    names = project.roster.names
    occurrences = {occurrence.key: occurrence for occurrence in assessed.occurrences}
    found_margins = margins(found.cascade, assessed.occurrences, reckoner_of(project, known_at))
    rows = [
        [
            titles[occurrences[margin.parent].obligation],
            period(occurrences[margin.parent].period, messages),
            titles[occurrences[margin.child].obligation],
            names.get(margin.bearer, margin.bearer),
            messages.day(margin.due),
            messages.day(margin.latest),
            str(margin.slack),
            messages.say("word.critical") if margin.critical else "",
        ]
        for margin in sorted(found_margins, key=lambda margin: (margin.latest, margin.parent))
    ]
    for line in table(head, rows, console.columns) if rows else [messages.say("cli.no_margins")]:
        console.print(line)
    return report_faults(console, project, (*found.diagnostics, *assessed.diagnostics))
