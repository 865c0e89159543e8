"""Letters: what is said to each unit, before it is made into a message."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from attrs import frozen

from dvrules.messages import Lang, Messages
from dvrules.messages.wording import plain, shortened
from dvrules.model.reports import Finding, Report, State
from dvrules.model.units import Unit
from dvrules_email.addresses import Mailbox, mailbox
from dvrules_email.items import Describer, Group, Item, group_of

_LONGEST_NAME = 120


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
    """What is said to one unit, in one language; every text is a single line.

    `to` is None where the unit has no usable address: then there is something to say and no way to send it.
    """

    unit: str
    to: Mailbox | None
    lang: Lang
    subject: str
    greeting: str
    summary: str
    sections: tuple[Section, ...]
    standing: Standing | None
    also: str
    closing: str
    footer: str


def letters(report: Report, messages: Messages) -> tuple[Letter, ...]:
    """A letter to each unit that owes something or has broken something, units in the order of the roster.

    A unit that has only standing duties, or whose duties are all done or not yet begun, gets none.
    """
    borne: dict[str, list[Finding]] = {unit.id: [] for unit in report.units}
    for finding in report.findings:
        borne.setdefault(finding.occurrence.bearer, []).append(finding)
    units = {unit.id: unit for unit in report.units}
    writer = _Writer(report, messages, Describer.of(report, messages))
    written = (writer.write(units.get(unit, Unit(unit, unit)), findings) for unit, findings in borne.items())
    return tuple(letter for letter in written if letter)


@frozen
class _Writer:
    report: Report
    messages: Messages
    describer: Describer

    def write(self, unit: Unit, findings: Iterable[Finding]) -> Letter | None:
        grouped: defaultdict[Group | None, list[Finding]] = defaultdict(list)
        for finding in sorted(findings, key=_urgency):
            grouped[group_of(finding)].append(finding)
        owed = {group: grouped[group] for group in Group if grouped[group] and group is not Group.STANDING}
        if not owed:
            return None
        say = self.messages.say
        name = plain(unit.name) or plain(unit.id)
        short = {f"email.short.{group}": len(members) for group, members in owed.items()}
        facts: dict[str, str | date] = {"as_of": self.report.as_of, "counts": self._counts(short)}
        return Letter(
            unit=unit.id,
            to=mailbox(unit.email, name),
            lang=self.messages.lang,
            subject=say("email.subject", unit=shortened(name, _LONGEST_NAME), **facts),
            greeting=say("email.greeting", unit=name),
            summary=say("email.summary", **facts),
            sections=tuple(self._section(group, members) for group, members in owed.items()),
            standing=self._standing(grouped[Group.STANDING]),
            also=self._also(grouped[None]),
            closing=say("email.closing"),
            footer=say("email.footer", project=plain(self.report.project), known_at=self.report.known_at),
        )

    def _section(self, group: Group, findings: list[Finding]) -> Section:
        return Section(group, self._heading(group, findings), tuple(map(self.describer.describe, findings)))

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


def _urgency(finding: Finding) -> tuple[date, str]:
    return finding.occurrence.due.earliest or date.max, finding.occurrence.key
