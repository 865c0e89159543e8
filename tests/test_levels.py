"""Several levels deep: what the top waits for, seen down to the units at the very bottom."""

from __future__ import annotations

from datetime import date

import pytest

import dvrules
from dvrules.cli.main import main
from texts import HEAD, PROJECT, ROSTER

PROJECT_ = PROJECT.replace('["ke-hoach.toml"]', '["ke-hoach.toml", "tinh.toml", "khac.toml"]')
ROSTER_ = ROSTER.replace('{ id = "so", name = "Sở" },', '{ id = "so", name = "Sở" },\n{ id = "tinh", name = "Tỉnh" },')
ROSTER_ = ROSTER_.replace("units = [", 'units = [{ id = "so-khac", name = "Sở khác" }, { id = "doi", name = "Đội" },')
ROSTER_ = ROSTER_.replace("groups = [", 'groups = [{ id = "cac-so", name = "Các sở", members = ["so", "so-khac"] },')


def document(name, number, issuer):
    return HEAD.replace('"ke-hoach"', f'"{name}"').replace('"1"', f'"{number}"').replace('"so"', f'"{issuer}"')


def duty(name, bearer, day, implements="", evaluator="", lead=""):
    return (
        f"""
[[obligations]]
id = "{name}"
clause = "{name}"
quote = "…"
title = "{name}"
kind = "achievement"
bearer = {bearer}
deadline = {{ form = "fixed", by = 2024-06-{day} }}
{lead}
{f'implements = [{{ document = "{implements}", clause = "{implements[-1]}" }}]' if implements else ""}
{f'evaluator = {{ name = "children", need = {evaluator} }}' if evaluator else ""}
""".replace("#a", "@2024-01-02")
        .replace("#b", "@2024-01-02")
        .replace("#c", "@2024-01-02")
    )


def done(name, obligation, by, day):
    return f"""
[[evidence]]
id = "{name}"
obligation = "{obligation}"
by = "{by}"
occurred = 2024-06-{day}
recorded = 2024-06-{day}
"""


PROVINCE = document("tinh", 9, "tinh") + duty("a", '"tinh"', 28, evaluator='"all"')
PROVINCE += duty("b", '{ each = "cac-so" }', 25, "9/KH-SO#a", '"all"')
OWN = HEAD + duty("c", '{ each = "don-vi" }', 20, "9/KH-SO#b")
OTHER = document("khac", 8, "so-khac") + duty("c", '"doi"', 20, "9/KH-SO#b")


@pytest.fixture
def report(make):
    def assess(evidence, as_of="2024-06-30"):
        project = make(OWN, evidence, PROJECT_, ROSTER_, tinh=PROVINCE, khac=OTHER)
        assert project.diagnostics == ()
        return dvrules.assess(project, as_of=date.fromisoformat(as_of))

    return assess


def states(report):
    return {finding.occurrence.key: str(finding.state) for finding in report.findings}


ALL = done("1", "ke-hoach:c", "van-phong", 18) + done("2", "ke-hoach:c", "trung-tam", 20)
ALL += done("3", "khac:c", "doi", 19)


def test_what_is_done_below_is_done_above_level_by_level(report):
    found = report(ALL)
    assert found.diagnostics == ()
    assert set(states(found).values()) == {"fulfilled"}
    days = {finding.occurrence.key: finding.done for finding in found.findings}
    assert days["tinh:b/so/once"] == days["tinh:a/tinh/once"] == date(2024, 6, 20)
    assert days["tinh:b/so-khac/once"] == date(2024, 6, 19)


def test_one_unit_at_the_bottom_holds_up_its_own_department_and_the_province_only(report):
    assert states(report(ALL.replace('"doi"', '"so-khac"'))) == {
        "ke-hoach:c/trung-tam/once": "fulfilled",
        "ke-hoach:c/van-phong/once": "fulfilled",
        "khac:c/doi/once": "overdue",
        "tinh:a/tinh/once": "overdue",
        "tinh:b/so-khac/once": "overdue",
        "tinh:b/so/once": "fulfilled",
    }


def test_an_explanation_at_the_top_names_the_unit_at_the_bottom(make, tmp_path, capsys):
    make(OWN, ALL[: -len(done("3", "khac:c", "doi", 19))], PROJECT_, ROSTER_, tinh=PROVINCE, khac=OTHER)
    assert main(["explain", "-p", str(tmp_path), "--as-of", "2024-06-30", "tinh:a/tinh/once"]) == 0
    out = capsys.readouterr().out
    assert "Còn chờ tinh:b/so-khac/once" in out
    line = "  - c – Đội, một lần: chưa hoàn thành, quá hạn, hạn 20/06/2024 (khac:c/doi/once)\n"
    assert f"Chung quy còn chờ:\n{line}" in out
