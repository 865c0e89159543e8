"""A reminder goes to each unit that needs one, and says what of."""

from datetime import date

import pytest
from attrs import evolve

import dvrules
from dvrules.model.reports import State


def test_the_reminder_of_the_example_reads_as_expected(documents, lines, expect):
    expect("phong-do-luong-2024-07-10.txt", lines(documents["docx-letter"]))


def test_a_letter_has_no_type_and_its_subject_under_its_number(documents):
    document = documents["docx-letter"]
    names = [paragraph.style.name for paragraph in document.paragraphs]
    assert "Title" not in names
    assert "Subtitle" not in names
    assert [(p.style.name, p.text) for p in document.tables[0]._cells[2].paragraphs] == [
        ("Số, ký hiệu", "Số:       /SKHCN-VP"),
        ("Trích yếu công văn", "V/v đôn đốc thực hiện Kế hoạch số …/KH-SKHCN ngày …/3/2024"),
    ]


@pytest.mark.parametrize(
    ("day", "names"),
    [
        (date(2024, 1, 1), []),
        (date(2024, 3, 28), ["phong-quan-ly-cong-nghe", "phong-do-luong", "trung-tam-nc-cg-dmst"]),
        (date(2024, 7, 10), ["phong-do-luong"]),
    ],
)
def test_letters_go_to_those_who_are_late_or_soon_due(export, project, day, names):
    report = dvrules.assess(project, as_of=day)
    made = [artifact.name for artifact in export("docx-letter", of=report)]
    assert sorted(made) == sorted(f"cong-van/{name}-{day}.docx" for name in names)


def test_neither_the_issuer_nor_a_body_above_it_gets_a_letter(export, report):
    found = next(f for f in report.findings if f.state is State.OVERDUE)
    borne = [evolve(found, occurrence=evolve(found.occurrence, bearer=unit.id, key=unit.id)) for unit in report.units]
    made = export("docx-letter", of=evolve(report, findings=tuple(borne)))
    assert [artifact.name for artifact in made] == [
        f"cong-van/{unit.id}-2024-07-10.docx" for unit in report.units if unit.id not in {"so-khcn", "ubnd-tinh"}
    ]


def test_every_sort_of_debt_is_counted_and_asked_for(export, read, report):
    found = next(f for f in report.findings if f.state is State.OVERDUE)

    def as_(state, **rest):
        key = f"{found.occurrence.key}-{state}"
        return evolve(found, state=state, occurrence=evolve(found.occurrence, key=key), **rest)

    debts = (as_(State.OPEN, due_soon=True, days_late=0), as_(State.BREACHED, days_late=0), found)
    [artifact] = export("docx-letter", of=evolve(report, findings=debts))
    document = read(artifact)
    text = [paragraph.text for paragraph in document.paragraphs if paragraph.text]
    assert "1 việc chưa hoàn thành, quá hạn; 1 việc vi phạm; 1 việc sắp đến hạn, cụ thể:" in text[1]
    assert text[2:] == [
        "Sở Khoa học và Công nghệ đề nghị Phòng Tiêu chuẩn Đo lường Chất lượng:",
        "- Khẩn trương hoàn thành việc đã quá hạn, nêu rõ nguyên nhân;",
        "- Khắc phục vi phạm, báo cáo kết quả;",
        "- Hoàn thành đúng hạn việc sắp đến hạn;",
        "- Trường hợp việc đã hoàn thành mà chưa được ghi nhận, gửi số, ngày của văn bản làm minh chứng./.",
    ]
    assert [row.cells[-1].text for row in document.tables[1].rows[1:]] == [
        "chưa hoàn thành, quá hạn 8 ngày",
        "vi phạm",
        "sắp đến hạn",
    ]
