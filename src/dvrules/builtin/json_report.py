"""The JSON exporter: the whole report, in the form `dvrules.report/1`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from dvrules.messages import Lang
from dvrules.model.artifacts import Artifact
from dvrules.model.reports import Report


def export_json(report: Report, lang: Lang, _: None) -> list[Artifact]:
    """One JSON document with everything that is in the report; words that people read are in `lang`.

    Each finding, and each item of the other lists, has a line of its own, so that two reports compare line by line.
    """
    from dvrules.building.wire import streamed  # noqa: PLC0415 - at the edge: loaded only when something is exported

    return [Artifact("report.json", "application/json", b"".join(_pieces(streamed(report, lang))))]


def _pieces(data: Mapping[str, Any]) -> Iterator[bytes]:
    """The document, line by line."""
    for number, (key, value) in enumerate(data.items()):
        yield b",\n" if number else b"{\n"
        yield _dumped(key) + b": "
        yield from _lines(iter(value)) if isinstance(value, list | Iterator) else [_dumped(value)]
    yield b"\n}\n"


def _lines(items: Iterator[Any]) -> Iterator[bytes]:
    """A list, each item on a line of its own."""
    first = next(items, _NONE)
    yield b"[" if first is _NONE else b"[\n" + _dumped(first)
    for item in items:
        yield b",\n" + _dumped(item)
    yield b"]" if first is _NONE else b"\n]"


def _dumped(value: Any) -> bytes:
    return _ENCODER.encode(value).encode()


_ENCODER, _NONE = json.JSONEncoder(ensure_ascii=False), object()
