"""What a reader does who follows a page works, and comes out as the page says."""

from __future__ import annotations

import shutil
from datetime import date

import pytest

import dvrules
from dvrules.cli.main import main
from pages import blocks
from texts import ROOT

HOW_TO = ROOT / "docs/how-to/write-a-ruleset.md"
TUTORIAL = ROOT / "docs/tutorial/ke-hoach-dau-tien.md"
MANY = ROOT / "docs/how-to/nhieu-du-an.md"
WITH_EXAMPLES = [ROOT / "README.md", MANY, *sorted(ROOT.glob("examples/*/README.md"))]

#: What a command may end with on a page: all well, or something is owed.
FINE = {0, 1}


@pytest.fixture
def follow(tmp_path, monkeypatch, capsys):
    """A function that runs a command in a folder of its own and gives what it said."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")

    def run(arguments):
        assert main(arguments) in FINE, (arguments, capsys.readouterr())
        return capsys.readouterr().out

    return run


def test_the_tutorial_leads_to_the_reports_that_it_shows(follow, tmp_path):
    said = ""
    shown = 0
    for block in blocks(TUTORIAL):
        if block.name:
            (tmp_path / block.name).write_text(block.text, encoding="utf-8")
        for command in block.commands:
            said = follow(command)
        if block.language == "text" and " lỗi: " not in block.text:
            assert block.shows(said), said
            shown += 1
    assert shown == 5
    assert {path.suffix for path in (tmp_path / "out").iterdir()} == {".docx", ".xlsx"}


def test_the_slip_that_the_tutorial_makes_is_told_as_it_says(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for block in blocks(TUTORIAL):
        if block.name:
            (tmp_path / block.name).write_text(block.text, encoding="utf-8")
    roster = tmp_path / "don-vi.toml"
    roster.write_text(roster.read_text(encoding="utf-8").replace('["kinh-te"', '["kinh-tê"'), encoding="utf-8")
    assert main(["check"]) == 2
    [slip] = [block for block in blocks(TUTORIAL) if " lỗi: " in block.text]
    complaint = capsys.readouterr().err
    assert slip.shows(complaint), complaint


def test_the_page_on_rulesets_has_a_project_whose_records_count_however_they_are_written(follow, tmp_path):
    (tmp_path / "bao-cao.pdf").write_bytes(b"%PDF-1.7")
    endings = {"json": "them.jsonl", "csv": "so-van-ban.csv"}
    for block in blocks(HOW_TO):
        name = block.name or endings.get(block.language, "")
        if name:
            (tmp_path / name).write_text(block.text, encoding="utf-8")
        for command in block.commands:
            follow(command)
    settings = tmp_path / "dvrules.toml"
    every = '["minh-chung.toml", "*.jsonl", "so-van-ban.csv"]'
    settings.write_text(settings.read_text(encoding="utf-8").replace('["minh-chung.toml"]', every), encoding="utf-8")
    follow(["check"])
    report = dvrules.assess(dvrules.load(tmp_path), as_of=date(2025, 10, 1))
    assert {f.occurrence.period: str(f.state) for f in report.findings} == {
        "2025-Q1": "fulfilled",
        "2025-Q2": "fulfilled",
        "2025-Q3": "fulfilled",
        "2025-Q4": "open",
    }


@pytest.fixture
def names(tmp_path, monkeypatch):
    """A function that runs the Python of a page beside the examples and gives the names that it leaves."""
    for folder in ("examples", "rulesets"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    monkeypatch.chdir(tmp_path)

    def run(page):
        names = {}
        for block in blocks(page):
            if block.language == "python":
                exec(block.text, names)  # noqa: S102 - the page's own words are what is tested
        return names

    return run


def test_the_python_of_the_readme_runs(names):
    left = names(ROOT / "README.md")
    assert left["faults"] == ()
    assert [artifact.name for artifact in left["artifacts"]] == ["report.json"]


def test_the_python_of_the_page_on_many_projects_runs(names):
    assert names(MANY)["overdue"] == {"examples/quang-tri-2024": 6, "examples/bao-cao-2025": 0}


@pytest.mark.parametrize("page", WITH_EXAMPLES, ids=lambda page: f"{page.parent.name}-{page.stem}")
def test_every_command_of_a_page_runs_on_the_example_and_says_what_is_shown(page, follow, tmp_path):
    for folder in ("examples", "rulesets"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    follow(["export", "json", "-p", "examples/quang-tri-2024", "--as-of", "2024-07-10"])
    said = ""
    for block in blocks(page):
        for command in block.commands:
            said = follow(command)
        if block.language == "text" and said:
            assert block.shows(said), said
