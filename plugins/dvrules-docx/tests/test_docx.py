"""The progress report as a Word document."""

from __future__ import annotations

import io
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from attrs import evolve
from docx import Document
from docx.oxml.ns import qn

import dvrules

ROOT = Path(__file__).resolve().parents[3]
EXAMPLE = ROOT / "examples/quang-tri-2024"


@pytest.fixture(scope="module")
def report():
    return dvrules.assess(dvrules.load(EXAMPLE), as_of=date(2024, 7, 10))


def export(report, lang="vi"):
    (artifact,), faults = dvrules.export(dvrules.load(EXAMPLE), report, "docx", lang=lang)
    assert faults == ()
    return artifact.content


def text_of(content):
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_equal_reports_give_equal_bytes(report):
    assert export(report) == export(report)


def test_the_appendix_has_a_row_for_every_finding(report):
    document = Document(io.BytesIO(export(report)))
    assert len(document.tables[-1].rows) == len(report.findings) + 1
    assert [cell.text for cell in document.tables[-1].rows[0].cells] == [
        "STT",
        "Nội dung",
        "Chủ trì",
        "Phối hợp",
        "Thời hạn",
        "Sản phẩm",
        "Tình trạng",
    ]


def test_what_is_overdue_or_undetermined_is_told_with_its_reason(report):
    text = text_of(export(report))
    assert (
        "Phòng Tiêu chuẩn Đo lường Chất lượng: III.3. Báo cáo kết quả gửi Văn phòng Sở (kỳ 2024-Q2, hạn 02/07/2024). "
        "Đến ngày xét chưa ghi nhận việc đã làm xong; hạn là hết ngày 02/07/2024, đã quá 8 ngày." in text
    )
    assert "Còn thiếu: thời hạn ghi “đúng quy định” mà không nêu văn bản nào." in text


def test_page_and_table_are_as_the_decree_and_word_want_them(report):
    document = Document(io.BytesIO(export(report)))
    first, last = document.sections[0], document.sections[-1]
    assert [round(length.mm) for length in (first.page_width, first.page_height)] == [210, 297]
    assert [round(m.mm) for m in (first.top_margin, first.bottom_margin, first.left_margin, first.right_margin)] == [
        20,
        20,
        30,
        20,
    ]
    assert [round(length.mm) for length in (last.page_width, last.page_height)] == [297, 210]
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    normal = document.styles["Normal"].element.rPr
    assert normal.find(qn("w:lang")).get(qn("w:val")) == "vi-VN"
    assert normal.rFonts.get(qn("w:ascii")) == "Times New Roman"


def test_text_that_xml_cannot_hold_is_shown_as_such(report):
    hostile = evolve(report, project="a\x00b <w:p> & \ud800")
    assert "a\ufffdb <w:p> & \ufffd" in text_of(export(hostile))


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_an_auditor_of_ooxml_finds_nothing(report, lang, tmp_path):
    path = tmp_path / "report.docx"
    path.write_bytes(export(report, lang))
    done = subprocess.run(
        [sys.executable, "-m", "openxml_audit", str(path)], capture_output=True, check=False, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout
