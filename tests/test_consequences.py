"""What follows from a change of texts, or from what might happen."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest

from dvrules.cli.main import main
from texts import HEAD, ROSTER

QUARTERLY = """
[[obligations]]
id = "quy"
title = "Báo cáo quý"
clause = "I"
quote = "…"
kind = "achievement"
bearer = { each = "don-vi" }
recipients = ["so"]
deadline = { form = "periodic", every = "quarter", by = { day = 5, of = "next" } }
"""
UNITS = ("trung-tam", "van-phong")
SPAN = ["--from", "2024-01-01", "--through", "2024-12-31", "--format", "json"]


@pytest.fixture
def said(capsys):
    def run(*arguments):
        code = main([*map(str, arguments)])
        found = capsys.readouterr()
        changes = json.loads(found.out)["changes"] if found.out.startswith("{") else found.out + found.err
        return code, changes

    return run


@pytest.fixture
def versions(make, tmp_path):
    """The folders of two versions of a project, of which the second has another ruleset."""

    def both(old, new):
        make(old)
        shutil.copytree(tmp_path, tmp_path / "cu")
        shutil.copytree(tmp_path / "cu", tmp_path / "moi")
        (tmp_path / "moi/ke-hoach.toml").write_text(new, encoding="utf-8")
        return tmp_path / "cu", tmp_path / "moi"

    return both


def sorts(changes):
    return {change["key"].removeprefix("ke-hoach:quy/"): change["sorts"] for change in changes}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", {}),
        (
            "day = 5",
            "day = 10",
            {f"{u}/2024-{q}": ["due"] for u in ("trung-tam", "van-phong") for q in ("Q1", "Q2", "Q3")},
        ),
        ('{ each = "don-vi" }', '"van-phong"', {f"trung-tam/2024-{q}": ["removed"] for q in ("Q1", "Q2", "Q3")}),
        (
            '["so"]',
            '["so", "trung-tam"]',
            {f"{unit}/2024-{q}": ["recipients"] for unit in UNITS for q in ("Q1", "Q2", "Q3")},
        ),
    ],
)
def test_a_change_of_texts_has_these_consequences_for_what_is_due_in_the_year(versions, said, old, new, expected):
    folders = versions(HEAD + QUARTERLY, (HEAD + QUARTERLY).replace(old, new))
    code, changes = said("diff", *folders, *SPAN)
    assert code == 0
    found = {key: [sort for sort in each if sort != "state"] for key, each in sorts(changes).items()}
    assert found == expected


def test_a_git_revision_can_be_compared(versions, said, tmp_path):
    old, new = versions(HEAD + QUARTERLY, HEAD + QUARTERLY.replace("day = 5", "day = 10"))
    git = ["git", "-C", str(old), "-c", "user.name=a", "-c", "user.email=a@b.example"]
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "…"]):
        subprocess.run([*git, *arguments], check=True)
    shutil.copy(new / "ke-hoach.toml", old / "ke-hoach.toml")
    code, changes = said("diff", "-p", old, "HEAD", old, *SPAN)
    assert (code, {tuple(each) for each in sorts(changes).values()} <= {("due",), ("state", "due")}) == (0, True)
    assert changes
    assert said("diff", "-p", old, "khong-co", old)[0] == 2
    assert said("diff", "-p", tmp_path, "HEAD", old)[0] == 2


def test_the_terminal_shows_whose_days_move(versions, said):
    folders = versions(HEAD + QUARTERLY, HEAD + QUARTERLY.replace("day = 5", "day = 10"))
    code, out = said("diff", *folders, "--from", "2024-04-01", "--through", "2024-04-30", "--format", "markdown")
    assert code == 0
    rows = [line for line in out.splitlines() if "Báo cáo quý" in line]
    assert len(rows) == 2
    assert all("05/04/2024 | 10/04/2024" in row for row in rows)


SUPPOSED = """
[[waivers]]
id = "gia-dinh"
obligation = "ke-hoach:quy"
unit = "van-phong"
by = "so"
reason = "Bão"
decided = 2024-03-01
recorded = 2024-03-01

