"""Elements: paragraphs and tables as the XML that Word reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from dvrules_docx.official import Block, Grid, Line, Style
from dvrules_docx.styles import TABLE

TWIPS_PER_MM = 1440 / 25.4

#: What XML 1.0, section 2.2, leaves out of its characters.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

#: Between the text of a cell and its border, in millimetres.
_CELL_MARGIN = 1


def clean(text: str) -> str:
    """The text with U+FFFD for every character that XML cannot hold."""
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def element(tag: str, *children: Any, **attributes: str | int) -> Any:
    """An element of Word's own namespace: `element("jc", val="center")`."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(children)
    return made


@frozen
class Maker:
    """Makes elements that name their styles by the `ids` these have in a document."""

    ids: Mapping[str, str]

    def blocks(self, blocks: Iterable[Block]) -> Iterator[Any]:
        """The elements of blocks; one more paragraph keeps a table apart from a table behind it."""
        for block in blocks:
            if isinstance(block, Grid):
                yield self.grid(block)
                yield self.paragraph(Line(Style.GAP, ""))
            else:
                yield self.paragraph(block)

    def paragraph(self, line: Line, *more: Any) -> Any:
        """A paragraph; `more` are further properties, in the order of the schema."""
        properties = element("pPr", element("pStyle", val=self.ids[line.style]), *more)
        return element("p", properties, *([run(line.text)] if line.text else []))

    def broken(self, style: Style, texts: Sequence[str]) -> Any:
        """A paragraph that is broken into lines where it is told to be."""
        made = self.paragraph(Line(style, texts[0]))
        for text in texts[1:]:
            made.extend([element("r", element("br")), run(text)])
        return made

    def rule(self, length: float, within: float) -> Any:
        """A rule of `length` millimetres in the middle of a line that is `within` millimetres long."""
        side = max(0, round((within - length) / 2 * TWIPS_PER_MM))
        return self.paragraph(Line(Style.RULE, ""), element("ind", left=side, right=side, firstLine=0))

    def layout(self, widths: Sequence[float], rows: Iterable[Sequence[Sequence[Any]]]) -> Any:
        """A table without borders that puts paragraphs side by side; each cell is a list of them."""
        margins = element("tblCellMar", element("left", w=0, type="dxa"), element("right", w=0, type="dxa"))
        table = _table(widths, margins)
        for cells in rows:
            made = (_cell(width, cell) for width, cell in zip(widths, cells, strict=True))
            table.append(element("tr", element("trPr", element("cantSplit")), *made))
        return table

    def grid(self, grid: Grid) -> Any:
        """A table with borders, whose head stands again on every page and whose rows are never cut in two."""
        margin = round(_CELL_MARGIN * TWIPS_PER_MM)
        margins = element("tblCellMar", element("left", w=margin, type="dxa"), element("right", w=margin, type="dxa"))
        table = _table([column.width for column in grid.columns], margins, self.ids[TABLE])
        heads = [column.heading for column in grid.columns]
        table.append(self._row(grid, heads, element("tblHeader"), style=Style.HEAD_CELL))
        last = len(grid.rows) - 1 if grid.totals else None
        for number, row in enumerate(grid.rows):
            table.append(self._row(grid, row, style=Style.HEAD_CELL if number == last else None))
        return table

    def _row(self, grid: Grid, texts: Sequence[str], *properties: Any, style: Style | None = None) -> Any:
        row = element("tr", element("trPr", element("cantSplit"), *properties))
        for column, text in zip(grid.columns, texts, strict=True):
            look = style or (Style.CENTRED_CELL if column.centred else Style.CELL)
            middle = [element("vAlign", val="center")] if style is Style.HEAD_CELL else []
            row.append(_cell(column.width, [self.paragraph(Line(look, each)) for each in text.split("\n")], *middle))
        return row


def run(text: str) -> Any:
    """A run of text, looking as the style of its paragraph says."""
    words = element("t")
    words.text = clean(text)
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return element("r", words)


def page_number() -> list[Any]:
    """The runs of a field that shows the number of the page."""
    instruction = element("instrText")
    instruction.text = " PAGE "
    kinds = [element("r", element("fldChar", fldCharType=kind)) for kind in ("begin", "separate", "end")]
    return [kinds[0], element("r", instruction), kinds[1], run("2"), kinds[2]]


def _table(widths: Sequence[float], margins: Any, style: str = "") -> Any:
    total = round(sum(widths) * TWIPS_PER_MM)
    return element(
        "tbl",
        element(
            "tblPr",
            *([element("tblStyle", val=style)] if style else []),
            element("tblW", w=total, type="dxa"),
            element("jc", val="center"),
            element("tblLayout", type="fixed"),
            margins,
        ),
        element("tblGrid", *(element("gridCol", w=round(width * TWIPS_PER_MM)) for width in widths)),
    )


def _cell(width: float, paragraphs: Sequence[Any], *properties: Any) -> Any:
    measure = element("tcW", w=round(width * TWIPS_PER_MM), type="dxa")
    return element("tc", element("tcPr", measure, *properties), *paragraphs)
