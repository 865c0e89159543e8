"""Rules that change the same duty: removals, exceptions, conflicts that nothing ranks, and names that are shared."""

from __future__ import annotations

from datetime import date

import pytest

import dvrules
from dvrules.assessing import linked
from test_amendments import CITED, NEW, quarterly
from texts import HEAD, PROJECT

PROJECT_ = PROJECT.replace('["ke-hoach.toml"]', '["ke-hoach.toml", "moi.toml", "ba.toml"]')
THIRD = NEW.replace('"moi"', '"ba"').replace('number = "2"', 'number = "3"').replace("2024-05-10", "2024-06-10")
STRUCK = """
[[removes]]
obligation = "ke-hoach:quy"
clause = "Điều 2"
quote = "bãi bỏ điểm I"
%s
"""


@pytest.fixture
def built(make):
    def build(new, third=THIRD):
        return make(HEAD + quarterly(5), project=PROJECT_, moi=new, ba=third)

    return build


def states(project, as_of="2024-11-01"):
    report = dvrules.assess(project, as_of=date.fromisoformat(as_of))
    assert report.diagnostics == ()
    return {f.occurrence.key: str(f.state) for f in report.findings}


def codes(project):
    return [diagnostic.code for diagnostic in linked(project).diagnostics]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", ["overdue", "overdue", "terminated", "terminated"]),
        ('begun = "ended"', ["overdue", "terminated", "terminated", "terminated"]),
        ("from = 2024-08-01", ["overdue", "overdue", "overdue", "terminated"]),
    ],
)
def test_a_document_strikes_out_one_duty_of_another(built, more, expected):
    found = states(built(NEW + STRUCK % more))
    assert [found[f"ke-hoach:quy/van-phong/2024-Q{n}"] for n in range(1, 5)] == expected


def test_what_is_struck_out_says_by_which_clause(built):
    report = dvrules.assess(built(NEW + STRUCK % ""), as_of=date(2024, 11, 1))
    [finding] = [f for f in report.findings if f.occurrence.key == "ke-hoach:quy/van-phong/2024-Q3"]
    assert [(s.key, s.args.get("clause")) for s in finding.reasons][-1] == ("reason.removes", "Điều 2")


def test_an_exception_goes_before_the_rule_for_its_bearer_only_and_while_it_holds(built):
    short = NEW.replace("through = 2024-12-31", "through = 2024-09-30")
    found = states(built(short + quarterly(10, 'overrides = ["ke-hoach:quy"]')))
    assert found == {
        "ke-hoach:quy/van-phong/2024-Q1": "overdue",
        "ke-hoach:quy/van-phong/2024-Q2": "overdue",
        "ke-hoach:quy/van-phong/2024-Q3": "superseded",
        "ke-hoach:quy/van-phong/2024-Q4": "open",
        "moi:quy/van-phong/2024-Q2": "overdue",
        "moi:quy/van-phong/2024-Q3": "overdue",
    }
    other = quarterly(10, 'overrides = ["ke-hoach:quy"]').replace("van-phong", "trung-tam")
    assert "superseded" not in states(built(NEW + other)).values()


REPLACES = 'replaces = ["ke-hoach:quy"]'


@pytest.mark.parametrize(
    ("new", "third", "expected"),
    [
        (quarterly(10, REPLACES), "", []),
        (quarterly(10, REPLACES), quarterly(12, REPLACES), ["DV326"]),
        (quarterly(10, REPLACES), quarterly(12, 'replaces = ["ke-hoach:quy", "moi:quy"]'), []),
        (quarterly(10, REPLACES), quarterly(12, REPLACES + '\noverrides = ["moi:quy"]'), []),
        (quarterly(10, REPLACES), quarterly(12, REPLACES).replace("van-phong", "trung-tam"), []),
        (quarterly(10, REPLACES), STRUCK % "", ["DV326"]),
        (quarterly(10, REPLACES), STRUCK % "" + (STRUCK % "").replace("ke-hoach:quy", "moi:quy"), []),
        (STRUCK % "", STRUCK % "", []),
    ],
)
def test_two_documents_that_change_one_duty_must_be_ranked(built, new, third, expected):
    assert codes(built(NEW + new, THIRD + third)) == expected


