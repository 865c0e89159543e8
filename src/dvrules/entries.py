"""Entries: a record of evidence as the text that is added to a file, in whichever format the file is."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

import tomli_w
from attrs import fields, has

from dvrules.building.faults import key_of
from dvrules.building.writings import SEPARATOR
from dvrules.model.diagnostics import Diagnostic
from dvrules.model.records import Attachment, Evidence
from dvrules.reading.formats import Form, format_of
from dvrules.reading.sheets import Sheet, delimiter_of


def added(name: str, content: bytes, record: Evidence) -> tuple[bytes, tuple[Diagnostic, ...]]:
    """The `content` of the file `name` with the record behind it; what was there stays as it is, byte for byte.

    Diagnostics: DV608 for each key for which a CSV file has no column.
    """
    text = content.decode("utf-8-sig", "replace")
    data = _plain(record)
    if format_of(name).form == "csv" and (lacking := _lacking(text, data)):
        return content, tuple(Diagnostic("DV608", {"name": name, "key": key}) for key in lacking)
    line_end = "\r\n" if "\r\n" in text else "\n"
    gap = "\n" if text and not text.endswith("\n") else ""
    entry = gap + _WRITERS[format_of(name).form](text, data)
    return content + entry.replace("\n", line_end).encode(), ()


def _plain(value: Any) -> Any:
    """The keys of a record that say something, with their values."""
    if has(type(value)):
        known = ((f, getattr(value, f.name)) for f in fields(type(value)) if not f.metadata.get("derived"))
        return {key_of(f.name): _plain(each) for f, each in known if each != f.default}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return str(value) if isinstance(value, StrEnum) else value


def _json_line(_: str, data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, default=date.isoformat) + "\n"


def _toml_table(text: str, data: Mapping[str, Any]) -> str:
    inner = {key: value for key, value in data.items() if isinstance(value, dict)}
    plain = {key: value for key, value in data.items() if key not in inner}
    below = tomli_w.dumps({"evidence": inner}) if inner else ""
    blank = "\n" if text.strip() else ""
    return f"{blank}[[evidence]]\n{tomli_w.dumps(plain)}{below and chr(10)}{below}"


def _row(text: str, data: Mapping[str, Any]) -> str:
    cells = _cells(data)
    delimiter = delimiter_of(text)
    if not text.strip():
        return f"{delimiter.join(_columns())}\n{_joined(cells, _columns(), delimiter)}"
    sheet = Sheet(text, "")
    columns = {cell.start: ".".join(key) for key, cell in sheet.keys.items()}
    return _joined(cells, [columns.get(cell.start, "") for cell in sheet.headings], delimiter)


def _joined(cells: Mapping[str, str], columns: list[str], delimiter: str) -> str:
    return delimiter.join(_quoted(cells.get(column, ""), delimiter) for column in columns) + "\n"


def _lacking(text: str, data: Mapping[str, Any]) -> list[str]:
    known = {".".join(key) for key in Sheet(text, "").keys} if text.strip() else {*_columns()}
    return [key for key in _cells(data) if key not in known]


def _columns() -> list[str]:
    """The headings of a sheet of evidence: a column for each key."""
    keys = [key_of(f.name) for f in fields(Evidence) if not f.metadata.get("derived") and f.name != "attachment"]
    return [*keys, *(f"attachment.{key_of(f.name)}" for f in fields(Attachment))]


def _cells(data: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    cells: dict[str, str] = {}
    for key, value in data.items():
        if isinstance(value, dict):
            cells |= _cells(value, f"{prefix}{key}.")
        elif isinstance(value, list):
            cells[prefix + key] = SEPARATOR.join(value)
        else:
            cells[prefix + key] = str(value).lower() if isinstance(value, bool) else str(value)
    return cells


def _quoted(text: str, delimiter: str) -> str:
    plain = not any(char in text for char in (delimiter, '"', "\n", "\r", ",", ";", "\t"))
    return text if plain else '"' + text.replace('"', '""') + '"'


_WRITERS: Mapping[Form, Callable[[str, Mapping[str, Any]], str]] = {
    "jsonl": _json_line,
    "csv": _row,
    "toml": _toml_table,
}
