"""Styles: every sort of paragraph in the case, size and place that Decree 30/2020/NĐ-CP, appendix I, gives it.

All that a paragraph looks like is in its style, so whoever edits the document changes it in one place.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from attrs import frozen
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from dvrules_docx.official import Style

FONT = "Times New Roman"
LANGUAGE = "vi-VN"

#: The first line of a paragraph of the body, in millimetres.
INDENT = 12.7


@frozen
class Look:
    """How a style looks: sizes and spaces in points, indents in millimetres.

    `outline` is the level under which it stands in Word's navigation, from 1. `exactly` fixes the height of its lines;
    one that is `ruled` has a line above it.
    """

    size: float = 14
    bold: bool = False
    italic: bool = False
    align: Literal["LEFT", "CENTER", "JUSTIFY"] = "CENTER"
    before: float = 0
    after: float = 0
    first: float = 0
    left: float = 0
    outline: int = 0
    exactly: float = 0
    ruled: bool = False


LOOKS: Mapping[Style, Look] = {
    Style.NORMAL: Look(align="LEFT"),
    Style.BODY: Look(align="JUSTIFY", after=6, first=INDENT),
    Style.BASIS: Look(italic=True, align="JUSTIFY", after=6, first=INDENT),
    Style.CHAPTER: Look(bold=True, before=6, after=6, outline=1),
    Style.HEADING_1: Look(bold=True, align="JUSTIFY", before=6, after=6, first=INDENT, outline=1),
    Style.HEADING_2: Look(bold=True, align="JUSTIFY", after=6, first=INDENT, outline=2),
    Style.HEADING_3: Look(align="JUSTIFY", after=6, first=INDENT, outline=3),
    Style.COUNTRY: Look(size=12, bold=True),
    Style.MOTTO: Look(size=13, bold=True),
    Style.SUPERIOR: Look(size=12),
    Style.ISSUER: Look(size=12, bold=True),
    Style.CODE: Look(size=13),
    Style.PLACE_AND_DATE: Look(size=13, italic=True),
    Style.TYPE: Look(bold=True, before=18),
    Style.SUBJECT: Look(bold=True),
    Style.LETTER_SUBJECT: Look(size=12, before=6),
    Style.ADDRESSEE: Look(before=18, after=6),
    Style.ADDRESSEES: Look(align="LEFT", left=60, after=3),
    Style.POST: Look(bold=True),
    Style.SIGNATORY: Look(bold=True, before=72),
    Style.RECIPIENTS: Look(size=12, bold=True, italic=True, align="LEFT"),
    Style.RECIPIENT: Look(size=11, align="LEFT"),
    Style.APPENDIX: Look(bold=True, outline=1),
    Style.APPENDIX_TITLE: Look(bold=True, after=6),
    Style.APPENDIX_OF: Look(italic=True, after=12),
    Style.CELL: Look(size=12, align="LEFT", before=1, after=1),
    Style.CENTRED_CELL: Look(size=12, before=1, after=1),
    Style.HEAD_CELL: Look(size=12, bold=True, before=1, after=1),
    Style.PAGE_NUMBER: Look(size=13),
    Style.RULE: Look(size=2, before=2, exactly=4, ruled=True),
    Style.GAP: Look(size=2, exactly=6),
}

#: What must stay on the page of the paragraph behind it.
_KEPT = {Style.CHAPTER, Style.HEADING_1, Style.HEADING_2, Style.HEADING_3, Style.APPENDIX, Style.APPENDIX_TITLE}
#: What is followed by a paragraph of the body when someone presses Enter behind it.
_BEFORE_BODY = {Style.HEADING_1, Style.HEADING_2, Style.HEADING_3, Style.SUBJECT}
_BUILT_IN = {style for style in Style if style.value.isascii()}
_PLAIN = str.maketrans("", "", " _")
#: Styles of the library's own file that the others rest on.
_FOUNDATIONS = {"DefaultParagraphFont", "TableNormal", "NoList", "Normal"}

#: The style of tables with borders, Word's own.
TABLE = "Table Grid"
_SOLID = {"val": "single", "sz": "4", "space": "0", "color": "000000"}


def found_styles(document: Document) -> None:
    """Give a new document these styles and no others, in Times New Roman and in Vietnamese."""
    root = document.styles.element
    for style in list(root.style_lst):
        if style.styleId not in _FOUNDATIONS:
            root.remove(style)
    defaults = root.find(qn("w:docDefaults"))
    run = defaults.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for child in list(run):
        run.remove(child)
    for tag, attributes in (
        ("w:rFonts", dict.fromkeys(("ascii", "hAnsi", "eastAsia", "cs"), FONT)),
        ("w:sz", {"val": "28"}),
        ("w:szCs", {"val": "28"}),
        ("w:lang", {"val": LANGUAGE, "eastAsia": LANGUAGE, "bidi": "ar-SA"}),
    ):
        run.append(_element(tag, attributes))
    spacing = defaults.find(f"{qn('w:pPrDefault')}/{qn('w:pPr')}")
    for child in list(spacing):
        spacing.remove(child)
    add_styles(document, redo=True)


def add_styles(document: Document, *, redo: bool = False) -> None:
    """Add the styles that the document lacks; `redo` those too that it has."""
    for style, look in LOOKS.items():
        if style not in document.styles:
            made = document.styles.add_style(style, WD_STYLE_TYPE.PARAGRAPH, builtin=style in _BUILT_IN)
            made.element.styleId = (style if style in _BUILT_IN else style.name.title()).translate(_PLAIN)
            made.base_style = document.styles[Style.NORMAL]
            _dress(made, style, look)
        elif redo:
            _dress(document.styles[style], style, look)
    if TABLE not in document.styles:
        made = document.styles.add_style(TABLE, WD_STYLE_TYPE.TABLE, builtin=True)
        edges = (_element(f"w:{edge}", _SOLID) for edge in ("top", "left", "bottom", "right", "insideH", "insideV"))
        borders, properties = OxmlElement("w:tblBorders"), OxmlElement("w:tblPr")
        borders.extend(edges)
        properties.append(borders)
        made.element.append(properties)
    for style in _BEFORE_BODY:
        document.styles[style].next_paragraph_style = document.styles[Style.BODY]


def style_ids(document: Document) -> Mapping[str, str]:
    """The ids by which the document's paragraphs and tables name its styles, by the names of these."""
    return {style: document.styles[style].style_id for style in (*LOOKS, TABLE)}


