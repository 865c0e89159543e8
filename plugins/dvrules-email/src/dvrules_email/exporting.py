"""Exporting: a report into one message for each unit that can be written to."""

from __future__ import annotations

import re
from hashlib import sha256

from dvrules.messages import Lang, Messages, messages_in
from dvrules.messages.wording import plain
from dvrules.model.artifacts import Artifact
from dvrules.model.reports import Report
from dvrules_email.addresses import Mailbox, written_mailbox
from dvrules_email.composing import Envelope, compose
from dvrules_email.letters import Letter, letters
from dvrules_email.options import EmailOptions

_PLAIN_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,99}")


def export(report: Report, lang: Lang, options: EmailOptions) -> list[Artifact]:
    """A message for each unit that owes something and has a usable address.

    ValueError, in the words of `lang`, where the sender or the reply address can't be used.
    """
    messages = messages_in(lang, "dvrules_email").naming({unit.id: unit.name for unit in report.units})
    sender = _mailbox(options.sender, "sender", messages)
    reply_to = _mailbox(options.reply_to, "reply_to", messages) if options.reply_to else None
    return [
        Artifact(
            f"email/{_file_name(letter.unit)}.eml",
            "message/rfc822",
            compose(letter, letter.to, Envelope(sender, reply_to, report.as_of, _identity(report, letter, sender))),
        )
        for letter in letters(report, messages)
        if letter.to
    ]


def _mailbox(text: str, option: str, messages: Messages) -> Mailbox:
    found = written_mailbox(text)
    if found is None:
        raise ValueError(messages.say(f"email.fault.{option}", value=plain(text)))
    return found


def _identity(report: Report, letter: Letter, sender: Mailbox) -> str:
    """What tells this message from all others: the same notice, made again, is the same message."""
    facts = (report.project, letter.unit, report.as_of, report.known_at, letter.lang, sender.domain)
    return _digest("\n".join(map(ascii, map(str, facts))))


def _file_name(unit: str) -> str:
    """The id where it makes a sound file name on any system; otherwise what is left of it, and a digest."""
    if _PLAIN_NAME.fullmatch(unit):
        return unit
    slug = "-".join(re.findall(r"[a-z0-9]+", unit.lower()))[:60]
    return f"{slug}-{_digest(ascii(unit))[:8]}".lstrip("-")


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:32]
