"""dvrules schedule: every occurrence, with its key and its days."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from dvrules.assessing import judged, linked
from dvrules.cli.console import Console, add_days
from dvrules.cli.outcome import report_faults
from dvrules.cli.tables import table
from dvrules.loading import load
from dvrules.messages import Messages
from dvrules.messages.wording import span_text


def arguments(parser: ArgumentParser, messages: Messages) -> None:
    """The project, the days, and a unit to keep to."""
    add_days(parser, messages)
    parser.add_argument("--unit", metavar="ID", help=messages.say("cli.unit"))


def run(args: Namespace, console: Console) -> int:
    """A table in the order of due days; 0, 2 or 3."""
    project = load(args.project, block=args.block)
    found = linked(project)
    known_at = args.known_at or args.as_of
    assessed = judged(project, found, as_of=args.as_of, known_at=known_at)
    kept = [occurrence for occurrence in assessed.occurrences if args.unit in {None, occurrence.bearer}]
    kept.sort(key=lambda occurrence: (str(occurrence.due.latest or "9"), occurrence.key))
    head = [console.messages.say(f"column.{name}") for name in ("opens", "due", "key")]
    rows = [[span_text(o.opens, console.messages), span_text(o.due, console.messages), o.key] for o in kept]
    for line in table(head, rows, console.columns):
        console.print(line)
    return report_faults(console, project, (*found.diagnostics, *assessed.diagnostics))
