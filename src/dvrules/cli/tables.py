"""Tables: rows of text in columns that fit a terminal, long cells wrapped."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from dvrules.rendering import printable, width

_GAP = "  "
_NARROWEST = 8

Row = Sequence[str]


def table(
    head: Row,
    rows: Sequence[Row],
    columns: int,
    paint: Callable[[int, int, str], str] = lambda _row, _column, text: text,
    *,
    firm: int = 0,
) -> Iterator[str]:
    """The lines of a table that is at most `columns` wide, if its columns can be made so narrow.

    The first `firm` columns give way only when the others can no more. `paint` is given the row's and the column's
    number, from 0, and each padded piece of a cell.
    """
    cells = [[printable(cell) for cell in row] for row in rows]
    widths = _widths([[*head], *cells], columns, firm)
    yield from _lines(head, widths, lambda _column, text: text)
    yield _GAP.join("─" * each for each in widths)
    for number, row in enumerate(cells):
        yield from _lines(row, widths, lambda column, text, number=number: paint(number, column, text))  # type: ignore[misc]


def _widths(rows: list[list[str]], columns: int, firm: int) -> list[int]:
    """Each column as wide as its widest cell; while that is too much, the widest column gives way."""
    widths = [max(width(row[i]) for row in rows) for i in range(len(rows[0]))]
    excess = sum(widths) + len(_GAP) * (len(widths) - 1) - columns
    for first in (firm, 0):
        while excess > 0 and max(widths[first:]) > _NARROWEST:
            widest = widths.index(max(widths[first:]), first)
            runner_up = max((w for i, w in enumerate(widths) if i >= first and i != widest), default=0)
            cut = min(excess, max(1, widths[widest] - max(runner_up, _NARROWEST)))
            widths[widest] -= cut
            excess -= cut
    return widths


def _lines(row: Row, widths: list[int], paint: Callable[[int, str], str]) -> Iterator[str]:
    wrapped = [_wrapped(cell, each) for cell, each in zip(row, widths, strict=True)]
    for number in range(max(map(len, wrapped))):
        pieces = [lines[number] if number < len(lines) else "" for lines in wrapped]
        padded = [piece + " " * (each - width(piece)) for piece, each in zip(pieces, widths, strict=True)]
        padded[-1] = pieces[-1]
        yield _GAP.join(paint(column, text) for column, text in enumerate(padded)).rstrip()


def _wrapped(cell: str, columns: int) -> list[str]:
    if len(cell) <= columns:
        return [cell]
    from textwrap import wrap  # noqa: PLC0415 - few tables are too wide

    return wrap(cell, columns) or [""]
