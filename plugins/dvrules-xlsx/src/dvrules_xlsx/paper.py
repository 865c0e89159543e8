"""Paper: a workbook with the same bytes every time, whose text from outside is never a formula."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import lru_cache
from textwrap import wrap
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]  # it has no types, nor has anyone written them
from attrs import field, frozen

from dvrules.model.reports import State
from dvrules_xlsx.options import Paper
from dvrules_xlsx.rows import Value

_FONT = {"font_name": "Times New Roman", "font_size": 11}
_CELL = {**_FONT, "border": 1, "border_color": "#808080", "valign": "top", "text_wrap": True}
HEAD: Mapping[str, Any] = {"bold": True, "align": "center", "valign": "vcenter", "bg_color": "#D9E2EC"}

#: What a cell holds, in UTF-16 units as Excel counts them; and the two lines of a header, which with its
#: commands holds 255.
LONGEST, _LONGEST_HEADER = 32_767, (108, 80)
#: What XML 1.0, section 2.2, leaves out of its characters.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: A cell that begins so would be taken for a formula when someone edits it, or copies it as plain text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

_PAPERS: dict[Paper, int] = {"A4": 9, "A3": 8}
#: Heights in points: of a line, of what is left free, and of the highest row that there is.
_LINE, _PADDING, _HIGHEST = 14, 4, 408.75
#: Letters for each digit that a column is wide; the font's letters are a little narrower.
_LETTERS = 1.15
#: The start of a text that is enough to fill the highest row.
_LOOKED_AT = 4_000
_MARGINS = {"left": 0.4, "right": 0.4, "top": 0.75, "bottom": 0.6}

#: Fill and ink of each state; the words stand in the cell, so colour is never the only sign.
_COLOURS = {
    State.UPCOMING: ("#F2F2F2", "#404040"),
    State.OPEN: ("#DDEBF7", "#1F3864"),
    State.FULFILLED: ("#E2F0D9", "#1E4620"),
    State.FULFILLED_LATE: ("#FFF2CC", "#5C4300"),
    State.OVERDUE: ("#F8CBAD", "#7B1E00"),
    State.BREACHED: ("#C00000", "#FFFFFF"),
    State.SUSPENDED: ("#E4DFEC", "#3F3151"),
    State.WAIVED: ("#EDEDED", "#404040"),
    State.SUPERSEDED: ("#D9D9D9", "#404040"),
    State.TERMINATED: ("#D9D9D9", "#404040"),
    State.NOT_APPLICABLE: ("#FFFFFF", "#595959"),
    State.UNASSESSED: ("#FFFFFF", "#404040"),
    State.UNDETERMINED: ("#FFE699", "#5C4300"),
}
_BOLD = {State.OVERDUE, State.BREACHED, State.UNDETERMINED}


@frozen
class Cell:
    """What a cell shows, and how it differs from a plain one."""

    value: Value
    look: Mapping[str, Any] = field(factory=dict)

    @property
    def is_text(self) -> bool:
        """Whether it may run over several lines."""
        return isinstance(self.value, str)


class Book:
    """A workbook that is written sheet by sheet; `cut` stands at the end of a text that had to be shortened."""

    def __init__(self, title: str, day: date, *, day_format: str, cut: str) -> None:
        self._file, self._formats = io.BytesIO(), dict[tuple[tuple[str, Any], ...], Any]()
        self._book = xlsxwriter.Workbook(self._file, {"in_memory": True, "default_format_properties": {**_FONT}})
        created = datetime.combine(day, time(tzinfo=UTC))
        self._book.set_properties({"title": clean(title)[:255], "author": "dvrules", "created": created})
        self.day_format, self.cut = day_format, cut

    def sheet(self, name: str, widths: Sequence[float], *, header: tuple[str, str], paper: Paper) -> Sheet:
        """A new sheet, landscape and as wide as one page, with two lines of `header` and page numbers in print."""
        sheet = self._book.add_worksheet(name)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_landscape()
        sheet.set_paper(_PAPERS[paper])
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(**_MARGINS)
        title, line = (_for_header(text, limit) for text, limit in zip(header, _LONGEST_HEADER, strict=True))
        sheet.set_header(f'&C&"Times New Roman,Bold"&12 {title}\n&"Times New Roman,Italic"&10 {line}')
        sheet.set_footer('&R&"Times New Roman"&10 &P/&N')
        return Sheet(self, sheet, tuple(widths))

    def format(self, look: Mapping[str, Any]) -> Any:
        """The format with this look, made once."""
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(dict(look))
        return self._formats[key]

    def content(self) -> bytes:
        """The finished workbook."""
        self._book.close()
        return self._file.getvalue()


class Sheet:
    """A sheet of a book; rows and columns count from 0."""

    def __init__(self, book: Book, sheet: Any, widths: tuple[float, ...]) -> None:
        self._book, self._sheet, self._widths = book, sheet, widths

    def row(self, row: int, cells: Sequence[Cell]) -> None:
        """A row of bordered cells, as high as its texts need: not every program works that out when it opens a file."""
        for column, cell in enumerate(cells):
            self._write(row, column, cell.value, {**_CELL, **cell.look})
        lines = max(
            (_lines(cell.value, width) for cell, width in zip(cells, self._widths, strict=True) if cell.is_text),
            default=1,
        )
        self._sheet.set_row(row, min(_HIGHEST, _LINE * lines + _PADDING))

    def line(self, row: int, text: str, **look: Any) -> None:
        """A line of text without a border, which runs on over the cells to its right."""
        self._write(row, 0, text, {**_FONT, **look})

    def table(self, row: int, *, rows: int, frozen_columns: int = 0, filtered: bool = False) -> None:
        """Make `row` the head of a table: it stays in view and stands again on every page."""
        self._sheet.freeze_panes(row + 1, frozen_columns)
        self._sheet.repeat_rows(row)
        if filtered:
            self._sheet.autofilter(row, 0, row + rows, len(self._widths) - 1)

    def _write(self, row: int, column: int, value: Value, look: dict[str, Any]) -> None:
        book = self._book
        if isinstance(value, str):
            if not value:
                self._sheet.write_blank(row, column, None, book.format(look))
                return
            text = shortened(clean(value), LONGEST, book.cut)
            marked = {**look, "quote_prefix": True} if text.startswith(_FORMULA) else look
            self._sheet.write_string(row, column, text, book.format(marked))
        elif isinstance(value, date):
            dated = book.format({**look, "align": "center", "num_format": book.day_format})
            self._sheet.write_datetime(row, column, datetime.combine(value, time()), dated)
        else:
            self._sheet.write_number(row, column, value, book.format({**look, "align": "center"}))


def look_of(state: State) -> dict[str, Any]:
    """The colours of a state, and bold where it asks for someone's attention."""
    fill, ink = _COLOURS[state]
    return {"bg_color": fill, "font_color": ink, "bold": state in _BOLD}


def clean(text: str) -> str:
    """The text with U+FFFD for every character that XML cannot hold."""
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def shortened(text: str, limit: int, mark: str) -> str:
    """The text, or as much of it as leaves room for the mark; at most `limit` units of UTF-16."""
    if len(text) <= limit // 2 or len(text.encode("utf-16-le")) <= 2 * limit:
        return text
    kept = text.encode("utf-16-le")[: 2 * (limit - len(mark.encode("utf-16-le")) // 2)]
    return kept.decode("utf-16-le", "ignore") + mark


@lru_cache(maxsize=4096)
def _lines(value: Value, width: float) -> int:
    """The lines that a text takes in a column, rather one too many than one too few."""
    return sum(max(1, len(wrap(line, max(1, int(_LETTERS * width))))) for line in str(value)[:_LOOKED_AT].split("\n"))


def _for_header(text: str, limit: int) -> str:
    """The text as a header takes it: on one line, at most `limit` characters, `&` being the sign of a command."""
    shown = ""
    for letter in " ".join(clean(text).split()):
        piece = "&&" if letter == "&" else letter
        if len((shown + piece).encode("utf-16-le")) > 2 * limit:
            return f"{shown}…"
        shown += piece
    return shown
