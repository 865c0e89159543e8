"""Describing: findings in the words that a calendar shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from dvrules.messages import Messages
from dvrules.messages.wording import document_text, period_text, plain, shortened
from dvrules.model.documents import Document
from dvrules.model.reports import Finding, Report
from dvrules.model.rulesets import Kind, Obligation
from dvrules.model.statements import Statement

_LONGEST = 150
# Labels of what comes only once: they tell a bearer nothing.
_WHOLE = {"once", "term"}


@frozen
class Describer:
    """Puts the findings of one report into words."""

    report: Report
    messages: Messages
    obligations: Mapping[str, Obligation]
    documents: Mapping[str, Document]
    names: Mapping[str, str]

    @classmethod
    def of(cls, report: Report, messages: Messages) -> Describer:
        """The describer of a report."""
        return cls(
            report,
            messages,
            report.by_reference,
            report.by_ruleset,
            report.names,
        )

    def feed(self, unit: str) -> tuple[str, str]:
        """The name of a unit's feed, and one line about it."""
        report = self.report
        days = {"as_of": report.as_of, "known_at": report.known_at}
        about = self.messages.say("ics.about", project=plain(report.project), **days)
        return self.messages.say("ics.name", unit=self._name(unit)), about

    def state(self, finding: Finding) -> str:
        """The state of a finding, as its readers know it."""
        return self.messages.say(f"state.{finding.state}")

    def summary(self, finding: Finding) -> str:
        """The line that stands in the calendar: title, period, state."""
        occurrence = finding.occurrence
        title, state = self._title(occurrence.obligation), self.state(finding)
        if occurrence.period.partition("-")[0] in _WHOLE:
            return self.messages.say("ics.once", title=title, state=state)
        period = period_text(occurrence.period, self.messages)
        return self.messages.say("ics.summary", title=title, period=period, state=state)

    def description(self, finding: Finding) -> str:
        """All that is told of a finding, a line each."""
        return "\n".join(
            self.messages.say("ics.row", label=self.messages.say(f"ics.label.{name}"), text=text)
            for name, text in self._rows(finding)
            if text
        )

    def _rows(self, finding: Finding) -> Iterator[tuple[str, str]]:
        occurrence, say, day = finding.occurrence, self.messages.say, self.messages.day
        obligation = self.obligations.get(occurrence.obligation)
        yield (
            "state",
            say("ics.late", state=self.state(finding), days=finding.days_late)
            if finding.days_late
            else (self.state(finding)),
        )
        due = occurrence.due.day or ""
        yield "due", say("ics.by" if occurrence.kind is Kind.ACHIEVEMENT else "ics.throughout", due=due)
        yield "internal", day(occurrence.internal.day) if occurrence.internal else ""
        yield "done", day(finding.done)
        yield "period", period_text(occurrence.period, self.messages)
        yield "lead", self._name(occurrence.bearer)
        if obligation:
            yield from self._duty(obligation)
        for name, statements in (("reasons", finding.reasons), ("missing", finding.missing)):
            yield name, self._tell(statements)
        yield "key", plain(occurrence.key)

    def _duty(self, obligation: Obligation) -> Iterator[tuple[str, str]]:
        yield "post", plain(obligation.bearer.post)
        yield "supporting", self._named(obligation.supporting)
        yield "recipients", self._named(obligation.recipients)
        yield "product", plain(obligation.product)
        yield "authority", self._authority(obligation)
        quote = plain(obligation.quote)
        yield "quote", self.messages.say("ics.quote", text=quote) if quote else ""

    def _authority(self, obligation: Obligation) -> str:
        clause = plain(obligation.clause)
        document = self.documents.get(obligation.reference.partition(":")[0])
        if document is None:
            return clause
        return self.messages.say("ics.authority", clause=clause, document=document_text(document, self.messages))

    def _title(self, reference: str) -> str:
        """The title of an obligation; where it has none, the words it rests on; where there are none, its reference."""
        obligation = self.obligations.get(reference)
        words = (plain(obligation.title) or plain(obligation.quote)) if obligation else ""
        return shortened(words or plain(reference), _LONGEST)

    def _name(self, unit: str) -> str:
        return plain(self.names.get(unit, unit)) or plain(unit)

    def _named(self, ids: Iterable[str]) -> str:
        return "; ".join(self._name(id_) for id_ in ids)

    def _tell(self, statements: Iterable[Statement]) -> str:
        return " ".join(plain(self.messages.tell(statement)) for statement in statements)
