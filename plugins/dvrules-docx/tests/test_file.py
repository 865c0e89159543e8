"""The files as bytes: the same for the same report, and sound to others."""

import subprocess
import sys

import pytest

EACH = pytest.mark.parametrize("name", ["docx", "docx-letter", "docx-plan"])


@EACH
def test_equal_reports_give_equal_bytes(export, name):
    assert export(name) == export(name)


@EACH
def test_documents_are_vietnamese_in_every_language(export, name):
    assert export(name, lang="en") == export(name)


@EACH
def test_an_auditor_of_ooxml_finds_nothing(export, name, tmp_path):
    path = tmp_path / "document.docx"
    path.write_bytes(export(name)[0].content)
    done = subprocess.run(
        [sys.executable, "-m", "openxml_audit", str(path)], capture_output=True, check=False, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout
