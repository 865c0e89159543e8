"""A department's own Word file is filled at its placeholders and left alone everywhere else."""

import io
import re
import subprocess
import sys
import zipfile
from unicodedata import normalize

import pytest
from attrs import evolve
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Pt

from dvrules.extension import Objection
from dvrules.model.artifacts import File
from dvrules.model.documents import Signatory
from dvrules.model.reports import State

BOSS = Signatory("Nguyễn Văn A", "Phó Giám đốc", "KT.", "Giám đốc")


def template(*paragraphs, rows=(), change=None):
    """A Word file with these paragraphs and a table with these rows, as a department would keep it."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if rows:
        table = document.add_table(0, len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    if change:
        change(document)
    content = io.BytesIO()
    document.save(content)
    return File("mau.docx", content.getvalue())


def texts(document):
    return [paragraph.text for paragraph in document.paragraphs]


def test_text_is_put_where_it_is_wanted_and_nothing_else_changes(export, read):
    form = template("Cơ quan: {{cơ quan ban hành}}; {{số, ký hiệu}}", "Giữ nguyên.", "{{phụ lục}}")
    [artifact] = export("docx", template=form)
    assert texts(read(artifact))[:4] == [
        "Cơ quan: SỞ KHOA HỌC VÀ CÔNG NGHỆ; Số:       /BC-SKHCN",
        "Giữ nguyên.",
        "Phụ lục",
        "TÌNH TRẠNG THỰC HIỆN TỪNG NHIỆM VỤ",
    ]


@pytest.mark.parametrize("name", ["{{trích yếu}}", "{{ Trích  Yếu }}", normalize("NFD", "{{trích yếu}}")])
def test_a_name_may_be_written_in_any_case_spacing_and_normal_form(export, read, name):
    [artifact] = export("docx", template=template(name, "{{phụ lục}}"), subject="Kết quả")
    assert texts(read(artifact))[0] == "Kết quả"


def test_a_placeholder_in_several_runs_looks_as_its_first_brace(export, read):
    def split(document):
        paragraph = document.paragraphs[0]
        for text, bold in (("Về {", False), ("{trích", True), (" yếu}", False), ("}.", False)):
            run = paragraph.add_run(text)
            run.bold, run.font.size = bold, Pt(13)

    [artifact] = export("docx", template=template("", "{{phụ lục}}", change=split), subject="Kết quả")
    runs = read(artifact).paragraphs[0].runs
    assert [(run.text, run.bold) for run in runs] == [("Về Kết quả", False), ("", True), ("", False), (".", False)]


def test_each_line_gets_a_paragraph_like_that_of_its_placeholder(export, read):
    def dress(document):
        document.paragraphs[0].runs[0].italic = True

    form = template("{{nơi nhận}}", "Ký: {{chức vụ}}", "{{phụ lục}}", change=dress)
    [artifact] = export("docx", template=form, recipients=("UBND tỉnh",), signatory=BOSS)
    paragraphs = read(artifact).paragraphs
    assert [p.text for p in paragraphs[:3]] == ["- UBND tỉnh;", "- Lưu: VT, VP.", "Ký: KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC"]
    assert [p.runs[0].italic for p in paragraphs[:2]] == [True, True]


def test_the_body_takes_the_place_of_its_placeholder_with_the_styles_of_the_template(export, read):
    def restyle(document):
        document.styles["Heading 1"].font.size = Pt(16)

    form = template("Trước", "{{nội dung}}", "Sau", change=restyle)
    [artifact] = export("docx-plan", template=form)
    document = read(artifact)
    assert texts(document)[0] == "Trước"
    assert texts(document)[1].startswith("Thực hiện Kế hoạch số 59/KH-UBND")
    assert texts(document)[-1] == "Sau"
    heading = next(p for p in document.paragraphs if p.text == "I. MỤC ĐÍCH, YÊU CẦU")
    assert (heading.style.name, heading.style.font.size.pt) == ("Heading 1", 16)


def test_a_row_of_placeholders_is_repeated_for_each_finding(export, read, report):
    rows = [("STT", "Việc"), ("{{dòng.STT}}", "{{dòng.chủ trì}}: {{dòng.Tình trạng}} ({{tên loại}})")]
    findings = tuple(f for f in report.findings if f.state in {State.OVERDUE, State.FULFILLED_LATE})
    [artifact] = export("docx", of=evolve(report, findings=findings), template=template(rows=rows))
    [table] = read(artifact).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["STT", "Việc"],
        ["1", "Văn phòng Sở: hoàn thành quá hạn 3 ngày; ngày 08/07/2024, 75/BC-VP (BÁO CÁO)"],
        [
            "2",
            (
                "Phòng Tiêu chuẩn Đo lường Chất lượng (Trưởng): hoàn thành quá hạn 2 ngày; "
                "ngày 04/04/2024, 07/BC-TDC (BÁO CÁO)"
            ),
        ],
        ["3", "Phòng Tiêu chuẩn Đo lường Chất lượng (Trưởng): chưa hoàn thành, quá hạn 8 ngày (BÁO CÁO)"],
        [
            "4",
            "Phòng Quản lý Công nghệ (Trưởng): hoàn thành quá hạn 2 ngày; ngày 04/07/2024, 29/BC-QLCN (BÁO CÁO)",
        ],
    ]


def test_without_findings_no_row_is_left(export, read, report):
    form = template(rows=[("{{dòng.STT}}",)])
    [artifact] = export("docx", of=evolve(report, findings=()), template=form)
    assert len(read(artifact).tables[0].rows) == 0


def test_an_appendix_without_a_place_follows_sideways(export, read):
    [artifact] = export("docx", template=template("{{nội dung}}"))
    document = read(artifact)
    assert [section.orientation for section in document.sections] == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE]
    assert document.tables[-1].cell(0, 0).text == "STT"


def test_heads_of_pages_are_filled_too(export, read):
    def head(document):
        document.sections[0].header.paragraphs[0].text = "{{số, ký hiệu}}"

    [artifact] = export("docx-letter", template=template("{{nội dung}}", change=head))
    assert read(artifact).sections[0].header.paragraphs[0].text == "Số:       /SKHCN-VP"


def test_what_is_put_in_is_never_read_for_placeholders(export, read):
    hostile = "{{nội dung}} {% for x in y %} {{ 7*7 }} <w:p/> & \x00"
    [artifact] = export("docx", template=template("{{trích yếu}}", "{{phụ lục}}"), subject=hostile)
    assert texts(read(artifact))[0] == "{{nội dung}} {% for x in y %} {{ 7*7 }} <w:p/> &"


@pytest.mark.parametrize(
    ("form", "fault"),
    [
        (File("mau.docx", b""), "template: “mau.docx” không phải tệp Word"),
        (File("mau.docx", b"PK\x03\x04 no zip"), "template: “mau.docx” không phải tệp Word"),
        (
            template("Không có gì."),
            "mẫu “mau.docx” không có chỗ điền nào, như {{trích yếu}}; dùng được: cơ quan chủ quản",
        ),
        (template("{{trich yeu}} {{số}}"), "mẫu “mau.docx” có chỗ điền không rõ: số; trich yeu; dùng được: cơ quan"),
        (template("{{trích yếu}}", "{{nơi nhận}"), "ngoặc nhọn kép không đủ cặp: “{{nơi nhận}”"),
        (template("Gồm: {{nội dung}}"), "phải đứng một mình trong đoạn của nó: “Gồm: {{nội dung}}”"),
        (template(rows=[("{{dòng.STT}}", "{{nội dung}}")]), "phải đứng một mình trong đoạn của nó: “{{nội dung}}”"),
        (template("{{dòng.STT}}"), "phải đứng trong bảng: “{{dòng.STT}}”"),
    ],
)
def test_a_template_that_can_not_be_filled_is_told_why(export, form, fault):
    with pytest.raises(Objection) as raised:
        export("docx", template=form)
    assert re.search(re.escape(fault), raised.value.message_args["problem.vi"])


def test_faults_of_templates_are_told_in_the_readers_language(export):
    with pytest.raises(Objection) as raised:
        export("docx", template=template("{{abc}}"), lang="en")
    assert re.search(
        r"the template “mau\.docx” has placeholders of no meaning: abc; there are: ",
        raised.value.message_args["problem"],
    )


@pytest.mark.parametrize("name", ["docx", "docx-letter", "docx-plan"])
def test_a_filled_template_is_sound_and_the_same_every_time(export, name, tmp_path):
    form = template("{{trích yếu}}", "{{nội dung}}", "{{nơi nhận}}")
    content = export(name, template=form)[0].content
    assert content == export(name, template=form)[0].content
    path = tmp_path / "filled.docx"
    path.write_bytes(content)
    done = subprocess.run(
        [sys.executable, "-m", "openxml_audit", str(path)], capture_output=True, check=False, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout


def test_text_boxes_are_filled_once(export, read):
    """Word keeps a text box inside a paragraph; both have text of their own."""

    def box(document):
        outer = document.paragraphs[0]._p
        inner = document.paragraphs[1]._p
        run = outer.add_r()
        for tag in ("w:pict", "w:txbxContent"):
            child = run.makeelement(qn(tag), {})
            run.append(child)
            run = child
        run.append(inner)

    [artifact] = export(
        "docx", template=template("{{tên loại}}", "{{trích yếu}}", "{{phụ lục}}", change=box), subject="A"
    )
    found = ["".join(t.text for t in p.iter(qn("w:t"))) for p in read(artifact).element.body.iter(qn("w:p"))]
    assert found[:2] == ["BÁO CÁOA", "A"]


def test_the_archive_holds_the_templates_own_parts(export):
    [artifact] = export("docx-letter", template=template("{{nội dung}}"))
    with zipfile.ZipFile(io.BytesIO(artifact.content)) as archive:
        assert "docProps/thumbnail.jpeg" in archive.namelist()
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
