"""The real cascades as linked and scheduled: what is above, what is not in hand, and what an assumption makes of it."""

from __future__ import annotations

from datetime import date

import pytest

import dvrules
from dvrules.assessing import linked
from dvrules.loading import load_ruleset
from dvrules.tracing import links
from texts import ROOT

PLAN = "so-khcn-dan-van-2024"
JULY = date(2024, 7, 10)


@pytest.fixture
def dan_van(tmp_path):
    """A function that loads the real cascade of 2024, with those rulesets and assumptions that are wanted."""

    def load(rulesets="*", *, assumed=True):
        text = (ROOT / "examples/quang-tri-2024/dvrules.toml").read_text(encoding="utf-8")
        text = text.replace("../../rulesets/quang-tri/2024/*", f"{ROOT}/rulesets/quang-tri/2024/{rulesets}")
        for name in ("roster.toml", "evidence.toml"):
            text = text.replace(f'"{name}"', f'"{ROOT}/examples/quang-tri-2024/{name}"')
        if not assumed:
            text = text.partition("[[assumptions]]")[0]
        (tmp_path / "dvrules.toml").write_text(text, encoding="utf-8")
        return dvrules.load(tmp_path)

    return load


def judged(project):
    findings = dvrules.assess(project, as_of=JULY).findings
    return {f.occurrence.key.removeprefix(f"{PLAN}:"): f for f in findings}


def due(finding):
    return finding.occurrence.due.day


def test_the_plan_has_several_documents_above_it(dan_van):
    [plan] = [ruleset for ruleset in dan_van().rulesets if ruleset.id == PLAN]
    above = [(str(citation.relation), citation.identity) for citation in plan.citations if citation.identity]
    assert above == [
        ("implements", "59/KH-UBND@2024-03-15"),
        ("continues", "16/CT-TTg@2016-05-16"),
        ("continues", "21-CT/TU@2022-04-01"),
        ("continues", "25/KH-UBND@2021-02-05"),
        ("continues", "08/KH-UBND@2022-01-18"),
        ("continues", "63/KH-UBND@2022-04-07"),
        ("reports_under", "339/UBND-NC@2023-02-06"),
    ]


def test_what_is_cited_and_not_in_hand_is_named_and_is_no_fault(dan_van):
    found = linked(dan_van())
    assert found.diagnostics == ()
    assert found.cascade.placeholders == (
        "08/KH-UBND@2022-01-18",
        "16/CT-TTg@2016-05-16",
        "21-CT/TU@2022-04-01",
        "25/KH-UBND@2021-02-05",
        "63/KH-UBND@2022-04-07",
    )


def test_without_the_provinces_rulesets_the_plan_stands_alone_and_its_parents_are_named(dan_van):
    found = linked(dan_van("so-khcn-*", assumed=False))
    assert found.diagnostics == ()
    assert {"59/KH-UBND@2024-03-15", "339/UBND-NC@2023-02-06"} <= set(found.cascade.placeholders)
    assert {link.document for link in links(found.cascade)} == {"59/KH-UBND@2024-03-15"}
    assert all(link.parents == () and link.faults == () for link in links(found.cascade))


@pytest.mark.parametrize("rulesets", ["*", "so-khcn-*"])
def test_the_days_of_a_report_under_an_appendix_that_is_not_in_hand_are_unresolved_and_it_says_what_is_missing(
    dan_van, rulesets
):
    found = judged(dan_van(rulesets, assumed=False))
    finding = found["III.1.b/van-phong-so/unresolved"]
    assert (str(finding.state), due(finding)) == ("undetermined", None)
    [missing] = finding.missing
    assert (missing.key, missing.args) == (
        "missing.clause",
        {"document": "339/UBND-NC@2023-02-06", "clause": "Phụ lục"},
    )
    units = [key for key in found if key.startswith("III.3.b")]
    assert {str(found[key].state) for key in units} == {"undetermined"}


def test_once_the_days_are_assumed_the_units_days_are_derived_three_working_days_before(dan_van):
    found = judged(dan_van())
    # 14/12/2024 is a Saturday: from it the days are counted back from the Friday before.
    outer = {period: due(found[f"III.1.b/van-phong-so/{period}"]) for period in ("2024-Q1", "2024-Q2", "2024")}
    inner = {period: due(found[f"III.3.b/phong-do-luong/{period}"]) for period in outer}
    assert outer == {"2024-Q1": date(2024, 4, 5), "2024-Q2": date(2024, 7, 5), "2024": date(2024, 12, 14)}
    assert inner == {"2024-Q1": date(2024, 4, 2), "2024-Q2": date(2024, 7, 2), "2024": date(2024, 12, 10)}


def test_a_verdict_on_assumed_days_says_who_assumed_them(dan_van):
    steps = judged(dan_van())["III.3.b/phong-do-luong/2024-Q2"].occurrence.due.steps
    assert [step.args["by"] for step in steps if step.key == "step.assumed"] == ["Văn phòng Sở (minh họa)"] * 2


REGIME = sorted((ROOT / "rulesets/che-do-bao-cao").glob("*.toml"))


@pytest.mark.parametrize("path", REGIME, ids=lambda path: path.stem)
def test_a_ruleset_of_the_reporting_regime_is_sound_by_itself(path):
    assert load_ruleset(path).diagnostics == ()


@pytest.mark.parametrize("path", REGIME, ids=lambda path: path.stem)
def test_a_ruleset_of_the_reporting_regime_names_where_it_was_read_or_that_it_was_not(path):
    text = path.read_text(encoding="utf-8")
    comment = text.partition("\nid = ")[0]
    assert "Theo trang" in comment or "theo trang" in comment or "chỉ những gì các văn bản khác nói" in comment
    for citation in load_ruleset(path).rulesets[0].citations:
        assert citation.quote in text.replace(f'quote = "{citation.quote}"', "") or not citation.clause


def test_the_two_levels_of_the_circular_fall_due_on_the_days_that_it_sets():
    found = dvrules.assess(dvrules.load(ROOT / "examples/bao-cao-2025"), as_of=date(2025, 12, 31)).findings
    days = {
        f.occurrence.key.partition(":")[2]: f"{f.occurrence.due.day:%d/%m}"
        for f in found
        if f.occurrence.key.startswith("bo-tttt")
    }
    sent = {key: day for key, day in days.items() if key.startswith("gui-")}
    put_together = {key: day for key, day in days.items() if key.startswith("tong-hop-")}
    assert set(sent.values()) == {f"15/{month:02}" for month in range(1, 13)} | {
        "06/03",
        "06/06",
        "06/09",
        "06/12",
        "25/11",
    }
    assert set(put_together.values()) == {f"16/{month:02}" for month in range(1, 13)} | {
        "08/03",
        "08/06",
        "08/09",
        "08/12",
        "27/11",
    }
