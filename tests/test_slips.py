"""Slips of whoever writes a first project: each is told once, at its place, with the way out."""

from __future__ import annotations

import os
import sys

import pytest

from dvrules.assessing import linked
from dvrules.cli.main import main
from dvrules.loading import load, overlaid
from dvrules.messages import messages_in
from dvrules.rendering import render
from texts import HEAD, OBLIGATION, PROJECT, ROSTER

ABOVE = """
id = "tinh"

[document]
type = "QĐ"
number = "41"
symbol = "QĐ-UBND"
issuer = "so"
date = 2019-10-22

[[clauses]]
clause = "Điều 5"
unknown = ["text", "deadline"]
"""


def told(project, lang="vi"):
    """What is said of a project's faults, without the source lines."""
    lines = "\n".join(render(linked(project).diagnostics, project.texts, messages_in(lang))).splitlines()
    return [line for line in lines if " | " not in line]


def test_a_group_for_a_unit_is_told_with_the_way_to_name_each_of_its_units(make):
    ruleset = HEAD + OBLIGATION.replace('bearer = "van-phong"', 'bearer = "don-vi"')
    assert told(make(ruleset)) == [
        "ke-hoach.toml:17:10: DV301 lỗi: danh sách đơn vị không có “don-vi”",
        (
            "  → “don-vi” là một nhóm, mà ở đây cần một đơn vị; chủ trì là mỗi đơn vị của nhóm thì viết "
            '{ each = "don-vi" }.'
        ),
    ]


def test_a_unit_for_a_group_is_told_with_the_way_to_name_one_unit(make):
    ruleset = HEAD + OBLIGATION.replace('bearer = "van-phong"', 'bearer = { each = "van-phong" }')
    assert told(make(ruleset), "en") == [
        "ke-hoach.toml:17:19: DV301 error: the roster has no “van-phong”",
        ('  → “van-phong” is a unit, and a group is wanted here; if one unit owes it, write bearer = "van-phong".'),
    ]


def test_no_line_is_shown_of_a_file_that_was_changed_after_it_was_read(make, tmp_path):
    project = make(HEAD + OBLIGATION.replace('bearer = "van-phong"', 'bearer = "don-vi"'))
    file = tmp_path / "ke-hoach.toml"
    file.write_text("# hai dòng\n\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    assert told(project)[0] == "ke-hoach.toml: DV301 lỗi: danh sách đơn vị không có “don-vi”"


def test_a_line_is_shown_wherever_the_process_is_by_then(make, tmp_path, monkeypatch):
    make(HEAD + OBLIGATION.replace('bearer = "van-phong"', 'bearer = "don-vi"'))
    monkeypatch.chdir(tmp_path)
    project = load(".")
    monkeypatch.chdir(tmp_path.parent)
    assert told(project)[0].startswith("ke-hoach.toml:17:10: DV301")


def test_a_fault_of_a_text_is_shown_as_it_was_read_though_its_file_is_gone(make, tmp_path):
    project = make(HEAD + OBLIGATION.replace('kind = "', 'kinds = "'))
    before = render(project.diagnostics, project.texts, messages_in("vi"))
    (tmp_path / "ke-hoach.toml").unlink()
    assert before == render(project.diagnostics, dict(project.texts), messages_in("vi"))
    assert "ke-hoach.toml:16:1: DV202" in before[0]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such names")
def test_what_came_through_a_pipe_is_shown_although_it_comes_but_once(make):
    supposed = b'[[waivers]]\nid = "m"\nobligation = "ke-hoach:khong"\nby = "so"\nreason = "x"\n'
    supposed += b"decided = 2024-06-01\nrecorded = 2024-06-01\n"
    reader, writer = os.pipe()
    os.write(writer, supposed)
    os.close(writer)
    project = overlaid(make(), f"/dev/fd/{reader}")
    os.close(reader)
    assert told(project)[0].startswith(f"{reader}:3:14: DV208")


def test_of_a_roster_that_can_not_be_read_only_that_is_told(make):
    project = make(roster=ROSTER.replace('id = "van-phong", name', 'id = "van-phong" name'))
    assert [diagnostic.code for diagnostic in linked(project).diagnostics] == ["DV103"]


def test_an_obligation_named_without_its_ruleset_is_suggested_with_it(make):
    evidence = (
        '[[evidence]]\nid = "1"\nobligation = "bao-cao"\nby = "van-phong"\n'
        "occurred = 2024-06-01\nrecorded = 2024-06-01\n"
    )
    assert told(make(evidence=evidence))[-1] == "  → Có phải định viết “ke-hoach:bao-cao”?"


def test_an_event_that_nothing_awaits_is_told_at_its_words(make):
    words = '"trong thời hạn 03 ngày làm việc kể từ ngày nhận được yêu cầu"'
    ruleset = HEAD + OBLIGATION.replace('{ form = "fixed", by = 2024-06-14 }', words)
    event = '[[events]]\nid = "1"\nevent = "nhận được yêu cầu"\nday = 2024-06-01\nrecorded = 2024-06-01\n'
    assert told(make(ruleset, event)) == [
        "evidence.toml:3:9: DV307 lỗi: không thời hạn nào chờ sự kiện “nhận được yêu cầu”",
        "  → Dùng được: yêu cầu.",
    ]


@pytest.mark.parametrize(("clause", "codes"), [("Điều 5", []), ("Điều 50", ["DV330"])])
def test_a_deadline_is_told_that_refers_to_a_clause_which_its_document_lacks(make, clause, codes):
    deadline = f'{{ form = "by_reference", document = "41/QĐ-UBND@2019-10-22", clause = "{clause}" }}'
    ruleset = HEAD + OBLIGATION.replace('{ form = "fixed", by = 2024-06-14 }', deadline)
    project = PROJECT.replace('["ke-hoach.toml"]', '["ke-hoach.toml", "tinh.toml"]')
    found = linked(make(ruleset, project=project, tinh=ABOVE)).diagnostics
    assert [diagnostic.code for diagnostic in found] == codes


def test_the_language_may_stand_before_the_command(make, tmp_path, capsys):
    make()
    assert main(["--lang", "en", "check", "-p", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "1 ruleset(s), 1 obligation(s): 0 error(s), 0 note(s).\n"
