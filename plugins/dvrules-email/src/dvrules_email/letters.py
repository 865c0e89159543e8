"""Letters: what is said to each recipient, before it is made into a message."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum

from attrs import evolve, field, frozen

from dvrules.messages import Lang, Messages
from dvrules.messages.wording import plain, shortened
from dvrules.model.reports import Finding, Report, State
from dvrules.model.units import Unit
from dvrules_email.addresses import Mailbox, mailbox
from dvrules_email.items import Describer, Group, Item, group_of
from dvrules_email.options import HEAD, Escalation

_LONGEST_NAME = 120
# Behind so many in a section, items are told in brief: all of them, in a message that servers still take.
_IN_FULL = 50
_WEEK = 7


class Role(StrEnum):
    """Why someone is written to: they bear it, they lead the unit that does, or what is late comes to them."""

    UNIT = "unit"
    HEAD = "head"
    OFFICE = "office"


@frozen
class Recipient:
    """Whom a letter is for: a unit, in one of the roles; `days_late` is from when on what is late comes to them."""

    role: Role
    unit: Unit
    days_late: int = 0

    @property
    def key(self) -> str:
        """What tells this recipient from all others."""
        return f"{self.role}/{self.unit.id}"

    @property
    def name(self) -> str:
        """What the recipient is called."""
        unit = plain(self.unit.name) or plain(self.unit.id)
        head = plain(self.unit.head) if self.role is Role.HEAD else ""
        return f"{head}, {unit}" if head else unit

    @property
    def mailbox(self) -> Mailbox | None:
        """Where they can be written to; None where the roster has no usable address."""
        return mailbox(self.unit.head_email if self.role is Role.HEAD else self.unit.email, self.name)


@frozen
class Reminder:
    """What a letter reminds of: an occurrence, and the stage it has reached; each is told to a recipient once.

    A stage is the group and the due day; what is overdue reaches a new one each week.
    """

    occurrence: str
    stage: str

    @property
    def group(self) -> Group:
        """The group in it."""
        return Group(re.split("[+@]", self.stage)[0])


@frozen
class History:
    """What was mailed: the reminders told to each recipient, and the first message to them on each occurrence."""

    told: frozenset[tuple[str, Reminder]] = frozenset()
    first: Mapping[tuple[str, str], str] = field(factory=dict)


@frozen
class Section:
    """What is owed and in one group, the earliest due first."""

    group: Group
    heading: str
    items: tuple[Item, ...]


@frozen
class Standing:
    """Standing duties and programmes, one line each; nothing of them falls due."""

    heading: str
    lines: tuple[str, ...]


@frozen
class Letter:
    """What is said to one recipient, in one language; every text is a single line.

    `to` is None where the recipient has no usable address: then there is something to say and no way to send it.
    `reminders` are all that it tells, the most urgent first.
    """

    recipient: Recipient
    to: Mailbox | None
    lang: Lang
    reminders: tuple[Reminder, ...]
    subject: str
    greeting: str
    summary: str
    sections: tuple[Section, ...]
    standing: Standing | None
    also: str
    closing: str
    footer: str


def letters(
    report: Report, messages: Messages, *, escalation: Iterable[Escalation] = (), history: History | None = None
) -> tuple[Letter, ...]:
    """A letter to each unit that owes something or has broken something, units in the order of the roster.

    A unit that has only standing duties, or whose duties are all done or not yet begun, gets none. Behind them come the
    letters of the steps of `escalation`. Without a `history` nothing is told as new.
    """
    writer = _Writer(report, messages, Describer.of(report, messages), history)
    written = (writer.write(recipient, findings) for recipient, findings in _addressed(report, escalation))
    return tuple(letter for letter in written if letter)


def _addressed(report: Report, escalation: Iterable[Escalation]) -> Iterator[tuple[Recipient, Sequence[Finding]]]:
    units = {unit.id: unit for unit in report.units}
    borne: dict[str, list[Finding]] = {unit: [] for unit in units}
    for finding in report.findings:
        borne.setdefault(finding.occurrence.bearer, []).append(finding)
    for unit, findings in borne.items():
        yield Recipient(Role.UNIT, units.get(unit, Unit(unit, unit))), findings
    steps: dict[str, int] = {}
    for step in escalation:
        steps[step.to] = min(step.days_late, steps.get(step.to, step.days_late))
    for to, days_late in steps.items():
        late = {unit: [f for f in findings if _is_late(f, days_late)] for unit, findings in borne.items()}
        if to == HEAD:
            for unit, findings in late.items():
                yield Recipient(Role.HEAD, units.get(unit, Unit(unit, unit)), days_late), findings
        else:
            every = [finding for findings in late.values() for finding in findings]
            yield Recipient(Role.OFFICE, units.get(to, Unit(to, to)), days_late), every


def _is_late(finding: Finding, days: int) -> bool:
    return finding.state is State.OVERDUE and finding.days_late >= days


@frozen
class _Writer:
    report: Report
    messages: Messages
    describer: Describer
    history: History | None

    def write(self, recipient: Recipient, findings: Iterable[Finding]) -> Letter | None:
        grouped: defaultdict[Group | None, list[Finding]] = defaultdict(list)
        for finding in sorted(findings, key=_urgency):
            grouped[self._group(recipient, finding)].append(finding)
        owed = {group: grouped[group] for group in Group if grouped[group] and group is not Group.STANDING}
        if not owed:
            return None
        say, role, days = self.messages.say, recipient.role, recipient.days_late
        short = {f"email.short.{group}": len(members) for group, members in owed.items()}
        facts: dict[str, str | int | date] = {"as_of": self.report.as_of, "counts": self._counts(short)}
        facts |= {"days": days, "count": sum(map(len, owed.values()))} if days else {}
        return Letter(
            recipient=recipient,
            to=recipient.mailbox,
            lang=self.messages.lang,
            reminders=tuple(_reminder(finding, days) for members in owed.values() for finding in members),
            subject=say(f"email.subject.{role}", unit=shortened(recipient.name, _LONGEST_NAME), **facts),
            greeting=say("email.greeting", unit=recipient.name),
            summary=say(f"email.summary.{role}", **facts),
            sections=tuple(self._section(group, members, role) for group, members in owed.items()),
            standing=self._standing(grouped[Group.STANDING]),
            also=self._also(grouped[None]),
            closing=say("email.closing"),
            footer=say("email.footer", project=plain(self.report.project), known_at=self.report.known_at),
        )

    def _group(self, recipient: Recipient, finding: Finding) -> Group | None:
        group = group_of(finding)
        known = self.history is None or (recipient.key, finding.occurrence.key) in self.history.first
        return group if known or group is not Group.OPEN else Group.NEW

    def _section(self, group: Group, findings: list[Finding], role: Role) -> Section:
        items = (
            self.describer.describe(finding, bearer=role is Role.OFFICE, brief=number >= _IN_FULL)
            for number, finding in enumerate(findings)
        )
        return Section(group, self._heading(group, findings), tuple(items))

    def _standing(self, findings: list[Finding]) -> Standing | None:
        lines = tuple(map(self.describer.line, findings))
        return Standing(self._heading(Group.STANDING, findings), lines) if lines else None

    def _also(self, findings: list[Finding]) -> str:
        counts = Counter(finding.state for finding in findings)
        if not counts:
            return ""
        states = {f"state.{state}": counts[state] for state in State if counts[state]}
        return self.messages.say("email.also", counts=self._counts(states))

    def _heading(self, group: Group, findings: list[Finding]) -> str:
        return self.messages.say("email.heading", what=self.messages.say(f"email.group.{group}"), count=len(findings))

    def _counts(self, counts: Mapping[str, int]) -> str:
        return ", ".join(self._count(key, count) for key, count in counts.items())

    def _count(self, key: str, count: int) -> str:
        return self.messages.say("email.count", count=count, what=self.messages.say(key))


def concerning(report: Report, letter: Letter) -> Report:
    """The report with only the findings that concern the recipient of the letter."""
    if letter.recipient.role is Role.OFFICE:
        told = {reminder.occurrence for reminder in letter.reminders}
        return evolve(report, findings=tuple(f for f in report.findings if f.occurrence.key in told))
    unit = letter.recipient.unit.id
    return evolve(report, findings=tuple(f for f in report.findings if f.occurrence.bearer == unit))


def _reminder(finding: Finding, from_days_late: int) -> Reminder:
    group, due = group_of(finding), finding.occurrence.due.day
    weeks = f"+{max(0, finding.days_late - from_days_late) // _WEEK}w" if finding.state is State.OVERDUE else ""
    return Reminder(finding.occurrence.key, f"{group}{weeks}@{due or ''}")


def _urgency(finding: Finding) -> tuple[date, str]:
    return finding.occurrence.due.earliest or date.max, finding.occurrence.key
