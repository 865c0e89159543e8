"""Paper: an official document laid out on A4 by Decree 30/2020/NĐ-CP, appendix I."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import define, field
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm

from dvrules.messages import messages_in
from dvrules_docx.elements import Maker, clean, element, page_number
from dvrules_docx.measuring import balanced, bold_width
from dvrules_docx.official import Appendix, Line, Official, Style
from dvrules_docx.package import describe, new_document, pack
from dvrules_docx.styles import LOOKS, style_ids

#: A4 and its margins, in millimetres: 20-25 above and below, 30-35 on the left, 15-20 on the right.
_WIDTH, _HEIGHT = 210, 297
_TOP = _BOTTOM = 20
_LEFT, _RIGHT = 30, 15
#: How wide a line may be on an upright page, in millimetres.
BODY = _WIDTH - _LEFT - _RIGHT

#: The two columns of the head: the name of the state, 88 mm wide, takes the greater part.
_HEAD = (72, 93)
_FOOT = (82, 83)

#: A rule below an issuing body or a subject is a third to half as long as the line; this long below a blank one.
_RULED, _BLANK = 0.4, 25

#: What stands behind the numbering of pages in a section's properties, by the schema.
_AFTER_NUMBERING = ("w:cols", "w:formProt", "w:vAlign", "w:noEndnote", "w:titlePg", "w:textDirection", "w:docGrid")


def lay_out(official: Official) -> bytes:
    """The document as a Word file; equal documents give equal bytes."""
    paper = Paper(new_document())
    paper.write(official)
    return pack(paper.document)


@define
class Paper:
    """A Word document that is written from top to bottom."""

    document: Document
    maker: Maker = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.maker = Maker(style_ids(self.document))

    def write(self, official: Official) -> None:
        """Write the whole document."""
        self.describe(official)
        section = self.document.sections[0]
        _measure(section)
        section.header.paragraphs[0]._p.extend(page_number())  # noqa: SLF001 - python-docx knows no fields
        self._add(self._head(official), *self._opening(official))
        *body, last = self.maker.blocks(official.body or (Line(Style.GAP, ""),))
        self._add(*body, _kept(last), self._foot(official))
        for appendix in official.appendices:
            self.append(appendix)
        if not official.appendices:
            # Nothing can end in a table.
            self._add(self.maker.paragraph(Line(Style.GAP, "")))

    def describe(self, official: Official) -> None:
        """Give the file the properties of the document."""
        title = " ".join(part for part in (official.type, official.subject) if part)
        describe(self.document, title=clean(title), author=clean(official.head.issuer), day=official.day)

    def append(self, appendix: Appendix) -> None:
        """Write an appendix on pages of its own, numbered from 1."""
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        _measure(section, sideways=appendix.sideways)
        properties: Any = section._sectPr  # noqa: SLF001 - python-docx can't number pages anew
        for old in properties.findall(qn("w:pgNumType")):
            properties.remove(old)
        properties.insert_element_before(element("pgNumType", start=1), *_AFTER_NUMBERING)
        # The paragraph that ends the section before must not take a page of its own.
        properties.getprevious().style = self.maker.ids[Style.GAP]
        self._add(*self.maker.blocks(appendix.whole))

    def _add(self, *elements: Any) -> None:
        end = self.document.element.body.sectPr
        for each in elements:
            end.addprevious(each)

    def _head(self, official: Official) -> Any:
        head, make = official.head, self.maker.paragraph
        left, right = _HEAD
        superior = balanced(head.superior, LOOKS[Style.SUPERIOR].size, left)
        named = balanced(head.issuer, LOOKS[Style.ISSUER].size, left)
        issuer = [self.maker.broken(Style.SUPERIOR, superior)] if head.superior else []
        issuer.append(self.maker.broken(Style.ISSUER, named))
        issuer.append(self.maker.rule(max(_ruled(Style.ISSUER, line, left) for line in named), left))
        motto = _said("motto")
        length = bold_width(motto, LOOKS[Style.MOTTO].size)
        country = [make(Line(Style.COUNTRY, _said("country"))), make(Line(Style.MOTTO, motto))]
        country.append(self.maker.rule(length, right))
        number = [make(Line(Style.CODE, head.code))]
        if not official.type:
            number.append(make(Line(Style.LETTER_SUBJECT, official.subject)))
        place = [make(Line(Style.PLACE_AND_DATE, head.place_and_date))]
        return self.maker.layout(_HEAD, [(issuer, country), (number, place)])

    def _opening(self, official: Official) -> Iterator[Any]:
        make = self.maker.paragraph
        if official.type:
            yield make(Line(Style.TYPE, official.type))
            yield make(Line(Style.SUBJECT, official.subject))
            yield self.maker.rule(_ruled(Style.SUBJECT, official.subject, BODY), BODY)
            yield make(Line(Style.GAP, ""))
        first, *others = official.addressees or ("",)
        if first:
            yield make(Line(Style.ADDRESSEE, first))
            yield from (make(Line(Style.ADDRESSEES, each)) for each in others)
            yield make(Line(Style.GAP, ""))

    def _foot(self, official: Official) -> Any:
        make, foot = self.maker.paragraph, official.foot
        left = [make(Line(Style.RECIPIENTS, _said("recipients")))]
        left += [make(Line(Style.RECIPIENT, recipient)) for recipient in foot.recipients]
        right = [make(Line(Style.POST, post)) for post in foot.posts or ("",)]
        right.append(make(Line(Style.SIGNATORY, foot.name)))
        return self.maker.layout(_FOOT, [(left, right)])


def _measure(section: Section, *, sideways: bool = False) -> None:
    width, height = (_HEIGHT, _WIDTH) if sideways else (_WIDTH, _HEIGHT)
    section.orientation = WD_ORIENT.LANDSCAPE if sideways else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.bottom_margin = Mm(_TOP), Mm(_BOTTOM)
    section.left_margin, section.right_margin = Mm(_LEFT), Mm(_RIGHT)
    section.header_distance = section.footer_distance = Mm(_TOP / 2)
    section.different_first_page_header_footer = True


def _said(key: str) -> str:
    return messages_in("vi", "dvrules_docx").say(f"docx.form.{key}")


def _ruled(style: Style, text: str, within: float) -> float:
    return _RULED * min(within, bold_width(text, LOOKS[style].size)) or _BLANK


def _kept(paragraph: Any) -> Any:
    """The paragraph, never parted from the signature below it."""
    paragraph.pPr.insert(1, element("keepNext"))
    return paragraph
