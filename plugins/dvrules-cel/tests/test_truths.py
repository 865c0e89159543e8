"""What expressions decide: whether an obligation applies, on which day it is done, and what is missing to say so."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dvrules
from dvrules.extension import Answer, Child, Circumstances, Objection, Question
from dvrules.messages import messages_in
from dvrules.model.days import Reckoning
from dvrules.model.records import Evidence, Result, Shows
from dvrules.model.reports import Occurrence, State
from dvrules.model.rulesets import Bearer, Kind, Obligation
from dvrules.model.statements import Statement, state_that
from dvrules.model.units import Unit
from dvrules_cel import Met, When, answer, holds

OPENS, DUE = date(2024, 6, 3), date(2024, 6, 28)
OBLIGATION = Obligation("bao-cao", "II.1", "…", Kind.ACHIEVEMENT, Bearer("xa-a"), (), title="Báo cáo")
UNIT = Unit("xa-a", "Xã A", parent="huyen", kind="xã")


def asked(expression, unit=UNIT, opens=OPENS, **facts):
    return holds(Circumstances(OBLIGATION, unit, opens, facts), When(expression))


def question(*evidence, due=DUE, children=(), recipients=(), facts=None):
    days = Reckoning(OPENS, OPENS), Reckoning(due, due)
    occurrence = Occurrence("kh:bao-cao/xa-a/2024", "kh:bao-cao", Kind.ACHIEVEMENT, "xa-a", "2024", *days)
    return Question(occurrence, OBLIGATION, evidence, date(2024, 7, 10), recipients, children, facts or {})


def record(number, day=5, **more):
    occurred = date(2024, 6, day)
    return Evidence(f"mc-{number}", "kh:bao-cao", "xa-a", occurred, occurred, **more)


def told(statement, lang="vi"):
    return messages_in(lang).tell(statement)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('unit.kind == "xã" && unit.parent == "huyen"', True),
        ('unit.name.startsWith("Xã") && unit.id != "xa-b"', True),
        ('unit.kind in ["phường", "thị trấn"]', False),
        ('opens >= day("2024-06-03") && opens < day("2024-06-04")', True),
        ('opens == timestamp("2024-06-03T00:00:00Z")', True),
        ('opens - day("2024-06-01") == duration("48h")', True),
        ("opens.getFullYear() == 2024 && opens.getMonth() == 5 && opens.getDate() == 3", True),
        ('obligation.id == "bao-cao" && obligation.clause == "II.1" && obligation.title == "Báo cáo"', True),
        ('facts.dong && facts.ho > 100 && facts.vung == "biên giới"', True),
        ("facts.dong", True),
        ('has(facts.nghi) || "nghi" in facts', False),
        ("facts.nghi || facts.dong", True),
        ("facts.nghi && !facts.dong", False),
    ],
)
def test_a_condition_holds_where_its_expression_is_true(expression, expected):
    assert asked(expression, dong=True, ho=120, vung="biên giới") is expected


def test_a_fact_that_is_not_declared_is_missing():
    expected = state_that("missing.fact", name="ho", unit="xa-a", opens=OPENS)
    assert asked("facts.ho > 100") == asked('facts["ho"] > 100') == asked("!facts.ho") == expected


def test_a_kind_that_the_roster_lacks_is_missing_and_a_parent_is_none():
    unit = Unit("so", "Sở")
    assert asked('unit.kind == "xã"', unit) == state_that("missing.unit_kind", unit="so")
    assert asked('unit.parent == ""', unit) is True


@pytest.mark.parametrize(
    ("expression", "problem"),
    [
        ("1 / (facts.ho - facts.ho) > 0", "có phép chia cho 0"),
        ("facts.ho % 0 == 1", "có phép chia cho 0"),
        ('facts.ho > "x"', "“>” không dùng được với số nguyên / chữ"),
        ("facts.ho", "biểu thức phải cho ra đúng hoặc sai, mà đây cho ra số nguyên"),
        ("[true][facts.ho]", "danh sách có 1 mục, không có mục số 7 (mục đầu là số 0)"),
        ("facts.ho * 9223372036854775807 > 1", "có số lớn quá"),
        ("day(unit.id) < opens", '“xa-a” không phải là ngày; hãy viết năm-tháng-ngày, ví dụ day("2024-07-01")'),
    ],
)
def test_what_cannot_be_worked_out_is_a_missing_fact_that_says_why(expression, problem):
    assert told(asked(expression, ho=7)) == f"chưa tính được biểu thức “{expression}”: {problem}"


def test_it_is_told_in_english_too():
    missing = asked("1 / 0 > facts.ho", ho=7)
    assert told(missing, "en") == "the expression “1 / 0 > facts.ho” can't be worked out: something is divided by 0"


@pytest.mark.parametrize("fact", [2**70, -(2**70)])
def test_a_fact_that_the_language_cannot_hold_is_no_failure(fact):
    assert isinstance(asked("facts.ho > 1", ho=fact), Statement)


def test_it_is_done_with_the_first_record_that_makes_the_expression_true():
    records = record(1, 3), record(2, 10, document="2/BC"), record(3, 20, document="3/BC")
    done = answer(question(*records), Met('evidence.exists(e, e.document != "")'))
    assert done == Answer(fulfilled=date(2024, 6, 10), evidence=("mc-1", "mc-2"))


def test_without_a_record_or_a_true_expression_it_is_not_done():
    assert answer(question(), Met("true")) == Answer()
    assert answer(question(record(1)), Met("size(evidence) >= 2")) == Answer()


EVERYTHING = """
evidence.exists(e, e.id == "mc-1" && e.by == "xa-a" && e.shows == "assessment" && e.result == "met"
    && e.quantity == 5.0 && "so" in e.to && e.post == "Chủ tịch" && e.document == "1/BC" && e.note == "ghi"
    && e.occurred == day("2024-06-05") && e.recorded == e.occurred)