[[units]]
id = "trung-tam"
name = "Trung tâm"
through = 2024-04-02
into = ["so"]
"""


def test_what_if_shows_only_what_would_be_different(make, said, tmp_path):
    make(HEAD + QUARTERLY, roster=ROSTER)
    (tmp_path / "neu.toml").write_text(SUPPOSED, encoding="utf-8")
    at = ["-p", tmp_path, "--as-of", "2024-04-10", "--format", "json"]
    code, changes = said("whatif", tmp_path / "neu.toml", *at)
    assert code == 0
    found = sorts(changes)
    assert {key: found[key] for key in found if key.endswith("Q1")} == {
        "trung-tam/2024-Q1": ["bearer"],
        "van-phong/2024-Q1": ["state"],
    }
    assert found["so/2024-Q3"] == ["added"]
    (tmp_path / "trong.toml").write_text("", encoding="utf-8")
    assert said("whatif", tmp_path / "trong.toml", *at) == (0, [])


MOVED = """
[[assumptions]]
obligation = "ke-hoach:tong-hop"
deadline = { form = "fixed", by = 2024-06-20 }
reason = "Tỉnh yêu cầu sớm hơn"
by = "so"
recorded = 2024-01-02
"""
DAY_OFF = """
[[corrections]]
day = 2024-06-27
worked = false
name = "Nghỉ bão"
source = "Công điện"
"""
ABOVE = """
[[obligations]]
id = "tong-hop"
clause = "II"
quote = "…"
kind = "achievement"
bearer = "so"
deadline = { form = "fixed", by = 2024-06-28 }
"""
DERIVED = QUARTERLY.replace(
    '{ form = "periodic", every = "quarter", by = { day = 5, of = "next" } }',
    '{ form = "relative", obligation = "tong-hop", offset = -2, measure = "working_day" }',
)


@pytest.mark.parametrize(
    ("supposed", "days"),
    [(MOVED, ["2024-06-18", "2024-06-18", "2024-06-20"]), (DAY_OFF, ["2024-06-25", "2024-06-25"])],
)
def test_a_day_that_moves_above_is_seen_by_everybody_below(make, said, tmp_path, supposed, days):
    make(HEAD + ABOVE + DERIVED)
    (tmp_path / "neu.toml").write_text(supposed, encoding="utf-8")
    code, changes = said("whatif", tmp_path / "neu.toml", "-p", tmp_path, "--as-of", "2024-05-02", "--format", "json")
    assert code == 0
    assert [change["after"]["due"]["latest"] for change in changes] == days


def test_faults_of_what_is_supposed_are_told_in_their_place(make, said, tmp_path):
    make(HEAD + QUARTERLY)
    (tmp_path / "neu.toml").write_text(SUPPOSED.replace('by = "so"', 'by = "ai"'), encoding="utf-8")
    code, out = said("whatif", tmp_path / "neu.toml", "-p", tmp_path, "--as-of", "2024-04-10")
    assert code == 2
    assert "neu.toml:6:6: DV301" in out


def test_files_of_one_ruleset_are_compared_within_their_project(versions, said, tmp_path):
    old, new = versions(HEAD + QUARTERLY, HEAD + QUARTERLY.replace("day = 5", "day = 10"))
    files = (old / "ke-hoach.toml", new / "ke-hoach.toml")
    code, changes = said("diff", "-p", old, *files, *SPAN)
    assert code == 0
    assert sorts(changes) == sorts(said("diff", old, new, *SPAN)[1])
    assert changes
    added = tmp_path / "them.toml"
    text = (HEAD + QUARTERLY).replace('"ke-hoach"', '"them"').replace('number = "1"', 'number = "7"')
    added.write_text(text, encoding="utf-8")
    assert {change["sorts"][0] for change in said("diff", "-p", old, old, added, *SPAN)[1]} == {"added"}
