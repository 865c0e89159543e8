"""A project kept open stands where a full run does where days, records or answers hang on one another in odd ways."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from attrs import evolve

import dvrules
from dvrules.extension import Answer, Breach, Evaluator
from dvrules.model.days import Span
from dvrules.model.records import Evidence, Shows
from dvrules.model.reports import Progress
from dvrules.model.units import Group, Member
from dvrules.tracking import Tracking
from test_flow import obligation, record
from test_histories import tallied, tallied_from
from test_levels import PROJECT_, ROSTER_, document, duty
from texts import HEAD, PROJECT

DAY = date(2024, 6, 1)
LATER = [DAY + timedelta(days) for days in range(40)]
UNDATED = HEAD.replace("date = 2024-01-02", 'unknown = ["date"]').replace("from = 2024-01-01, ", "")


def evidence(name, day, about="ke-hoach:a", by="van-phong", recorded=None, **more):
    return Evidence(name, about, by, day, recorded or day, **more)


def with_records(project, *records):
    return evolve(project, records=evolve(project.records, evidence=(*project.records.evidence, *records)))


def stands_where_a_full_run_does(tracking, project):
    full = dvrules.assess(project, as_of=tracking.as_of, known_at=tracking.known_at)
    assert tracking.findings == {finding.occurrence.key: finding for finding in full.findings}
    assert tallied(tracking) == tallied_from(full)


def follows(project, days=LATER):
    """Whether it stands where a full run does on every day."""
    tracking = Tracking(project, days[0], days[0])
    for day in days:
        tracking.advance(day)
        stands_where_a_full_run_does(tracking, project)


def test_where_the_opening_is_not_known_the_due_day_itself_decides(make):
    follows(make(UNDATED + obligation("a", "{ form = 'fixed', by = 2024-06-10 }")))


def test_where_the_due_day_is_not_known_the_day_after_the_opening_decides(make):
    deadline = "{ form = 'periodic', every = 'month', unknown = ['by'] }"
    follows(make(HEAD + obligation("a", deadline)))


def answering(project, answer):
    """The project with another evaluator of performances, whose answers hang on evidence alone."""
    offered = project.catalog.evaluators["performance"]
    offered = evolve(offered, offer=Evaluator("performance", answer, hangs_on=frozenset()))
    evaluators = {**project.catalog.evaluators, "performance": offered}
    return evolve(project, catalog=evolve(project.catalog, evaluators=evaluators))


def test_an_answer_may_name_a_day_to_come(make):
    def after_ten_days(question, _):
        return Answer(fulfilled=question.evidence[0].occurred + timedelta(10) if question.evidence else None)

    records = record("1", "a", "van-phong", "2024-06-05")
    follows(answering(make(HEAD + obligation("a", "{ form = 'fixed', by = 2024-06-30 }"), records), after_ten_days))


ODD = {
    "TypeError: '2024-06-05'": Answer("2024-06-05"),
    "TypeError: datetime.datetime(2024, 6, 5, 0, 0)": Answer(assessed=datetime(2024, 6, 5)),  # noqa: DTZ001 - no day
    "TypeError: 5": Answer(breaches=(Breach(date(2024, 6, 5), 5),)),
    "TypeError: None": Answer(progress=Progress(1, 2, None)),
}


@pytest.mark.parametrize("problem", ODD)
def test_an_evaluator_fails_whose_answer_can_not_be_judged_or_written(make, problem):
    project = make(HEAD + obligation("a", "{ form = 'fixed', by = 2024-06-10 }"))
    project = answering(project, lambda *_: ODD[problem])
    follows(project, LATER[:12])
    told = dvrules.assess(project, as_of=DAY).diagnostics
    assert [(fault.code, fault.args["problem"]) for fault in told] == [("DV906", problem)]


def test_recipients_are_those_on_the_day_judged_where_the_opening_is_not_known(make):
    text = UNDATED + obligation("a", "{ form = 'fixed', by = 2024-06-30 }")
    project = make(text + 'recipients = ["don-vi"]\nevaluator = { name = "received" }\n')
    members = (Member("so"), Member("trung-tam", Span(date(2024, 6, 7))))
    follows(evolve(project, roster=evolve(project.roster, groups=(Group("don-vi", "…", members),))))


@pytest.fixture
def two(make):
    deadline = "{ form = 'fixed', by = 2024-06-30 }"
    return make(HEAD + obligation("a", deadline) + obligation("b", deadline, '"trung-tam"'))


def test_a_correction_on_record_later_may_be_about_another_duty(two):
    elsewhere = {"about": "ke-hoach:b", "by": "trung-tam"}
    days = [DAY + timedelta(days) for days in range(5)]
    records = [
        evidence("1", days[0]),
        evidence("2", days[0], recorded=days[1], corrects="1"),
        evidence("3", days[0], recorded=days[3], corrects="1", **elsewhere),
    ]
    follows(with_records(two, *records), days)
    tracking = Tracking(two, days[1], days[1])
    for number, each in enumerate([*records, evidence("4", days[0])], start=1):
        assert tracking.add(each) == ()
        stands_where_a_full_run_does(tracking, with_records(two, *[*records, evidence("4", days[0])][:number]))


def test_of_two_corrections_of_one_record_the_later_stands_wherever_it_is(two):
    records = [evidence("1", DAY), evidence("2", DAY, corrects="1", about="ke-hoach:b", by="trung-tam")]
    records.append(evidence("3", DAY, recorded=DAY + timedelta(1), corrects="1"))
    project = with_records(two, *records)
    tracking = Tracking(project, LATER[2], LATER[2])
    more = evidence("4", DAY, about="ke-hoach:b", by="trung-tam", note="…")
    assert tracking.add(evolve(more, shows=Shows.RECEIPT)) == ()
    stands_where_a_full_run_does(tracking, with_records(project, evolve(more, shows=Shows.RECEIPT)))


def test_what_corrects_a_record_that_comes_only_then_counts_from_then_on(two):
    project = with_records(two, evidence("2", DAY, corrects="1"))
    tracking = Tracking(project, DAY, DAY)
    assert tracking.add(evidence("1", DAY)) == ()
    stands_where_a_full_run_does(tracking, with_records(project, evidence("1", DAY)))


def test_what_corrects_a_faulty_record_still_counts_when_all_is_judged_again(two):
    follows(with_records(two, evidence("1", DAY, by="ai"), evidence("2", DAY, corrects="1")), [DAY, date(2025, 1, 2)])


def test_what_is_below_hangs_on_who_the_others_are(make):
    above = document("tinh", 9, "tinh") + duty("b", '{ each = "cac-so" }', 25, evaluator='"all"')
    below = document("khac", 8, "so-khac") + duty("c", '"so-khac"', 20, "9/KH-SO#b")
    project = make(HEAD, project=PROJECT_, roster=ROSTER_, tinh=above, khac=below)
    tracking = Tracking(project, DAY, DAY)
    one = evidence("1", DAY, about="tinh:b", by="so")
    assert tracking.add(one) == ()
    stands_where_a_full_run_does(tracking, with_records(project, one))


CIRCLE = (
    PROJECT
    + """
