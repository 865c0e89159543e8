"""The workbook as a spreadsheet program reads it."""

import io
import subprocess
import sys
import zipfile
from datetime import date, datetime, time
from time import monotonic

import pytest
from attrs import evolve
from openpyxl import load_workbook

from dvrules.model.days import Reckoning
from dvrules.model.reports import State
from dvrules.model.summaries import summarise
from dvrules_xlsx.options import XlsxOptions
from dvrules_xlsx.tracking import export

QUOTE = "“Thực hiện nghiêm túc chế độ thông tin báo cáo; đúng nội dung, thời gian quy định.”"
DOCUMENT = "Kế hoạch số …/KH-SKHCN tháng 3/2024"
TITLE = "Báo cáo kết quả công tác dân vận hằng quý"
LEAD = "Văn phòng Sở (Chánh Văn phòng Sở)"
CENTRE = "Trung tâm Nghiên cứu, Chuyên gia công nghệ và Đổi mới sáng tạo"
KEEP = "Tiếp tục thực hiện tốt Luật Thực hiện dân chủ ở cơ sở"


def moment(*day):
    """A day as openpyxl gives it back."""
    return datetime.combine(date(*day), time())


OPENED = moment(2024, 4, 1)


def read(report, lang="vi", **options):
    (artifact,) = export(report, lang, XlsxOptions(**options))
    return load_workbook(io.BytesIO(artifact.content))


def values(sheet):
    return [list(row) for row in sheet.values]


def test_the_tracking_table_is_what_it_was(report):
    head, *rows = values(read(report)["Theo dõi"])
    assert head == [
        *("STT", "Văn bản", "Điều, khoản", "Nội dung", "Đơn vị chủ trì", "Phối hợp", "Kỳ", "Ngày mở", "Hạn"),
        *("Ngày hoàn thành", "Số ngày quá hạn", "Tình trạng", "Sản phẩm", "Căn cứ (trích)", "Minh chứng", "Lý do"),
    ]
    duty = [DOCUMENT, "Mục III.1", TITLE, LEAD, CENTRE]
    overdue = "Đến ngày xét chưa ghi nhận việc đã làm xong; hạn là hết ngày 14/06/2024, đã quá 26 ngày."
    waived = "Được miễn từ ngày 01/07/2024 theo quyết định của so (mã gh-1): Sáp nhập."
    missing = "Còn thiếu: văn bản …/KH-SKHCN tháng 3/2024 để trống ngày."
    last = moment(2024, 6, 14)
    done, first = moment(2024, 3, 12), moment(2024, 3, 14)
    records = "12/BC-VP (12/03/2024)"
    end = ["Báo cáo", QUOTE]
    assert [[cell or "" for cell in row] for row in rows] == [
        [1, *duty, "quý I năm 2024", OPENED, first, done, "", "hoàn thành đúng hạn", *end, records, ""],
        [2, *duty, "quý II năm 2024", OPENED, last, "", 26, "chưa hoàn thành, quá hạn", *end, "", overdue],
        [3, *duty, "quý III năm 2024", OPENED, moment(2024, 9, 13), "", "", "được miễn", *end, "", waived],
        [4, *duty, "quý IV năm 2024", OPENED, moment(2024, 12, 13), "", "", "chưa đến kỳ", *end, "", ""],
        [5, *duty, "chưa rõ kỳ", OPENED, "chưa rõ", "", "", "chưa đủ căn cứ", *end, "", missing],
        [6, DOCUMENT, "Mục II.4", KEEP, CENTRE, "", "cả thời gian thực hiện", OPENED, moment(2024, 12, 31), "", "",
         "đang thực hiện, trong hạn", "", f"“{KEEP}”", "", ""],
    ]  # fmt: skip


def test_the_summary_counts_by_unit_and_state(report):
    book = read(report)
    assert book.sheetnames == ["Theo dõi", "Tổng hợp"]
    rows = values(book["Tổng hợp"])
    assert [rows[0][0], rows[1][0]] == [
        "THEO DÕI THỰC HIỆN NHIỆM VỤ: Dân vận 2024",
        "Xét ngày 10/07/2024, theo thông tin ghi nhận đến hết ngày 11/07/2024.",
    ]
    assert rows[3:7] == [
        [
            *("Đơn vị chủ trì", "chưa đến kỳ", "đang thực hiện, trong hạn", "hoàn thành đúng hạn"),
            *("chưa hoàn thành, quá hạn", "được miễn", "chưa đủ căn cứ", "Tổng số"),
        ],
        ["Văn phòng Sở", 1, 0, 1, 1, 1, 1, 5],
        [CENTRE, 0, 1, 0, 0, 0, 0, 1],
        ["Tổng số", 1, 1, 1, 1, 1, 1, 6],
    ]
    assert rows[-1][0] == "Được dẫn chiếu mà chưa có trong tay: 339/UBND-NC@2023-02-06."


def test_what_it_counts_is_what_the_summary_of_the_report_says(report):
    rows = values(read(report, "en")["Summary"])
    total = next(row for row in rows if row[0] == "Total")
    assert total[1:] == [*summarise(report).states.values(), len(report.findings)]


def test_english_says_the_same(report):
    book = read(report, "en")
    head, first, *_ = values(book["Tracking"])
    assert head[:4] == ["No.", "Document", "Clause", "Obligation"]
    assert (first[6], first[11]) == ("2024, first quarter", "done on time")
    assert book["Tracking"]["I2"].number_format == "yyyy-mm-dd"


