"""Paper: a Word document in the measures of Decree 30/2020/NĐ-CP, appendix I, and with the same bytes every time."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

_FONT = "Times New Roman"
_PORTRAIT = (210, 297)

#: What XML 1.0, section 2.2, leaves out of its characters.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Paper:
    """A document that is written from top to bottom."""

    def __init__(self, title: str, day: date, lang: str) -> None:
        self._document = Document()
        self._drop_parts()
        body = self._document.styles["Normal"]
        body.font.name, body.font.size = _FONT, Pt(14)
        for name in ("Normal", "Heading 1", "Title"):
            self._dress(self._document.styles[name].element.get_or_add_rPr(), lang)
        section = self._document.sections[0]
        section.page_width, section.page_height = (Mm(each) for each in _PORTRAIT)
        section.top_margin = section.bottom_margin = section.right_margin = Mm(20)
        section.left_margin = Mm(30)
        properties = self._document.core_properties
        properties.title, properties.language, properties.author = _clean(title)[:255], f"{lang}", "dvrules"
        properties.created = properties.modified = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - OPC has none
        properties.comments = ""

    def _drop_parts(self) -> None:
        """Leave out what the template of python-docx carries and no one asked for: old styles and a thumbnail."""
        for relations in (self._document.part.rels, self._document.part.package.rels):
            for key, relation in list(relations.items()):
                if relation.reltype.endswith(("/stylesWithEffects", "/thumbnail")):
                    del relations[key]

    def _dress(self, properties: object, lang: str) -> None:
        fonts = properties.get_or_add_rFonts()  # type: ignore[attr-defined]
        for key in list(fonts.attrib):
            del fonts.attrib[key]
        for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{kind}"), _FONT)
        language = properties.find(qn("w:lang"))  # type: ignore[attr-defined]
        if language is None:
            language = OxmlElement("w:lang")
            properties.append(language)  # type: ignore[attr-defined]
        language.set(qn("w:val"), "vi-VN" if lang == "vi" else "en-GB")

    def head(self, country: str, motto: str) -> None:
        """The name of the state and its motto."""
        self._line(country, size=13, bold=True)
        self._line(motto, size=14, bold=True, after=12)

    def title(self, kind: str, subject: str) -> None:
        """The type of the document and its subject."""
        self._line(kind, size=14, bold=True, style="Title")
        self._line(subject, size=14, bold=True, after=12)

    def heading(self, text: str) -> None:
        """A numbered heading of the first level."""
        paragraph = self._document.add_paragraph(style="Heading 1")
        paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(12), Pt(6)
        self._write(paragraph, text, size=14, bold=True)

    def paragraph(self, text: str) -> None:
        """A justified paragraph of the body."""
        paragraph = self._document.add_paragraph()
        layout = paragraph.paragraph_format
        layout.first_line_indent, layout.space_after, layout.alignment = Mm(12.7), Pt(6), WD_ALIGN_PARAGRAPH.JUSTIFY
        self._write(paragraph, text, size=14)

    def appendix(self, name: str, title: str) -> None:
        """A new section, its pages laid sideways, with its own title."""
        section = self._document.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_height, section.page_width = (Mm(each) for each in _PORTRAIT)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(20)
        self._line(name, size=14, bold=True)
        self._line(title, size=14, bold=True, after=6)

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
        """A table whose first row stands again on every page; `widths` are in millimetres."""
        table = self._document.add_table(rows=0, cols=len(head), style="Table Grid")
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        for number, texts in enumerate([head, *rows]):
            row = table.add_row()
            properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no other way to a row's properties
            for tag in ("w:cantSplit", *(["w:tblHeader"] if number == 0 else [])):
                properties.append(OxmlElement(tag))
            for column, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
                cell.width = Mm(widths[column])
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.space_after = Pt(0)
                if number == 0:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
                self._write(paragraph, text, size=12, bold=number == 0)

    def content(self) -> bytes:
        """The finished document."""
        draft, final = io.BytesIO(), io.BytesIO()
        self._document.save(draft)
        with zipfile.ZipFile(draft) as source, zipfile.ZipFile(final, "w", zipfile.ZIP_DEFLATED) as target:
            for entry in source.infolist():
                # Word asks for no time of day; one fixed time keeps the bytes the same.
                target.writestr(zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0)), source.read(entry), 8)
        return final.getvalue()

    def _line(self, text: str, *, size: int, bold: bool = False, after: int = 0, style: str = "Normal") -> None:
        paragraph = self._document.add_paragraph(style=style)
        if style == "Title":
            border = paragraph.style.element.get_or_add_pPr().find(qn("w:pBdr"))  # type: ignore[union-attr]
            if border is not None:
                border.getparent().remove(border)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = Pt(after)
        self._write(paragraph, text, size=size, bold=bold)

    def _write(self, paragraph: Paragraph, text: str, *, size: int, bold: bool = False) -> Run:
        run = paragraph.add_run(_clean(text))
        run.bold = bold
        run.font.size = Pt(size)
        run.font.color.rgb = None
        run.font.name = _FONT
        colour = OxmlElement("w:color")
        colour.set(qn("w:val"), "000000")
        for old in run._r.rPr.findall(qn("w:color")):  # type: ignore[union-attr]  # noqa: SLF001 - as above
            run._r.rPr.remove(old)  # type: ignore[union-attr]  # noqa: SLF001 - as above
        run._r.rPr._insert_color(colour)  # type: ignore[union-attr]  # noqa: SLF001 - as above
        return run


def _clean(text: str) -> str:
    """The text with U+FFFD for every character that XML cannot hold."""
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)
