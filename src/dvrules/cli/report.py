"""dvrules report: who owes what on a day, and is it done?"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from dvrules.assessing import assess
from dvrules.cli.console import Console, add_days
from dvrules.cli.outcome import OWING, report_faults
from dvrules.cli.schedule import span
from dvrules.cli.tables import table
from dvrules.loading import load
from dvrules.messages import Messages
from dvrules.model.reports import Finding, Report, State
from dvrules.model.summaries import summarise

#: The order in which a reader wants to see states: what calls for action first.
_URGENCY = (
    State.BREACHED,
    State.OVERDUE,
    State.UNDETERMINED,
    State.OPEN,
    State.SUSPENDED,
    State.FULFILLED_LATE,
    State.FULFILLED,
    State.UNASSESSED,
    State.UPCOMING,
    State.WAIVED,
    State.NOT_APPLICABLE,
    State.SUPERSEDED,
    State.TERMINATED,
)


def arguments(parser: ArgumentParser, messages: Messages) -> None:
    """The project, the days, and which findings to show."""
    add_days(parser, messages)
    parser.add_argument("--unit", metavar="ID", help=messages.say("cli.unit"))
    parser.add_argument(
        "--state", choices=[str(state) for state in State], action="append", help=messages.say("cli.state")
    )


def run(args: Namespace, console: Console) -> int:
    """A table of findings, most urgent first, and the counts; 1 where a state of the project's `fail_on` occurs."""
    project = load(args.project, block=args.block)
    report = assess(project, as_of=args.as_of, known_at=args.known_at)
    messages = console.messages
    console.print(report.project)
    console.say("cli.judged", as_of=report.as_of, known_at=report.known_at)
    console.print()
    shown = sorted(_kept(report, args), key=_order)
    names = {unit.id: unit.name for unit in report.units}
    titles = {o.reference: f"{o.clause}  {o.title or o.quote}" for o in report.obligations}
    head = [messages.say(f"column.{name}") for name in ("unit", "obligation", "period", "due", "state")]
    rows = [
        [
            names.get(finding.occurrence.bearer, finding.occurrence.bearer),
            titles[finding.occurrence.obligation],
            period(finding.occurrence.period, messages),
            span(finding.occurrence.due, messages),
            standing(finding, messages),
        ]
        for finding in shown
    ]

    def paint(row: int, column: int, text: str) -> str:
        return console.paint(text, shown[row].state) if column == len(head) - 1 else text

    for line in table(head, rows, console.columns, paint) if rows else ():
        console.print(line)
    console.print()
    for state, count in summarise(report).states.items():
        console.print(console.paint(f"{count:5}  {messages.say(f'state.{state}')}", state))
    code = report_faults(console, project, report.diagnostics)
    if code:
        console.err.write(messages.say("cli.incomplete") + "\n")
        return code
    return OWING if any(finding.state in project.settings.fail_on for finding in report.findings) else code


def period(label: str, messages: Messages) -> str:
    """A period's label, in words where it names no part of a year."""
    return messages.words.get(f"period.{label}", label)


def standing(finding: Finding, messages: Messages) -> str:
    """The state in words, with the days late or a mark that it is due soon."""
    text = messages.say(f"state.{finding.state}")
    if finding.days_late:
        return messages.say("word.days_late", state=text, days=finding.days_late)
    return f"{text} ({messages.say('state.due_soon')})" if finding.due_soon else text


def _kept(report: Report, args: Namespace) -> Iterator[Finding]:
    for finding in report.findings:
        if args.unit in {None, finding.occurrence.bearer} and (not args.state or finding.state in args.state):
            yield finding


def _order(finding: Finding) -> tuple[int, str, str]:
    return _URGENCY.index(finding.state), str(finding.occurrence.due.latest or "9"), finding.occurrence.key
