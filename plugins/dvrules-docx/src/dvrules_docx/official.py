"""Official: what an administrative document says, in the parts that Decree 30/2020/NĐ-CP knows, before it is laid out.

Every text is a single line, as it is to be read; lengths are in millimetres.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from attrs import frozen


class Style(StrEnum):
    """The styles of paragraphs, by their names in Word; those in English are Word's own."""

    NORMAL = "Normal"
    BODY = "Body Text"
    BASIS = "Căn cứ ban hành"
    CHAPTER = "Phần, chương"
    HEADING_1 = "Heading 1"
    HEADING_2 = "Heading 2"
    HEADING_3 = "Heading 3"
    COUNTRY = "Quốc hiệu"
    MOTTO = "Tiêu ngữ"
    SUPERIOR = "Cơ quan chủ quản"
    ISSUER = "Cơ quan ban hành"
    CODE = "Số, ký hiệu"
    PLACE_AND_DATE = "Địa danh và thời gian"
    TYPE = "Title"
    SUBJECT = "Subtitle"
    LETTER_SUBJECT = "Trích yếu công văn"
    ADDRESSEE = "Kính gửi"
    ADDRESSEES = "Kính gửi nhiều nơi"
    POST = "Quyền hạn, chức vụ"
    SIGNATORY = "Họ tên người ký"
    RECIPIENTS = "Nơi nhận"
    RECIPIENT = "Danh sách nơi nhận"
    APPENDIX = "Phụ lục"
    APPENDIX_TITLE = "Tên phụ lục"
    APPENDIX_OF = "Phụ lục kèm theo"
    CELL = "Ô bảng"
    CENTRED_CELL = "Ô bảng, giữa"
    HEAD_CELL = "Đầu bảng"
    PAGE_NUMBER = "Header"
    RULE = "Đường kẻ"
    GAP = "Khoảng cách"


@frozen
class Line:
    """A paragraph."""

    style: Style
    text: str


@frozen
class Column:
    """A column of a table: the key of its placeholder in templates, its heading, and how wide it is."""

    key: str
    heading: str
    width: int
    centred: bool = False


@frozen
class Grid:
    """A table under a head that stands again on every page; the last row may hold `totals`.

    One `of_findings` has a row for each finding, which templates may repeat in a table of their own.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: bool = False
    of_findings: bool = False


Block = Line | Grid


@frozen
class Head:
    """The head: superior and issuing body, number and symbol ("Số: …"), place and date; blanks stand in the texts."""

    superior: str = ""
    issuer: str = ""
    code: str = ""
    place_and_date: str = ""


@frozen
class Foot:
    """The lines below "Nơi nhận:", the lines of capacity and post above the signature, and the name below it."""

    recipients: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    name: str = ""


@frozen
class Appendix:
    """An appendix, on pages of its own; `of` says which document it belongs to."""

    name: str
    title: str
    of: str
    blocks: tuple[Block, ...]
    sideways: bool = False

    @property
    def whole(self) -> tuple[Block, ...]:
        """Its titles, as far as it has them, and its blocks."""
        titles = (
            Line(Style.APPENDIX, self.name),
            Line(Style.APPENDIX_TITLE, self.title),
            Line(Style.APPENDIX_OF, self.of),
        )
        return (*(line for line in titles if line.text), *self.blocks)


@frozen
class Official:
    """A whole document. One without a type is an official letter (công văn), whose subject stands under its number.

    `day` is the one that the file's properties bear.
    """

    head: Head
    subject: str
    body: tuple[Block, ...]
    foot: Foot
    day: date
    type: str = ""
    addressees: tuple[str, ...] = ()
    appendices: tuple[Appendix, ...] = ()
