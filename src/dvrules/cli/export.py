"""dvrules export: documents from a report, written whole or not at all."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from dvrules.api import export
from dvrules.assessing import assess
from dvrules.cli.console import Console, add_days, waivers_option
from dvrules.cli.outcome import OK, report_faults
from dvrules.cli.progress import Progress
from dvrules.cli.writing import write
from dvrules.loading import load
from dvrules.messages import Messages
from dvrules.model.artifacts import Artifact
from dvrules.model.diagnostics import Diagnostic


def arguments(parser: ArgumentParser, messages: Messages) -> None:
    """The project, the days, the exporters, and where the files go."""
    add_days(parser, messages)
    waivers_option(parser, messages)
    parser.add_argument("exporters", nargs="*", metavar="EXPORTER", help=messages.say("cli.exporters"))
    parser.add_argument("-o", "--out", default="out", metavar="DIR", help=messages.say("cli.out"))
    parser.add_argument("--force", action="store_true", help=messages.say("cli.force"))


def run(args: Namespace, console: Console) -> int:
    """Write what the exporters make and name each file; 0, 2 or 3."""
    project = load(args.project, block=args.block)
    report = assess(project, as_of=args.as_of, known_at=args.known_at, ignore_waivers=args.ignore_waivers)
    artifacts: list[Artifact] = []
    faults: list[Diagnostic] = []
    with Progress(console.err, console.columns) as progress:
        for name in args.exporters or project.settings.outputs or ["json"]:
            progress.show(console.messages.say("cli.exporting", name=name))
            made, found = export(project, report, name, lang=args.lang)
            artifacts += made
            faults += found
    if args.out == "-":
        for artifact in artifacts:
            sys.stdout.buffer.write(artifact.content)
    else:
        written, unwritten = write(artifacts, args.out, force=args.force)
        faults += unwritten
        for path in written:
            console.print(str(path))
    return report_faults(console, project, [*report.diagnostics, *faults]) or OK
