"""Formats: in which ways records may be written, and for each how it is read and where in it things stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Literal

from dvrules.model.diagnostics import Diagnostic
from dvrules.model.values import frozen
from dvrules.reading import texts
from dvrules.reading.decoding import TextFile

if TYPE_CHECKING:
    from dvrules.reading.locating import Located, Path

Form = Literal["toml", "jsonl", "csv"]


@frozen
class Format:
    """A way to write records: `read` gives the plain data of a file, `index` the place of each path in that data."""

    form: Form
    read: Callable[[str, bytes], tuple[TextFile, tuple[Diagnostic, ...]]]
    index: Callable[[str], Mapping[Path, Located]]


def format_of(name: str) -> Format:
    """The format of a file by the ending of its name; TOML unless it says otherwise."""
    if name.lower().endswith(".jsonl"):
        from dvrules.reading import json_lines  # noqa: PLC0415 - each format once a file asks for it

        return Format("jsonl", json_lines.read, json_lines.index)
    if name.lower().endswith(".csv"):
        from dvrules.reading import sheets  # noqa: PLC0415 - as above

        return Format("csv", sheets.read, sheets.index)
    return Format("toml", texts.read, _index)


def _index(text: str) -> Mapping[Path, Located]:
    from dvrules.reading import locating  # noqa: PLC0415 - only where something is wrong

    return locating.index(text)
