"""A project kept open: after each new record and on each new day its findings are those of a run over everything."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import dvrules
from dvrules.model.records import Evidence
from dvrules.tracking import Tracking
from test_levels import OTHER, OWN, PROJECT_, PROVINCE, ROSTER_, done
from texts import HEAD, PROJECT

AS_OF = date(2024, 6, 30)
AFTER = """
[[obligations]]
id = "sau"
clause = "sau"
quote = "…"
kind = "achievement"
bearer = "so"
deadline = { form = "relative", obligation = "%s", of = "fulfilment", offset = 3 }
"""


@pytest.fixture
def project(make):
    chained = AFTER % "ke-hoach:c" + (AFTER % "ke-hoach:sau").replace('"sau"', '"sau-nua"')
    return make(OWN + chained, project=PROJECT_, roster=ROSTER_, tinh=PROVINCE, khac=OTHER)


OWED = [("ke-hoach:c", "van-phong"), ("ke-hoach:c", "trung-tam"), ("khac:c", "doi"), ("ke-hoach:sau", "so")]
RECORDS = st.lists(
    st.tuples(st.sampled_from(OWED), st.integers(0, 29), st.integers(0, 3), st.booleans(), st.booleans()),
    min_size=1,
    max_size=8,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records=RECORDS)
def test_records_in_any_order_give_what_a_full_run_gives_through_levels_and_what_is_counted_from_them(project, records):
    tracking = Tracking(project, AS_OF, AS_OF)
    for number, ((about, by), day, delay, corrects, names) in enumerate(records):
        occurred = date(2024, 6, 1) + timedelta(day)
        same = [r.id for r in project.records.evidence if (r.obligation, r.by) == (about, by)]
        corrected = same[-1] if corrects and same else ""
        recorded = occurred + timedelta(delay)
        fulfils = tuple(key for key in tracking.findings if names and key.startswith(f"{about}/{by}/"))[:1]
        record = Evidence(f"r{number}", about, by, occurred, recorded, fulfils, corrects=corrected)
        assert tracking.add(record) == ()
        project = evolve(project, records=evolve(project.records, evidence=(*project.records.evidence, record)))
        full = dvrules.assess(project, as_of=AS_OF)
        assert tracking.findings == {finding.occurrence.key: finding for finding in full.findings}


def test_a_faulty_record_changes_nothing_and_is_told(project):
    tracking = Tracking(project, AS_OF, AS_OF)
    before = dict(tracking.findings)
    good = Evidence("1", "khac:c", "doi", AS_OF, AS_OF)
    for record, code in [
        (evolve(good, obligation="khac:x"), "DV208"),
        (evolve(good, by="ai"), "DV301"),
        (evolve(good, corrects="9"), "DV309"),
    ]:
        assert [fault.code for fault in tracking.add(record)] == [code]
    assert tracking.findings == before
    assert tracking.add(good) == ()
    assert [fault.code for fault in tracking.add(good)] == ["DV207"]


def test_what_is_known_only_later_changes_nothing(make):
    tracking = Tracking(make(HEAD + OWN.removeprefix(HEAD), project=PROJECT, roster=ROSTER_), AS_OF, date(2024, 6, 10))
    before = dict(tracking.findings)
    assert tracking.add(Evidence("1", "ke-hoach:c", "van-phong", date(2024, 6, 9), date(2024, 6, 11))) == ()
    assert tracking.findings == before


def test_records_of_the_project_are_there_from_the_beginning(make):
    project = make(OWN, done("1", "ke-hoach:c", "van-phong", 18), PROJECT_, ROSTER_, tinh=PROVINCE, khac=OTHER)
    tracking = Tracking(project, AS_OF, AS_OF)
    full = dvrules.assess(project, as_of=AS_OF)
    assert tracking.findings == {finding.occurrence.key: finding for finding in full.findings}


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records=RECORDS, steps=st.lists(st.integers(0, 20), min_size=1, max_size=5))
def test_as_days_pass_it_stands_where_a_full_run_on_that_day_does_through_levels(project, records, steps):
    taken = tuple(
        Evidence(f"r{number}", about, by, date(2024, 6, 1) + timedelta(day), date(2024, 6, 1) + timedelta(day + delay))
        for number, ((about, by), day, delay, _, _) in enumerate(records)
    )
    first, *later = taken
    project = evolve(project, records=evolve(project.records, evidence=(*project.records.evidence, first)))
    day = date(2024, 5, 28)
    tracking = Tracking(project, day, day)
    for record in later:
        assert tracking.add(record) == ()
    project = evolve(project, records=evolve(project.records, evidence=(*project.records.evidence, *later)))
    for step in steps:
        day += timedelta(step)
        tracking.advance(day)
        full = dvrules.assess(project, as_of=day)
        assert tracking.findings == {finding.occurrence.key: finding for finding in full.findings}
        assert all(tracking.finding(key) == finding for key, finding in tracking.findings.items())
