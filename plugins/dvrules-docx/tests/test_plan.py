"""The plan comes out again with all of its text, in order."""

import io
import re
from datetime import date
from unicodedata import normalize

import pytest
from attrs import evolve
from docx import Document

from dvrules.extension import Objection
from dvrules.messages import messages_in
from dvrules.model.documents import Document as Text
from dvrules.model.documents import Recipient
from dvrules.model.reports import Report, Source
from dvrules.model.rulesets import Clause
from dvrules.model.units import Unit
from dvrules_docx.exporting import export_plans
from dvrules_docx.official import Style
from dvrules_docx.options import PlanOptions
from dvrules_docx.plan import lines_of, mark_of
from dvrules_docx.wholeness import passed_over
from texts import ROOT


def plain(text):
    """The text without Markdown's marks, in NFC, with single blanks."""
    return " ".join(normalize("NFC", text.replace("*", "").replace("#", "")).split())


def test_the_plan_is_the_seeds_document_word_for_word_below_its_letterhead(documents, lines):
    seed = plain((ROOT / "tests/data/so-khcn-ke-hoach-dan-van.txt").read_text(encoding="utf-8"))
    written = lines(documents["docx-plan"])
    assert written[:4] == [
        "UBND TỈNH QUẢNG TRỊ",
        "SỞ KHOA HỌC VÀ CÔNG NGHỆ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
    ]
    assert plain(" ".join(written[4:])) == seed


def test_parts_of_the_plan_have_the_styles_of_their_rank(documents):
    paragraphs = documents["docx-plan"].paragraphs
    headings = [(p.style.name, p.text) for p in paragraphs if p.style.name.startswith("Heading")]
    assert headings == [
        ("Heading 1", "I. MỤC ĐÍCH, YÊU CẦU"),
        ("Heading 2", "1. Mục đích"),
        ("Heading 2", "2. Yêu cầu"),
        ("Heading 1", "II. NỘI DUNG THỰC HIỆN"),
        ("Heading 1", "III. TỔ CHỨC THỰC HIỆN"),
    ]
    starts = [p.text.split()[0] for p in paragraphs if p.style.name == "Body Text"]
    assert starts == ["Thực", *["-"] * 5, *(f"{n}." for n in range(1, 10)), "1.", "2.", "3."]


def test_only_documents_whose_whole_text_is_in_hand_are_written(export):
    assert [artifact.name for artifact in export("docx-plan")] == ["van-ban/so-khcn-dan-van-2024.docx"]


@pytest.mark.parametrize(
    ("names", "fault"),
    [
        (
            ["so-khcn-dan-van-2024", "ubnd-tinh-cong-van-339-2023"],
            r"toàn văn .* còn thiếu: ubnd-tinh-cong-van-339-2023 \(subject, place, .*, archive, Phụ lục, clauses\)$",
        ),
        (["khac"], "dự án không có bộ quy tắc “khac”; có: so-khcn-dan-van-2024, ubnd-tinh"),
    ],
)
def test_a_document_that_can_not_be_written_whole_is_a_fault(export, names, fault):
    with pytest.raises(Objection) as raised:
        export("docx-plan", rulesets=tuple(names))
    assert re.search(fault, raised.value.message_args["problem.vi"])


def test_a_project_without_any_whole_text_is_a_fault_in_the_readers_language(export, report):
    sources = tuple(evolve(source, clauses=()) for source in report.documents)
    with pytest.raises(Objection) as raised:
        export("docx-plan", of=evolve(report, documents=sources), lang="en")
    assert re.search(
        r"the whole text is not in hand .* so-khcn-dan-van-2024 \(clauses\)", raised.value.message_args["problem"]
    )


@pytest.mark.parametrize(
    ("clause", "mark"),
    [
        ("I", "I."),
        ("I.1", "1."),
        ("I.1.1", "1.1."),
        ("I.1.1.2", "1.1.2."),
        ("II.1.a", "a)"),
        ("II.1.đ", "đ)"),
        ("Điều 5", "Điều 5."),
        ("Điều 5.1", "1."),
        ("Điều 5.1.a", "a)"),
        ("Chương II", "Chương II"),
        ("Chương II.Mục 1", "Mục 1"),
        ("Phần thứ nhất", "Phần thứ nhất"),
    ],
)
def test_a_clause_is_numbered_as_the_decree_says(clause, mark):
    assert mark_of(clause) == mark


