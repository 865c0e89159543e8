"""From texts to states: what each form of deadline and each record comes to."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dvrules
from dvrules.counting.calendars import WorkingDays
from dvrules.counting.reckoning import Reckoner
from dvrules.judges import Judge
from dvrules.judging import judge
from dvrules.model.cascades import Cascade
from dvrules.model.days import Reckoning
from dvrules.model.documents import Document
from dvrules.model.records import Evidence, Records
from dvrules.model.reports import Occurrence, State
from dvrules.model.rulesets import Bearer, Kind, Obligation, Ruleset
from dvrules.model.units import Roster, Unit
from texts import HEAD, OBLIGATION


def obligation(name, deadline, bearer='"van-phong"', kind="achievement"):
    return f"""
[[obligations]]
id = "{name}"
clause = "I"
quote = "…"
kind = "{kind}"
bearer = {bearer}
deadline = {deadline}
"""


def record(name, about, by, occurred, recorded=None, more=""):
    return f"""
[[evidence]]
id = "{name}"
obligation = "ke-hoach:{about}"
by = "{by}"
occurred = {occurred}
recorded = {recorded or occurred}
{more}
"""


QUARTERLY = obligation("a", '{ form = "periodic", every = "quarter", by = { day = 5, of = "next" } }')
DERIVED = obligation(
    "b", '{ form = "relative", obligation = "a", offset = -3, measure = "working_day" }', '{ each = "don-vi" }'
)


@pytest.mark.parametrize(
    ("deadline", "dues"),
    [
        ('{ form = "fixed", by = 2024-06-15 }', {"once": "2024-06-15"}),
        ('{ form = "fixed", before = 2024-06-15 }', {"once": "2024-06-14"}),
        ('{ form = "fixed", by = 2024-06-15, roll = "next" }', {"once": "2024-06-17"}),
        ('{ form = "fixed", by = 2024-05-04, roll = "next" }', {"once": "2024-05-04"}),
        ('{ form = "fixed", by = 2024-04-29, roll = "next" }', {"once": "2024-05-02"}),
        ('{ form = "fixed", by = 2024-06-15, roll = "previous" }', {"once": "2024-06-14"}),
        (
            '{ form = "periodic", every = "quarter", before = { day = 15 } }',
            {"2024-Q1": "2024-03-14", "2024-Q2": "2024-06-14", "2024-Q3": "2024-09-14", "2024-Q4": "2024-12-14"},
        ),
        (
            '{ form = "periodic", every = "half_year", by = { day = "last_working" } }',
            {"2024-H1": "2024-06-28", "2024-H2": "2024-12-31"},
        ),
        ('{ form = "periodic", every = "nine_months", by = { day = 31 } }', {"2024-9M": "2024-09-30"}),
        ('{ form = "periodic", every = "year", by = { day = 31, month = 2 } }', {"2024": "2024-02-29"}),
        (
            '{ form = "periodic", every = "year", by = { day = "last", offset = -3, measure = "working_day" } }',
            {"2024": "2024-12-26"},
        ),
        (
            '[{ form = "fixed", by = 2024-06-15 }, { form = "fixed", by = 2024-11-15 }]',
            {"once": "2024-06-15", "once-2": "2024-11-15"},
        ),
    ],
)
def test_a_deadline_gives_these_due_days(make, deadline, dues):
    report = dvrules.assess(make(HEAD + obligation("x", deadline)), as_of=date(2024, 1, 1))
    found = {finding.occurrence.period: str(finding.occurrence.due.day) for finding in report.findings}
    assert (found, report.diagnostics) == (dues, ())


def test_a_derived_deadline_follows_another_period_by_period(make):
    report = dvrules.assess(make(HEAD + QUARTERLY + DERIVED), as_of=date(2024, 1, 1))
    due = {finding.occurrence.key: str(finding.occurrence.due.day) for finding in report.findings}
    assert due["ke-hoach:a/van-phong/2024-Q1"] == "2024-04-05"
    assert due["ke-hoach:b/trung-tam/2024-Q1"] == "2024-04-02"
    # 5 January 2025 is a Sunday: 31 December, 2 and 3 January are the three whole working days that are left.
    assert due["ke-hoach:b/van-phong/2024-Q4"] == "2024-12-30"


TWICE = '[{ form = "fixed", by = 2024-06-15 }, { form = "fixed", by = 2024-11-15 }]'


def test_no_two_terms_have_one_key_whatever_they_are_counted_from(make):
    after = '{ form = "relative", obligation = "x", offset = 10 }'
    both = obligation("x", TWICE) + obligation("y", f"[{after}, {TWICE[1:]}")
    report = dvrules.assess(make(HEAD + both), as_of=date(2024, 1, 1))
    due = {
        f.occurrence.period: str(f.occurrence.due.day) for f in report.findings if f.occurrence.obligation[-1] == "y"
    }
    assert due == {"once": "2024-06-25", "once-2": "2024-11-25", "once-3": "2024-06-15", "once-4": "2024-11-15"}


def test_what_each_unit_owes_after_its_own_is_told_apart_from_what_all_owe(make):
    own = obligation("x", '{ form = "fixed", by = 2024-06-15 }', '{ each = "don-vi" }')
    after = '{ form = "relative", obligation = "x", of = "fulfilment", offset = 9 }'
    both = own + obligation("y", f"[{{ form = 'fixed', by = 2024-07-01 }}, {after}]", '{ each = "don-vi" }')
    report = dvrules.assess(make(HEAD + both), as_of=date(2024, 1, 1))
    assert [f.occurrence.key.removeprefix("ke-hoach:") for f in report.findings] == [
        "x/trung-tam/once",
        "x/van-phong/once",
        "y/trung-tam/once",
        "y/trung-tam/once-2",
        "y/van-phong/once",
        "y/van-phong/once-2",
    ]


def event(name, day):
    return f"[[events]]\nid = '{name}'\nevent = 'khai mạc'\nday = {day}\nrecorded = 2024-05-01\n"


def test_one_event_may_be_known_to_the_day_and_another_to_the_month_or_year_alone(make):
    events = event("2", "2024-03-10") + event("1", "'2024-03'") + event("3", "'2024'")
    plan = HEAD + obligation("a", "{ form = 'relative', event = 'khai mạc', offset = 5 }")
    report = dvrules.assess(make(plan, events), as_of=date(2024, 6, 1))
    assert [str(f.occurrence.due.earliest) for f in report.findings] == ["2024-03-06", "2024-03-15", "2024-01-08"]


def test_evidence_goes_to_the_earliest_due_occurrence_that_was_open(judged):
    evidence = record("1", "a", "van-phong", "2024-04-03") + record("2", "a", "van-phong", "2024-05-02")
    states = judged("2024-07-10", ruleset=HEAD + QUARTERLY, evidence=evidence)
    assert states == {
        "ke-hoach:a/van-phong/2024-Q1": "fulfilled",
        "ke-hoach:a/van-phong/2024-Q2": "fulfilled",
        "ke-hoach:a/van-phong/2024-Q3": "open",
        "ke-hoach:a/van-phong/2024-Q4": "upcoming",
    }


def test_evidence_that_names_an_occurrence_counts_for_that_one(judged):
    named = record("1", "a", "van-phong", "2024-07-08", more='fulfils = ["ke-hoach:a/van-phong/2024-Q2"]')
    states = judged("2024-07-10", ruleset=HEAD + QUARTERLY, evidence=named)
    assert states["ke-hoach:a/van-phong/2024-Q1"] == "overdue"
    assert states["ke-hoach:a/van-phong/2024-Q2"] == "fulfilled_late"


def test_what_was_recorded_later_was_not_known_earlier(judged):
    evidence = record("1", "bao-cao", "van-phong", "2024-06-10", "2024-06-20")
    states = {known_at: judged("2024-06-30", known_at, evidence=evidence) for known_at in ("2024-06-19", "2024-06-20")}
    assert [*states["2024-06-19"].values(), *states["2024-06-20"].values()] == ["overdue", "fulfilled"]


def test_a_reference_to_a_document_not_in_hand_is_undetermined_and_names_it(make):
    deadline = '{ form = "by_reference", document = "339/UBND-NC@2023-02-06", clause = "Phụ lục" }'
    report = dvrules.assess(make(HEAD + obligation("x", deadline)), as_of=date(2024, 7, 10))
    (finding,) = report.findings
    assert finding.state is State.UNDETERMINED
    assert [dict(missing.args) for missing in finding.missing] == [
        {"document": "339/UBND-NC@2023-02-06", "clause": "Phụ lục"}
    ]
    assert report.placeholders == ("339/UBND-NC@2023-02-06",)


def test_a_document_whose_day_is_blank_is_undetermined_only_where_the_day_matters(judged):
    blank = HEAD.replace("date = 2024-01-02", 'date = "2024-03"').replace("term = { from = 2024-01-01, ", "term = { ")
    days = ["2024-02-29", "2024-03-15", "2024-03-31", "2024-06-15"]
    states = [next(iter(judged(day, ruleset=blank + OBLIGATION).values())) for day in days]
    assert states == ["upcoming", "undetermined", "open", "overdue"]


@pytest.mark.parametrize(
    ("kind", "evidence", "state"),
    [
        ("maintenance", "", "open"),
        ("maintenance", record("1", "x", "so", "2024-05-01", more='shows = "breach"'), "breached"),
        ("programme", "", "unassessed"),
        ("programme", record("1", "x", "so", "2024-05-01"), "unassessed"),
        ("programme", record("1", "x", "so", "2024-05-01", more='shows = "assessment"\nresult = "partly_met"'), "open"),
        ("programme", record("1", "x", "so", "2024-05-01", more='shows = "assessment"\nresult = "met"'), "fulfilled"),
    ],
)
def test_a_continuous_duty_stands_as_its_kind_says(judged, kind, evidence, state):
    ruleset = HEAD + obligation("x", '{ form = "continuous" }', '"so"', kind)
    assert judged("2024-07-10", ruleset=ruleset, evidence=evidence) == {"ke-hoach:x/so/term": state}


def test_outside_its_coverage_a_calendar_refuses(make):
    late = HEAD.replace("2024-12-31", "2030-12-31").replace("2024-01-01", "2030-01-01")
    deadline = '{ form = "periodic", every = "year", by = { day = "last_working" } }'
    report = dvrules.assess(make(late + obligation("x", deadline)), as_of=date(2031, 1, 10))
    (finding,) = report.findings
    assert (finding.state, finding.missing[0].key) == (State.UNDETERMINED, "missing.calendar")


def test_deadlines_in_a_circle_are_one_error_and_undetermined(make):
    circle = obligation("a", '{ form = "relative", obligation = "b", offset = -1 }') + obligation(
        "b", '{ form = "relative", obligation = "a", offset = -1 }'
    )
    report = dvrules.assess(make(HEAD + circle), as_of=date(2024, 7, 10))
    assert [diagnostic.code for diagnostic in report.diagnostics] == ["DV305"]
    assert {finding.state for finding in report.findings} == {State.UNDETERMINED}


DAYS = st.dates(date(2024, 1, 1), date(2024, 12, 31))
QUARTERS = [
    Occurrence(f"r:a/u/{n}", "r:a", Kind.ACHIEVEMENT, "u", str(n), Reckoning(opens, opens), Reckoning(due, due))
    for n, (opens, due) in enumerate(
        [
            (date(2024, 1, 1), date(2024, 4, 5)),
            (date(2024, 4, 1), date(2024, 7, 5)),
            (date(2024, 7, 1), date(2024, 10, 5)),
        ]
    )
]


def test_an_obligation_whose_deadlines_are_left_empty_is_told_and_owes_nothing(make):
    report = dvrules.assess(make(HEAD + obligation("x", "[]")), as_of=date(2024, 1, 1))
    assert [fault.code for fault in report.diagnostics] == ["DV211"]
    assert not report.findings


@st.composite
def records(draw):
    days = draw(st.lists(st.tuples(DAYS, DAYS), max_size=5))
    return [Evidence(str(n), "r:a", "u", min(pair), max(pair)) for n, pair in enumerate(days)]


@pytest.fixture(scope="module")
def offers():
    return dvrules.load(".", block=()).catalog.offers


RULESET = Ruleset(
    "r",
    Document("KH", "KH-SO", "u"),
    obligations=(Obligation("a", "I", "…", Kind.ACHIEVEMENT, Bearer("u"), (), reference="r:a"),),
)
CASCADE = Cascade((RULESET,), Roster((Unit("u", "u"),)))
RECKONER = Reckoner(WorkingDays("", date.min, date.max, (), {}))


def verdicts(offers, evidence, as_of, known_at):
    known = Records(tuple(evidence))
    by = Judge.of(CASCADE, known, offers, RECKONER, as_of=as_of, known_at=known_at, due_soon=7)
    return judge(QUARTERS, by).findings


@given(evidence=records(), as_of=DAYS, data=st.data())
def test_the_order_of_records_is_irrelevant(offers, evidence, as_of, data):
    shuffled = data.draw(st.permutations(evidence))
    assert verdicts(offers, evidence, as_of, as_of) == verdicts(offers, shuffled, as_of, as_of)


@given(evidence=records(), as_of=DAYS, known_at=DAYS)
def test_a_later_record_never_changes_an_earlier_verdict(offers, evidence, as_of, known_at):
    known = [record for record in evidence if record.recorded <= known_at]
    assert verdicts(offers, evidence, as_of, known_at) == verdicts(offers, known, as_of, known_at)