def test_days_are_days_in_vietnamese_form(report):
    sheet = read(report)["Theo dõi"]
    for column in "HIJ":
        assert (sheet[f"{column}2"].is_date, sheet[f"{column}2"].number_format) == (True, "dd/mm/yyyy")
    assert isinstance(sheet["K3"].value, int)


def test_the_head_stays_in_view_and_the_rows_can_be_filtered(report):
    sheet = read(report)["Theo dõi"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:P7")
    assert read(report)["Tổng hợp"].freeze_panes == "B5"


@pytest.mark.parametrize(("paper", "size"), [("A4", 9), ("A3", 8)])
def test_it_prints_sideways_with_the_head_on_every_page(report, paper, size):
    for sheet, head in zip(read(report, paper=paper).worksheets, ("$1:$1", "$4:$4"), strict=True):
        setup = sheet.page_setup
        assert (setup.orientation, int(setup.paperSize)) == ("landscape", size)
        assert (sheet.sheet_properties.pageSetUpPr.fitToPage, setup.fitToHeight) == (True, 0)
        assert sheet.print_title_rows == head
        assert sheet.oddFooter.right.text == "&P/&N"
    assert "Dân vận 2024" in read(report)["Theo dõi"].oddHeader.center.text


def test_each_state_has_words_and_colours_and_what_is_urgent_is_bold(one):
    seen = {}
    for state in State:
        cell = read(one(state))["Theo dõi"]["L2"]
        assert cell.value
        seen[state] = (cell.fill.fgColor.rgb, cell.font.color.rgb)
        assert cell.font.bold == (state in {State.OVERDUE, State.BREACHED, State.UNDETERMINED})
        assert contrast(*seen[state]) >= 4.5, state
    assert len({seen[s] for s in (State.OPEN, State.FULFILLED, State.FULFILLED_LATE, State.OVERDUE)}) == 4


def contrast(one, other):
    """The contrast of two colours, by WCAG 2."""

    def luminance(colour):
        parts = [int(colour[n : n + 2], 16) / 255 for n in (2, 4, 6)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


def test_long_texts_wrap_and_their_rows_are_high_enough(one):
    sheet = read(one(duty={"quote": "Tăng cường kiểm tra, đôn đốc. " * 20}))["Theo dõi"]
    assert sheet["N2"].alignment.wrap_text
    assert 150 < sheet.row_dimensions[2].height < 300
    assert read(one(duty={"quote": "a\n" * 9_000}))["Theo dõi"].row_dimensions[2].height == 408.75


def test_the_columns_are_those_of_the_project_in_its_order(report):
    rows = values(read(report, columns=("state", "key"))["Theo dõi"])
    assert rows[:2] == [["Tình trạng", "Mã"], ["hoàn thành đúng hạn", "skhcn:bao-cao/van-phong-so/2024-Q1"]]


def test_a_due_day_within_a_range_and_none_at_all_are_said(one):
    (finding,) = one().findings

    def due(reckoning):
        found = evolve(finding, occurrence=evolve(finding.occurrence, due=reckoning))
        return read(one(findings=(found,)))["Theo dõi"]["I2"].value

    assert due(Reckoning(date(2024, 7, 1), date(2024, 7, 5))) == "từ 01/07/2024 đến 05/07/2024"
    assert due(Reckoning()) == "không có hạn cuối"


def test_what_the_roster_and_the_rulesets_lack_goes_by_its_id(one):
    _, row = values(read(one(units=(), obligations=(), documents=()))["Theo dõi"])
    assert row[:5] == [1, "skhcn", None, "skhcn:bao-cao", "don-vi"]


def test_a_report_without_findings_has_its_heads(report):
    book = read(evolve(report, findings=(), ignores_waivers=True))
    assert len(values(book["Theo dõi"])) == 1
    assert "Bảng này không tính các quyết định miễn, gia hạn." in [row[0] for row in values(book["Tổng hợp"])]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_same_report_gives_the_same_bytes_at_any_time(report, lang):
    (first,), (second,) = export(report, lang, XlsxOptions()), export(evolve(report), lang, XlsxOptions())
    assert (first, first.name) == (second, "theo-doi-2024-07-10.xlsx")
    with zipfile.ZipFile(io.BytesIO(first.content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert core.count("2024-07-11T00:00:00Z") == 2


def test_an_auditor_of_ooxml_finds_nothing(report, tmp_path):
    path = tmp_path / "theo-doi.xlsx"
    path.write_bytes(export(report, "vi", XlsxOptions())[0].content)
    done = subprocess.run(
        [sys.executable, "-m", "openxml_audit", str(path)], capture_output=True, check=False, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout


def test_five_thousand_findings_take_seconds(report):
    (_, overdue, *_) = report.findings
    many = tuple(
        evolve(overdue, occurrence=evolve(overdue.occurrence, key=f"{overdue.occurrence.key}/{n}")) for n in range(5000)
    )
    begun = monotonic()
    (artifact,) = export(evolve(report, findings=many), "vi", XlsxOptions())
    assert monotonic() - begun < 30
    assert load_workbook(io.BytesIO(artifact.content), read_only=True)["Theo dõi"].max_row == 5001
