"""Planning: from a report and what was mailed before to the messages that are to go now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from attrs import frozen

import dvrules
from dvrules.messages import Lang, messages_in
from dvrules.model.artifacts import Artifact
from dvrules.model.diagnostics import Diagnostic, misnamed
from dvrules.model.places import Place
from dvrules.model.reports import Report
from dvrules_email.composing import Envelope, compose, identity
from dvrules_email.exporting import unsendable
from dvrules_email.letters import Letter, concerning, letters
from dvrules_email.options import HEAD, EmailOptions, Sending
from dvrules_email.outbox import Mailed, Message

# Readers stand a message under the last of those that it follows, and servers object to endless headers.
_MOST_FOLLOWED = 10


@frozen
class Plan:
    """The messages that are to go now, and what was left out or went wrong on the way."""

    messages: tuple[Message, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


def slot_of(day: date, every: str) -> str:
    """The day, or the ISO week that it is in: `2024-07-10`, `2024-W28`."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}" if every == "week" else day.isoformat()


def check(project: dvrules.Project, sending: Sending, place: Place) -> Iterator[Diagnostic]:
    """A fault for each unit and exporter that the options at `place` name and the project lacks."""
    units = project.roster.by_id
    for index, step in enumerate(sending.escalation):
        if step.to != HEAD and step.to not in units:
            yield misnamed("DV301", step.to, [HEAD, *units], place.at("escalation", index, "to"))
    for index, name in enumerate(sending.attach):
        if name not in project.catalog.exporters:
            yield misnamed("DV601", name, project.catalog.exporters, place.at("attach", index))


def plan(
    project: dvrules.Project, report: Report, options: EmailOptions, mailed: Mailed, *, lang: Lang, written: datetime
) -> Plan:
    """A message for each recipient to whom some reminder was not told yet; it tells all that concerns them.

    Where letters go out by week, whoever was written to this week waits for the next. Attachments are what the
    exporters make of the report with the findings that concern the recipient.
    """
    sending, slot = options.sending, slot_of(report.as_of, options.sending.every)
    words = messages_in(lang, "dvrules_email").naming(report.names)
    made: list[Message] = []
    faults: list[Diagnostic] = []
    for letter in letters(report, words, escalation=sending.escalation, history=mailed.history):
        key = letter.recipient.key
        told = all((key, reminder) in mailed.history.told for reminder in letter.reminders)
        if told or (sending.every == "week" and (key, slot) in mailed.slots):
            continue
        if letter.to is None:
            faults.append(unsendable(letter).by("email"))
            continue
        attached: list[Artifact] = []
        for exporter in sending.attach:
            artifacts, found = dvrules.export(project, concerning(report, letter), exporter, lang=lang)
            attached += artifacts
            faults += found
        sender = options.sender_mailbox
        name = identity(letter, slot, sender, report.project)
        follows = _followed(letter, mailed)
        envelope = Envelope(sender, options.reply_mailbox, written, report.project, name, follows)
        made.append(
            Message(
                id=envelope.message_id,
                recipient=key,
                sender=sender.address,
                address=letter.to.address,
                slot=slot,
                reminders=letter.reminders,
                subject=letter.subject,
                content=compose(letter, letter.to, envelope, attached),
            )
        )
    return Plan(tuple(made), tuple(faults))


def _followed(letter: Letter, mailed: Mailed) -> tuple[str, ...]:
    """The first messages on what the letter tells, that on the most urgent of it last."""
    key, first = letter.recipient.key, mailed.history.first
    firsts = (first.get((key, reminder.occurrence)) for reminder in letter.reminders)
    return tuple(reversed(list(dict.fromkeys(filter(None, firsts)))[:_MOST_FOLLOWED]))
