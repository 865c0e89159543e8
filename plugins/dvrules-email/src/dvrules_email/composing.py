"""Composing: a letter into the bytes of a message (RFC 5322, MIME), the same bytes every time."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta, timezone
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache
from hashlib import sha256
from pathlib import PurePosixPath
from unicodedata import combining, normalize

from attrs import frozen
from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from dvrules.messages.wording import plain, shortened
from dvrules.model.artifacts import Artifact
from dvrules_email.addresses import Mailbox
from dvrules_email.letters import Letter

_OFFICE_OPENS = time(8, tzinfo=timezone(timedelta(hours=7)))
# A line with an encoded word has at most 76 characters (RFC 2047, 2): "Reply-To: ", 12 of syntax, and 52 of base64.
_CHUNK_BYTES = 39
_LONGEST_SERIES = 120
# A word, or a part of a long one, with the space behind it; never more than a chunk holds.
_PIECE = re.compile(r"\S{1,9} ?")


@frozen
class Envelope:
    """Who writes, who gets the answers, when, of what series it is, what identifies it, and what it follows.

    `series` names what the messages are of, for readers to sort by; `identity` is the part of the Message-ID before the
    @, `follows` are the Message-IDs of earlier messages on the same, the one to stand under last.
    """

    sender: Mailbox
    reply_to: Mailbox | None
    written: datetime
    series: str
    identity: str
    follows: tuple[str, ...] = ()

    @property
    def message_id(self) -> str:
        """The Message-ID, without its angle brackets."""
        return f"{self.identity}@{self.sender.domain}"


def office_opens(day: date) -> datetime:
    """Eight o'clock on that day, Vietnam's time."""
    return datetime.combine(day, _OFFICE_OPENS)


def identity(letter: Letter, slot: str, sender: Mailbox, project: str) -> str:
    """What tells a message from all others.

    The same reminders to the same address in the same `slot` (day or week) are one message, however often made.
    """
    to = letter.to.address if letter.to else ""
    told = (f"{reminder.occurrence} {reminder.stage}" for reminder in letter.reminders)
    facts = (project, letter.recipient.key, to, slot, letter.lang, sender.domain, *told)
    return digest("\n".join(map(ascii, facts)))


def digest(text: str) -> str:
    """Thirty-two characters that stand for the text."""
    return sha256(text.encode()).hexdigest()[:32]


def compose(letter: Letter, to: Mailbox, envelope: Envelope, attached: Iterable[Artifact] = ()) -> bytes:
    """The message: text and HTML, which say the same, and what is attached.

    It is ASCII only, with lines ended by CRLF that have at most 78 characters, but for media types that are longer.
    """
    headers = "".join(f"{name}: {value}\r\n" for name, value in _headers(letter, to, envelope))
    return headers.encode("ascii") + _body(letter, envelope.identity, attached)


def text_of(letter: Letter) -> str:
    """The letter as plain text."""
    return "\n\n".join(_paragraphs(letter)) + "\n"


def html_of(letter: Letter) -> str:
    """The letter as an HTML document that refers to nothing outside it."""
    return _layout().render(letter=letter)


def _headers(letter: Letter, to: Mailbox, envelope: Envelope) -> Iterator[tuple[str, str]]:
    yield "From", _written(envelope.sender)
    yield "To", _written(to)
    if envelope.reply_to:
        yield "Reply-To", _written(envelope.reply_to)
    yield "Subject", _encoded(letter.subject)
    yield "Date", format_datetime(envelope.written)
    yield "Message-ID", f"<{envelope.message_id}>"
    if envelope.follows:
        yield "In-Reply-To", f"<{envelope.follows[-1]}>"
        yield "References", "\r\n ".join(f"<{each}>" for each in envelope.follows)
    yield "List-Id", _series(envelope)
    yield "Auto-Submitted", "auto-generated"
    yield "X-Auto-Response-Suppress", "All"
    yield "Content-Language", letter.lang


def _series(envelope: Envelope) -> str:
    """RFC 2919: a name for people, and a label under the sender's domain that stays the same."""
    letters = normalize("NFD", envelope.series.lower().replace("đ", "d"))
    label = "-".join(re.findall("[a-z0-9]+", "".join(c for c in letters if not combining(c))))[:40].strip("-")
    name = shortened(plain(envelope.series), _LONGEST_SERIES)
    written = f"<{label or 'dvrules'}.{envelope.sender.domain}>"
    return f"{_encoded(name)}\r\n {written}" if name else written


def _encoded(text: str) -> str:
    """The text in encoded words (RFC 2047), all of it, so that nothing in it can be taken for syntax.

    The folding of `EmailMessage` loses spaces and commas where encoded and plain words meet, and some readers show a
    space wherever two encoded words meet: so they meet between words.
    """
    chunks = [""]
    for piece in _PIECE.findall(text):
        if len(f"{chunks[-1]}{piece}".encode()) > _CHUNK_BYTES:
            chunks.append("")
        chunks[-1] += piece
    return "\r\n ".join(f"=?utf-8?b?{b64encode(chunk.encode()).decode()}?=" for chunk in chunks)


def _written(mailbox: Mailbox) -> str:
    return f"{_encoded(mailbox.name)}\r\n <{mailbox.address}>" if mailbox.name else mailbox.address


def _body(letter: Letter, identity: str, attached: Iterable[Artifact]) -> bytes:
    message = EmailMessage(policy=SMTP)
    message.set_content(text_of(letter), cte="quoted-printable")
    message.add_alternative(html_of(letter), subtype="html", cte="quoted-printable")
    for artifact in attached:
        main, _, sub = artifact.media_type.partition("/")
        params = {"charset": "utf-8"} if main == "text" else {}
        name = PurePosixPath(artifact.name).name
        message.add_attachment(artifact.content, main, sub, filename=name, cte="base64", params=params)
    multiparts = (part for part in message.walk() if part.is_multipart())
    for depth, part in enumerate(multiparts, start=1):
        # No boundary may be the beginning of another.
        part.set_boundary(f"={'_' * depth}{identity}")
    return message.as_bytes()


def _paragraphs(letter: Letter) -> Iterator[str]:
    yield letter.greeting
    yield letter.summary
    for section in letter.sections:
        yield _heading(section.heading)
        for number, item in enumerate(section.items, start=1):
            rows = (f"   {row.label} {_CONTINUED.join(row.lines)}" for row in item.rows)
            yield "\n".join((f"{number}. {item.title}", *rows))
    if letter.standing:
        yield _heading(letter.standing.heading)
        yield "\n".join(f"- {line}" for line in letter.standing.lines)
    if letter.also:
        yield letter.also
    yield letter.closing
    yield f"{_RULE}\n{letter.footer}"


_CONTINUED = "\n     "
_RULE = "-" * 40


def _heading(text: str) -> str:
    return f"{text}\n{'=' * len(text)}"


@cache
def _layout() -> Template:
    environment = Environment(
        loader=PackageLoader("dvrules_email", "layouts"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("letter.html")
