"""Wording: the names of periods and documents."""

from __future__ import annotations

import re

from dvrules.messages import Messages
from dvrules.model.days import PartialDate
from dvrules.model.documents import Document

_PERIOD = re.compile(r"(?P<year>\d{4})(?:-(?P<part>\d\d|Q\d|H\d|9M))?")
_TURN = re.compile(r"(?P<label>.+)-(?P<turn>[1-9]\d*)")


def period_text(label: str, messages: Messages) -> str:
    """A period in words: `2024-Q2` is "quý II năm 2024"; a label of another shape stays as it is."""
    if f"period.{label}" in messages:
        return messages.say(f"period.{label}")
    known = _PERIOD.fullmatch(label)
    if known is None:
        turn = _TURN.fullmatch(label)
        return f"{period_text(turn['label'], messages)} ({turn['turn']})" if turn else label
    part = known["part"] or "year"
    if part.isdigit():
        return messages.say("xlsx.period.month", month=int(part), year=known["year"])
    key = f"xlsx.period.{part}"
    return messages.say(key, year=known["year"]) if key in messages else label


def document_text(document: Document, messages: Messages) -> str:
    """A document as it is cited: type, number and symbol, date as far as it has one."""
    code = document.code if document.number else f"…{document.code}"
    args = {"type": document.type, "code": code}
    if document.date is None:
        return messages.say("xlsx.document.undated", **args)
    precision = "day" if document.date.day else "month" if document.date.month else "year"
    return messages.say(f"xlsx.document.{precision}", date=_date_text(document.date, messages), **args)


def _date_text(date: PartialDate, messages: Messages) -> str:
    if date.known:
        return messages.day(date.known)
    return f"{date.month}/{date.year}" if date.month and messages.lang == "vi" else str(date)
