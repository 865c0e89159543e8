"""Writings: what the formats without days, lists or numbers write as texts, made the values that TOML gives.

Only a text that is exactly such a value is changed; the strict converter objects to every other one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache, partial
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from attrs import evolve, fields, has

from dvrules.building.faults import key_of
from dvrules.model.diagnostics import Diagnostic
from dvrules.reading.formats import Form

SEPARATOR = ";"

#: 2024-03-15, and no other way in which ISO 8601 would have it.
_DAY_LENGTH = 10
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?")
_TRUTHS = {"true": True, "false": False}


def meant(value: Any, kind: Any, form: Form) -> Any:
    """The value that stands where a `kind` is expected, as the same thing would be read from TOML."""
    change = None if form == "toml" else _change(kind, form)
    return change(value) if change else value


@cache
def _change(kind: Any, form: Form) -> Callable[[Any], Any] | None:
    """What makes a value meant as a `kind` of what is written for it; None where that is the value already."""
    kind = _but_none(kind)
    if has(kind):
        changes = {key: change for key, part in _kinds(kind).items() if (change := _change(part, form))}
        return partial(_table, changes) if changes else None
    if get_origin(kind) is tuple:
        item = _change(get_args(kind)[0], form)
        return partial(_list, item, form) if item or form == "csv" else None
    if kind is date or (form == "csv" and kind in {bool, float}):
        return partial(_said, kind)
    return None


def _table(changes: Mapping[str, Callable[[Any], Any]], value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return {**value, **{key: change(value[key]) for key, change in changes.items() if key in value}}


def _list(change: Callable[[Any], Any] | None, form: Form, value: Any) -> Any:
    if form == "csv" and isinstance(value, str):
        value = [part for each in value.split(SEPARATOR) if (part := each.strip())]
    return [change(part) for part in value] if change and isinstance(value, list) else value


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


def _said(kind: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if kind is date:
        return _day(value)
    if kind is bool:
        return _TRUTHS.get(value.lower(), value)
    return float(value) if _NUMBER.fullmatch(value) else value


def _day(text: str) -> date | str:
    try:
        return date.fromisoformat(text) if len(text) == _DAY_LENGTH and text[4] == text[7] == "-" else text
    except ValueError:
        return text


def _but_none(kind: Any) -> Any:
    if get_origin(kind) in {Union, UnionType}:
        rest = [each for each in get_args(kind) if each is not type(None)]
        return rest[0] if len(rest) == 1 else kind
    return kind


def _kinds(cls: type) -> Mapping[str, Any]:
    hints = get_type_hints(cls)
    return {key_of(each.name): hints[each.name] for each in fields(cls)}
