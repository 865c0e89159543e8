"""dvrules whatif: what would change for whom, if what an overlay file says came to be."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from dvrules.assessing import assess
from dvrules.cli.compare import show
from dvrules.cli.console import Console, add_days
from dvrules.cli.outcome import report_faults
from dvrules.comparing import compare
from dvrules.loading import load, overlaid
from dvrules.messages import Messages


def arguments(parser: ArgumentParser, messages: Messages) -> None:
    """The project, the days, the overlay, and the form."""
    add_days(parser, messages)
    parser.add_argument("overlay", metavar="FILE", help=messages.say("cli.overlay"))
    formats = ("table", "markdown", "json")
    parser.add_argument("--format", choices=formats, default="table", help=messages.say("cli.compare_format"))


def run(args: Namespace, console: Console) -> int:
    """Every occurrence that would differ, and why; 0 whatever would, 2 or 3 for what is wrong."""
    project = load(args.project, block=args.block)
    supposed = overlaid(project, args.overlay)
    reports = [assess(each, as_of=args.as_of, known_at=args.known_at) for each in (project, supposed)]
    code = report_faults(console, supposed, reports[1].diagnostics)
    show(compare(*reports), args, console)
    return code
