"""Formats: in which ways records may be written, and for each how it is read and where in it things stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from attrs import frozen

from dvrules.model.diagnostics import Diagnostic
from dvrules.reading import json_lines, locating, sheets, texts
from dvrules.reading.decoding import TextFile
from dvrules.reading.locating import Located, Path

Form = Literal["toml", "jsonl", "csv"]


@frozen
class Format:
    """A way to write records: `read` gives the plain data of a file, `index` the place of each path in that data."""

    form: Form
    read: Callable[[str, bytes], tuple[TextFile, tuple[Diagnostic, ...]]]
    index: Callable[[str], Mapping[Path, Located]]


_TOML = Format("toml", texts.read, locating.index)
_FORMATS = {
    ".jsonl": Format("jsonl", json_lines.read, json_lines.index),
    ".csv": Format("csv", sheets.read, sheets.index),
}


def format_of(name: str) -> Format:
    """The format of a file by the ending of its name; TOML unless it says otherwise."""
    return next((found for ending, found in _FORMATS.items() if name.lower().endswith(ending)), _TOML)
