"""Wording: findings in the words of reports and letters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from dvrules.messages import Messages
from dvrules.messages.wording import period_text, plain, shortened
from dvrules.model.documents import Document
from dvrules.model.records import Evidence
from dvrules.model.reports import Finding, Occurrence, Report
from dvrules.model.rulesets import Kind, Obligation
from dvrules.model.statements import Statement
from dvrules_docx.official import Column

_LONGEST = 200

# Labels of what comes only once: they tell a reader nothing.
_WHOLE = {"once", "term"}


@frozen
class Wording:
    """Puts the findings of one report into words; `told_apart` says that its obligations stand in several documents."""

    messages: Messages
    obligations: Mapping[str, Obligation]
    documents: Mapping[str, Document]
    evidence: Mapping[str, Evidence]
    names: Mapping[str, str]
    told_apart: bool

    @classmethod
    def of(cls, report: Report, messages: Messages) -> Wording:
        """The wording of a report."""
        return cls(
            messages=messages,
            obligations=report.by_reference,
            documents=report.by_ruleset,
            evidence={record.id: record for record in report.evidence},
            names=report.names,
            told_apart=len({obligation.reference.partition(":")[0] for obligation in report.obligations}) > 1,
        )

    def in_order(self, findings: Iterable[Finding]) -> list[Finding]:
        """Findings in the order in which their documents have the obligations, then by day and key."""
        order = {reference: number for number, reference in enumerate(self.obligations)}

        def place(finding: Finding) -> tuple[int, str, str]:
            occurrence = finding.occurrence
            due = str(occurrence.due.earliest or "")
            return order.get(occurrence.obligation, len(order)), due, occurrence.key

        return sorted(findings, key=place)

    def title(self, reference: str) -> str:
        """The title of an obligation; where it has none, the words it rests on; where there are none, its reference."""
        obligation = self.obligations.get(reference)
        if obligation is None:
            return plain(reference)
        if plain(obligation.title):
            return shortened(plain(obligation.title), _LONGEST)
        quote = plain(obligation.quote)
        return self.messages.say("docx.quote", text=shortened(quote, _LONGEST)) if quote else plain(reference)

    def clause(self, reference: str) -> str:
        """Where an obligation stands, with its document where there are several."""
        obligation = self.obligations.get(reference)
        document = self.documents.get(reference.partition(":")[0])
        clause = plain(obligation.clause) if obligation else ""
        if document is None or not self.told_apart:
            return clause
        return self.messages.say("docx.clause", clause=clause, code=plain(document.code))

    def unit(self, unit: str) -> str:
        """The name of a unit; its id where the roster lacks it."""
        return plain(self.names.get(unit, "")) or plain(unit)

    def period(self, occurrence: Occurrence) -> str:
        """The period in words; "" for what comes only once."""
        whole = occurrence.period.partition("-")[0] in _WHOLE
        return "" if whole else period_text(occurrence.period, self.messages)

    def due(self, finding: Finding) -> str:
        """The due day of a finding, as far as it is known; of what is owed all along, its last day."""
        say, due = self.messages.say, finding.occurrence.due
        if due.day:
            lasting = finding.occurrence.kind is not Kind.ACHIEVEMENT
            return say("docx.throughout" if lasting else "docx.day", day=due.day)
        if due.earliest and due.latest:
            return say("docx.between", first=due.earliest, last=due.latest)
        return say("word.unknown" if due.missing else "word.endless")

    def state(self, finding: Finding) -> str:
        """The state of a finding, with the days it is late, the day it was done and what shows it."""
        say = self.messages.say
        state = say("state.due_soon") if finding.due_soon else say(f"state.{finding.state}")
        if finding.days_late:
            state = say("word.days_late", state=state, days=finding.days_late)
        progress = finding.progress
        counted = f"{progress.done:g}/{progress.needed:g} {plain(progress.unit)}".strip() if progress else ""
        return "; ".join(part for part in (state, counted, self.shown(finding)) if part)

    def shown(self, finding: Finding) -> str:
        """The day on which a finding was done, and the documents that show it."""
        say = self.messages.say
        records = (self.evidence.get(match.evidence) for match in finding.evidence if match.used)
        documents = dict.fromkeys(plain(record.document) for record in records if record and record.document)
        day = say("docx.done", day=finding.done) if finding.done else ""
        return ", ".join(part for part in (day, *documents) if part)

    def facts(self, finding: Finding, *more: str) -> str:
        """Clause and period of a finding, and `more`, in brackets."""
        facts = (self.clause(finding.occurrence.obligation), self.period(finding.occurrence), *more)
        return self.messages.say("docx.facts", facts="; ".join(fact for fact in facts if fact))

    def item(self, finding: Finding, *more: str) -> str:
        """A finding in one line: unit, obligation and facts."""
        occurrence = finding.occurrence
        return self.messages.say(
            "docx.item",
            unit=self.unit(occurrence.bearer),
            title=self.title(occurrence.obligation),
            facts=self.facts(finding, *more),
        )

    def reasons(self, finding: Finding) -> str:
        """Why a finding is in its state, and what the records of evidence note."""
        notes = (self.evidence.get(match.evidence) for match in finding.evidence if match.used)
        noted = [self.messages.say("docx.note", note=plain(each.note)) for each in notes if each and plain(each.note)]
        return " ".join((*self.tell(finding.reasons), *noted))

    def tell(self, statements: Iterable[Statement]) -> tuple[str, ...]:
        """Statements in words."""
        return tuple(plain(self.messages.tell(statement)) for statement in statements)

    def rows(self, findings: Iterable[Finding], columns: Iterable[Column]) -> Iterator[tuple[str, ...]]:
        """A row of the columns for each finding, numbered in their order."""
        keys = [column.key for column in columns]
        for number, finding in enumerate(findings, 1):
            values = self._values(number, finding)
            yield tuple(values[key] for key in keys)

    def _values(self, number: int, finding: Finding) -> Mapping[str, str]:
        occurrence = finding.occurrence
        obligation = self.obligations.get(occurrence.obligation)
        period = self.period(occurrence)
        title = self.title(occurrence.obligation)
        lead = self.unit(occurrence.bearer)
        post = plain(obligation.bearer.post) if obligation else ""
        return {
            "number": str(number),
            "content": self.messages.say("docx.of_period", title=title, period=period) if period else title,
            "clause": self.clause(occurrence.obligation),
            "lead": self.messages.say("docx.post", unit=lead, post=post) if post else lead,
            "supporting": "; ".join(map(self.unit, obligation.supporting)) if obligation else "",
            "due": self.due(finding),
            "product": plain(obligation.product) if obligation else "",
            "state": self.state(finding),
        }


#: Every column that a table of findings may have.
COLUMNS = ("number", "content", "clause", "lead", "supporting", "due", "product", "state")
