"""Sheets: CSV, as spreadsheets write it, read into the tables that a TOML file of evidence holds.

The first row names the keys (`attachment.path` a key within a table), every further row is a record of evidence, and an
empty cell is a key that is not given. All values are texts; what each is meant for is known only to who builds of them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import Any
from unicodedata import normalize

from dvrules.model.diagnostics import Diagnostic
from dvrules.model.places import Place
from dvrules.model.values import evolve, frozen
from dvrules.reading.decoding import TextFile, decode
from dvrules.reading.locating import Extent, Located, Path

LIST = "evidence"

QUOTED = re.compile(r'"([^"]*+(?:""[^"]*+)*)"(?!")')
LINE_END = re.compile(r"\r\n|\n|\r")
REST_OF_LINE = re.compile(r"[^\r\n]*+")


def read(name: str, content: bytes) -> tuple[TextFile, tuple[Diagnostic, ...]]:
    """The file `name` read as CSV in UTF-8, with or without a byte order mark.

    Diagnostics: DV102 where the bytes are no UTF-8, DV105 for each place where the text is no CSV, a key is given twice
    or a cell has none.
    """
    file, faults = decode(name, content)
    if faults:
        return file, faults
    sheet = Sheet(file.text, name)
    return evolve(file, data={LIST: [sheet.table(row) for row in sheet.records]}), tuple(sheet.faults)


def index(text: str) -> Mapping[Path, Located]:
    """The place of every record and cell of a text by its path in the data that `read` gives; a key is its heading."""
    sheet = Sheet(text, "")
    places: dict[Path, Located] = {}
    for number, row in enumerate(sheet.records):
        places[LIST, number] = Located(sheet.extent(row[0]))
        for key, cell in sheet.cells(row):
            located = Located(sheet.extent(sheet.keys[key]), sheet.extent(cell))
            for length in range(1, len(key) + 1):
                places.setdefault((LIST, number, *key[:length]), located)
    return places


def delimiter_of(text: str) -> str:
    """What stands between cells, by the first line with text: a comma, or the semicolon or tab of which it has more."""
    line = QUOTED.sub("", LINE_END.split(text.lstrip(), maxsplit=1)[0])
    return max(",;\t", key=line.count)


@frozen
class Cell:
    """A cell: its text, in NFC, and from where to where in the file it stands."""

    text: str
    start: int
    end: int


class Sheet:
    """A text as rows of cells: the headings of the `keys`, the rows that are `records`, and all `faults`."""

    def __init__(self, text: str, name: str) -> None:
        self.text, self.name = text, name
        self.delimiter = delimiter_of(text)
        self.faults: list[Diagnostic] = []
        self.keys: dict[tuple[str, ...], Cell] = {}
        self._lines = [0, *(match.end() for match in re.finditer("\n", text))]
        rows = (row for row in self._rows() if any(cell.text.strip() for cell in row))
        self.headings = next(rows, [])
        self._columns = [self._key(cell) for cell in self.headings]
        while self._columns and self._columns[-1] is None and not self.headings[len(self._columns) - 1].text.strip():
            self._columns.pop()
        self.records = [row for row in rows if self._fits(row)]

    def table(self, row: list[Cell]) -> dict[str, Any]:
        """The cells of a row by their keys."""
        table: dict[str, Any] = {}
        for key, cell in self.cells(row):
            inner = table
            for step in key[:-1]:
                inner = inner.setdefault(step, {})
            inner[key[-1]] = cell.text
        return table

    def cells(self, row: list[Cell]) -> Iterator[tuple[tuple[str, ...], Cell]]:
        """The cells of a row that are not empty, each with its key."""
        for key, cell in zip(self._columns, row, strict=False):
            if key and cell.text.strip():
                yield key, cell

    def extent(self, cell: Cell) -> Extent:
        """Where a cell stands."""
        return Extent(self._position(cell.start), self._position(cell.end))

    def _key(self, cell: Cell) -> tuple[str, ...] | None:
        """The key of a column; None where the heading is empty or says what another one says already."""
        key = tuple(step.strip() for step in cell.text.split("."))
        if key == ("",):
            return None
        if any(key[: len(other)] == other or other[: len(key)] == key for other in self.keys):
            self._object("key_twice", cell.start, key=".".join(key))
            return None
        self.keys[key] = cell
        return key

    def _fits(self, row: list[Cell]) -> bool:
        """Whether every cell that is not empty has a heading."""
        fits = True
        for number, cell in enumerate(row):
            beyond = number >= len(self._columns)
            if cell.text.strip() and (beyond or not self.headings[number].text.strip()):
                self._object("too_many" if beyond else "no_key", cell.start, count=len(self._columns))
                fits = False
        return fits

    def _rows(self) -> Iterator[list[Cell]]:
        """The rows one after another, but for those that can't be read."""
        unquoted = re.compile(rf"[^{self.delimiter}\r\n]*+")
        pos, row, sound = 0, list[Cell](), True
        while pos < len(self.text) or row:
            quoted = self.text.startswith('"', pos)
            match = (QUOTED if quoted else unquoted).match(self.text, pos)
            if match is None:
                self._object("open_quote", pos)
                return
            said = match[1].replace('""', '"').replace("\r\n", "\n") if quoted else match[0]
            row.append(Cell(normalize("NFC", said), pos, match.end()))
            pos = match.end()
            if self.text.startswith(self.delimiter, pos):
                pos += 1
                continue
            line_end = LINE_END.match(self.text, pos)
            if line_end is None and pos < len(self.text):
                self._object("after_quote", pos)
                sound = False
                pos = REST_OF_LINE.match(self.text, pos).end()  # type: ignore[union-attr]
                line_end = LINE_END.match(self.text, pos)
            if sound:
                yield row
            pos, row, sound = (line_end.end() if line_end else len(self.text)), [], True

    def _object(self, hint: str, offset: int, **args: str | int) -> None:
        line, column = self._position(offset)
        self.faults.append(Diagnostic("DV105", args, Place(self.name, (), line, column), f"hint.csv.{hint}"))

    def _position(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1
