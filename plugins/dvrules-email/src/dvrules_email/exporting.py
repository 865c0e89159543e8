"""Exporting: a report into one message for each unit that can be written to."""

from __future__ import annotations

from dvrules.extension import Remark
from dvrules.messages import LANGS, Lang, messages_in
from dvrules.messages.wording import file_name
from dvrules.model.artifacts import Artifact
from dvrules.model.reports import Report
from dvrules_email.composing import Envelope, compose, identity, office_opens
from dvrules_email.letters import Letter, letters
from dvrules_email.options import EmailOptions


def export(report: Report, lang: Lang, options: EmailOptions) -> list[Artifact | Remark]:
    """A message for each unit that owes something, and a remark for each of them that has no usable address."""
    messages = messages_in(lang, "dvrules_email").naming(report.names)
    return [_made(report, letter, options) for letter in letters(report, messages)]


def _made(report: Report, letter: Letter, options: EmailOptions) -> Artifact | Remark:
    if letter.to is None:
        return unsendable(letter)
    sender = options.sender_mailbox
    name = identity(letter, f"{report.as_of} {report.known_at}", sender, report.project)
    written = office_opens(report.as_of)
    envelope = Envelope(sender, options.reply_mailbox, written, report.project, name)
    file = f"email/{file_name(letter.recipient.unit.id)}.eml"
    return Artifact(file, "message/rfc822", compose(letter, letter.to, envelope))


def unsendable(letter: Letter) -> Remark:
    """The remark that there is something to say to someone who can't be written to, at their entry in the roster."""
    args: dict[str, str | int] = {"name": letter.recipient.name, "count": len(letter.reminders)}
    key = f"email.remark.{letter.recipient.role}"
    vi, en = (messages_in(lang, "dvrules_email").say(key, **args) for lang in LANGS)
    return Remark(vi, en, letter.recipient.unit.place)