&& occurrence.key == "kh:bao-cao/xa-a/2024" && occurrence.period == "2024" && occurrence.bearer == "xa-a"
&& occurrence.opens == day("2024-06-03") && occurrence.due == day("2024-06-28") && as_of == day("2024-07-10")
&& facts.dong && recipients == ["so"]
&& children.all(c, c.key == "con" && c.state == "fulfilled" && c.fulfilled <= occurrence.due)
"""


def test_an_evaluator_sees_all_that_it_is_asked_about():
    whole = record(
        1,
        5,
        shows=Shows.ASSESSMENT,
        result=Result.MET,
        quantity=5.0,
        to=("so",),
        post="Chủ tịch",
        document="1/BC",
        note="ghi",
    )
    child = Child("con", State.FULFILLED, date(2024, 6, 28))
    asked_of = question(whole, children=(child,), recipients=("so",), facts={"dong": True})
    assert answer(asked_of, Met(EVERYTHING)).fulfilled == date(2024, 6, 5)


def test_a_quantity_or_a_day_that_is_not_recorded_is_missing_and_never_zero():
    met = Met("evidence.exists(e, e.quantity < 5.0)")
    [missing] = answer(question(record(1)), met).missing
    assert "“<” gặp một giá trị chưa ghi" in told(missing)
    assert answer(question(record(1, quantity=0.0)), met).fulfilled
    undone = question(record(1), children=(Child("con", State.OPEN),))
    assert answer(undone, Met("children.all(c, c.fulfilled < as_of)")).missing
    assert answer(undone, Met("children.all(c, has(c.fulfilled) && c.fulfilled < as_of)")) == Answer()
    assert answer(question(record(1)), Met("evidence.all(e, e.quantity == null)")).fulfilled


def test_a_later_record_does_not_hide_that_an_earlier_one_lacks_its_quantity():
    records = record(1, 3), record(2, 30, quantity=9.0)
    met = answer(question(*records), Met("evidence.exists(e, e.quantity >= 5.0)"))
    assert met.fulfilled is None
    assert met.missing


def test_a_due_day_that_is_not_known_is_missing_only_where_it_is_asked_for():
    unknown = question(record(1), due=None)
    [missing] = answer(unknown, Met("occurrence.due > as_of")).missing
    assert told(missing).endswith("chưa rõ “occurrence.due”")
    assert answer(unknown, Met("size(evidence) > 0")).fulfilled


def test_a_fact_that_is_not_declared_leaves_an_evaluator_without_an_answer():
    expected = state_that("missing.fact", name="dong", unit="xa-a", opens=OPENS)
    assert answer(question(record(1)), Met("facts.dong")).missing == (expected,)


@given(st.lists(st.integers(0, 100), max_size=6), st.integers(0, 100))
def test_it_is_done_on_the_first_day_on_which_enough_was_recorded(quantities, needed):
    records = [record(n, n, quantity=float(quantity)) for n, quantity in enumerate(quantities, start=1)]
    enough = [n for n, quantity in enumerate(quantities, start=1) if quantity >= needed]
    met = answer(question(*records), Met(f"evidence.exists(e, e.quantity >= {needed}.0)"))
    assert met.fulfilled == (date(2024, 6, enough[0]) if enough else None)


DAYS = st.dates()
CENTURIES = st.dates(date(1900, 1, 1), date(2190, 12, 31))


@given(DAYS, DAYS)
def test_days_compare_as_days_do(one, other):
    assert asked(f'opens < day("{other}")', opens=one) is (one < other)


@given(CENTURIES, CENTURIES)
def test_the_length_of_time_between_days_is_that_of_the_calendar(one, other):
    within = asked(f'opens - day("{other}") <= duration("240h")', opens=one)
    assert within is (one - other <= timedelta(days=10))


PIECES = st.sampled_from(
    [
        *"()[]{}.,?:!=<>&|+-*/%'\"\\ \n“đ0",
        "unit.kind",
        "opens",
        "facts.a",
        "day",
        "1",
        "2.5",
        "'x'",
        "&&",
        "||",
        "==",
        "in",
    ]
)


@given(st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=20))
def test_whatever_is_written_is_answered_or_objected_to_in_both_languages(text):
    try:
        result = asked(text, a=1)
    except Objection as objection:
        result = objection
    if isinstance(result, Objection):
        assert "của biểu thức" in result.message_args["problem.vi"]
        assert "of the expression" in str(result)
    else:
        assert isinstance(result, bool | Statement)


def test_the_language_is_loaded_only_for_an_expression():
    heavy = "{'cel_expr_python', 'google.protobuf', 'dvrules_cel.names'}"
    code = f"import dvrules_cel, sys; assert not {heavy} & {{*sys.modules}}"
    subprocess.run([sys.executable, "-c", code], check=True)


EVIDENCE = """
[[evidence]]
id = "mc-%s"
obligation = "ke-hoach:bao-cao"
by = "van-phong"
occurred = %s
recorded = %s
quantity = %s
"""
TWO = EVIDENCE % (1, "2024-06-10", "2024-06-10", 2) + EVIDENCE % (2, "2024-06-20", "2024-06-20", 7)
ENOUGH = """evaluator = { name = "cel", met = 'evidence.exists(e, e.quantity >= 5.0)' }\n"""
FEW = """applies = { when = { name = "cel", expression = 'facts.few' } }\n"""
FACT = '[[facts]]\nid = "f"\nname = "few"\nvalue = %s\nrecorded = 2024-01-02\n'


@pytest.mark.parametrize(
    ("as_of", "state", "done", "used"),
    [
        ("2024-06-12", "open", None, []),
        ("2024-06-19", "overdue", None, []),
        ("2024-07-10", "fulfilled_late", date(2024, 6, 20), ["mc-1", "mc-2"]),
    ],
)
def test_a_report_judges_by_the_evaluator(judge, as_of, state, done, used):
    found = judge(ENOUGH, TWO, as_of)
    assert (str(found.state), found.done) == (state, done)
    assert [match.evidence for match in found.evidence if match.used] == used


@pytest.mark.parametrize(
    ("facts", "state"), [("", "undetermined"), (FACT % "true", "overdue"), (FACT % "false", "not_applicable")]
)
def test_a_report_judges_by_the_condition(judge, facts, state):
    found = judge(FEW, facts)
    assert str(found.state) == state
    assert [missing.key for missing in found.missing] == (["missing.fact"] if state == "undetermined" else [])


def test_a_fault_leaves_its_findings_undetermined(make):
    report = dvrules.assess(make(ENOUGH.replace("quantity", "quantiti")), as_of=date(2024, 7, 10))
    assert [(fault.code, fault.place.path[2:]) for fault in report.diagnostics] == [("DV218", ("evaluator", "met"))]
    assert [(str(f.state), f.missing[0].key) for f in report.findings] == [("undetermined", "missing.evaluator")]


def test_a_fact_that_only_an_evaluator_asks_for_is_no_stray(judge):
    assert judge(ENOUGH.replace("5.0", "double(facts.few)"), TWO + FACT % "5").done == date(2024, 6, 20)
