"""What changed between two reports, and why."""

from __future__ import annotations

import json
from datetime import date

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import dvrules
from dvrules.cli.main import main
from dvrules.cli.markdown import escaped
from dvrules.messages import messages_in
from dvrules.model.reports import State
from texts import ROOT, golden
from year import FILES

JUNE, JULY = date(2024, 6, 14), date(2024, 7, 10)
EXAMPLE = dvrules.load(ROOT / "examples/quang-tri-2024")
REPORTS = [dvrules.assess(EXAMPLE, as_of=day) for day in (date(2024, 3, 1), JUNE, JULY, date(2025, 2, 1))]


@pytest.fixture
def year(make):
    return make(**FILES)


def told(comparison, lang="en"):
    """The reasons of each change, by the obligation and the period."""
    messages = messages_in(lang).naming(comparison.names)
    return {
        change.key.replace("ke-hoach:", "").replace("/van-phong", ""): [messages.tell(r) for r in change.reasons]
        for change in comparison.changes
    }


def reasons(year, before=JUNE, after=JULY):
    return told(dvrules.compare(dvrules.assess(year, as_of=before), dvrules.assess(year, as_of=after)))


def test_new_evidence_is_named_with_its_days(year):
    assert reasons(year)["bao-cao/2024-Q2"] == [
        "There is new evidence mc-4: of 2024-07-04, recorded 2024-07-08. [48/BC-VP]",
    ]


def test_withdrawn_evidence_is_named_with_the_record_that_withdraws_it(year):
    assert reasons(year)["rut-lai/once"] == ["Evidence mc-2 was withdrawn by mc-5, recorded 2024-06-20."]


def test_corrected_evidence_is_named_with_the_record_that_corrects_it(year):
    assert reasons(year)["sua-lai/once"] == ["Evidence mc-3 was corrected by mc-6, recorded 2024-06-21."]


def test_backwards_a_correction_is_evidence_that_is_not_there(year):
    assert reasons(year, JULY, JUNE)["sua-lai/once"] == [
        "There is no evidence mc-6.",
        "Evidence mc-3, of 2024-06-05, recorded 2024-06-05, counts for this occurrence now.",
    ]


def test_a_waiver_that_came_is_told_with_who_decided_and_why(year):
    assert reasons(year)["duoc-mien/once"][0] == "Waiver qd-1 by Sở is in force: Không còn cần thiết."


def test_an_extension_tells_from_and_to_which_day(year):
    assert reasons(year)["gia-han/once"] == [
        "Waiver qd-2 by Sở is in force: Chờ số liệu của các phòng. [12/QĐ-SO]",
        "The due day moved from 2024-06-28 to 2024-07-19.",
        "Extended to 2024-07-19: Chờ số liệu của các phòng. [12/QĐ-SO]",
    ]


def test_a_suspension_tells_how_the_due_day_moved(year):
    told_ = reasons(year)["tam-dung/once"]
    assert told_[:2] == [
        "Suspension td-1 by Sở is in force: Sửa trụ sở.",
        "The due day moved from 2024-07-31 to 2024-08-21.",
    ]


def test_an_event_that_came_accounts_for_what_waited_for_it(year):
    found = reasons(year)
    assert found["sau-hop/awaited"] == ["There is the event “họp giao ban” of 2024-07-01 (hop-1)."]
    assert found["sau-hop/hop-1"] == found["sau-hop/awaited"]
    assert found["theo-yeu-cau/yc-1"] == ["There is the event “yêu cầu” of 2024-07-02 (yc-1)."]


def test_a_fact_that_was_declared_is_told(year):
    assert reasons(year)["co-kho/once"] == ["“co-kho” is declared to be no (kho-2)."]


def test_where_nothing_was_recorded_only_the_time_is_told(year):
    assert reasons(year, date(2024, 9, 1), date(2024, 10, 7))["bao-cao/2024-Q3"] == ["The due day 2024-10-05 went by."]
    assert reasons(year, JULY, date(2024, 10, 5))["bao-cao/2024-Q4"] == ["The period opened on 2024-10-01."]
    assert reasons(year, date(2024, 10, 7), JULY)["bao-cao/2024-Q4"] == [
        "The period had not opened by then; it opens on 2024-10-01."
    ]


def test_between_two_projects_the_texts_account_for_what_changed(make):
    before = dvrules.assess(make(**FILES), as_of=JULY)
    moved = FILES["ruleset"].replace("by = 2024-05-31", "by = 2024-06-30", 1)
    after = dvrules.assess(make(**FILES | {"ruleset": moved}), as_of=JULY)
    assert told(dvrules.compare(before, after))["rut-lai/once"][-1:] == [
        "The deadline of ke-hoach:rut-lai is written otherwise."
    ]
    smaller = moved[: moved.rindex("[[obligations]]")]
    gone = dvrules.compare(after, dvrules.assess(make(**FILES | {"ruleset": smaller, "later": ""}), as_of=JULY))
    assert told(gone)["theo-yeu-cau/yc-1"] == ["Obligation ke-hoach:theo-yeu-cau is not there."]


