"""Checks: what must hold between the keys of one table, or of one file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from unicodedata import normalize

from dvrules.building.faults import keys_of
from dvrules.counting.periods import MONTHS
from dvrules.model.days import Span
from dvrules.model.deadlines import Anchor, Continuous, Deadline, Fixed, Periodic, Relative
from dvrules.model.diagnostics import Diagnostic, misnamed
from dvrules.model.places import NOWHERE, Place

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")

#: What a key that is not given holds.
_NOTHING = ("", None, (), Span())

_LONGEST_MONTH = 31
_LARGEST_OFFSET = 1000


def squeeze(text: str) -> str:
    """The text in NFC with every run of white space as one blank, for comparing quotations."""
    return " ".join(normalize("NFC", text).split())


def check_ids(items: Iterable[tuple[str, Place]]) -> Iterator[Diagnostic]:
    """Faults of ids: letters that an id may not have, and ids that stand twice."""
    seen: set[str] = set()
    for name, place in items:
        if not _ID.fullmatch(name):
            yield Diagnostic("DV206", {"id": name}, place.at("id"))
        elif name in seen:
            yield Diagnostic("DV207", {"id": name}, place.at("id"))
        seen.add(name)


def check_span(span: Span, place: Place) -> Iterator[Diagnostic]:
    """A span that ends before it begins."""
    if span.from_ and span.through and span.through < span.from_:
        args = {"from_day": span.from_.isoformat(), "through_day": span.through.isoformat()}
        yield Diagnostic("DV213", args, place)


def check_unknown(table: object, place: Place) -> Iterator[Diagnostic]:
    """Keys said to be unknown that the table doesn't have, or that it gives all the same."""
    known = [key for key in keys_of(type(table)) if key != "unknown"]
    for index, key in enumerate(table.unknown):  # type: ignore[attr-defined]
        at = place.at("unknown", index)
        if key not in known:
            yield misnamed("DV202", key, known, at)
        elif getattr(table, key) not in _NOTHING:
            yield Diagnostic("DV212", {"key": key}, at)


def check_deadlines(deadlines: tuple[Deadline, ...], place: Place) -> Iterator[Diagnostic]:
    """Deadlines whose keys don't fit together, by the reason why not."""
    if not deadlines:
        yield Diagnostic("DV211", {"reason": "none"}, place)
    for index, deadline in enumerate(deadlines):
        at = place if len(deadlines) == 1 else place.at(index)
        for reason in _reasons(deadline):
            yield Diagnostic("DV211", {"reason": reason}, at)


def _reasons(deadline: Deadline) -> Iterator[str]:
    if isinstance(deadline, Fixed | Periodic):
        if (deadline.by is None) == (deadline.before is None):
            yield "by_or_before"
        if isinstance(deadline, Periodic):
            anchor = deadline.by or deadline.before
            yield from _anchor_reasons(anchor, MONTHS[deadline.every]) if anchor else ()
    elif isinstance(deadline, Continuous) and deadline.span and list(check_span(deadline.span, NOWHERE)):
        yield "span_order"
    elif isinstance(deadline, Relative) and abs(deadline.offset) > _LARGEST_OFFSET:
        yield "offset_range"


def _anchor_reasons(anchor: Anchor, months: int) -> Iterator[str]:
    if isinstance(anchor.day, int) and not 1 <= anchor.day <= _LONGEST_MONTH:
        yield "day_range"
    if anchor.month is not None and not 1 <= anchor.month <= months:
        yield "month_range"
    if abs(anchor.offset) > _LARGEST_OFFSET:
        yield "offset_range"
