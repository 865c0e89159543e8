"""Wrong rulesets, and all that dvrules says of each: `tests/golden/*.toml` with the output beside it."""

from __future__ import annotations

import os

import pytest

from dvrules.loading import load_ruleset
from dvrules.messages import messages_in
from dvrules.rendering import render
from texts import ROOT

CASES = sorted((ROOT / "tests/golden").glob("*.toml"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_wrong_ruleset_gives_exactly_this(case, lang):
    project = load_ruleset(case)
    text = "\n".join(render(project.diagnostics, project.texts, messages_in(lang))) + "\n"
    expected = case.with_suffix(f".{lang}.txt")
    if os.environ.get("DVRULES_WRITE_GOLDEN"):
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")


def test_there_are_twenty_wrong_rulesets_and_each_is_found_wrong():
    assert len(CASES) >= 20
    assert all(load_ruleset(case).diagnostics for case in CASES)
