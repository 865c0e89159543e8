"""Letters: to each unit that is late, has broken something or must soon be done, what it is reminded of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import frozen

from dvrules.messages import Messages
from dvrules.messages.wording import plain
from dvrules.model.reports import Finding, Report, State
from dvrules_docx.issuing import Issuer, body_symbol, cited, foot_of, head_of, issuer_of, sources_of
from dvrules_docx.official import Block, Column, Grid, Line, Official, Style
from dvrules_docx.options import LetterOptions
from dvrules_docx.progress import addressed
from dvrules_docx.wording import Wording

#: The columns of what a unit is reminded of, in millimetres.
_COLUMNS = {"number": 11, "content": 56, "clause": 24, "due": 25, "product": 21, "state": 28}
_CENTRED = {"number", "clause", "due"}
_GROUPS = ("overdue", "breached", "due_soon")


def compose(report: Report, options: LetterOptions, messages: Messages) -> Mapping[str, Official]:
    """The letters by the ids of the units they go to, in the order of the roster.

    None goes to the issuer itself or to a body above it: whoever stands below does not press for what is owed there.
    """
    issuer = issuer_of(report, options)
    spared = set(_upward(issuer.unit.id, report))
    wording = Wording.of(report, messages)
    owed: dict[str, list[Finding]] = {unit.id: [] for unit in report.units}
    for finding in wording.in_order(report.findings):
        if _group(finding):
            owed.setdefault(finding.occurrence.bearer, []).append(finding)
    writer = _Writer(report, issuer, options, messages, wording)
    return {unit: writer.letter(unit, found) for unit, found in owed.items() if found and unit not in spared}


def _group(finding: Finding) -> str:
    """What a unit is reminded of by a finding; "" where it needs no reminder."""
    if finding.state is State.OPEN:
        return "due_soon" if finding.due_soon else ""
    return str(finding.state) if finding.state in {State.OVERDUE, State.BREACHED} else ""


def _upward(unit: str, report: Report) -> Iterator[str]:
    parents = {each.id: each.parent for each in report.units}
    seen: set[str] = set()
    while unit and unit not in seen:
        seen.add(unit)
        yield unit
        unit = parents.get(unit, "")


@frozen
class _Writer:
    report: Report
    issuer: Issuer
    options: LetterOptions
    messages: Messages
    wording: Wording

    def letter(self, unit: str, findings: list[Finding]) -> Official:
        say, name = self.messages.say, self.wording.unit(unit)
        body, drafter = body_symbol(self.issuer), plain(self.options.drafter)
        symbol = "-".join(part for part in (body, drafter) if part)
        subject = plain(self.options.subject) or self._subject(findings)
        return Official(
            head=head_of(self.issuer, self.options, self.report, symbol),
            subject=say("docx.about", subject=subject),
            addressees=addressed([name], self.messages),
            body=tuple(self._body(name, findings)),
            foot=foot_of(
                [say("docx.letter.as_above"), *self.options.recipients], self.options.archive, self.options.signatory
            ),
            day=self.report.as_of,
        )

    def _cited(self, findings: list[Finding]) -> list[str]:
        sources = sources_of((finding.occurrence.obligation for finding in findings), self.report)
        return [cited(source.document, self.messages, self.issuer.unit.id) for source in sources]

    def _subject(self, findings: list[Finding]) -> str:
        documents = self._cited(findings)
        if len(documents) != 1:
            return self.messages.say("docx.letter.subject")
        return self.messages.say("docx.letter.subject_of", document=documents[0])

    def _body(self, unit: str, findings: list[Finding]) -> Iterator[Block]:
        say = self.messages.say
        groups = {key: [each for each in findings if _group(each) == key] for key in _GROUPS}
        known = {key: each for key, each in groups.items() if each}
        counts = "; ".join(say(f"docx.letter.count.{key}", count=len(each)) for key, each in known.items())
        documents = "; ".join(self._cited(findings))
        facts = {"unit": unit, "documents": documents, "counts": counts}
        yield Line(Style.BODY, say("docx.letter.opening", as_of=self.report.as_of, **facts))
        columns = tuple(
            Column(key, say(f"docx.column.{key}"), width, centred=key in _CENTRED) for key, width in _COLUMNS.items()
        )
        rows = self.wording.rows((each for group in known.values() for each in group), columns)
        yield Grid(columns, tuple(rows), of_findings=True)
        yield Line(Style.BODY, say("docx.letter.request", issuer=self._issuer(), unit=unit))
        yield from (Line(Style.BODY, say(f"docx.letter.ask.{key}")) for key in known)
        yield Line(Style.BODY, say("docx.letter.ask.recorded"))

    def _issuer(self) -> str:
        return plain(self.issuer.unit.name_on(self.report.as_of)) or "…"
