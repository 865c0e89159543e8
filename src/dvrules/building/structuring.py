"""Structuring: a whole text into a typed value, with whatever of it is sound."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count, filterfalse
from typing import Any, Generic, TypeVar

from dvrules.building.converter import strict_converter
from dvrules.building.faults import diagnose, without_echoes
from dvrules.model.diagnostics import Diagnostic
from dvrules.model.places import Place
from dvrules.model.values import frozen
from dvrules.reading.formats import Form

T = TypeVar("T")


@frozen
class Structured(Generic[T]):
    """What a text gave: a value, the faults found, and whether the value may be used.

    A key that is not known is left out of the value, and so is a faulty table in a list of tables (one obligation, one
    record). Where the fault lies elsewhere the value holds a stand-in, `sound` is False, and it serves only to look for
    further faults; it is None where no stand-in does. `left_out` holds the list and the index of each table left out.
    """

    value: T | None
    diagnostics: tuple[Diagnostic, ...]
    sound: bool
    left_out: frozenset[tuple[str, int]] = frozenset()


def structure(
    data: Mapping[str, Any],
    cls: type[T],
    place: Place,
    stand_ins: Mapping[str, Any] | None = None,
    *,
    form: Form = "toml",
) -> Structured[T]:
    """The value of `cls` that the table `data` at `place`, written so, describes; `stand_ins` are given by key."""
    try:
        return Structured(strict_converter(form, detailed=False).structure(data, cls), (), sound=True)
    except Exception:  # noqa: BLE001 - what is wrong is found out below
        converter = strict_converter(form)
    try:
        return Structured(converter.structure(data, cls), (), sound=True)
    except Exception as error:  # noqa: BLE001 - `diagnose` raises again what is no author's fault
        found = diagnose(error, place)
    diagnostics = tuple(without_echoes(found))
    rest, left_out, sound = _sound_part(data, found, len(place.path), stand_ins or {})
    try:
        return Structured(converter.structure(rest, cls), diagnostics, sound, left_out)
    except Exception as error:  # noqa: BLE001 - as above
        diagnose(error, place)
        return Structured(None, diagnostics, sound=False)


def _sound_part(
    data: Mapping[str, Any], diagnostics: Iterable[Diagnostic], depth: int, stand_ins: Mapping[str, Any]
) -> tuple[dict[str, Any], frozenset[tuple[str, int]], bool]:
    from copy import deepcopy  # noqa: PLC0415 - only where something is wrong

    rest: dict[str, Any] = deepcopy(dict(data))
    items: set[tuple[str, int]] = set()
    sound = True
    for diagnostic in diagnostics:
        path = diagnostic.place.path[depth:]
        if diagnostic.code == "DV202":
            _remove(rest, path)
        elif len(path) > 1 and isinstance(path[0], str) and isinstance(path[1], int):
            items.add((path[0], path[1]))
        else:
            sound = False
            key = str(path[0] if path else diagnostic.args.get("key"))
            rest.update({key: stand_ins[key]} if key in stand_ins else {})
    for key, index in sorted(items, key=lambda item: -item[1]):
        del rest[key][index]
    return rest, frozenset(items), sound


def _remove(table: Any, path: tuple[str | int, ...]) -> None:
    for step in path[:-1]:
        table = table[step]
    del table[path[-1]]


def tell_places(built: Structured[Any], place: Place, *keys: str) -> None:
    """Tell each item of these lists of what was built at `place` where it stands, counting those that were left out."""
    for key in keys:
        listed = place.at(key)
        left_out = {number for name, number in built.left_out if name == key}
        numbers = filterfalse(left_out.__contains__, count())
        for item, number in zip(getattr(built.value, key), numbers, strict=False):
            _put(item, "listed", listed)
            _put(item, "number", number)


def fill_in(value: object, **derived: object) -> None:
    """Give a value what the engine itself knows of it; only whoever has just made it may, before anybody else has it.

    There are thousands, and each would be made twice.
    """
    for name, part in derived.items():
        _put(value, name, part)


_put = object.__setattr__
