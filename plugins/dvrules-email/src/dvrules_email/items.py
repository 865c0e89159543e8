"""Items: findings in words, for the unit that they concern."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

from attrs import frozen

from dvrules.messages import Messages
from dvrules.messages.wording import document_text, period_text, plain, shortened
from dvrules.model.documents import Document
from dvrules.model.reports import Finding, Occurrence, Report, State
from dvrules.model.rulesets import Kind, Obligation
from dvrules.model.statements import Statement

_LONGEST = 200

# The due day says the same.
_SAID_BY_DUE = {"reason.achievement.overdue", "reason.achievement.open", "reason.achievement.open_ended"}
# Labels of what comes only once: they tell a bearer nothing.
_WHOLE = {"once", "term"}
_BRIEF = {"bearer", "due", "period"}
# A due day that the obligation's own clause doesn't set: its bearer should see who did.
_SET_ELSEWHERE = {"step.reference", "step.assumed"}


class Group(StrEnum):
    """What a finding means to its bearer, the most urgent first.

    `new` is what is open, not due soon, and was never told before: it takes a record of what was.
    """

    OVERDUE = "overdue"
    BREACHED = "breached"
    DUE_SOON = "due_soon"
    NEW = "new"
    UNDETERMINED = "undetermined"
    OPEN = "open"
    STANDING = "standing"


@frozen
class Row:
    """One thing told of an item, in one or more lines, under the name of what it is and a label for readers."""

    name: str
    label: str
    lines: tuple[str, ...]


@frozen
class Item:
    """A finding in words, or in a few where it is `brief`."""

    title: str
    rows: tuple[Row, ...]
    brief: bool = False


def group_of(finding: Finding) -> Group | None:
    """The group of a finding, as far as it says by itself; None where nothing is to be done now."""
    match finding.state:
        case State.OVERDUE | State.BREACHED | State.UNDETERMINED:
            return Group(finding.state)
        case State.OPEN if finding.due_soon:
            return Group.DUE_SOON
        case State.OPEN if finding.occurrence.kind is Kind.ACHIEVEMENT:
            return Group.OPEN
        case State.OPEN | State.UNASSESSED:
            return Group.STANDING
        case _:
            return None


@frozen
class Describer:
    """Puts the findings of one report into words."""

    as_of: date
    messages: Messages
    obligations: Mapping[str, Obligation]
    documents: Mapping[str, Document]
    names: Mapping[str, str]

    @classmethod
    def of(cls, report: Report, messages: Messages) -> Describer:
        """The describer of a report."""
        return cls(
            as_of=report.as_of,
            messages=messages,
            obligations=report.by_reference,
            documents=report.by_ruleset,
            names=report.names,
        )

    def describe(self, finding: Finding, *, bearer: bool = False, brief: bool = False) -> Item:
        """The item of a finding, its rows in the order of what one wants to know.

        With `bearer` it says who bears it; `brief` leaves out all but what tells it from others.
        """
        occurrence = finding.occurrence
        obligation = self.obligations.get(occurrence.obligation)
        told = {
            "bearer": (self._named([occurrence.bearer]) if bearer else "",),
            "due": self._due(finding),
            "period": self._period(occurrence),
            "missing": self._tell(finding.missing),
            "reasons": self._tell(reason for reason in finding.reasons if reason.key not in _SAID_BY_DUE),
            **(self._duty(obligation) if obligation else {}),
            "due_from": self._tell(step for step in occurrence.due.steps if step.key in _SET_ELSEWHERE),
        }
        rows = (self._row(name, lines) for name, lines in told.items() if not brief or name in _BRIEF)
        return Item(self._title(occurrence.obligation), tuple(row for row in rows if row.lines), brief)

    def line(self, finding: Finding) -> str:
        """A finding in one line: title and state."""
        title = self._title(finding.occurrence.obligation)
        return self.messages.say("email.standing", title=title, state=self.messages.say(f"state.{finding.state}"))

    def _row(self, name: str, lines: Iterable[str]) -> Row:
        label = self.messages.say("email.row", label=self.messages.say(f"email.label.{name}"))
        return Row(name, label, tuple(line for line in lines if line))

    def _title(self, reference: str) -> str:
        """The title of an obligation; where it has none, the words it rests on; where there are none, its reference."""
        obligation = self.obligations.get(reference)
        if obligation is None:
            return plain(reference)
        return shortened(plain(obligation.title), _LONGEST) or self._quote(obligation) or plain(reference)

    def _quote(self, obligation: Obligation) -> str:
        quote = plain(obligation.quote)
        return self.messages.say("email.quote", text=shortened(quote, _LONGEST)) if quote else ""

    def _period(self, occurrence: Occurrence) -> tuple[str, ...]:
        whole = occurrence.period.partition("-")[0] in _WHOLE
        return () if whole else (period_text(occurrence.period, self.messages),)

    def _due(self, finding: Finding) -> tuple[str, ...]:
        if finding.state is State.BREACHED:
            return ()
        say, due = self.messages.say, finding.occurrence.due
        if due.day:
            return (self._due_day(finding, due.day),)
        if due.earliest and due.latest:
            return (say("email.due.between", first=due.earliest, last=due.latest),)
        return (say("email.due.unknown" if due.missing else "email.due.open_ended"),)

    def _due_day(self, finding: Finding, due: date) -> str:
        say = self.messages.say
        if finding.state is State.OVERDUE:
            return say("email.due.late", due=due, days=finding.days_late)
        if finding.state is not State.OPEN:
            return say("email.due.certain", due=due)
        left = (due - self.as_of).days
        return say("email.due.left", due=due, days=left) if left else say("email.due.last_day", due=due)

    def _duty(self, obligation: Obligation) -> dict[str, tuple[str, ...]]:
        return {
            "product": (plain(obligation.product),),
            "recipients": (self._named(obligation.recipients),),
            "supporting": (self._named(obligation.supporting),),
            "post": (plain(obligation.bearer.post),),
            "authority": (self._authority(obligation),),
            "quote": (self._quote(obligation) if plain(obligation.title) else "",),
        }

    def _authority(self, obligation: Obligation) -> str:
        clause = plain(obligation.clause)
        document = self.documents.get(obligation.reference.partition(":")[0])
        if document is None:
            return clause
        return self.messages.say("email.authority", clause=clause, document=document_text(document, self.messages))

    def _named(self, ids: Iterable[str]) -> str:
        return "; ".join(plain(self.names.get(id_, id_)) for id_ in ids)

    def _tell(self, statements: Iterable[Statement]) -> tuple[str, ...]:
        return tuple(plain(self.messages.tell(statement)) for statement in statements)
