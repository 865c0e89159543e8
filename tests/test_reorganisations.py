"""Units that are merged, split, renamed or dissolved: who owes what before and after."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import dvrules
from dvrules.model.records import Evidence
from dvrules.model.units import FormerName, Roster, Unit
from dvrules.tracking import Tracking
from texts import HEAD, PROJECT

# In early 2025 Sở Thông tin và Truyền thông merged into Sở Khoa học và Công nghệ.
ROSTER = """
units = [
    { id = "so", name = "UBND tỉnh" },
    { id = "so-tttt", name = "Sở Thông tin và Truyền thông", through = 2024-05-31, into = ["so-khcn"] },
    { id = "so-khcn", name = "Sở Khoa học và Công nghệ" },
    { id = "ban", name = "Ban", through = 2024-05-31, into = ["phong-a", "phong-b"] },
    { id = "phong-a", name = "Phòng A", from = 2024-06-01 },
    { id = "phong-b", name = "Phòng B", from = 2024-06-01 },
]
groups = [{ id = "cac-so", name = "Các sở", members = ["so-tttt", "so-khcn"] }]
"""


def quarterly(bearer):
    return f"""
[[obligations]]
id = "quy"
clause = "I"
quote = "…"
kind = "achievement"
bearer = {bearer}
deadline = {{ form = "periodic", every = "quarter", by = {{ day = 5, of = "next" }} }}
"""


def evidence(name, by, day):
    return f"""
[[evidence]]
id = "{name}"
obligation = "ke-hoach:quy"
by = "{by}"
occurred = {day}
recorded = {day}
"""


@pytest.fixture
def found(make):
    def assess(bearer, as_of="2024-07-10", records=""):
        report = dvrules.assess(make(HEAD + quarterly(bearer), records, roster=ROSTER), as_of=date.fromisoformat(as_of))
        assert report.diagnostics == ()
        return {
            f.occurrence.key.removeprefix("ke-hoach:quy/"): (f.occurrence.bearer, str(f.state))
            for f in report.findings
            if f.occurrence.period < "2024-Q4"
        }

    return assess


def test_what_a_merged_unit_still_owed_passes_on_under_the_same_key(found):
    records = evidence("1", "so-tttt", "2024-04-03") + evidence("2", "so-khcn", "2024-07-02")
    assert found('"so-tttt"', records=records) == {
        "so-tttt/2024-Q1": ("so-tttt", "fulfilled"),
        "so-tttt/2024-Q2": ("so-khcn", "fulfilled"),
        "so-khcn/2024-Q3": ("so-khcn", "open"),
    }


def test_before_that_day_nothing_has_passed(found):
    assert found('"so-tttt"', as_of="2024-05-31")["so-tttt/2024-Q2"] == ("so-tttt", "open")


def test_a_group_has_the_merged_unit_once(found):
    keys = [key for key in found('{ each = "cac-so" }') if key.endswith("Q3")]
    assert keys == ["so-khcn/2024-Q3"]


def test_each_part_of_a_split_unit_owes_what_opens_after_the_split(found):
    assert found('"ban"') == {
        "ban/2024-Q1": ("ban", "overdue"),
        "ban/2024-Q2": ("ban", "overdue"),
        "phong-a/2024-Q3": ("phong-a", "open"),
        "phong-b/2024-Q3": ("phong-b", "open"),
    }


def test_it_is_told_that_nobody_knows_which_part_took_over(make):
    report = dvrules.assess(make(HEAD + quarterly('"ban"'), roster=ROSTER), as_of=date(2024, 7, 10))
    missing = {f.occurrence.period: [m.key for m in f.missing] for f in report.findings if f.missing}
    assert missing == {"2024-Q1": ["missing.heir"], "2024-Q2": ["missing.heir"]}


def test_a_unit_is_called_what_it_was_called_then():
    unit = Unit("a", "Ban Tuyên giáo và Dân vận", former_names=(FormerName("Ban Dân vận", date(2025, 2, 28)),))
    assert [unit.name_on(date(2025, month, 1)) for month in (2, 3)] == ["Ban Dân vận", "Ban Tuyên giáo và Dân vận"]


NAMES = st.sampled_from("abcde")


@given(st.dictionaries(NAMES, st.tuples(st.dates(), st.lists(NAMES, max_size=3)), max_size=5), NAMES, st.dates())
def test_someone_always_stands_for_a_unit_or_it_went_in_a_circle(went, name, day):
    units = tuple(Unit(key, key, through=through, into=tuple(into)) for key, (through, into) in went.items())
    roster = Roster(units)
    found = roster.standing_for(name, day)
    assert len(found) == len(set(found))
    for each in found:
        assert roster.standing_for(each, day) == (each,)


def test_a_unit_that_did_not_exist_did_nothing(make):
    records = evidence("1", "so-tttt", "2024-06-03")
    report = dvrules.assess(make(HEAD + quarterly('"so-tttt"'), records, roster=ROSTER), as_of=date(2024, 7, 10))
    assert [diagnostic.code for diagnostic in report.diagnostics] == ["DV509"]


WAIVER = """
[[waivers]]
id = "mien"
obligation = "ke-hoach:quy"
unit = "so-tttt"
by = "so"
reason = "…"
decided = 2024-07-01
recorded = 2024-07-01
"""


def test_a_waiver_is_about_what_the_unit_in_the_key_owed_whoever_took_over(make):
    listed = PROJECT + 'decisions = ["decisions.toml"]\n'
    project = make(HEAD + quarterly('"so-tttt"'), project=listed, roster=ROSTER, decisions=WAIVER)
    report = dvrules.assess(project, as_of=date(2024, 7, 10))
    waived = [(f.occurrence.key[-2:], f.occurrence.bearer, f.waiver) for f in report.findings if f.waiver]
    assert (waived, report.diagnostics) == ([("Q1", "so-khcn", "mien"), ("Q2", "so-khcn", "mien")], ())


def test_what_went_into_one_another_in_a_circle_is_still_owed_by_nobody_else(make):
    circle = ROSTER.replace('name = "Sở Khoa học và Công nghệ"', 'name = "…", through = 2024-05-31, into = ["so-tttt"]')
    report = dvrules.assess(make(HEAD + quarterly('"so-tttt"'), roster=circle), as_of=date(2024, 7, 10))
    assert {f.occurrence.bearer for f in report.findings} == {"so-tttt"}


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    records=st.lists(
        st.tuples(st.sampled_from(["so-tttt", "so-khcn"]), st.integers(0, 99), st.booleans()), min_size=1, max_size=6
    )
)
def test_an_open_project_lets_records_count_for_those_that_are_gone_as_a_full_run_does(make, records):
    project = make(HEAD + quarterly('{ each = "cac-so" }'), roster=ROSTER)
    day = date(2024, 7, 10)
    tracking = Tracking(project, day, day)
    keys = sorted(tracking.findings)
    for number, (by, ago, names) in enumerate(records):
        occurred = min(day - timedelta(ago), date(2024, 5, 31) if by == "so-tttt" else day)
        fulfils = (keys[ago % len(keys)],) if names else ()
        record = Evidence(f"r{number}", "ke-hoach:quy", by, occurred, day, fulfils)
        assert tracking.add(record) == ()
        project = evolve(project, records=evolve(project.records, evidence=(*project.records.evidence, record)))
        full = dvrules.assess(project, as_of=day)
        assert tracking.findings == {finding.occurrence.key: finding for finding in full.findings}