def test_a_conflict_quotes_both_clauses(built):
    [fault] = linked(built(NEW + quarterly(10, REPLACES), THIRD + STRUCK % "")).diagnostics
    assert fault.args["quote"] == "…"
    assert fault.args["other_quote"] == "bãi bỏ điểm I"
    assert fault.place.file == "moi.toml"


def test_an_exception_names_its_bearers_itself(built):
    more = 'overrides = ["ke-hoach:quy"]\napplies = { from = 2024-06-01 }'
    assert codes(built(NEW + quarterly(10, more))) == ["DV226"]


@pytest.mark.parametrize("key", ["replaces", "overrides"])
def test_obligations_that_go_before_each_other_in_a_circle_are_found(built, key):
    new = NEW + quarterly(10, f'{key} = ["ba:quy"]')
    third = THIRD + quarterly(10, f'{key} = ["moi:quy"]')
    found = [d for d in linked(built(new, third)).diagnostics if d.code == "DV327"]
    assert [(d.args["relation"], d.args["circle"]) for d in found] == [(key, "ba:quy → moi:quy → ba:quy")]


def test_obligations_that_implement_each_other_are_found(built):
    new = NEW + quarterly(10, 'implements = [{ document = "3/KH-SO@2024-06-10", clause = "I" }]')
    third = THIRD + quarterly(10, 'implements = [{ document = "2/KH-SO@2024-05-10", clause = "I" }]')
    found = [d for d in linked(built(new, third)).diagnostics if d.code == "DV327"]
    assert [d.args["circle"] for d in found] == ["ba:quy → moi:quy → ba:quy"]


def test_documents_that_lead_to_each_other_are_found(built):
    third = THIRD + (CITED % ("implements", "")).replace('"1"', '"2"').replace("2024-01-02", "2024-05-10")
    new = NEW + (CITED % ("implements", "")).replace('"1"', '"3"').replace("2024-01-02", "2024-06-10")
    assert codes(built(new, third)) == ["DV327"]


SAME = NEW.replace('number = "2"', 'number = "1"').replace("date = 2024-05-10", "date = 2024-01-02")


def test_documents_of_one_number_and_day_are_told_apart_by_their_issuers(built):
    other = SAME.replace('issuer = "so"', 'issuer = "trung-tam"') + quarterly(5)
    cited = THIRD + (CITED % ("repeals", "")).replace("subject =", 'issuer = "Trung tâm"\nsubject =')
    project = built(other, cited)
    assert codes(project) == []
    found = states(project)
    assert found["ke-hoach:quy/van-phong/2024-Q4"] == "open"
    assert found["moi:quy/van-phong/2024-Q4"] == "terminated"


def test_a_name_that_several_documents_share_is_ambiguous_and_lists_them(built):
    other = SAME.replace('issuer = "so"', 'issuer = "trung-tam"')
    [fault] = linked(built(other, THIRD + CITED % ("implements", ""))).diagnostics
    assert fault.code == "DV328"
    assert fault.args["known"] == "1/KH-SO@2024-01-02#so, 1/KH-SO@2024-01-02#trung-tam"


def test_a_citation_that_says_what_a_document_is_not_is_told(built):
    third = THIRD + (CITED % ("implements", "")).replace('type = "KH"', 'type = "QĐ"\nissuer = "trung-tam"')
    assert codes(built(NEW, third)) == ["DV329", "DV329"]


@pytest.mark.parametrize(("as_of", "shown"), [("2024-05-09", False), ("2024-05-10", True)])
def test_a_report_says_which_documents_hold_no_longer_and_by_which_clause(make, capsys, tmp_path, as_of, shown):
    from dvrules.cli.main import main  # noqa: PLC0415 - only here

    make(HEAD + quarterly(5), project=PROJECT_, moi=NEW + CITED % ("replaces", ""), ba=THIRD)
    main(["report", "-p", str(tmp_path), "--as-of", as_of])
    line = "1/KH-SO ngày 02/01/2024, từ ngày 10/05/2024: Văn bản 2/KH-SO ngày 10/05/2024 thay thế, tại IV."
    assert (line in capsys.readouterr().out) is shown


def test_a_document_that_is_not_in_hand_can_be_known_to_hold_no_longer(built):
    repealed = (CITED % ("repeals", "")).replace('number = "1"', 'number = "9"')
    report = dvrules.assess(built(NEW + repealed), as_of=date(2024, 6, 1))
    assert [ending.day for ending in report.endings["9/KH-SO@2024-01-02"]] == [date(2024, 5, 10)]
