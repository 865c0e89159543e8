"""dvrules report: who owes what on a day, and is it done?"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping

from dvrules.assessing import assess
from dvrules.cli.console import Console, add_days, waivers_option
from dvrules.cli.outcome import OWING, report_faults
from dvrules.cli.tables import table
from dvrules.loading import load
from dvrules.messages import Messages
from dvrules.messages.wording import span_text
from dvrules.model.reports import Finding, Occurrence, Report, State
from dvrules.model.summaries import DIMENSIONS, Dimension, Summary, summarise
from dvrules.model.values import evolve

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
    waivers_option(parser, messages)
    parser.add_argument("--by", choices=DIMENSIONS, help=messages.say("cli.count_by"))
    parser.add_argument("--unit", metavar="ID", help=messages.say("cli.unit"))
    parser.add_argument(
        "--state", choices=[str(state) for state in State], action="append", help=messages.say("cli.state")
    )


def run(args: Namespace, console: Console) -> int:
    """A table of findings, most urgent first, or of counts, and the totals; 1 where a state of `fail_on` occurs."""
    project = load(args.project, block=args.block)
    report = assess(project, as_of=args.as_of, known_at=args.known_at, ignore_waivers=args.ignore_waivers)
    messages = console.messages
    console.print(report.project)
    console.say("cli.judged", as_of=report.as_of, known_at=report.known_at)
    if report.ignores_waivers:
        console.say("cli.ignoring_waivers")
    if report.from_:
        console.say("cli.followed_from", day=report.from_)
    console.print()
    kept = evolve(report, findings=tuple(_kept(report, args)))
    lines = counts(summarise(kept), args.by, kept, console) if args.by else findings(kept, console)
    for line in lines:
        console.print(line)
    console.print()
    _show_totals(report, console)
    _show_ended(report, console)
    code = report_faults(console, project, report.diagnostics)
    if code:
        console.err.write(messages.say("cli.incomplete") + "\n")
        return code
    return OWING if any(state in project.settings.fail_on for state in report.findings.states) else code


def findings(report: Report, console: Console) -> Iterator[str]:
    """The lines of a table of the findings, most urgent first."""
    messages = console.messages
    shown = sorted(report.findings, key=_order)
    names = report.names
    titles = {o.reference: f"{o.clause}  {o.title or o.quote}" for o in report.obligations}
    head = [messages.say(f"column.{name}") for name in ("unit", "obligation", "period", "due", "state")]
    rows = [
        [
            bearer(finding.occurrence, names, messages),
            titles[finding.occurrence.obligation],
            period(finding.occurrence.period, messages),
            span_text(finding.occurrence.due, messages),
            standing(finding, messages),
        ]
        for finding in shown
    ]

    def paint(row: int, column: int, text: str) -> str:
        return console.paint(text, shown[row].state) if column == len(head) - 1 else text

    yield from table(head, rows, console.columns, paint) if rows else ()


def bearer(occurrence: Occurrence, names: Mapping[str, str], messages: Messages) -> str:
    """The unit that owes an occurrence, with the one that it took it over from."""
    name = names.get(occurrence.bearer, occurrence.bearer)
    former = occurrence.formerly
    return messages.say("word.for_former", unit=name, former=names.get(former, former)) if former else name


def counts(summary: Summary, dimension: Dimension, report: Report, console: Console) -> Iterator[str]:
    """The lines of a table of the counts by state along a dimension, with the share done on time."""
    messages = console.messages
    states = list(summary.states)
    words = [messages.say(f"column.{name}") for name in (dimension, "count", "on_time")]
    head = [words[0], *(messages.say(f"state.{state}") for state in states), *words[1:]]
    rows = [
        [
            _label(dimension, name, report, messages),
            *(str(tally.states.get(state, "")) for state in states),
            str(tally.count),
            messages.share(tally.on_time),
        ]
        for name, tally in summary.by(dimension).items()
    ]
    total = [str(count) for count in summary.states.values()]
    rows.append([messages.say("word.total"), *total, str(len(report.findings)), messages.share(summary.on_time)])
    yield from table(head, rows, console.columns)


def _label(dimension: Dimension, name: str, report: Report, messages: Messages) -> str:
    match dimension:
        case "unit":
            return next((unit.name for unit in report.units if unit.id == name), name)
        case "document":
            identity = next((s.document.identity for s in report.documents if s.ruleset == name), "")
            return f"{name}  {identity}".rstrip()
        case _:
            return messages.words.get(f"word.{name}", name)


def _show_totals(report: Report, console: Console) -> None:
    """The counts by state; and where a waiver is in force, what they would be without."""
    summary = summarise(report)
    _list(summary.states, console)
    if any(finding.waiver for finding in report.findings):
        console.print()
        console.say("cli.without_waivers")
        _list(summary.without_waivers, console)


def _show_ended(report: Report, console: Console) -> None:
    """The documents that hold no longer on the day judged, each with what ended it."""
    messages = console.messages
    found = [(name, each[0]) for name, each in sorted(report.endings.items()) if each[0].day <= report.as_of]
    if found:
        console.print()
        console.say("cli.ended")
    for name, ending in found:
        line = messages.say("cli.ended_by", document=name, ended=ending.day)
        console.print(f"  - {line}: {messages.tell(ending.by)}")


def _list(states: Mapping[State, int], console: Console) -> None:
    for state, count in states.items():
        console.print(console.paint(f"{count:5}  {console.messages.say(f'state.{state}')}", state))


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
    found = report.findings
    for place, (occurrence, state) in enumerate(zip(found.occurrences, found.states, strict=True)):
        if args.unit in {None, occurrence.bearer} and (not args.state or state in args.state):
            yield found[place]


def _order(finding: Finding) -> tuple[int, str, str]:
    return _URGENCY.index(finding.state), str(finding.occurrence.due.latest or "9"), finding.occurrence.key
