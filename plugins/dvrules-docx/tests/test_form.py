"""The form of documents by Decree 30/2020/NĐ-CP, appendix I, read from the files as Word would."""

import io
import re
import zipfile
from datetime import UTC, datetime

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from dvrules.model.days import PartialDate
from dvrules.model.documents import Signatory
from dvrules_docx.measuring import bold_width

NAMES = ["docx", "docx-letter", "docx-plan"]
EACH = pytest.mark.parametrize("name", NAMES)


def look(document, style):
    """Size, bold, italic and alignment of a style, as it has them of its own."""
    found = document.styles[style]
    return found.font.size.pt, found.font.bold, found.font.italic, found.paragraph_format.alignment.name


def styled(document, style):
    """The texts of the paragraphs of a style, in tables too."""
    identifier = document.styles[style].style_id
    paragraphs = document.element.body.iter(qn("w:p"))
    return ["".join(t.text for t in p.iter(qn("w:t"))) for p in paragraphs if p.style == identifier]


def millimetres(*lengths):
    return [round(length.mm, 1) for length in lengths]


@EACH
def test_a_page_is_a4_with_the_margins_of_the_decree(documents, name):
    for section in documents[name].sections:
        sides = millimetres(section.page_width, section.page_height)
        assert sorted(sides) == [210, 297]
        assert (sides == [297, 210]) == (section.orientation is WD_ORIENT.LANDSCAPE)
        assert millimetres(section.top_margin, section.bottom_margin) == [20, 20]
        assert millimetres(section.left_margin, section.right_margin) == [30, 15]


@EACH
def test_all_text_is_in_black_times_new_roman_and_in_vietnamese(documents, name):
    document = documents[name]
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    fonts = defaults.find(qn("w:rFonts"))
    assert {fonts.get(qn(f"w:{kind}")) for kind in ("ascii", "hAnsi", "eastAsia", "cs")} == {"Times New Roman"}
    assert defaults.find(qn("w:lang")).get(qn("w:val")) == "vi-VN"
    for part in (document.styles.element, document.element):
        own = [each for each in part.iter(qn("w:rFonts"), qn("w:color")) if each is not fonts]
        assert own == []
    assert not any(True for _ in document.element.iter(qn("w:rPr")))


#: Size, bold, italic, alignment.
COMPONENTS = {
    "Quốc hiệu": (12, True, False, "CENTER"),
    "Tiêu ngữ": (13, True, False, "CENTER"),
    "Cơ quan chủ quản": (12, False, False, "CENTER"),
    "Cơ quan ban hành": (12, True, False, "CENTER"),
    "Số, ký hiệu": (13, False, False, "CENTER"),
    "Địa danh và thời gian": (13, False, True, "CENTER"),
    "Title": (14, True, False, "CENTER"),
    "Subtitle": (14, True, False, "CENTER"),
    "Trích yếu công văn": (12, False, False, "CENTER"),
    "Kính gửi": (14, False, False, "CENTER"),
    "Căn cứ ban hành": (14, False, True, "JUSTIFY"),
    "Body Text": (14, False, False, "JUSTIFY"),
    "Phần, chương": (14, True, False, "CENTER"),
    "Heading 1": (14, True, False, "JUSTIFY"),
    "Heading 2": (14, True, False, "JUSTIFY"),
    "Heading 3": (14, False, False, "JUSTIFY"),
    "Quyền hạn, chức vụ": (14, True, False, "CENTER"),
    "Họ tên người ký": (14, True, False, "CENTER"),
    "Nơi nhận": (12, True, True, "LEFT"),
    "Danh sách nơi nhận": (11, False, False, "LEFT"),
    "Phụ lục": (14, True, False, "CENTER"),
    "Tên phụ lục": (14, True, False, "CENTER"),
    "Phụ lục kèm theo": (14, False, True, "CENTER"),
    "Header": (13, False, False, "CENTER"),
}


@pytest.mark.parametrize("style", COMPONENTS)
@EACH
def test_a_component_looks_as_the_decree_says(documents, name, style):
    assert look(documents[name], style) == COMPONENTS[style]


@EACH
def test_the_body_is_indented_and_spaced_as_the_decree_says(documents, name):
    for style in ("Body Text", "Heading 1", "Heading 2", "Heading 3", "Căn cứ ban hành"):
        layout = documents[name].styles[style].paragraph_format
        assert millimetres(layout.first_line_indent) == [12.7]
        assert (layout.space_after.pt, layout.line_spacing) == (6, 1)


@EACH
def test_the_head_has_two_columns_with_every_component_in_its_place(documents, name):
    (superior, country), (code, place) = documents[name].tables[0]._cells[:2], documents[name].tables[0]._cells[2:]
    texts = [[p.text for p in cell.paragraphs if p.text] for cell in (superior, country)]
    assert texts == [
        ["UBND TỈNH QUẢNG TRỊ", "SỞ KHOA HỌC VÀ CÔNG NGHỆ"],
        ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"],
    ]
    symbols = {"docx": "BC-SKHCN", "docx-letter": "SKHCN-VP", "docx-plan": "KH-SKHCN"}
    assert code.paragraphs[0].text == f"Số:       /{symbols[name]}"
    month = "       tháng 3 năm 2024" if name == "docx-plan" else "       tháng        năm       "
    assert place.paragraphs[0].text == f"Quảng Trị, ngày {month}"