def _dress(made: Any, style: Style, look: Look) -> None:
    made.quick_style, made.hidden, made.unhide_when_used = style not in {Style.RULE, Style.GAP}, False, False
    made.font.size, made.font.bold, made.font.italic = Pt(look.size), look.bold, look.italic
    layout = made.paragraph_format
    layout.alignment = getattr(WD_ALIGN_PARAGRAPH, look.align)
    layout.space_before, layout.space_after = Pt(look.before), Pt(look.after)
    layout.first_line_indent, layout.left_indent = Mm(look.first), Mm(look.left)
    layout.keep_with_next = style in _KEPT
    if look.exactly:
        layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(look.exactly)
    else:
        layout.line_spacing_rule = WD_LINE_SPACING.SINGLE
    properties = made.element.get_or_add_pPr()
    if look.ruled:
        borders = OxmlElement("w:pBdr")
        borders.append(_element("w:top", {**_SOLID, "sz": "6", "space": "1"}))
        properties.insert_element_before(borders, *_AFTER_BORDERS)
    if look.outline:
        properties.append(_element("w:outlineLvl", {"val": str(look.outline - 1)}))


#: What stands behind borders in a paragraph's properties, by the schema.
_AFTER_BORDERS = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc")


def _element(tag: str, attributes: Mapping[str, str]) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element
