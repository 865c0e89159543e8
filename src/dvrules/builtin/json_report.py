"""The JSON exporter: the whole report, in the form `dvrules.report/1`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dvrules.messages import Lang
from dvrules.model.artifacts import Artifact
from dvrules.model.reports import Report


def export_json(report: Report, lang: Lang, _: None) -> list[Artifact]:
    """One JSON document with everything that is in the report; words that people read are in `lang`.

    Each finding, and each item of the other lists, has a line of its own, so that two reports compare line by line.
    """
    from dvrules.building.wire import spelled  # noqa: PLC0415 - at the edge: loaded only when something is exported

    return [Artifact("report.json", "application/json", b"".join(_pieces(spelled(report, lang))))]


def _pieces(parts: Iterable[tuple[str, str | Iterator[str]]]) -> Iterator[bytes]:
    """The document, line by line."""
    before = "{\n"
    for key, value in parts:
        yield f'{before}"{key}": '.encode()
        yield from [value.encode()] if isinstance(value, str) else _lines(value)
        before = ",\n"
    yield b"\n}\n"


def _lines(items: Iterator[str]) -> Iterator[bytes]:
    """A list, each item on a line of its own."""
    before = "[\n"
    for item in items:
        yield f"{before}{item}".encode()
        before = ",\n"
    yield b"[]" if before == "[\n" else b"\n]"
