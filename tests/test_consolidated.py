"""What a document asks on a day, with all that others changed of it."""

from __future__ import annotations

from datetime import date

import pytest

from dvrules.assessing import linked
from dvrules.cli.main import main
from dvrules.consolidating import consolidate
from test_amendments import NEW, PROJECT_, quarterly
from texts import HEAD

MEETING = quarterly(20).replace('"quy"', '"hop"').replace('clause = "I"', 'clause = "II"')
OTHER = quarterly(25).replace('"quy"', '"rieng"').replace("van-phong", "trung-tam")
STRUCK = '[[removes]]\nobligation = "ke-hoach:hop"\nclause = "Điều 2"\nquote = "…"\n'


@pytest.fixture
def project(make):
    changed = NEW + STRUCK + quarterly(10, 'replaces = ["ke-hoach:quy"]')
    changed += quarterly(15, 'overrides = ["ke-hoach:rieng"]').replace('id = "quy"', 'id = "le"')
    return make(HEAD + quarterly(5) + MEETING + OTHER, project=PROJECT_, moi=changed)


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2024-05-09", ["ke-hoach:quy", "ke-hoach:hop", "ke-hoach:rieng"]),
        ("2024-05-10", ["ke-hoach:rieng", "moi:quy", "moi:le"]),
        ("2025-01-01", []),
    ],
)
def test_what_holds_on_a_day_is_what_was_not_changed_by_then_and_what_was_added(project, as_of, expected):
    found = consolidate(linked(project).cascade, "ke-hoach", date.fromisoformat(as_of))
    assert [each.obligation.reference for each in found if each.holds] == expected


def test_it_says_what_replaced_what_and_who_is_excepted(project):
    found = {p.obligation.reference: p for p in consolidate(linked(project).cascade, "ke-hoach", date(2024, 6, 1))}
    assert found["moi:quy"].instead_of == ("ke-hoach:quy",)
    assert found["moi:le"].overrides == ("ke-hoach:rieng",)
    assert found["ke-hoach:rieng"].overridden == ("moi:le",)
    assert [found[f"ke-hoach:{name}"].ended.by.key for name in ("quy", "hop")] == ["reason.replaces", "reason.removes"]


@pytest.mark.usefixtures("project")
def test_the_command_shows_it_with_the_clauses(tmp_path, capsys):
    assert main(["consolidated", "-p", str(tmp_path), "--as-of", "2024-06-01", "--all", "ke-hoach"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    for words in ("hợp nhất đến ngày 01/06/2024", "Điều 2", "Trừ đơn vị làm", "3/5 nhiệm vụ"):
        assert words in out
    assert main(["consolidated", "-p", str(tmp_path), "--as-of", "2024-06-01", "khong-co"]) == 2
    assert "dự án có: ke-hoach, moi" in capsys.readouterr().err
