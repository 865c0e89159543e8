"""Projects made of texts, for the tests of this plugin."""

from __future__ import annotations

from datetime import date

import pytest

import dvrules
from texts import HEAD, OBLIGATION, PROJECT, ROSTER


@pytest.fixture
def make(tmp_path):
    """A function that writes the files of a project, with keys added to its one obligation, and loads it."""

    def write(keys="", evidence="", roster=ROSTER):
        texts = {"ke-hoach": HEAD + OBLIGATION + keys, "evidence": evidence, "dvrules": PROJECT, "roster": roster}
        for name, text in texts.items():
            (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
        return dvrules.load(tmp_path)

    return write


@pytest.fixture
def judge(make):
    """A function that gives the one finding of a project, and fails if there are diagnostics."""

    def finding(keys="", evidence="", as_of="2024-07-10", **files):
        report = dvrules.assess(make(keys, evidence, **files), as_of=date.fromisoformat(as_of))
        assert report.diagnostics == ()
        [found] = report.findings
        return found

    return finding
