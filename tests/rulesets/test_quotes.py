"""The rulesets of the real cascade say what the document says, and all of it."""

from __future__ import annotations

import hashlib
import re
import tomllib
from datetime import date
from unicodedata import normalize

import pytest

from texts import ROOT

FOLDER = ROOT / "rulesets/quang-tri/2024"
TEXT = ROOT / "tests/data/so-khcn-ke-hoach-dan-van.txt"


def plain(text):
    """The text without Markdown's marks, in NFC, with single blanks."""
    return " ".join(normalize("NFC", text.replace("*", "").replace("#", "")).split())


def read(name):
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


SEED = plain(TEXT.read_text(encoding="utf-8"))
RULESET = read("so-khcn-ke-hoach-dan-van")
CLAUSES = {clause["clause"]: clause.get("heading") or clause["text"] for clause in RULESET["clauses"]}

#: The bearers as the text names them, None where it names none, and as the ruleset does.
BEARERS = {
    None: "so-khcn",
    "Văn phòng Sở": "van-phong-so",
    "Trung tâm Nghiên cứu, Chuyên gia công nghệ và Đổi mới sáng tạo": "trung-tam-nc-cg-dmst",
    "Trưởng các phòng, đơn vị thuộc Sở": {"each": "phong-don-vi-thuoc-so", "post": "Trưởng"},
}
OFFICE, CENTRE, HEADS = list(BEARERS)[1:]

#: A reading by hand: number, clause, the quote with its middle left out, bearer, and the sort of deadline named there.
READING = [
    ("S-001", "I.2.2", "Tăng cường sự kiểm tra … theo định kỳ và theo yêu cầu của UBND tỉnh", None, "recurring"),
    ("S-002", "II.1", "Đẩy mạnh tuyên truyền, giáo dục … trong thực hiện công tác dân vận", None, "none"),
    ("S-003", "II.2", "Tăng cường lãnh đạo … năm 2024, góp phần … nhiệm kỳ 2020 - 2025", None, "none"),
    ("S-004", "II.3", "Tiếp tục … Kế hoạch số 25/KH-UBND … số 63/KH-UBND … số 08/KH-UBND …", None, "none"),
    ("S-005", "II.4", "Tiếp tục thực hiện tốt Luật Thực hiện dân chủ ở cơ sở … các hoạt động", None, "none"),
    ("S-006", "II.5", "Xây dựng, nâng cao hiệu lực … người đứng đầu … công chức, viên chức", None, "none"),
    ("S-007", "II.6", "Nâng cao hiệu quả công tác tiếp dân … công nghệ và đổi mới sáng tạo", None, "none"),
    ("S-008", "II.7", "Tiếp tục thực hiện tốt các phong trào … thanh tra hành chính, công vụ", None, "none"),
    ("S-009", "II.8", "Tuyên truyền, vận động Nhân dân … cho đội ngũ cán bộ, công chức", None, "none"),
    ("S-010", "II.9", "Chủ động phối hợp … phản biện xã hội … theo đúng quy định", None, "none"),
    ("S-011", "III.1", "Văn phòng Sở chủ trì … các nội dung Kế hoạch này", OFFICE, "none"),
    ("S-012", "III.1", "Thực hiện nghiêm túc chế độ … 06/02/2023 của UBND tỉnh", OFFICE, "by_reference"),
    ("S-013", "III.2", "Tổ chức tuyên truyền … phương tiện thông tin đại chúng khác", CENTRE, "none"),
    ("S-014", "III.3", "Trưởng các phòng, đơn vị thuộc Sở … đúng mục tiêu, đúng tiến độ", HEADS, "none"),
    ("S-015", "III.3", "báo cáo đánh giá … báo cáo UBND tỉnh, Sở Nội vụ đúng quy định", HEADS, "by_reference"),
    ("S-016", "III.3", "tổng hợp báo cáo UBND tỉnh, Sở Nội vụ đúng quy định", OFFICE, "by_reference"),
]

#: The form that a ruleset gives each sort: without a time of its own it is owed all along, else due by reference.
FORMS = {"none": "continuous", "recurring": "by_reference", "by_reference": "by_reference"}

#: The cited documents of the same reading: relation, code, day.
CITED = [
    ("implements", "59/KH-UBND", date(2024, 3, 15)),
    ("continues", "16/CT-TTg", date(2016, 5, 16)),
    ("continues", "21-CT/TU", date(2022, 4, 1)),
    ("continues", "25/KH-UBND", date(2021, 2, 5)),
    ("continues", "08/KH-UBND", date(2022, 1, 18)),
    ("continues", "63/KH-UBND", date(2022, 4, 7)),
    ("reports_under", "339/UBND-NC", date(2023, 2, 6)),
    ("cites", "", None),
    ("cites", "", None),
]


def code(citation):
    number, symbol = citation.get("number", ""), citation.get("symbol", "")
    return f"{number}{'-' if '/' in symbol else '/'}{symbol}" if symbol else ""


