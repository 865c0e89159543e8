"""The progress report: what is done, late, overdue and undetermined, with every obligation in an appendix."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dvrules.messages import Lang, Messages, messages_in
from dvrules.model.reports import Finding, Report, State
from dvrules.model.rulesets import Kind
from dvrules.model.summaries import summarise
from dvrules_docx.paper import Paper

_LATE = (State.BREACHED, State.OVERDUE, State.FULFILLED_LATE)

#: Widths of the appendix's columns in millimetres, on A4 laid sideways within its margins.
_APPENDIX = (12, 82, 50, 34, 28, 18, 33)


#: The width of the body on upright A4, and of the column of units in the summary, in millimetres.
_BODY, _UNIT = 160, 48


def compose(report: Report, lang: Lang) -> bytes:
    """The whole document as bytes; equal reports give equal bytes."""
    names = {unit.id: unit.name for unit in report.units}
    messages = messages_in(lang, "dvrules_docx").naming(names)
    paper = Paper(messages.say("docx.subject", project=report.project), report.as_of, lang)
    paper.head(messages.say("docx.country"), messages.say("docx.motto"))
    paper.title(messages.say("docx.type"), messages.say("docx.subject", project=report.project))
    paper.paragraph(messages.say("docx.judged", as_of=report.as_of, known_at=report.known_at))
    paper.heading(messages.say("docx.summary"))
    paper.table(*_summary(report, messages, names))
    for section, lines in (
        ("late", _late(report, messages, names)),
        ("missing", _missing(report, messages, names)),
        ("basis", _basis(report, messages)),
    ):
        paper.heading(messages.say(f"docx.{section}"))
        for line in list(lines) or [messages.say("docx.none")]:
            paper.paragraph(line)
    paper.appendix(messages.say("docx.appendix"), messages.say("docx.appendix_title"))
    columns = ("number", "content", "lead", "support", "due", "product", "state")
    head = [messages.say(f"docx.{name}") for name in columns]
    rows = [[str(n), *row] for n, row in enumerate(_appendix(report, messages, names), 1)]
    paper.table(head, rows, _APPENDIX)
    return paper.content()


def _titles(report: Report) -> dict[str, str]:
    return {o.reference: f"{o.clause}. {o.title or o.quote}" for o in report.obligations}


def _summary(report: Report, messages: Messages, names: dict[str, str]) -> tuple[list[str], list[list[str]], list[int]]:
    summary = summarise(report)
    states = list(summary.states)
    rows = [
        [names.get(unit, unit), *(str(counts.get(state, 0)) for state in states)]
        for unit, counts in summary.units.items()
    ]
    total = [messages.say("docx.total"), *(str(count) for count in summary.states.values())]
    head = [messages.say("docx.unit"), *(messages.say(f"state.{state}") for state in states)]
    share = (_BODY - _UNIT) // max(1, len(states))
    return head, [*rows, total], [_UNIT, *(share for _ in states)]


def _late(report: Report, messages: Messages, names: dict[str, str]) -> Iterator[str]:
    titles = _titles(report)
    for finding in _in(report.findings, _LATE):
        occurrence = finding.occurrence
        yield messages.say(
            "docx.late_item",
            unit=names.get(occurrence.bearer, occurrence.bearer),
            title=titles[occurrence.obligation],
            period=messages.words.get(f"period.{occurrence.period}", occurrence.period),
            due=occurrence.due.day or "",
            reasons=" ".join(messages.tell(reason) for reason in finding.reasons),
        )


def _missing(report: Report, messages: Messages, names: dict[str, str]) -> Iterator[str]:
    titles = _titles(report)
    for finding in _in(report.findings, (State.UNDETERMINED,)):
        occurrence = finding.occurrence
        yield messages.say(
            "docx.missing_item",
            unit=names.get(occurrence.bearer, occurrence.bearer),
            title=titles[occurrence.obligation],
            missing="; ".join(messages.tell(missing) for missing in finding.missing),
        )


def _basis(report: Report, messages: Messages) -> Iterator[str]:
    for document in report.placeholders:
        yield messages.say("docx.placeholder", document=document)
    for assumption in report.assumptions:
        yield messages.say("docx.assumption", by=assumption.by, recorded=assumption.recorded, reason=assumption.reason)
    for diagnostic in report.diagnostics:
        yield messages.say("docx.diagnostic", code=diagnostic.code, text=messages.diagnose(diagnostic))


def _appendix(report: Report, messages: Messages, names: dict[str, str]) -> Iterator[list[str]]:
    obligations = {obligation.reference: obligation for obligation in report.obligations}
    titles = _titles(report)
    order = {reference: number for number, reference in enumerate(obligations)}
    for finding in sorted(report.findings, key=lambda f: (order[f.occurrence.obligation], f.occurrence.key)):
        occurrence = finding.occurrence
        obligation = obligations[occurrence.obligation]
        period = messages.words.get(f"period.{occurrence.period}", occurrence.period)
        yield [
            titles[occurrence.obligation] + ("" if period == messages.words["period.term"] else f" ({period})"),
            names.get(occurrence.bearer, occurrence.bearer),
            ", ".join(names.get(unit, unit) for unit in obligation.supporting),
            _due(finding, messages),
            obligation.product,
            messages.say(f"state.{finding.state}"),
        ]


def _due(finding: Finding, messages: Messages) -> str:
    due = finding.occurrence.due.day
    if due is None:
        return messages.say("docx.no_due")
    return (
        messages.day(due) if finding.occurrence.kind is Kind.ACHIEVEMENT else messages.say("docx.throughout", due=due)
    )


def _in(findings: Iterable[Finding], states: tuple[State, ...]) -> list[Finding]:
    kept = [finding for finding in findings if finding.state in states]
    return sorted(kept, key=lambda finding: (states.index(finding.state), finding.occurrence.key))