def test_without_waivers_the_waivers_account_for_what_differs(year):
    without = dvrules.assess(year, as_of=JULY, ignore_waivers=True)
    found = told(dvrules.compare(dvrules.assess(year, as_of=JULY), without))
    assert {key: told_[0] for key, told_ in found.items()} == {
        "duoc-mien/once": "Waiver qd-1 by Sở is not in force: Không còn cần thiết.",
        "gia-han/once": "Waiver qd-2 by Sở is not in force: Chờ số liệu của các phòng. [12/QĐ-SO]",
    }


def test_what_passed_to_another_bearer_is_told_under_the_same_key(year):
    before = dvrules.assess(year, as_of=JULY)
    moved = evolve(before.findings[0].occurrence, bearer="trung-tam")
    after = evolve(before, findings=(evolve(before.findings[0], occurrence=moved), *before.findings[1:]))
    comparison = dvrules.compare(before, after)
    assert [change.sorts for change in comparison.changes] == [("bearer",)]
    assert [*told(comparison).values()] == [["The obligation passed from Văn phòng to Trung tâm."]]


@st.composite
def altered(draw):
    """A report of the example of which some findings are left out and others are in another state."""
    report = draw(st.sampled_from(REPORTS))
    kept = [f for f in report.findings if draw(st.integers(0, 9))]
    return evolve(
        report,
        findings=tuple(
            evolve(f, state=draw(st.sampled_from(State))) if not draw(st.integers(0, 4)) else f for f in kept
        ),
    )


def changes(comparison, sort):
    return {change.key for change in comparison.changes if sort in change.sorts}


@given(altered())
def test_a_report_compared_with_itself_says_nothing(report):
    assert dvrules.compare(report, report).changes == ()


@given(altered(), altered())
def test_what_is_added_one_way_is_removed_the_other_way(one, other):
    there, back = dvrules.compare(one, other), dvrules.compare(other, one)
    assert changes(there, "added") == changes(back, "removed")
    assert changes(there, "removed") == changes(back, "added")
    assert changes(there, "state") == changes(back, "state")
    assert changes(there, "due") == changes(back, "due")


@given(altered(), altered())
def test_every_change_has_a_reason_that_can_be_told(one, other):
    for change in dvrules.compare(one, other).changes:
        assert change.reasons
        for lang in ("vi", "en"):
            assert all(messages_in(lang).tell(reason) != reason.key for reason in change.reasons)


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("form", ["table", "markdown", "json"])
@pytest.mark.usefixtures("year")
def test_the_command_prints_this(capsys, monkeypatch, tmp_path, lang, form):
    monkeypatch.setenv("COLUMNS", "140")
    argv = ["compare", "2024-06-14", "2024-07-10", "-p", str(tmp_path), "--format", form, "--lang", lang]
    assert main(argv) == 0
    out = capsys.readouterr().out
    if form == "json":
        assert {change["key"] for change in json.loads(out)["changes"]} >= {"ke-hoach:duoc-mien/van-phong/once"}
    else:
        golden(f"compare.{form}.{lang}.txt", out)


@pytest.mark.usefixtures("year")
def test_reports_and_days_can_be_compared_with_each_other(capsys, tmp_path):
    project = ["-p", str(tmp_path)]
    assert main(["export", "json", *project, "--as-of", "2024-07-10", "-o", str(tmp_path / "out")]) in {0, 2}
    file = str(tmp_path / "out/report.json")
    capsys.readouterr()
    assert main(["compare", file, "2024-07-10", *project]) == 0
    assert capsys.readouterr().out.endswith("\nKhông có gì khác.\n")
    assert main(["compare", file, file, "-p", "/nowhere"]) == 0
    assert main(["compare", "2024-07-10@2024-07-07", file, *project]) == 0
    assert "mc-4" in capsys.readouterr().out


@pytest.mark.parametrize("argv", [["2024-07-10", "/nowhere.json"], ["2024-07-10", "2024-07-11", "-p", "/nowhere"]])
def test_what_cannot_be_compared_is_said_in_a_diagnostic(capsys, argv):
    assert main(["compare", *argv]) == 2
    assert "DV101" in capsys.readouterr().err


def test_a_day_that_is_none_is_refused(capsys):
    with pytest.raises(SystemExit):
        main(["compare", "2024-13-01", "2024-07-10"])
    assert "2024-13-01" in capsys.readouterr().err


def test_nothing_in_a_title_is_markup():
    assert escaped("a | <b>\n[c](d) @e\x1b") == r"a \| \<b\> \[c\](d) \@e�"


def test_days_are_compared_without_waivers_where_that_is_asked_for(capsys):
    at = ["-p", str(ROOT / "examples/xa-2026"), "--format", "json", "2026-06-25", "2026-07-10"]
    found = []
    for more in ([], ["--ignore-waivers"]):
        assert main(["compare", *at, *more]) == 0
        found.append(json.loads(capsys.readouterr().out))
    assert [data["before"]["ignores_waivers"] for data in found] == [False, True]
    assert {change["key"] for change in found[0]["changes"]} != {change["key"] for change in found[1]["changes"]}
