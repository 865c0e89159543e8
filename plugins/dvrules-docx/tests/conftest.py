"""The example's report for 10 July 2024, and its documents as Word reads them."""

import io
import os
from datetime import date
from pathlib import Path

import pytest
from attrs import evolve
from docx import Document
from docx.oxml.ns import qn

import dvrules
from dvrules_docx.exporting import export_letters, export_plans, export_report

ROOT = Path(__file__).resolve().parents[3]
EXPORTS = {"docx": export_report, "docx-letter": export_letters, "docx-plan": export_plans}


def _read(artifact):
    return Document(io.BytesIO(artifact.content))


@pytest.fixture(scope="session")
def read():
    """A function that gives the document of an artifact."""
    return _read


@pytest.fixture(scope="session")
def lines():
    """A function that gives the text of each paragraph in the order of reading: tables row by row, cell by cell."""

    def texts(document):
        found = ("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in document.element.body.iter(qn("w:p")))
        return [line for line in found if line]

    return texts


@pytest.fixture(scope="session")
def expect():
    """A function that holds a text against a file in `expected`; with DVRULES_WRITE_GOLDEN it is written instead."""

    def hold(name, lines):
        text, path = "\n".join(lines) + "\n", Path(__file__).parent / "expected" / name
        if os.environ.get("DVRULES_WRITE_GOLDEN"):
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return hold


@pytest.fixture(scope="session")
def project():
    return dvrules.load(ROOT / "examples/quang-tri-2024")


@pytest.fixture(scope="session")
def report(project):
    return dvrules.assess(project, as_of=date(2024, 7, 10))


@pytest.fixture(scope="session")
def export(project, report):
    """A function that exports by name, with the example's options but for those given."""

    def make(name, of=report, lang="vi", **options):
        return EXPORTS[name](of, lang, evolve(project.outputs[name], **options))

    return make


@pytest.fixture(scope="session")
def documents(export):
    """The three documents by the name of the exporter."""
    return {name: _read(export(name)[0]) for name in EXPORTS}