def test_the_text_is_the_one_that_was_read():
    digest = hashlib.sha256(TEXT.read_bytes()).hexdigest()
    assert digest == "632637edb765da871c6b7671255f62cde8a9f6bc5961ca73f5debf6fa2700a41"


def head(document):
    year, month = map(int, document["date"].split("-"))
    yield f"Số: {document['number']}/{document['symbol']} {document['place']}, ngày tháng {month} năm {year}"
    yield {"KH": "KẾ HOẠCH"}[document["type"]]
    yield from (document["subject"], document["opening"])


def body(clauses):
    for clause in clauses:
        mark = clause.get("mark") or f"{clause['clause'].rpartition('.')[2]}."
        yield f"{mark} {clause.get('heading') or clause['text']}"


def foot(document):
    yield "Nơi nhận:"
    yield from (f"- {recipient['name']};" for recipient in document["recipients"])
    yield f"- Lưu: {', '.join(document['archive'])}."
    yield from (document["signatory"][key] for key in ("capacity", "on_behalf_of", "post", "name"))


def test_head_clauses_and_foot_in_order_are_the_whole_text():
    document = RULESET["document"]
    assert " ".join([*head(document), *body(RULESET["clauses"]), *foot(document)]) == SEED


@pytest.mark.parametrize("words", CLAUSES.values(), ids=CLAUSES)
def test_a_clause_stands_in_the_text(words):
    assert words in SEED


@pytest.mark.parametrize("obligation", RULESET["obligations"], ids=lambda obligation: obligation["id"])
def test_an_obligation_stands_in_its_clause(obligation):
    assert obligation["quote"] in CLAUSES[obligation["clause"]]


@pytest.mark.parametrize(
    "obligation",
    [o for o in RULESET["obligations"] if o["deadline"]["form"] == "by_reference"],
    ids=lambda obligation: obligation["id"],
)
def test_an_obligation_due_by_reference_has_the_words_that_refer(obligation):
    words = obligation["deadline"]["words"]
    assert words
    assert obligation["quote"].endswith(words)


@pytest.mark.parametrize(
    "obligation", [o for o in RULESET["obligations"] if "product" in o], ids=lambda obligation: obligation["id"]
)
def test_the_product_of_an_obligation_is_named_in_its_quote(obligation):
    assert obligation["product"].casefold() in obligation["quote"]


@pytest.mark.parametrize("citation", RULESET["citations"], ids=lambda citation: citation["quote"][:30])
def test_a_citation_stands_in_its_clause(citation):
    _, quote, after = CLAUSES[citation["clause"]].partition(citation["quote"])
    assert quote
    if citation["subject"] != quote:
        assert after.removeprefix(" ").removeprefix("về ").startswith(citation["subject"])


@pytest.mark.parametrize("citation", [c for c in RULESET["citations"] if "symbol" in c], ids=code)
def test_a_citation_is_identified_as_its_quote_says(citation):
    number, day, issuer = re.search(r"số (\S+) ngày (\S+) của (.+)", citation["quote"]).groups()
    assert (code(citation), citation["issuer"]) == (number, issuer)
    assert citation["date"] == date(*map(int, reversed(day.split("/"))))


def test_the_cited_documents_are_those_of_the_reading():
    assert [(c["relation"], code(c), c.get("date")) for c in RULESET["citations"]] == CITED


def test_the_obligations_are_those_of_the_reading():
    found = [(o["clause"], o["bearer"], o["deadline"]["form"]) for o in RULESET["obligations"]]
    assert found == [(clause, BEARERS[bearer], FORMS[sort]) for _, clause, _, bearer, sort in READING]


@pytest.mark.parametrize(
    ("obligation", "quote"),
    [(o, quote) for o, (_, _, quote, _, _) in zip(RULESET["obligations"], READING, strict=False)],
    ids=[number for number, *_ in READING],
)
def test_an_obligation_begins_and_ends_where_the_reading_has_it(obligation, quote):
    pattern = r"\b.*\b".join(map(re.escape, re.split(r"\s*…\s*", quote)))
    assert re.fullmatch(pattern, obligation["quote"])


@pytest.mark.parametrize("name", ["ubnd-tinh-ke-hoach-59", "ubnd-tinh-cong-van-339"])
def test_of_a_document_not_in_hand_only_what_the_plan_says_of_it_is_written(name):
    ruleset = read(name)
    document = ruleset["document"]
    (citation,) = (c for c in RULESET["citations"] if code(c) == code(document))
    given = {key: document[key] for key in ("type", "number", "symbol", "date", "subject") if key in document}
    assert given == {key: citation[key] for key in given}
    assert document.keys() <= {*given, "issuer", "term", "unknown"}
    assert ruleset.keys() <= {"id", "document", "clauses"}
    assert all(clause.keys() == {"clause", "unknown"} for clause in ruleset.get("clauses", ()))
