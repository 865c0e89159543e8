"""Writings: what the formats without days, lists or numbers write as texts, made the values that TOML gives.

Only a text that is exactly such a value is changed; the strict converter objects to every other one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from attrs import evolve, fields, has

from dvrules.building.faults import key_of
from dvrules.model.diagnostics import Diagnostic
from dvrules.reading.formats import Form

SEPARATOR = ";"

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?")
_TRUTHS = {"true": True, "false": False}


def meant(value: Any, kind: Any, form: Form) -> Any:
    """The value that stands where a `kind` is expected, as the same thing would be read from TOML."""
    if form == "toml":
        return value
    kind = _but_none(kind)
    if isinstance(value, dict) and has(kind):
        kinds = _kinds(kind)
        return {key: meant(part, kinds.get(key), form) for key, part in value.items()}
    if get_origin(kind) is tuple:
        if form == "csv" and isinstance(value, str):
            value = [part for each in value.split(SEPARATOR) if (part := each.strip())]
        return [meant(part, get_args(kind)[0], form) for part in value] if isinstance(value, list) else value
    return _said(value, kind, form) if isinstance(value, str) else value


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


def _said(text: str, kind: Any, form: Form) -> Any:
    if kind is date:
        return _day(text)
    if form == "csv" and kind is bool:
        return _TRUTHS.get(text.lower(), text)
    return float(text) if form == "csv" and kind is float and _NUMBER.fullmatch(text) else text


def _day(text: str) -> date | str:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else text
    except ValueError:
        return text


def _but_none(kind: Any) -> Any:
    if get_origin(kind) in {Union, UnionType}:
        rest = [each for each in get_args(kind) if each is not type(None)]
        return rest[0] if len(rest) == 1 else kind
    return kind


@cache
def _kinds(cls: type) -> Mapping[str, Any]:
    hints = get_type_hints(cls)
    return {key_of(each.name): hints[each.name] for each in fields(cls)}
