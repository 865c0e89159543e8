"""Rows: findings as the values of the tracking table, in the order of the documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from attrs import frozen

from dvrules.messages import Messages
from dvrules.messages.wording import document_text, period_text
from dvrules.model.days import Reckoning
from dvrules.model.documents import Document
from dvrules.model.records import Evidence
from dvrules.model.reports import Finding, Report, State
from dvrules.model.rulesets import Obligation
from dvrules.model.statements import Statement
from dvrules_xlsx.options import Column

Value = str | int | date


@frozen
class Row:
    """A finding as values of the table, and the state it is in."""

    state: State
    values: Mapping[Column, Value]


@frozen
class Tabulator:
    """Turns the findings of one report into rows."""

    report: Report
    messages: Messages
    obligations: Mapping[str, Obligation]
    documents: Mapping[str, Document]
    evidence: Mapping[str, Evidence]
    names: Mapping[str, str]

    @classmethod
    def of(cls, report: Report, messages: Messages) -> Tabulator:
        """The tabulator of a report."""
        return cls(
            report,
            messages,
            report.by_reference,
            report.by_ruleset,
            {record.id: record for record in report.evidence},
            report.names,
        )

    def rows(self) -> list[Row]:
        """A row for every finding: obligations as their documents have them, then by day and key."""
        order = {reference: number for number, reference in enumerate(self.obligations)}

        def place(finding: Finding) -> tuple[int, date, str]:
            occurrence = finding.occurrence
            return order.get(occurrence.obligation, len(order)), occurrence.due.earliest or date.max, occurrence.key

        findings = sorted(self.report.findings, key=place)
        return [Row(finding.state, self._values(number, finding)) for number, finding in enumerate(findings, 1)]

    def name(self, unit: str) -> str:
        """The name of a unit; its id where the roster lacks it."""
        return self.names.get(unit, "") or unit

    def _values(self, number: int, finding: Finding) -> dict[Column, Value]:
        occurrence = finding.occurrence
        obligation = self.obligations.get(occurrence.obligation)
        document = self.documents.get(occurrence.obligation.partition(":")[0])
        return {
            "number": number,
            "document": document_text(document, self.messages) if document else occurrence.obligation.partition(":")[0],
            "clause": obligation.clause if obligation else "",
            "content": (obligation.title or obligation.quote if obligation else "") or occurrence.obligation,
            "lead": self._lead(occurrence.bearer, obligation),
            "supporting": "\n".join(map(self.name, obligation.supporting)) if obligation else "",
            "period": period_text(occurrence.period, self.messages),
            "opens": self._day(occurrence.opens),
            "due": self._day(occurrence.due),
            "done": finding.done or "",
            "days_late": finding.days_late or "",
            "state": self.messages.say(f"state.{finding.state}"),
            "product": obligation.product if obligation else "",
            "quote": self.messages.say("xlsx.quote", text=obligation.quote) if obligation and obligation.quote else "",
            "evidence": "\n".join(self._records(finding)),
            "reasons": "\n".join(self._told(finding)),
            "key": occurrence.key,
        }

    def _lead(self, bearer: str, obligation: Obligation | None) -> str:
        post = obligation.bearer.post if obligation else ""
        name = self.name(bearer)
        return self.messages.say("xlsx.post", unit=name, post=post) if post else name

    def _day(self, reckoning: Reckoning) -> Value:
        if reckoning.day:
            return reckoning.day
        if reckoning.earliest and reckoning.latest:
            return self.messages.say("xlsx.between", first=reckoning.earliest, last=reckoning.latest)
        return self.messages.say("word.unknown" if reckoning.missing else "word.endless")

    def _records(self, finding: Finding) -> Iterator[str]:
        for match in finding.evidence:
            record = self.evidence.get(match.evidence)
            if match.used and record:
                what = record.document or record.note or record.id
                yield self.messages.say("xlsx.record", what=what, day=record.occurred)
            elif match.used:
                yield match.evidence

    def _told(self, finding: Finding) -> Iterator[str]:
        yield from self._tell(finding.reasons)
        for missing in self._tell(finding.missing):
            yield self.messages.say("xlsx.missing", missing=missing)

    def _tell(self, statements: Iterable[Statement]) -> Iterator[str]:
        return map(self.messages.tell, statements)
