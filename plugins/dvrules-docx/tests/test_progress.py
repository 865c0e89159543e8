"""The progress report says of a day what is done, late and overdue, why, and what follows."""

import re

import pytest
from attrs import evolve

from dvrules.extension import Objection
from dvrules.model.diagnostics import Diagnostic
from dvrules.model.reports import State


def findings_in(report, *states):
    return evolve(report, findings=tuple(f for f in report.findings if f.state in states))


def body(document):
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text]


def test_the_report_of_the_example_reads_as_expected(documents, lines, expect):
    expect("bao-cao-2024-07-10.txt", lines(documents["docx"]))


def test_the_summary_counts_every_finding_by_unit(documents, report):
    table = documents["docx"].tables[1]
    head, *rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert head[:2] == ["Đơn vị", "Tổng số"]
    assert rows[-1][:2] == ["Cộng", str(len(report.findings))]
    for row in rows:
        assert int(row[1]) == sum(map(int, row[2:-1]))
    assert [sum(int(row[n]) for row in rows[:-1]) for n in range(1, len(head) - 1)] == [int(n) for n in rows[-1][1:-1]]


def test_the_appendix_has_a_row_for_every_finding(documents, report):
    rows = [[cell.text for cell in row.cells] for row in documents["docx"].tables[-1].rows]
    heads = ["STT", "Nội dung", "Chủ trì", "Phối hợp", "Thời hạn", "Sản phẩm", "Tình trạng"]
    assert rows[0] == heads
    assert [row[0] for row in rows[1:]] == [str(n) for n in range(1, len(report.findings) + 1)]
    assert [
        "Báo cáo kết quả gửi Văn phòng Sở (quý II năm 2024)",
        "Phòng Tiêu chuẩn Đo lường Chất lượng (Trưởng)",
        "",
        "02/07/2024",
        "Báo cáo",
        "chưa hoàn thành, quá hạn 8 ngày",
    ] in [row[1:] for row in rows]


def test_where_nothing_is_owed_nothing_is_proposed(export, read, report):
    [artifact] = export("docx", of=findings_in(report, State.FULFILLED))
    text = body(read(artifact))
    assert text[text.index("IV. ĐỀ XUẤT, KIẾN NGHỊ") + 1] == "Không có."


def test_officials_add_proposals_of_their_own(export, read):
    [artifact] = export("docx", proposals=("Bố trí kinh phí.",))
    assert "- Bố trí kinh phí." in body(read(artifact))


def test_what_is_due_soon_is_named(export, read, report):
    found = next(f for f in report.findings if f.state is State.OPEN and f.occurrence.key.endswith("2024-Q3"))
    others = tuple(f for f in report.findings if f is not found)
    [artifact] = export("docx", of=evolve(report, findings=(*others, evolve(found, due_soon=True))))
    assert (
        "- Văn phòng Sở: Báo cáo theo chế độ của Công văn 339/UBND-NC (III.1; quý III năm 2024; hạn 05/10/2024)."
        in body(read(artifact))
    )


def test_a_breach_is_told_with_its_reason_and_asks_to_be_made_good(export, read, report):
    found = next(f for f in report.findings if f.state is State.OVERDUE)
    [artifact] = export("docx", of=evolve(report, findings=(evolve(found, state=State.BREACHED),)))
    text = body(read(artifact))
    told = text[text.index("2. Vi phạm (1 việc)") + 1]
    assert told.startswith("- Phòng Tiêu chuẩn Đo lường Chất lượng: Báo cáo kết quả gửi Văn phòng Sở (III.3; quý II")
    assert "- Đề nghị các đơn vị nêu tại điểm 2 mục III khắc phục 1 việc vi phạm và báo cáo kết quả." in text


def test_what_the_figures_rest_on_is_told(export, read, report):
    diagnostic = Diagnostic("DV101", {"name": "thieu.toml"})
    [artifact] = export("docx", of=evolve(report, ignores_waivers=True, diagnostics=(diagnostic,)))
    text = body(read(artifact))
    start = text.index("Cơ sở của số liệu:") + 1
    assert text[start] == "- Không tính đến các quyết định miễn, gia hạn."
    assert text[start + 1].startswith(
        "- Văn bản được dẫn chiếu nhưng chưa có trong tay: Kế hoạch số 08/KH-UBND ngày 18/01"
    )
    assert text[start + 4] == "- Lỗi dữ liệu DV101: không đọc được tệp “thieu.toml”."


def test_an_empty_report_is_a_document_all_the_same(export, read, report):
    [artifact] = export("docx", of=evolve(report, findings=()))
    assert body(read(artifact))[2].startswith("Kính gửi:")
    assert len(read(artifact).tables[-1].rows) == 1


def test_an_issuer_whom_nobody_knows_is_a_fault(export):
    with pytest.raises(Objection) as raised:
        export("docx", issuer="so-la")
    assert re.search("issuer = “so-la” không có trong danh sách đơn vị", raised.value.message_args["problem.vi"])


def test_without_options_the_head_is_left_blank_and_nothing_is_invented(export, read):
    """Three documents of two issuers: none of them is told to be the one that reports."""
    [artifact] = export("docx", issuer="", superior="", addressees=(), recipients=())
    head = [[p.text for p in cell.paragraphs] for cell in read(artifact).tables[0]._cells]
    assert head[0] == ["", ""]
    assert [texts[0].split() for texts in head[2:]] == [["Số:", "/BC-"], [",", "ngày", "tháng", "năm"]]


def test_the_only_issuer_of_a_project_reports(export, read, report):
    sources = tuple(source for source in report.documents if source.document.issuer == "so-khcn")
    [artifact] = export("docx", of=evolve(report, documents=sources), issuer="")
    head = read(artifact).tables[0]._cells
    assert head[0].text.split("\n")[:2] == ["UBND TỈNH QUẢNG TRỊ", "SỞ KHOA HỌC VÀ CÔNG NGHỆ"]
    assert head[2].text == "Số:       /BC-SKHCN"


def test_five_thousand_findings_make_one_document(export, read, report):
    base = report.findings
    many = tuple(
        evolve(f, occurrence=evolve(f.occurrence, key=f"{f.occurrence.key}-{n}"))
        for n in range(5000 // len(base) + 1)
        for f in base
    )[:5000]
    [artifact] = export("docx", of=evolve(report, findings=many))
    table = read(artifact).tables[-1]
    assert len(table._tbl.tr_lst) == 5001
