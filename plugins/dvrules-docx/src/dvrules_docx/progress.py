"""Progress: the report on a day - what is done, late, overdue and why, what follows, and all of it in a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from attrs import frozen

from dvrules.messages import Messages
from dvrules.messages.wording import plain
from dvrules.model.reports import Finding, Report, State
from dvrules.model.summaries import Summary, Tally, summarise
from dvrules_docx.issuing import Issuer, body_symbol, cited, code_of, foot_of, head_of, issuer_of, placed, sources_of
from dvrules_docx.official import Appendix, Block, Column, Grid, Line, Official, Style
from dvrules_docx.options import ReportOptions
from dvrules_docx.paper import BODY
from dvrules_docx.wording import Wording

_TYPE = "BC"

#: The columns of the summary: states that are counted together, since a page is only so wide.
_COUNTED: Mapping[str, tuple[State, ...]] = {
    "fulfilled": (State.FULFILLED,),
    "fulfilled_late": (State.FULFILLED_LATE,),
    "overdue": (State.OVERDUE,),
    "breached": (State.BREACHED,),
    "open": (State.OPEN,),
    "upcoming": (State.UPCOMING,),
    "undecided": (State.UNDETERMINED, State.UNASSESSED),
    "other": (State.SUSPENDED, State.WAIVED, State.SUPERSEDED, State.TERMINATED, State.NOT_APPLICABLE),
}
#: How wide the columns of figures are, in millimetres.
_COUNT, _WIDER = 14, {"undecided": 18, "on_time": 17}

#: The columns of the appendix, on A4 laid sideways, in millimetres.
_APPENDIX = {"number": 12, "content": 68, "lead": 44, "supporting": 33, "due": 30, "product": 22, "state": 43}
_CENTRED = {"number", "due"}


def compose(report: Report, options: ReportOptions, messages: Messages) -> Official:
    """The progress report for the day of the report."""
    issuer = issuer_of(report, options)
    head = head_of(issuer, options, report, f"{_TYPE}-{body_symbol(issuer)}", options.number)
    subject = plain(options.subject) or messages.say("docx.report.subject", project=plain(report.project))
    writer = _Writer(report, issuer, options, messages, Wording.of(report, messages))
    return Official(
        head=head,
        type=messages.say("docx.type.BC").upper(),
        subject=subject,
        addressees=addressed(options.addressees, messages),
        body=tuple(writer.body()),
        foot=foot_of(options.recipients, options.archive, options.signatory),
        appendices=(writer.appendix(),),
        day=report.as_of,
    )


def addressed(names: Sequence[str], messages: Messages) -> tuple[str, ...]:
    """The lines of "Kính gửi": one with the only name, or a list under it."""
    known = [plain(name).rstrip(";.") for name in names]
    if len(known) == 1:
        return (messages.say("docx.to", name=known[0]),)
    ends = [";"] * (len(known) - 1) + ["."]
    lines = [f"- {name}{end}" for name, end in zip(known, ends, strict=False)]
    return (messages.say("docx.to", name="").strip(), *lines) if known else ()


@frozen
class _Writer:
    report: Report
    issuer: Issuer
    options: ReportOptions
    messages: Messages
    wording: Wording

    def body(self) -> Iterator[Block]:
        yield Line(Style.BODY, self._opening())
        yield self._heading("all")
        yield from self._all()
        yield self._heading("results")
        yield self._part("fulfilled", State.FULFILLED)
        yield from self._fulfilled()
        yield self._part("fulfilled_late", State.FULFILLED_LATE)
        yield from self._listed(self._reasoned(State.FULFILLED_LATE))
        yield self._part("open", State.OPEN)
        yield from self._open()
        yield self._heading("faults")
        yield self._part("overdue", State.OVERDUE)
        yield from self._listed(self._reasoned(State.OVERDUE))
        yield self._part("breached", State.BREACHED)
        yield from self._listed(self._reasoned(State.BREACHED))
        yield self._part("undetermined", State.UNDETERMINED)
        yield from self._listed(self._undetermined())
        yield self._heading("proposals")
        yield from self._listed(self._proposals())
        yield Line(Style.BODY, self.messages.say("docx.report.closing", issuer=self._issuer()))

    def appendix(self) -> Appendix:
        say = self.messages.say
        columns = [
            Column(key, say(f"docx.column.{key}"), width, centred=key in _CENTRED) for key, width in _APPENDIX.items()
        ]
        findings = self.wording.in_order(self.report.findings)
        symbol = f"{_TYPE}-{body_symbol(self.issuer)}"
        code = code_of(self.options.number, self.options.symbol or symbol)
        day = placed("", self.options.date).partition(", ")[2]
        of = say("docx.report.appendix_of", code=code, day=day, issuer=self._issuer())
        rows = tuple(self.wording.rows(findings, columns))
        name, title = say("docx.report.appendix"), say("docx.report.appendix_title")
        return Appendix(name, title, of, (Grid(tuple(columns), rows, of_findings=True),), sideways=True)

    def _issuer(self) -> str:
        return plain(self.issuer.unit.name_on(self.report.as_of)) or "…"

    def _heading(self, key: str) -> Line:
        return Line(Style.HEADING_1, self.messages.say(f"docx.report.heading.{key}"))

    def _part(self, key: str, state: State) -> Line:
        return Line(Style.HEADING_2, self.messages.say(f"docx.report.part.{key}", count=len(self._in(state))))

    def _in(self, *states: State) -> list[Finding]:
        return self.wording.in_order(finding for finding in self.report.findings if finding.state in states)

    def _listed(self, texts: Iterable[str]) -> Iterator[Line]:
        for text in list(texts) or [self.messages.say("docx.report.none")]:
            yield Line(Style.BODY, text)

    def _opening(self) -> str:
        sources = sources_of((finding.occurrence.obligation for finding in self.report.findings), self.report)
        documents = "; ".join(cited(source.document, self.messages, self.issuer.unit.id) for source in sources)
        days = {"as_of": self.report.as_of, "known_at": self.report.known_at}
        key = "docx.report.opening" if documents else "docx.report.opening_bare"
        return self.messages.say(key, documents=documents, issuer=self._issuer(), **days)

    def _all(self) -> Iterator[Block]:
        summary = summarise(self.report)
        say = self.messages.say
        counts = "; ".join(f"{count} {say(f'state.{state}')}" for state, count in summary.states.items())
        total = len(self.report.findings)
        share = self.messages.share(summary.on_time)
        yield Line(Style.BODY, say("docx.report.total", count=total, counts=counts or "0", share=share))
        yield self._summary(summary)
        notes = list(self._notes())
        if notes:
            yield Line(Style.BODY, say("docx.report.notes"))
            yield from self._listed(notes)

    def _summary(self, summary: Summary) -> Grid:
        say = self.messages.say
        counted = {key: states for key, states in _COUNTED.items() if any(state in summary.states for state in states)}
        keys = ["total", *counted, "on_time"]
        numbers = [Column(key, say(f"docx.report.count.{key}"), _WIDER.get(key, _COUNT), centred=True) for key in keys]
        units = Column("unit", say("docx.report.count.unit"), BODY - sum(column.width for column in numbers))

        def row(name: str, tally: Tally | Summary) -> tuple[str, ...]:
            sums = [sum(tally.states.get(state, 0) for state in states) for states in counted.values()]
            figures = [sum(tally.states.values()), *sums]
            return (name, *(str(figure) for figure in figures), self.messages.share(tally.on_time))

        rows = [row(self.wording.unit(unit), tally) for unit, tally in summary.by_unit.items()]
        return Grid((units, *numbers), (*rows, row(say("docx.report.count.all"), summary)), totals=True)

    def _notes(self) -> Iterator[str]:
        """What the verdicts rest on beside the documents, and what is wrong with the data."""
        say, report = self.messages.say, self.report
        if report.ignores_waivers:
            yield say("docx.report.ignores_waivers")
        if report.placeholders:
            yield say("docx.report.placeholders", documents="; ".join(self._not_in_hand()))
        for each in report.assumptions:
            by, reason = plain(each.by), plain(each.reason)
            yield say("docx.report.assumption", by=by, recorded=each.recorded, reason=reason)
        for diagnostic in report.diagnostics:
            text = plain(self.messages.diagnose(diagnostic))
            yield say("docx.report.diagnostic", code=diagnostic.code, text=text)

    def _not_in_hand(self) -> Iterator[str]:
        known = {each.identity: each for source in self.report.documents for each in source.citations}
        for identity in self.report.placeholders:
            yield cited(known[identity], self.messages) if identity in known else self.messages.document(identity)

    def _fulfilled(self) -> Iterator[Line]:
        def told() -> Iterator[str]:
            for reference, group in groupby(self._in(State.FULFILLED), key=lambda each: each.occurrence.obligation):
                units = "; ".join(self._done(finding) for finding in group)
                title, clause = self.wording.title(reference), self.wording.clause(reference)
                yield self.messages.say("docx.report.done_item", title=title, clause=clause, units=units)

        return self._listed(told())

    def _done(self, finding: Finding) -> str:
        wording = self.wording
        facts = (wording.period(finding.occurrence), wording.shown(finding))
        told = "; ".join(fact for fact in facts if fact)
        unit = wording.unit(finding.occurrence.bearer)
        return f"{unit} {self.messages.say('docx.facts', facts=told)}" if told else unit

    def _open(self) -> Iterator[Line]:
        found = self._in(State.OPEN)
        soon = [finding for finding in found if finding.due_soon]
        say = self.messages.say
        for finding in soon:
            due = say("docx.due", due=self.wording.due(finding))
            yield Line(Style.BODY, say("docx.report.soon_item", item=self.wording.item(finding, due)))
        rest = len(found) - len(soon)
        if rest or not soon:
            yield Line(Style.BODY, say("docx.report.rest", count=rest) if rest else say("docx.report.none"))

    def _reasoned(self, state: State) -> Iterator[str]:
        for finding in self._in(state):
            item, reasons = self.wording.item(finding), self.wording.reasons(finding)
            yield self.messages.say("docx.report.reasoned", item=item, reasons=reasons)

    def _undetermined(self) -> Iterator[str]:
        for finding in self._in(State.UNDETERMINED):
            missing = "; ".join(self.wording.tell(finding.missing))
            yield self.messages.say("docx.report.missing", item=self.wording.item(finding), missing=missing)

    def _proposals(self) -> Iterator[str]:
        say = self.messages.say
        for state in (State.OVERDUE, State.BREACHED, State.UNDETERMINED, State.UNASSESSED):
            count = len(self._in(state))
            if count:
                yield say(f"docx.report.proposal.{state}", count=count)
        for proposal in self.options.proposals:
            yield say("docx.report.proposal.own", proposal=plain(proposal).rstrip(".;"))