@EACH
def test_the_head_fits_its_columns_on_one_line_each(documents, name):
    columns = documents[name].tables[0].columns
    left, right = (column.width.mm for column in columns)
    assert bold_width("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12) == pytest.approx(88.3, abs=0.1)
    assert bold_width("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12) < right
    assert bold_width("SỞ KHOA HỌC VÀ CÔNG NGHỆ", 12) < left
    assert round(left + right) == 165


def rules(document):
    """The lengths of the rules of a document, in millimetres, each with how wide its line may be."""
    columns = [column.width.mm for column in document.tables[0].columns]
    identifier = document.styles["Đường kẻ"].style_id
    for paragraph in document.element.body.iter(qn("w:p")):
        if paragraph.style == identifier:
            cell = next(paragraph.iterancestors(qn("w:tc")), None)
            width = columns[cell.getparent().tc_lst.index(cell)] if cell is not None else 165
            yield width - (paragraph.pPr.ind.left.mm + paragraph.pPr.ind.right.mm)


@EACH
def test_the_rules_are_as_long_as_the_decree_says(documents, name):
    document = documents[name]
    issuer, motto, *subject = rules(document)
    assert motto == pytest.approx(bold_width("Độc lập - Tự do - Hạnh phúc", 13), abs=0.5)
    assert 1 / 3 < issuer / bold_width("SỞ KHOA HỌC VÀ CÔNG NGHỆ", 12) < 1 / 2
    assert len(subject) == (name != "docx-letter")
    for length in subject:
        [text] = styled(document, "Subtitle")
        assert 1 / 3 < length / min(165, bold_width(text, 14)) < 1 / 2
    edge = document.styles["Đường kẻ"].element.pPr.find(f"{qn('w:pBdr')}/{qn('w:top')}")
    assert edge.get(qn("w:val")) == "single"


@EACH
def test_pages_are_numbered_in_the_middle_above_from_the_second_on(documents, name):
    section = documents[name].sections[0]
    assert section.different_first_page_header_footer
    assert [paragraph.text for paragraph in section.first_page_header.paragraphs] == [""]
    [paragraph] = section.header.paragraphs
    assert paragraph.style.name == "Header"
    assert [each.text for each in paragraph._p.iter(qn("w:instrText"))] == [" PAGE "]


def test_the_appendix_has_its_own_sideways_section_and_numbers_its_own_pages(documents):
    body, appendix = documents["docx"].sections
    assert (body.orientation, appendix.orientation) == (WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE)
    assert appendix._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
    assert appendix.header.is_linked_to_previous
    assert styled(documents["docx"], "Phụ lục") == ["Phụ lục"]
    assert styled(documents["docx"], "Phụ lục kèm theo") == [
        "(Kèm theo Báo cáo số       /BC-SKHCN ngày        tháng        năm        của Sở Khoa học và Công nghệ)"
    ]
    assert sum(column.width.mm for column in documents["docx"].tables[-1].columns) == pytest.approx(252, abs=0.5)


@pytest.mark.parametrize("name", ["docx", "docx-letter"])
def test_a_table_of_findings_repeats_its_head_and_never_cuts_a_row(documents, name):
    tables = [table for table in documents[name].tables if table.style and table.style.name == "Table Grid"]
    assert tables
    for table in tables:
        heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
        assert heads == [True, *[False] * (len(heads) - 1)]
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_the_foot_names_recipients_on_the_left_and_the_signatory_on_the_right(documents):
    left, right = documents["docx-plan"].tables[-1].rows[0].cells
    assert [(p.style.name, p.text) for p in left.paragraphs] == [
        ("Nơi nhận", "Nơi nhận:"),
        ("Danh sách nơi nhận", "- UBND tỉnh;"),
        ("Danh sách nơi nhận", "- Sở Nội vụ;"),
        ("Danh sách nơi nhận", "- GD, các PGD;"),
        ("Danh sách nơi nhận", "- Các phòng, đơn vị thuộc Sở;"),
        ("Danh sách nơi nhận", "- Lưu: VT, VP."),
    ]
    assert [(p.style.name, p.text) for p in right.paragraphs] == [
        ("Quyền hạn, chức vụ", "KT. GIÁM ĐỐC"),
        ("Quyền hạn, chức vụ", "PHÓ GIÁM ĐỐC"),
        ("Họ tên người ký", "Nguyễn Hữu Thắng"),
    ]
    assert documents["docx-plan"].styles["Họ tên người ký"].paragraph_format.space_before.pt == 72


@pytest.mark.parametrize(
    ("signatory", "posts"),
    [
        (Signatory("A", "Giám đốc"), ["GIÁM ĐỐC"]),
        (Signatory("A", "Giám đốc", "Q."), ["Q. GIÁM ĐỐC"]),
        (Signatory("A", "Phó Giám đốc", "KT.", "Giám đốc"), ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]),
        (Signatory("A", "Chánh Văn phòng", "TL.", "Giám đốc"), ["TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"]),
        (Signatory("A", "Trưởng phòng", "TUQ.", "Giám đốc"), ["TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG"]),
        (
            Signatory("A", "Phó Chủ tịch", "TM.", "Ủy ban nhân dân\nKT. Chủ tịch"),
            ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
        ),
        (None, [""]),
    ],
)
def test_capacity_and_post_stand_in_capitals_on_their_lines(export, read, signatory, posts):
    [artifact] = export("docx", signatory=signatory)
    assert styled(read(artifact), "Quyền hạn, chức vụ") == posts


@pytest.mark.parametrize(
    ("number", "symbol", "day", "code", "date"),
    [
        ("7", "BC-SKHCN", PartialDate(2024, 2, 5), "Số: 07/BC-SKHCN", "ngày 05 tháng 02 năm 2024"),
        ("112", "BC-SKHCN", PartialDate(2024, 3, 15), "Số: 112/BC-SKHCN", "ngày 15 tháng 3 năm 2024"),
        ("21", "CT/TU", PartialDate(2024, 12), "Số: 21-CT/TU", "ngày        tháng 12 năm 2024"),
        ("", "", None, "Số:       /BC-SKHCN", "ngày        tháng        năm       "),
    ],
)
def test_number_and_day_are_written_as_the_decree_says_or_left_blank(export, read, number, symbol, day, code, date):
    [artifact] = export("docx", number=number, symbol=symbol, date=day)
    assert styled(read(artifact), "Số, ký hiệu") == [code]
    assert styled(read(artifact), "Địa danh và thời gian") == [f"Quảng Trị, {date}"]


@EACH
def test_headings_stand_in_words_navigation(documents, name):
    levels = {style: documents[name].styles[style].element.pPr.find(qn("w:outlineLvl")) for style in COMPONENTS}
    found = {style: int(level.get(qn("w:val"))) for style, level in levels.items() if level is not None}
    assert found == {"Phần, chương": 0, "Heading 1": 0, "Heading 2": 1, "Heading 3": 2, "Phụ lục": 0}


@EACH
def test_nothing_is_drawn_and_every_look_is_a_style(documents, name):
    body = documents[name].element.body
    tags = {re.sub(r"\{.*\}", "", each.tag) for each in body.iter() if isinstance(each.tag, str)}
    assert not tags & {"drawing", "pict", "txbxContent", "AlternateContent", "object"}
    direct = {re.sub(r"\{.*\}", "", each.tag) for p in body.iter(qn("w:pPr")) for each in p}
    assert direct <= {"pStyle", "ind", "keepNext", "sectPr"}


@EACH
def test_the_file_has_its_properties_and_no_needless_parts(export, name):
    content = export(name)[0].content
    document = Document(io.BytesIO(content))
    properties = document.core_properties
    month, day = (3, 1) if name == "docx-plan" else (7, 10)
    created = datetime(2024, month, day, tzinfo=UTC)
    assert (properties.author, properties.language, properties.created) == (
        "SỞ KHOA HỌC VÀ CÔNG NGHỆ",
        "vi-VN",
        created,
    )
    assert properties.title.startswith({"docx": "BÁO CÁO ", "docx-letter": "V/v ", "docx-plan": "KẾ HOẠCH "}[name])
    assert {style.name for style in document.styles if style.type.name == "PARAGRAPH"} == {
        *COMPONENTS,
        *("Normal", "Kính gửi nhiều nơi", "Ô bảng", "Ô bảng, giữa", "Đầu bảng", "Đường kẻ", "Khoảng cách"),
    }
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.filename for entry in archive.infolist()} == {
            "[Content_Types].xml",
            "_rels/.rels",
            "docProps/core.xml",
            "word/_rels/document.xml.rels",
            "word/document.xml",
            "word/fontTable.xml",
            "word/header1.xml",
            "word/settings.xml",
            "word/styles.xml",
            "word/theme/theme1.xml",
        }


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Sở Nội vụ", ["SỞ NỘI VỤ"]),
        ("Ủy ban nhân dân tỉnh Quảng Trị", ["ỦY BAN NHÂN DÂN", "TỈNH QUẢNG TRỊ"]),
        ("Sở Nông nghiệp và Phát triển nông thôn", ["SỞ NÔNG NGHIỆP VÀ", "PHÁT TRIỂN NÔNG THÔN"]),
        ("A" * 80, ["A" * 80]),
    ],
)
def test_a_name_too_long_for_its_column_is_broken_in_the_middle(export, read, name, lines):
    [artifact] = export("docx", superior=name)
    document = read(artifact)
    paragraph = document.tables[0].cell(0, 0).paragraphs[0]
    assert paragraph.text.split("\n") == lines
