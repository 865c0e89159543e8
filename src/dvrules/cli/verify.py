"""dvrules verify: does a report come out again as it was?"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from dvrules.assessing import assess
from dvrules.cli.console import Console, add_project
from dvrules.cli.outcome import OK, OWING, WRONG, report_faults
from dvrules.cli.report import standing
from dvrules.cli.tables import table
from dvrules.loading import load, load_report
from dvrules.messages import Messages
from dvrules.messages.wording import span_text
from dvrules.model.comparisons import Verification
from dvrules.model.reports import Finding, Provenance
from dvrules.verifying import verify


def arguments(parser: ArgumentParser, messages: Messages) -> None:
    """The project and the report."""
    add_project(parser, messages)
    parser.add_argument("report", metavar="REPORT", help=messages.say("cli.report_file"))


def run(args: Namespace, console: Console) -> int:
    """The findings that differ and the inputs that changed; 1 where a finding differs.

    Faults that the report already had are no news and are not shown again.
    """
    report, faults = load_report(args.report)
    if report is None:
        console.complain(faults, {})
        return WRONG
    project = load(args.project, block=args.block)
    again = assess(project, as_of=report.as_of, known_at=report.known_at, ignore_waivers=report.ignores_waivers)
    code = report_faults(console, project, [fault for fault in again.diagnostics if fault not in report.diagnostics])
    found = verify(report, again)
    console.print(report.project)
    console.say("cli.judged", as_of=report.as_of, known_at=report.known_at)
    if report.ignores_waivers:
        console.say("cli.ignoring_waivers")
    told = report.provenance != Provenance()
    for lines in (_differences(found, console), _inputs(found, console) if told else ()):
        for number, line in enumerate(lines):
            console.print(line if number else f"\n{line}")
    console.print()
    if not told:
        console.say("verify.no_provenance")
    elif not found.inputs:
        console.say("verify.unchanged")
    count = len({occurrence.key for each in (report, again) for occurrence in each.findings.occurrences})
    differing = len(found.differences)
    console.say("verify.differ" if differing else "verify.same", differing=differing, count=count)
    return code or (OWING if differing else OK)


def _differences(found: Verification, console: Console) -> Iterator[str]:
    messages = console.messages
    head = [messages.say(f"column.{name}") for name in ("key", "was", "now", "parts")]
    rows = [
        [
            each.key,
            _told(each.was, messages),
            _told(each.now, messages),
            ", ".join(messages.say(f"verify_part.{part}") for part in each.parts),
        ]
        for each in found.differences
    ]
    yield from table(head, rows, console.columns) if rows else ()


def _told(finding: Finding | None, messages: Messages) -> str:
    if finding is None:
        return messages.say("compare.absent")
    return messages.say(
        "compare.due", state=standing(finding, messages), due=span_text(finding.occurrence.due, messages)
    )


def _inputs(found: Verification, console: Console) -> Iterator[str]:
    say = console.messages.say
    head = [say(f"column.{name}") for name in ("input", "change", "version")]
    rows = [
        [
            each.name,
            say(f"verify_status.{each.status}"),
            " → ".join(filter(None, (each.was, each.now))) if each.sort == "version" else "",
        ]
        for each in found.inputs
    ]
    if not any(row[-1] for row in rows):
        head, rows = head[:-1], [row[:-1] for row in rows]
    yield from table(head, rows, console.columns) if rows else ()
