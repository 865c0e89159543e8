"""dvrules explain: one finding, with its authority, its days step by step, and the reasons for its state."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from dvrules.assessing import assess
from dvrules.cli.console import Console, add_days
from dvrules.cli.outcome import OK, WRONG, report_faults
from dvrules.cli.report import period, standing
from dvrules.cli.schedule import span
from dvrules.loading import load
from dvrules.messages import Messages
from dvrules.model.days import Span
from dvrules.model.diagnostics import misnamed
from dvrules.model.places import NOWHERE
from dvrules.model.reports import Finding, Report
from dvrules.model.statements import Statement
from dvrules.rendering import printable


def arguments(parser: ArgumentParser, messages: Messages) -> None:
    """The project, the days, and the key of the occurrence."""
    add_days(parser, messages)
    parser.add_argument("key", metavar="KEY", help=messages.say("cli.key"))
    parser.add_argument("--paragraph", action="store_true", help=messages.say("cli.paragraph"))


def run(args: Namespace, console: Console) -> int:
    """The explanation; 2 where there is no such occurrence."""
    project = load(args.project, block=args.block)
    report = assess(project, as_of=args.as_of, known_at=args.known_at)
    by_key = {finding.occurrence.key: finding for finding in report.findings}
    found = [args.key] if args.key in by_key else [key for key in by_key if args.key in key]
    if len(found) > 1:
        console.say("cli.several", part=args.key)
        for key in found:
            console.print(f"  {key}")
        return WRONG
    if not found:
        report_faults(console, project, [*report.diagnostics, misnamed("DV505", args.key, by_key, NOWHERE)])
        return WRONG
    tell = paragraph if args.paragraph else explanation
    for line in tell(by_key[found[0]], report, console.messages):
        console.print(printable(line))
    return OK


def paragraph(finding: Finding, report: Report, messages: Messages) -> list[str]:
    """How the due day was counted, told in one paragraph that can be checked by hand."""
    occurrence = finding.occurrence
    obligation = next(o for o in report.obligations if o.reference == occurrence.obligation)
    known = occurrence.due.earliest or not occurrence.due.missing
    head = messages.say(
        "explain.paragraph" if known else "explain.paragraph_unknown",
        title=obligation.title or obligation.quote,
        period=period(occurrence.period, messages),
        due=span(occurrence.due, messages),
    )
    reckoned = [occurrence.due, *([occurrence.internal] if occurrence.internal else [])]
    missing = "; ".join(messages.tell(statement) for statement in finding.missing)
    lacking = [f"{messages.say('explain.missing')}: {missing}."] if missing else []
    return [" ".join(filter(None, [head, *map(messages.paragraph, reckoned), *lacking]))]


def explanation(finding: Finding, report: Report, messages: Messages) -> list[str]:
    """The lines of the explanation of one finding."""
    occurrence = finding.occurrence
    obligation = next(o for o in report.obligations if o.reference == occurrence.obligation)
    source = next(s for s in report.documents if obligation.reference.startswith(f"{s.ruleset}:"))
    names = {unit.id: unit.name for unit in report.units}
    bearer = names.get(occurrence.bearer, occurrence.bearer)
    post = f"{obligation.bearer.post} – " if obligation.bearer.post else ""
    used = {match.evidence: match for match in finding.evidence}

    def line(key: str, text: str) -> str:
        return f"{messages.say(f'explain.{key}')}: {text}"

    def listed(key: str, statements: tuple[Statement, ...]) -> list[str]:
        return (
            [f"{messages.say(f'explain.{key}')}:", *(f"  - {messages.tell(s)}" for s in statements)]
            if statements
            else []
        )

    return [
        obligation.title or obligation.quote,
        line("key", occurrence.key),
        line("authority", f"{source.document.identity}, {obligation.clause}: “{obligation.quote}”"),
        line("bearer", post + bearer),
        line("period", period(occurrence.period, messages)),
        line("opens", span(occurrence.opens, messages)),
        line("due", span(occurrence.due, messages)),
        *([line("data", _from_through(occurrence.data, messages))] if occurrence.data else []),
        *([line("internal", span(occurrence.internal, messages))] if occurrence.internal else []),
        *listed("steps", occurrence.due.steps),
        line("state", standing(finding, messages)),
        *listed("reasons", finding.reasons),
        *listed("missing", finding.missing),
        *([messages.say("explain.evidence") + ":"] if used else []),
        *(
            "  - "
            + messages.say(
                "explain.record",
                id=record.id,
                occurred=record.occurred,
                recorded=record.recorded,
                document=record.document or record.source or record.note,
                rule=used[record.id].rule,
            )
            for record in report.evidence
            if record.id in used
        ),
    ]


def _from_through(days: Span, messages: Messages) -> str:
    return f"{messages.day(days.from_)}–{messages.day(days.through)}"
