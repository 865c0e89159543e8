"""Faults: what a strict reader objects to, and how cattrs' tree of errors becomes placed diagnostics."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from dvrules.extension import Objection
from dvrules.model.diagnostics import Diagnostic, misnamed
from dvrules.model.places import NOWHERE, Place
from dvrules.model.values import fields, has


class Fault(ValueError):
    """An objection to one value: the code of the diagnostic it becomes, its arguments, and the key of a hint."""

    def __init__(self, code: str, hint: str = "", **args: str | int) -> None:
        super().__init__(code, args)
        self.code, self.hint, self.message_args = code, hint, args

    @classmethod
    def misnamed(cls, code: str, name: str, known: list[str]) -> Fault:
        """The objection to a `name` that is none of `known`."""
        diagnostic = misnamed(code, name, known, NOWHERE)
        return cls(code, diagnostic.hint, **diagnostic.args)


def diagnose(error: BaseException, place: Place) -> list[Diagnostic]:
    """The diagnostics for an error that cattrs raised over the table at `place`."""
    return list(_walk(error, place))


def without_echoes(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The diagnostics but for missing keys that were misspelt in the same table, and so are named already."""
    found = list(found)
    meant = {(d.place.path[:-1], d.args["suggestion"]) for d in found if d.code == "DV202"}
    return [d for d in found if not (d.code == "DV201" and (d.place.path, d.args["key"]) in meant)]


def _walk(error: BaseException, place: Place) -> Iterator[Diagnostic]:
    from cattrs.errors import BaseValidationError, ForbiddenExtraKeysError  # noqa: PLC0415 - only where something is wrong

    if isinstance(error, BaseValidationError):
        for inner in error.exceptions:
            yield from _walk(inner, _step(inner, place))
    elif isinstance(error, ForbiddenExtraKeysError):
        known = keys_of(error.cl)
        for key in sorted(error.extra_fields):
            yield misnamed("DV202", key, known, place.at(key))
    elif isinstance(error, Fault):
        yield Diagnostic(error.code, error.message_args, place, error.hint)
    elif isinstance(error, Objection):
        yield Diagnostic("DV218", error.message_args, place.at(error.key) if error.key else place)
    elif isinstance(error, KeyError):
        key = str(place.path[-1])
        hint = "hint.no_deadline" if key == "deadline" else ""
        yield Diagnostic("DV201", {"key": key}, Place(place.file, place.path[:-1]), hint)
    elif isinstance(error, ValueError):
        # An attrs validator of a plugin's options: its words are all there is to tell.
        yield Diagnostic("DV218", {"problem": str(error)}, place)
    else:
        raise error


def keys_of(cls: type) -> list[str]:
    """The TOML keys of an attrs class, in order."""
    return [key_of(f.name) for f in fields(cls) if not f.metadata.get("derived")] if has(cls) else []


def key_of(attribute: str) -> str:
    """The TOML key of an attribute; `from_` is written `from`."""
    return attribute.removesuffix("_")


def type_word(value: object) -> str:
    """The message key of what a TOML value is: `text`, `integer`, `list`, …"""
    for kind, word in _TYPE_WORDS.items():
        if isinstance(value, kind):
            return word
    return "table"


# In this order: a bool is an int, and a datetime a date, in Python but not in TOML.
_TYPE_WORDS: Mapping[type[Any], str] = {
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "text",
    datetime: "moment",
    date: "day",
    time: "time",
    list: "list",
    type(None): "nothing",
}


def _step(error: BaseException, place: Place) -> Place:
    from cattrs.errors import AttributeValidationNote, IterableValidationNote  # noqa: PLC0415 - as above

    for note in getattr(error, "__notes__", ()):
        if isinstance(note, AttributeValidationNote):
            return place.at(key_of(note.name))
        if isinstance(note, IterableValidationNote):
            return place.at(int(note.index))
    return place
