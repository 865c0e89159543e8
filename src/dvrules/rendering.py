"""Rendering: diagnostics as text, with the line they are about and a caret under the spot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from unicodedata import combining, east_asian_width

from dvrules.codes import severity_of
from dvrules.messages import Messages
from dvrules.model.diagnostics import Diagnostic
from dvrules.model.values import frozen

if TYPE_CHECKING:
    from dvrules.reading.locating import Located, Path


@frozen
class Spot:
    """Where a diagnostic is shown: file, line and column (from 1), and how many characters are underlined."""

    file: str
    line: int
    column: int
    width: int


def spot(diagnostic: Diagnostic, texts: Mapping[str, str]) -> Spot | None:
    """The spot of a diagnostic; None where it is about no file, or about one without text."""
    place = diagnostic.place
    text = texts.get(place.file)
    if text is None:
        return None
    if place.line is not None:
        return Spot(place.file, place.line, place.column or 1, 1)
    from dvrules.reading.locating import nearest  # noqa: PLC0415 - only where something is wrong

    located = nearest(_index(place.file, text), place.path)
    if located is None:
        return Spot(place.file, 1, 1, 1)
    extent = located.value if _is_about_value(diagnostic, located) and located.value else located.key
    line, column = extent.start
    end_line, end_column = extent.end
    return Spot(place.file, line, column, max(1, end_column - column) if end_line == line else 1)


def render(
    diagnostics: Iterable[Diagnostic], texts: Mapping[str, str], messages: Messages, prefix: str = ""
) -> list[str]:
    """Each diagnostic as a block of lines, sorted by file, line and column; `prefix` goes before file names."""
    spotted = [(spot(diagnostic, texts), diagnostic) for diagnostic in diagnostics]
    spotted.sort(
        key=lambda pair: (pair[1].place.file, (pair[0].line, pair[0].column) if pair[0] else (0, 0), pair[1].code)
    )
    return ["\n".join(_block(where, diagnostic, texts, messages, prefix)) for where, diagnostic in spotted]


def _block(
    where: Spot | None, diagnostic: Diagnostic, texts: Mapping[str, str], messages: Messages, prefix: str
) -> Iterable[str]:
    head = f"{prefix}{diagnostic.place.file}" if diagnostic.place.file else ""
    if where:
        head += f":{where.line}:{where.column}"
    severity = messages.say(f"severity.{severity_of(diagnostic.code)}")
    text = printable(messages.diagnose(diagnostic))
    yield f"{head}: {diagnostic.code} {severity}: {text}" if head else f"{diagnostic.code} {severity}: {text}"
    if where:
        lines = texts[where.file].split("\n")
        line = lines[where.line - 1].rstrip("\r") if where.line <= len(lines) else ""
        gutter = str(where.line)
        yield f"  {gutter} | {printable(line)}"
        before, under = line[: where.column - 1], line[where.column - 1 : where.column - 1 + where.width]
        yield f"  {' ' * len(gutter)} | {' ' * width(printable(before))}{'^' * max(1, width(printable(under)))}"
    hint = messages.hint(diagnostic)
    if hint:
        yield f"  → {printable(hint)}"


def _is_about_value(diagnostic: Diagnostic, located: Located) -> bool:
    return located.value is not None and diagnostic.code not in {"DV201", "DV202"}


def printable(text: str) -> str:
    """The text on one line, with nothing in it that a terminal would obey."""
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() else " " if char.isspace() else "\N{REPLACEMENT CHARACTER}" for char in text
    )


@lru_cache(maxsize=4096)
def width(text: str) -> int:
    """How many columns a text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(map(_columns, text))


@cache
def _columns(char: str) -> int:
    return 0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1


@lru_cache(maxsize=64)
def _index(file: str, text: str) -> Mapping[Path, Located]:
    from dvrules.reading.formats import format_of  # noqa: PLC0415 - only where something is wrong

    return format_of(file).index(text)
