"""The picture of a cascade."""

from __future__ import annotations

import re
from datetime import date
from xml.etree import ElementTree as ET

import pytest

import dvrules
from dvrules.builtin.picture import export_picture
from dvrules.messages import messages_in
from texts import HEAD, OBLIGATION, ROOT

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def example():
    return dvrules.assess(dvrules.load(ROOT / "examples/quang-tri-2024"), as_of=date(2024, 7, 10))


def drawn(report):
    mermaid, svg = export_picture(report, "vi", None)
    return mermaid.content.decode(), ET.fromstring(svg.content)  # noqa: S314 - our own text


def test_every_document_and_duty_of_the_example_is_drawn(example):
    mermaid, svg = drawn(example)
    said = messages_in("vi")
    titles = [title.text for text in svg.iter(f"{SVG}text") for title in text.iter(f"{SVG}title")]
    assert sorted(titles) == sorted(
        [": ".join(filter(None, [said.document(s.document.identity), s.document.subject])) for s in example.documents]
        + [f"{o.clause}. {o.title or o.quote}" for o in example.obligations]
        + [said.document(identity) for identity in example.placeholders]
    )
    assert mermaid.count("subgraph") == sum(
        any(o.reference.startswith(f"{source.ruleset}:") for o in example.obligations) for source in example.documents
    )
    assert mermaid.count("-->") == len(list(svg.iter(f"{SVG}path"))) > 0


def test_boxes_do_not_lie_over_each_other(example):
    _, svg = drawn(example)
    boxes = [
        tuple(int(rect.get(key)) for key in ("x", "y", "width", "height"))
        for rect in svg.iter(f"{SVG}rect")
        if rect.get("stroke")
    ]
    for n, (x, y, width, height) in enumerate(boxes):
        for other_x, other_y, other_width, other_height in boxes[n + 1 :]:
            apart = x + width <= other_x or other_x + other_width <= x
            assert apart or y + height <= other_y or other_y + other_height <= y


def test_texts_from_rulesets_stay_texts(make):
    hostile = '"]; click d0 \\"javascript:alert(1)\\" <script>&#59;%%{init}%%'
    title = f"title = '{hostile}'\nid = \"bao-cao\""
    report = dvrules.assess(make(HEAD + OBLIGATION.replace('id = "bao-cao"', title)), as_of=date(2024, 7, 10))
    mermaid, svg = drawn(report)
    assert hostile in "".join(svg.itertext())
    assert not list(svg.iter(f"{SVG}script"))
    quoted = re.findall(r'\["(.*?)"\]', mermaid)
    assert all(re.fullmatch(r"(?:\w| |#\d+;|<br>)*", text) for text in quoted)
    assert "script" not in re.sub(r'\[".*?"\]', "", mermaid)


def test_what_turns_the_direction_of_writing_or_is_no_character_of_xml_is_left_out(make):
    title = 'title = "a\\u202Eb\\u0000c"\nid = "bao-cao"'
    report = dvrules.assess(make(HEAD + OBLIGATION.replace('id = "bao-cao"', title)), as_of=date(2024, 7, 10))
    _, svg = drawn(report)
    assert "abc" in "".join(svg.itertext())


def test_documents_in_a_circle_are_drawn(make):
    cited = """
[[citations]]
relation = "implements"
type = "KH"
number = "1"
symbol = "KH-SO"
date = 2024-01-02
subject = "…"
quote = "…"
"""
    _, svg = drawn(dvrules.assess(make(HEAD + cited + OBLIGATION), as_of=date(2024, 7, 10)))
    assert len([rect for rect in svg.iter(f"{SVG}rect") if rect.get("stroke")]) == 1


def test_a_document_that_holds_no_longer_says_so(make):
    report = dvrules.assess(make(HEAD + OBLIGATION), as_of=date(2025, 1, 10))
    titles = [title.text for text in drawn(report)[1].iter(f"{SVG}text") for title in text.iter(f"{SVG}title")]
    assert "1/KH-SO ngày 02/01/2024 (hết hiệu lực từ 01/01/2025)" in titles