def test_headings_texts_and_marks_of_a_clause_become_paragraphs():
    assert [
        [(line.style, line.text) for line in lines_of(clause)]
        for clause in (
            Clause("Chương I", "QUY ĐỊNH CHUNG"),
            Clause("Điều 1", "Phạm vi", "Kế hoạch này…\n\nvà…"),
            Clause("Điều 1.1", text="Một.\nTiếp một."),
            Clause("I.1.1", text="Gạch đầu dòng.", mark="-"),
            Clause("I.1.a", "Tên điểm"),
            Clause("II"),
        )
    ] == [
        [(Style.CHAPTER, "Chương I"), (Style.CHAPTER, "QUY ĐỊNH CHUNG")],
        [(Style.HEADING_1, "Điều 1. Phạm vi"), (Style.BODY, "Kế hoạch này…"), (Style.BODY, "và…")],
        [(Style.BODY, "1. Một."), (Style.BODY, "Tiếp một.")],
        [(Style.BODY, "- Gạch đầu dòng.")],
        [(Style.HEADING_3, "a) Tên điểm")],
        [],
    ]


def decision():
    document = Text(
        "QĐ",
        "QĐ-SO",
        "so",
        number="7",
        subject="Ban hành quy chế",
        opening="Căn cứ Luật A;\nCăn cứ Nghị định B;\nTheo đề nghị của Chánh Văn phòng,",
        recipients=(Recipient("Các phòng;"),),
    )
    clauses = (
        Clause("Điều 1", "Phạm vi", "Toàn Sở./."),
        Clause("Phụ lục I", "DANH MỤC", "(Kèm theo Quyết định số 7/QĐ-SO)\nGồm:"),
        Clause("Phụ lục I.1", text="Việc một."),
        Clause("Phụ lục II", "BIỂU MẪU"),
    )
    day = date(2024, 7, 10)
    units = (Unit("so", "Sở Nội vụ"),)
    return Report("p", day, day, (), documents=(Source("quyet-dinh", document, clauses=clauses),), units=units)


def test_grounds_and_appendices_of_a_decision_have_their_own_form():
    [artifact] = export_plans(decision(), "vi", PlanOptions())
    document = Document(io.BytesIO(artifact.content))
    assert artifact.name == "van-ban/quyet-dinh.docx"
    assert [(p.style.name, p.text) for p in document.paragraphs if p.text] == [
        ("Title", "QUYẾT ĐỊNH"),
        ("Subtitle", "Ban hành quy chế"),
        ("Căn cứ ban hành", "Căn cứ Luật A;"),
        ("Căn cứ ban hành", "Căn cứ Nghị định B;"),
        ("Căn cứ ban hành", "Theo đề nghị của Chánh Văn phòng,"),
        ("Heading 1", "Điều 1. Phạm vi"),
        ("Body Text", "Toàn Sở./."),
        ("Phụ lục", "Phụ lục I"),
        ("Tên phụ lục", "DANH MỤC"),
        ("Phụ lục kèm theo", "(Kèm theo Quyết định số 7/QĐ-SO)"),
        ("Body Text", "Gồm:"),
        ("Body Text", "1. Việc một."),
        ("Phụ lục", "Phụ lục II"),
        ("Tên phụ lục", "BIỂU MẪU"),
    ]
    assert len(document.sections) == 3
    assert [p.text for p in document.tables[0]._cells[0].paragraphs if p.text] == ["SỞ NỘI VỤ"]
    assert [p.text for p in document.tables[-1]._cells[0].paragraphs] == ["Nơi nhận:", "- Các phòng."]


def test_every_type_of_the_decree_has_its_name():
    messages = messages_in("vi", "dvrules_docx")
    names = {key.rpartition(".")[2] for key in messages.words if key.startswith("docx.type.")}
    assert names >= set(re.split(" ", "NĐ TT NQ QĐ CT QC QyĐ TC TB HD CTr KH PA ĐA DA BC BB TTr HĐ CĐ BGN BTT"))


@pytest.mark.parametrize(
    ("names", "lacks"),
    [
        ("I, I.1, I.2, II, II.1, II.1.a, II.1.b, II.1.c, II.1.d, II.1.đ, II.1.e, II.1.g, III", ""),
        ("Chương I, Điều 1, Điều 2, Điều 2.1, Chương II, Điều 3, Phụ lục, Phụ lục.1", ""),
        ("Phần thứ nhất, Phần thứ hai, Phụ lục I, Phụ lục I.1, Phụ lục II", ""),
        ("II, III", "I"),
        ("I, II, V", "III"),
        ("I, III.1", "III"),
        ("I, I.2, I.5", "I.1, I.3"),
        ("I, I.a, I.c", "I.b"),
        ("Điều 1, Điều 1.2, Điều 3", "Điều 1.1, Điều 2"),
        ("I, I.1, I.1, I.2", ""),
        (f"I, I.{'9' * 5000}, I.²", ""),
    ],
)
def test_a_clause_passed_over_shows_that_the_text_is_not_whole(names, lacks):
    clauses = [Clause(name, text="…") for name in names.split(", ")]
    assert ", ".join(passed_over(clauses)) == lacks
