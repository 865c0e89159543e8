"""Spelling: values as JSON text, made without making data of them first.

It is the text that the standard library's encoder gives of the data, each value spelled by the type of its field.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import Enum
from json.encoder import encode_basestring
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from attrs import Attribute, fields, has, resolve_types
from cattrs import Converter

from dvrules.building.faults import key_of
from dvrules.messages import Messages
from dvrules.model.days import PartialDate, Reckoning
from dvrules.model.diagnostics import Diagnostic
from dvrules.model.statements import Statement

Spell = Callable[[Any], str]

#: Fields that the engine fills in and that a reader of the data needs.
TOLD = {"reference", "shared", "among"}

#: What many values refer to alike, and how many of each are remembered with their text.
_SHARED, _REMEMBERED = frozenset((Reckoning, Statement)), 1 << 14

encode: Spell = json.JSONEncoder(ensure_ascii=False).encode


def is_shown(part: Attribute[Any]) -> bool:
    """Whether a field is part of the data; places, and what else belongs to the running program, are not."""
    return not part.metadata.get("derived") or part.name in TOLD


class Speller:
    """Spells values of every type: what it has no way of its own for, as the converter would have it as data.

    Beside every statement and diagnostic it puts the text that the messages give.
    """

    def __init__(self, converter: Converter, messages: Messages) -> None:
        self._converter = converter
        self._telling: Mapping[Any, Spell] = {Statement: messages.tell, Diagnostic: messages.diagnose}
        self._known: dict[Any, Spell] = {
            str: encode_basestring,
            date: _iso,
            PartialDate: _iso,
            str | int: self._scalar,
            int: self._scalar,
        }

    def of(self, kind: Any) -> Spell:
        """What spells the values of a type."""
        if kind not in self._known:
            self._known[kind] = self._found(kind)
        return self._known[kind]

    def _found(self, kind: Any) -> Spell:  # noqa: PLR0911 - one return for each sort of type
        origin, parts = get_origin(kind), get_args(kind)
        if has(kind):
            return _once(self._class(kind)) if kind in _SHARED else self._class(kind)
        if origin is Literal and all(isinstance(part, str) for part in parts):
            return encode_basestring
        if isinstance(kind, type) and issubclass(kind, Enum):
            return {member: encode(member.value) for member in kind}.__getitem__
        if origin is Sequence or (origin is tuple and parts[1:] == (...,)):
            return _list(self.of(parts[0]))
        if origin is Mapping and isinstance(parts[0], type) and issubclass(parts[0], str):
            return _table(self.of(parts[1]))
        if origin in {Union, UnionType} and all(map(has, parts)):
            return lambda value: self.of(value.__class__)(value)
        return lambda value: encode(self._converter.unstructure(value, unstructure_as=kind))

    def _scalar(self, value: Any) -> str:
        """What stands among the arguments of a statement, where a plugin may put whatever has a text."""
        if value.__class__ is str:
            return encode_basestring(value)
        return str(value) if value.__class__ is int else encode(self._converter.unstructure(value))

    def _class(self, cls: type) -> Spell:
        """What spells a class, its fields in their order as a table: one expression, as it is for nearly all values."""
        template, each, names = [], [], dict[str, Any]()
        for part in filter(is_shown, fields(resolve_types(cls))):
            template.append(f"{encode(key_of(part.name))}: %s")
            each.append(self._expression(part.type, f"value.{part.name}", names))
        if cls in self._telling:
            template.append('"text": %s')
            each.append("text(tell(value))")
            names |= {"text": encode_basestring, "tell": self._telling[cls]}
        text = "{" + ", ".join(template) + "}"
        spell: Spell = eval(f"lambda value: {text!r} % ({', '.join(each)},)", names)  # noqa: S307 - names of our fields
        return spell

    def _expression(self, kind: Any, value: str, names: dict[str, Any]) -> str:
        """How a value of a type is spelled where `names` are known; what is empty or not there takes no call."""
        parts = get_args(kind)
        if get_origin(kind) in {Union, UnionType} and type(None) in parts:
            there: Any = Union.__getitem__(tuple(part for part in parts if part is not type(None)))
            return f"'null' if {value} is None else {self._expression(there, value, names)}"
        if kind is bool:
            return f"'true' if {value} else 'false'"
        spell = f"spell_{len(names)}"
        names[spell] = self.of(kind)
        return f"{spell}({value}) if {value} else '[]'" if get_origin(kind) is tuple else f"{spell}({value})"


def _iso(day: date | PartialDate) -> str:
    return f'"{day}"'


def _list(spell: Spell) -> Spell:
    return lambda values: f"[{', '.join(map(spell, values))}]"


def _table(spell: Spell) -> Spell:
    def spelled(table: Mapping[str, Any]) -> str:
        return "{" + ", ".join([f"{encode_basestring(key)}: {spell(value)}" for key, value in table.items()]) + "}"

    return spelled


def _once(spell: Spell) -> Spell:
    """The same for values that many refer to: what is one object is spelled once."""
    remembered: dict[int, tuple[Any, str]] = {}

    def spelled(value: Any) -> str:
        known = remembered.get(id(value))
        if known is None:
            if len(remembered) >= _REMEMBERED:
                remembered.clear()
            known = remembered[id(value)] = value, spell(value)
        return known[1]

    return spelled
