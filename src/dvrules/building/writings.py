"""Writings: what the formats without days, lists or numbers write as texts, made the values that TOML gives.

Only a text that is exactly such a value is changed; the strict converter objects to every other one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from dvrules.model.diagnostics import Diagnostic
from dvrules.model.values import evolve
from dvrules.reading.formats import Form

SEPARATOR = ";"

Hook = Callable[[Any, Any], Any]

#: 2024-03-15, and no other way in which ISO 8601 would have it.
_DAY_LENGTH = 10
_NUMBER = r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?"
_TRUTHS = {"true": True, "false": False}


def meant(kind: type, form: Form, hook: Hook) -> Hook:
    """The strict converter's hook for a `kind`, made to take what stands for such a value in this form."""
    if form == "toml" or (form == "jsonl" and kind is not date):
        return hook
    said = _SAID[kind]
    return lambda value, wanted: hook(said(value) if isinstance(value, str) else value, wanted)


def told(diagnostics: Iterable[Diagnostic], form: Form) -> Iterator[Diagnostic]:
    """The diagnostics with hints that show how days are written here; of a column that is not known, only one."""
    columns = set()
    for diagnostic in diagnostics:
        if form == "csv" and diagnostic.code == "DV202":
            if diagnostic.place.path[2:] in columns:
                continue
            columns.add(diagnostic.place.path[2:])
        other = form != "toml" and diagnostic.hint in {"hint.day", "hint.partial_day"}
        yield evolve(diagnostic, hint=f"{diagnostic.hint}_{form}") if other else diagnostic


def _day(text: str) -> date | str:
    try:
        return date.fromisoformat(text) if len(text) == _DAY_LENGTH and text[4] == text[7] == "-" else text
    except ValueError:
        return text


_SAID: Mapping[type, Callable[[str], Any]] = {
    date: _day,
    bool: lambda text: _TRUTHS.get(text.lower(), text),
    float: lambda text: float(text) if re.fullmatch(_NUMBER, text) else text,
    tuple: lambda text: [part for each in text.split(SEPARATOR) if (part := each.strip())],
}
