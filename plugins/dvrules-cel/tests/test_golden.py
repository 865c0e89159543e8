"""Wrong expressions, and all that is said of each: `golden/*.toml` with the output beside it."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path

import pytest

from dvrules.loading import load_ruleset
from dvrules.messages import messages_in
from dvrules.rendering import render
from dvrules_cel import Met, When

CASES = sorted((Path(__file__).parent / "golden").glob("*.toml"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_wrong_expression_gives_exactly_this(case, lang):
    project = load_ruleset(case)
    text = "\n".join(render(project.diagnostics, project.texts, messages_in(lang))) + "\n"
    expected = case.with_suffix(f".{lang}.txt")
    if os.environ.get("DVRULES_WRITE_GOLDEN"):
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_every_obligation_of_a_wrong_ruleset_is_found_wrong(case):
    project = load_ruleset(case)
    written = case.read_text(encoding="utf-8").count("[[obligations]]")
    assert {fault.place.path[1] for fault in project.diagnostics} == set(range(written))


README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def test_every_expression_of_the_readme_is_taken():
    blocks = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    assert [language for language, _ in blocks] == ["toml", "", ""]
    first, conditions, evaluators = (text for _, text in blocks)
    assert all(When(line) for line in conditions.splitlines())
    assert all(Met(line) for line in evaluators.splitlines())
    written = tomllib.loads(first)
    assert When(written["applies"]["when"]["expression"])
    assert Met(written["evaluator"]["met"])
