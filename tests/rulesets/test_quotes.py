"""The rulesets of the real cascade say what the document says, and all of it."""

from __future__ import annotations

import hashlib
import tomllib
from unicodedata import normalize

import pytest

from texts import ROOT

TEXT = ROOT / "tests/data/so-khcn-ke-hoach-dan-van.txt"
RULESET = tomllib.loads((ROOT / "rulesets/quang-tri/2024/so-khcn-ke-hoach-dan-van.toml").read_text(encoding="utf-8"))

#: Clause, bearer as the text names it (None where it names none) and form of deadline, of a reading by hand.
READING = [
    ("I.2.2", None, "by_reference"),
    *[(f"II.{number}", None, "continuous") for number in range(1, 10)],
    ("III.1", "Văn phòng Sở", "continuous"),
    ("III.1", "Văn phòng Sở", "by_reference"),
    ("III.2", "Trung tâm Nghiên cứu, Chuyên gia công nghệ và Đổi mới sáng tạo", "continuous"),
    ("III.3", "Trưởng các phòng, đơn vị thuộc Sở", "continuous"),
    ("III.3", "Trưởng các phòng, đơn vị thuộc Sở", "by_reference"),
    ("III.3", "Văn phòng Sở", "by_reference"),
]

NAMES = {
    "van-phong-so": "Văn phòng Sở",
    "trung-tam-nc-cg-dmst": "Trung tâm Nghiên cứu, Chuyên gia công nghệ và Đổi mới sáng tạo",
    "phong-don-vi-thuoc-so": "Trưởng các phòng, đơn vị thuộc Sở",
    "so-khcn": None,
}


def plain(text):
    """The text without Markdown's marks, in NFC, with single blanks."""
    return " ".join(normalize("NFC", text.replace("*", "").replace("#", "")).split())


SEED = plain(TEXT.read_text(encoding="utf-8"))


def test_the_text_is_the_one_that_was_read():
    digest = hashlib.sha256(TEXT.read_bytes()).hexdigest()
    assert digest == "632637edb765da871c6b7671255f62cde8a9f6bc5961ca73f5debf6fa2700a41"


def quotations():
    document = RULESET["document"]
    for key in ("subject", "opening", "place"):
        yield key, document[key]
    for key in ("capacity", "on_behalf_of", "post", "name"):
        yield f"signatory {key}", document["signatory"][key]
    for recipient in document["recipients"]:
        yield "recipient", recipient["name"]
    for clause in RULESET["clauses"]:
        yield f"clause {clause['clause']}", clause.get("heading") or clause["text"]
    for citation in RULESET["citations"]:
        yield "citation", citation["quote"]
        yield "subject of citation", citation["subject"]
    for obligation in RULESET["obligations"]:
        yield f"obligation {obligation['id']}", obligation["quote"]
        yield f"words {obligation['id']}", obligation["deadline"].get("words", "")


@pytest.mark.parametrize(("what", "quotation"), list(quotations()))
def test_every_quotation_occurs_in_the_text(what, quotation):
    assert plain(quotation) in SEED, what


def test_the_clauses_in_order_are_the_whole_body_of_the_text():
    body = SEED[SEED.index("I. MỤC ĐÍCH") : SEED.index("Nơi nhận")]
    written = []
    for clause in RULESET["clauses"]:
        parts = clause["clause"].split(".")
        mark = f"{parts[-1]}." if parts[0] != "I" or len(parts) < 3 else "-"
        written.append(f"{mark} {clause.get('heading') or clause['text']}")
    assert plain(" ".join(written)) == plain(body)


def test_every_cited_document_is_there():
    assert len(RULESET["citations"]) == 9


def test_every_obligation_of_the_reading_is_there_and_no_other():
    found = [
        (
            obligation["clause"],
            NAMES[obligation["bearer"]["each"] if isinstance(obligation["bearer"], dict) else obligation["bearer"]],
            obligation["deadline"]["form"],
        )
        for obligation in RULESET["obligations"]
    ]
    assert found == READING
