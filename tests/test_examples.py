"""The examples say what their pages say of them: whole reports, and every command on each."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

import dvrules
from dvrules.assessing import linked
from dvrules.cli.main import main
from texts import ROOT, golden

REPORTING = dvrules.load(ROOT / "examples/bao-cao-2025")
COMMUNE = dvrules.load(ROOT / "examples/xa-2026")
JULY = date(2025, 7, 15)
JUNE = date(2026, 6, 25)


def found(project, as_of):
    """The findings of a project by key, without the ruleset's id where it is the project's own plan."""
    report = dvrules.assess(project, as_of=as_of)
    assert report.diagnostics == ()
    return {finding.occurrence.key.partition(":")[2]: finding for finding in report.findings}


def states(project, as_of):
    return {key: str(finding.state) for key, finding in found(project, as_of).items()}


@pytest.mark.parametrize("command", ["check", "coverage", "margins", "review", "report", "schedule"])
@pytest.mark.parametrize(("name", "as_of"), [("bao-cao-2025", "2025-07-15"), ("xa-2026", "2026-06-25")])
def test_a_command_says_this_of_an_example(name, as_of, command, monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "120")
    days = ["--as-of", as_of] if command in {"margins", "report", "schedule"} else []
    code = main([command, "-p", str(ROOT / "examples" / name), *days])
    said = capsys.readouterr()
    assert (code, said.err) == (int(command == "report"), "")
    golden(f"examples/{name}.{command}.txt", said.out)


def test_the_evidence_of_the_reporting_regime_is_used_to_the_last_record():
    report = dvrules.assess(REPORTING, as_of=JULY)
    used = Counter(match.evidence for finding in report.findings for match in finding.evidence)
    assert used == Counter(record.id for record in report.evidence)


def test_three_levels_hang_together_and_a_duty_may_have_several_parents():
    parents = {
        obligation.reference: [parent.document for parent in obligation.implements]
        for obligation in linked(REPORTING).cascade.obligations
    }
    assert parents["bo-tttt-thong-tu-02-2023:gui-quy"] == ["09/2019/NĐ-CP@2019-01-24"]
    assert parents["so-tttt-bao-cao-2025:tong-hop-quy"] == ["02/2023/TT-BTTTT@2023-03-21", "41/2019/QĐ-UBND@2019-10-22"]
    assert parents["so-tttt-bao-cao-2025:don-vi-quy"] == ["07/KH-STTTT@2025-01-08"]


def test_an_obligation_of_a_dissolved_unit_passes_to_its_successor_and_says_so():
    finding = found(REPORTING, JULY)["gui-quy/so-tttt/2025-Q1"]
    assert (finding.occurrence.bearer, finding.occurrence.formerly) == ("so-khcn", "so-tttt")
    assert str(finding.state) == "fulfilled"
    assert finding.reasons[-1].key == "reason.passed"
    assert finding.reasons[-1].source.startswith("Lao Động")


def test_two_units_that_were_merged_owe_what_was_begun_apart_and_what_opens_later_once():
    keys = [key for key in found(REPORTING, JULY) if key.startswith("don-vi-quy")]
    assert [key.removeprefix("don-vi-quy/") for key in keys if key.endswith(("Q1", "Q2"))] == [
        "phong-bcvt/2025-Q1",
        "phong-cds/2025-Q2",
        "phong-cntt/2025-Q1",
        "trung-tam/2025-Q1",
        "trung-tam/2025-Q2",
    ]


def test_of_a_split_district_nobody_knows_who_took_over_what_was_begun_and_each_commune_owes_what_opens_later():
    findings = found(REPORTING, JULY)
    assert [statement.key for statement in findings["huyen-quy/huyen-vinh-linh/2025-Q2"].missing] == ["missing.heir"]
    heirs = sorted(key for key in findings if key.startswith("huyen-quy") and key.endswith("Q3"))
    assert heirs == [
        f"huyen-quy/{unit}/2025-Q3"
        for unit in ("dac-khu-con-co", "xa-ben-quan", "xa-cua-tung", "xa-vinh-hoang", "xa-vinh-linh", "xa-vinh-thuy")
    ]


def test_a_unit_that_was_renamed_keeps_its_id_and_was_called_otherwise_before():
    units = REPORTING.roster.by_id
    assert [units["ban-dan-toc"].name_on(day) for day in (date(2025, 2, 28), date(2025, 3, 1))] == [
        "Ban Dân tộc",
        "Sở Dân tộc và Tôn giáo",
    ]


def test_whoever_came_out_of_the_reorganisations_exists_and_nothing_went_in_a_circle():
    roster = REPORTING.roster
    for unit in roster.units:
        heirs = roster.standing_for(unit.id, date(2025, 12, 31))
        assert all(roster.by_id[heir].through is None for heir in heirs)


@pytest.mark.parametrize(
    ("key", "state"),
    [
        ("hop-dan/thon-3/2026-Q2", "waived"),
        ("hop-dan/thon-4/2026-Q2", "open"),
        ("tong-hop-quy/van-phong/2026-Q2", "overdue"),
        ("ho-so/trung-tam/2026-Q1", "fulfilled"),
        ("giay-to/phong-kinh-te/term", "breached"),
        ("so-lieu/van-phong/yeu-cau-01", "fulfilled"),
        ("huong-dan/thon-1/once", "fulfilled"),
        ("truyen-thanh/phong-vhxh/2026-05", "overdue"),
    ],
)
def test_the_commune_stands_as_its_page_says(key, state):
    assert states(COMMUNE, JUNE)[key] == state


def test_a_deferral_by_whom_the_plan_lets_decide_moves_the_day_and_only_that_day():
    due = {key: f.occurrence.due.day for key, f in found(COMMUNE, JUNE).items() if key.startswith("hop-dan")}
    assert due == {
        "hop-dan/thon-1/2026-Q2": date(2026, 6, 30),
        "hop-dan/thon-2/2026-Q2": date(2026, 6, 30),
        "hop-dan/thon-3/2026-Q2": date(2026, 6, 30),
        "hop-dan/thon-4/2026-Q2": date(2026, 7, 15),
    }


def test_a_breach_that_was_made_good_in_time_is_not_passed_over_in_the_reasons():
    [reason] = found(COMMUNE, JUNE)["ho-so/trung-tam/2026-Q1"].reasons
    assert (reason.key, reason.args["mended"]) == ("reason.maintenance.fulfilled_cured", "2026-02-23")
    [reason] = found(COMMUNE, date(2026, 2, 27))["ho-so/trung-tam/2026-Q1"].reasons
    assert reason.key == "reason.maintenance.open_cured"


def test_it_is_told_that_somebody_must_decide_who_took_over(capsys):
    at = ["-p", str(ROOT / "examples/bao-cao-2025"), "--as-of", "2025-07-15"]
    assert main(["explain", *at, "huyen-quy/huyen-vinh-linh/2025-Q2"]) == 0
    said = capsys.readouterr().out
    assert "chia về UBND xã Vĩnh Linh / UBND xã Cửa Tùng / " in said
    assert "  - Quyết định đơn vị nào nhận việc này; đơn vị ấy thực hiện và cập nhật minh chứng.\n" in said
