"""Wording: texts of any origin made fit for one line, and the names of days, periods and documents."""

from __future__ import annotations

import re

from dvrules.messages import Messages
from dvrules.model.days import PartialDate, Reckoning
from dvrules.model.documents import Document

_PERIOD = r"(?P<year>\d{4})(?:-(?P<part>\d\d|Q\d|H\d|9M))?"
_PLAIN_NAME = r"[a-z0-9][a-z0-9.-]{0,99}"
_TURN = r"(?P<label>.+)-(?P<turn>[1-9]\d*)"
# Control characters that are no white space, lone halves of characters, and the marks that turn the direction of what
# follows and so could make a line read as something else.
_UNSHOWN = "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"


def plain(text: str) -> str:
    """The text on one line, without control characters and marks of direction."""
    shown = text if text.isprintable() else re.sub(_UNSHOWN, "", text)
    return " ".join(shown.split())


def shortened(text: str, limit: int) -> str:
    """The text, or its first whole words and an ellipsis; at most `limit` characters."""
    if len(text) <= limit:
        return text
    cut = text[:limit].rpartition(" ")[0] or text[: limit - 1]
    return cut.rstrip(" ,;:.-–") + "…"


def file_name(identifier: str) -> str:
    """An id where it makes a sound file name on any system; otherwise what is left of it, and a digest."""
    from hashlib import sha256  # noqa: PLC0415 - few names need it

    if re.fullmatch(_PLAIN_NAME, identifier):
        return identifier
    slug = "-".join(re.findall(r"[a-z0-9]+", identifier.lower()))[:60]
    return f"{slug}-{sha256(ascii(identifier).encode()).hexdigest()[:8]}".lstrip("-")


def period_text(label: str, messages: Messages) -> str:
    """A period in words: `2024-Q2` is "quý II năm 2024"; a label of another shape stays as it is."""
    if f"period.{label}" in messages:
        return messages.say(f"period.{label}")
    known = re.fullmatch(_PERIOD, label)
    if known is None:
        turn = re.fullmatch(_TURN, label)
        return f"{period_text(turn['label'], messages)} ({turn['turn']})" if turn else plain(label)
    part = known["part"] or "year"
    if part.isdigit():
        return messages.say("period_name.month", month=int(part), year=known["year"])
    key = f"period_name.{part}"
    return messages.say(key, year=known["year"]) if key in messages else plain(label)


def span_text(reckoning: Reckoning, messages: Messages) -> str:
    """A day, a range of days, or a word for what isn't known or has no end."""
    if reckoning.earliest is None or reckoning.latest is None:
        return messages.say("word.unknown" if reckoning.missing else "word.endless")
    if reckoning.day:
        return messages.day(reckoning.day)
    return f"{messages.day(reckoning.earliest)}–{messages.day(reckoning.latest)}"


def document_text(document: Document, messages: Messages) -> str:
    """A document as it is cited: type, number and symbol, date as far as it has one."""
    code = document.code if document.number else f"…{document.code}"
    args = {"type": plain(document.type), "code": plain(code)}
    if document.date is None:
        return messages.say("cited.undated", **args)
    precision = "day" if document.date.day else "month" if document.date.month else "year"
    return messages.say(f"cited.{precision}", date=_date_text(document.date, messages), **args)


def _date_text(date: PartialDate, messages: Messages) -> str:
    if date.known:
        return messages.day(date.known)
    return f"{date.month}/{date.year}" if date.month and messages.lang == "vi" else str(date)
