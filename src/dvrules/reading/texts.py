"""Texts: from the bytes of a TOML file to data, or to a diagnostic that says what its author probably meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from gc import get_referents, is_tracked
from typing import Any
from unicodedata import normalize

from dvrules.model.diagnostics import Diagnostic
from dvrules.model.places import Place
from dvrules.model.values import evolve
from dvrules.reading.decoding import TextFile, composed, decode, is_composed
from dvrules.reading.toml import loads

#: How deep tables and arrays may stand in one another; no ruleset comes near it, and no later stage need fear it.
DEEPEST = 100


def read(name: str, content: bytes) -> tuple[TextFile, tuple[Diagnostic, ...]]:
    """The file `name` read as TOML in UTF-8, with or without a byte order mark.

    Diagnostics: DV102 where the bytes are no UTF-8, DV103 where the text is no TOML, each at its line and column, and
    DV103 for a key given twice with its accents typed in two ways, at its path.
    """
    file, faults = decode(name, content)
    if faults:
        return file, faults
    try:
        data = loads(file.text)
    except RecursionError:
        return file, (_too_deep(Place(name, (), 1, 1)),)
    except ValueError as error:
        from dvrules.reading.mistakes import explain  # noqa: PLC0415 - only where something is wrong

        return file, (explain(name, file.text.replace("\r\n", "\n"), error),)
    if is_composed(file.text) and not _may_be_deep(data):
        return evolve(file, data=data), ()
    faults = tuple(_faults_of_data(data, Place(name)))
    return file if faults else evolve(file, data=composed(data)), faults


def _may_be_deep(data: Mapping[str, Any]) -> bool:
    """Whether more than `DEEPEST` tables and arrays may stand in one another."""
    level: list[Any] = [data]
    for _ in range(DEEPEST - 1):
        # What can hold nothing further is none of the collector's business; a table that holds no more may not be, too.
        level = [*filter(is_tracked, get_referents(*level))]
    return bool(level)


def _faults_of_data(value: Any, place: Place) -> Iterator[Diagnostic]:
    if len(place.path) > DEEPEST:
        yield _too_deep(place)
    elif isinstance(value, dict):
        seen = set()
        for key, part in value.items():
            name = normalize("NFC", key)
            if name in seen:
                yield Diagnostic("DV103", {"key": name}, place.at(name), "hint.toml.key_twice_typed")
            seen.add(name)
            yield from _faults_of_data(part, place.at(name))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _faults_of_data(part, place.at(number))


def _too_deep(place: Place) -> Diagnostic:
    return Diagnostic("DV103", {"limit": DEEPEST}, place, "hint.toml.too_deep")
