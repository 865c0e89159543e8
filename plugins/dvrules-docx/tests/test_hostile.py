"""Whatever texts a project brings, Word opens the document and shows them as text."""

import io
import re

from attrs import evolve
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from dvrules.model.documents import Signatory
from dvrules.model.reports import State
from dvrules_docx.exporting import export_letters, export_plans, export_report
from dvrules_docx.options import LetterOptions, PlanOptions, ReportOptions

NASTY = [
    "</w:t><w:pict/>",
    "&amp;<![CDATA[",
    "\x00\x07\x1b",
    "\ud800",
    "\ufffe\uffff",
    "{{nội dung}}",
    "{x} {0.__class__} %s",
    "\u202egnp.exe",
    "\n\n\r\t",
    "😀👩‍👩‍👧",
    "a" * 3000,
    " ",
]
texts = st.lists(st.sampled_from(NASTY) | st.text(st.characters(), max_size=8), max_size=3).map("".join)


@settings(deadline=None, max_examples=15)
@given(name=texts, title=texts, quote=texts, number=texts, heading=texts, subject=texts, post=texts)
def test_any_text_makes_a_document_that_can_be_read(report, name, title, quote, number, heading, subject, post):
    source = next(each for each in report.documents if each.clauses and each.document.place)
    head, *others = source.clauses
    document = evolve(source.document, number=number, subject=subject, place=name, opening=quote, archive=(post,))
    hostile = evolve(
        report,
        project=name,
        units=tuple(evolve(unit, name=name, former_names=()) for unit in report.units),
        obligations=tuple(evolve(o, title=title, quote=quote, product=post) for o in report.obligations),
        documents=(evolve(source, document=document, clauses=(evolve(head, heading=heading, mark=post), *others)),),
        findings=tuple(f for f in report.findings if f.state is not State.UPCOMING),
    )
    signatory = Signatory(name, post, post, title)
    for artifact in (
        *export_report(hostile, "vi", ReportOptions(signatory=signatory, addressees=(name, title), proposals=(quote,))),
        *export_letters(hostile, "vi", LetterOptions(issuer="so-khcn", drafter=post, recipients=(title,))),
        *export_plans(hostile, "vi", PlanOptions()),
    ):
        found = Document(io.BytesIO(artifact.content))
        assert found.tables
        assert artifact.name.isascii()
        assert re.fullmatch(r"[a-z0-9./-]+", artifact.name)


def test_an_obligation_that_the_report_lacks_goes_by_its_reference(report):
    [artifact] = export_report(evolve(report, obligations=(), documents=(), units=()), "vi", ReportOptions())
    rows = [[cell.text for cell in row.cells] for row in Document(io.BytesIO(artifact.content)).tables[-1].rows]
    assert {row[1].partition(" (")[0] for row in rows[1:]} == {f.occurrence.obligation for f in report.findings}
    assert {row[2] for row in rows[1:]} == {f.occurrence.bearer for f in report.findings}


def test_names_of_files_are_sound_whatever_the_id(report):
    found = next(f for f in report.findings if f.state is State.OVERDUE)
    units = [evolve(report.units[0], id=name, parent="") for name in ("../a", "CON", "Đơn vị", "a.b")]
    borne = [evolve(found, occurrence=evolve(found.occurrence, bearer=unit.id, key=unit.id)) for unit in units]
    hostile = evolve(report, units=(*report.units, *units), findings=tuple(borne))
    names = [artifact.name for artifact in export_letters(hostile, "vi", LetterOptions(issuer="so-khcn"))]
    assert [re.sub(r"[0-9a-f]{8}", "#", name) for name in names] == [
        "cong-van/a-#-2024-07-10.docx",
        "cong-van/con-#-2024-07-10.docx",
        "cong-van/n-v-#-2024-07-10.docx",
        "cong-van/a.b-2024-07-10.docx",
    ]