[[assumptions]]
obligation = "ke-hoach:a"
reason = "…"
by = "so"
recorded = 2024-01-02
deadline = { form = "relative", obligation = "ke-hoach:a", of = "fulfilment", offset = 9 }
"""
)


def test_what_is_counted_from_its_own_fulfilment_comes_to_an_end(make):
    project = make(HEAD + obligation("a", "{ form = 'fixed', by = 2024-06-30 }"), project=CIRCLE)
    tracking = Tracking(project, DAY, DAY)
    for number in range(3):
        each = evidence(f"{number}", DAY + timedelta(number), recorded=DAY)
        assert tracking.add(each) == ()
        project = with_records(project, each)
        stands_where_a_full_run_does(tracking, project)
        tracking.advance(DAY + timedelta(number))
        stands_where_a_full_run_does(tracking, project)
    assert "DV305" in {diagnostic.code for diagnostic in dvrules.assess(project, as_of=DAY).diagnostics}


def test_a_record_that_comes_of_age_on_a_day_on_which_all_of_its_duty_is_asked_about_counts_once(make):
    text = UNDATED + obligation("a", "{ form = 'fixed', by = 2024-06-30 }")
    project = make(text + 'recipients = ["don-vi"]\nevaluator = { name = "received" }\n')
    more = {"to": ("trung-tam",), "shows": Shows.RECEIPT}
    follows(with_records(project, *(evidence(f"{number}", LATER[number], **more) for number in range(1, 4))))
