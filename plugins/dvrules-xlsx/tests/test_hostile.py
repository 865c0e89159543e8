"""Whatever texts a project brings, a cell holds them as text."""

import io
import re
import zipfile
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from dvrules.model.rulesets import Bearer
from dvrules.model.statements import state_that
from dvrules_xlsx.options import XlsxOptions
from dvrules_xlsx.paper import LONGEST, shortened
from dvrules_xlsx.tracking import export

FORMULAS = [
    "=1+1",
    '=HYPERLINK("http://example.vn","bấm")',
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    "{=1}",
]  # fmt: skip
NASTY = [
    *FORMULAS,
    "\x00\x07\x1b",
    "\ud800",
    "\ufffe\uffff",
    "_x0041_",
    "_x000D_",
    "</t><f>1+1</f>",
    "&amp;<![CDATA[",
    "http://example.vn",
    "mailto:a@b.vn",
    "001",
    "1e5",
    "2024-07-10",
    "😀👩‍👩‍👧",
    "&P&D",
    " ",
]
BEARER = Bearer(unit="don-vi")
texts = st.lists(st.sampled_from(NASTY) | st.text(st.characters(), max_size=8), max_size=3).map("".join)


def content(report):
    return export(report, "vi", XlsxOptions())[0].content


def strings(report):
    """The texts in the file, read as ECMA-376 has it (22.9.2.19); openpyxl reads its escapes otherwise."""
    with zipfile.ZipFile(io.BytesIO(content(report))) as archive:
        root = ET.fromstring(archive.read("xl/sharedStrings.xml"))  # noqa: S314 - our own file
    texts = ["".join(item.itertext()) for item in root]
    return [re.sub("_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text) for text in texts]


def held(text):
    return re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text)


@settings(deadline=None, max_examples=60)
@given(title=texts, name=texts, clause=texts, product=texts, said=texts, project=texts)
def test_a_text_is_stored_as_text_and_reads_back(one, title, name, clause, product, said, project):
    report = one(
        unit={"name": name},
        duty={"title": title, "clause": clause, "product": product, "bearer": BEARER},
        finding={"reasons": (state_that("reason.said", text=said),)},
        project=project,
    )
    book = load_workbook(io.BytesIO(content(report)))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            assert all(cell.data_type in {"s", "n", "d"} and cell.hyperlink is None for cell in row)
    there = {"", *strings(report)}
    assert {held(text) for text in (title, name, clause, product, said)} <= there


@pytest.mark.parametrize("text", FORMULAS)
def test_what_looks_like_a_formula_is_marked_as_text(one, text):
    cell = load_workbook(io.BytesIO(content(one(duty={"product": text}))))["Theo dõi"]["M2"]
    assert (cell.data_type, cell.quotePrefix) == ("s", not text.startswith("{"))


def test_no_sheet_has_a_formula_or_a_link(one):
    with zipfile.ZipFile(io.BytesIO(content(one(duty={"title": "".join(NASTY)})))) as archive:
        for entry in archive.namelist():
            assert b"<f>" not in archive.read(entry), entry
            assert b"http://example.vn" not in archive.read(entry) or entry == "xl/sharedStrings.xml"


@pytest.mark.parametrize("text", ["a" * 40_000, "😀" * 20_000, "a" + "😀" * 20_000, "_x0041_" * 5_000])
def test_a_text_too_long_for_a_cell_ends_in_a_mark(one, text):
    (value,) = (each for each in strings(one(duty={"product": text})) if each.endswith("… [còn nữa, đã cắt bớt]"))
    assert LONGEST - 1 <= len(value.encode("utf-16-le")) // 2 <= LONGEST
    assert text.startswith(value.removesuffix("… [còn nữa, đã cắt bớt]"))


def test_a_text_that_just_fits_is_whole(one):
    assert shortened("a" * LONGEST, LONGEST, "…") == "a" * LONGEST
    text = "ế" * LONGEST
    assert load_workbook(io.BytesIO(content(one(duty={"product": text}))))["Theo dõi"]["M2"].value == text


def test_a_name_cannot_command_the_print_header(one):
    with zipfile.ZipFile(io.BytesIO(content(one(project="A&D&R &P\n" * 60)))) as archive:
        root = ET.fromstring(archive.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - our own file
    header = root.findtext(".//{*}oddHeader")
    assert "A&&D&&R &&P" in header
    assert header.endswith("10/07/2024.")
    assert len(header) <= 255
    # What is left when `&&` is read first are the commands that the exporter itself gives.
    assert re.findall('&("[^"]*"|.)', header.replace("&&", "")) == [
        *("C", '"Times New Roman,Bold"', "1"),
        *('"Times New Roman,Italic"', "1"),
    ]
