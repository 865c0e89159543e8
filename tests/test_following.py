"""What a project follows: from which day on, and of another document's terms those of its own time."""

from __future__ import annotations

from datetime import date

import dvrules
from dvrules.cli.main import main
from texts import HEAD, OBLIGATION, PROJECT

STANDING = HEAD.replace("term = { from = 2024-01-01, through = 2024-12-31 }", "term = { from = 2022-01-01 }")
QUARTERLY = OBLIGATION.replace(
    '{ form = "fixed", by = 2024-06-14 }', '{ form = "periodic", every = "quarter", by = { day = 6, month = 3 } }'
)
FROM_2024 = PROJECT + "from = 2024-01-01\n"
PLAN = HEAD.replace('id = "ke-hoach"', 'id = "nam"').replace('number = "1"', 'number = "2"')
DERIVED = OBLIGATION.replace('bearer = "van-phong"', 'bearer = "trung-tam"').replace(
    '{ form = "fixed", by = 2024-06-14 }',
    '{ form = "relative", obligation = "ke-hoach:bao-cao", offset = -3, measure = "working_day" }',
)


def evidence(day):
    return f"""
[[evidence]]
id = "1"
obligation = "ke-hoach:bao-cao"
by = "van-phong"
occurred = {day}
recorded = {day}
"""


def periods(states):
    return [key.rpartition("/")[2] for key in states]


def test_a_standing_document_is_followed_from_the_day_that_the_project_says(judged):
    files = {"ruleset": STANDING + QUARTERLY}
    assert periods(judged("2024-07-10", **files))[:2] == ["2022-Q1", "2022-Q2"]
    states = judged("2024-07-10", project=FROM_2024, **files)
    assert periods(states) == ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"]


def test_evidence_counts_for_the_first_period_that_is_followed_and_not_for_one_long_past(judged):
    states = judged("2024-03-10", ruleset=STANDING + QUARTERLY, evidence=evidence("2024-03-01"), project=FROM_2024)
    assert states["ke-hoach:bao-cao/van-phong/2024-Q1"] == "fulfilled"


def test_a_report_says_from_which_day_on_it_follows(make, tmp_path, capsys):
    project = make(STANDING + QUARTERLY, project=FROM_2024)
    report = dvrules.assess(project, as_of=date(2024, 7, 10))
    assert report.from_ == date(2024, 1, 1)
    assert dvrules.from_data(dvrules.to_data(report, "vi")) == report
    assert main(["report", "-p", str(tmp_path), "--as-of", "2024-07-10"]) == 1
    assert "Chỉ nêu những kỳ đến hạn từ ngày 01/01/2024." in capsys.readouterr().out


def test_whoever_asks_for_a_period_before_that_day_is_told_why_there_is_none(make, tmp_path, capsys):
    make(STANDING + QUARTERLY, project=FROM_2024)
    assert main(["explain", "-p", str(tmp_path), "--as-of", "2024-07-10", "van-phong/2023-Q4"]) == 2
    assert capsys.readouterr().err.endswith("Chỉ nêu những kỳ đến hạn từ ngày 01/01/2024.\n")


def test_a_plan_of_one_year_takes_from_a_standing_document_the_terms_of_that_year(judged):
    project = PROJECT.replace('["ke-hoach.toml"]', '["ke-hoach.toml", "nam.toml"]')
    states = judged("2025-07-10", ruleset=STANDING + QUARTERLY, project=project, nam=PLAN + DERIVED)
    derived = [key for key in states if key.startswith("nam:")]
    assert periods(derived) == ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"]


def test_what_is_counted_from_a_fulfilment_before_that_day_is_not_awaited(judged):
    after = DERIVED.replace("offset = -3", 'of = "fulfilment", offset = 5')
    project = FROM_2024.replace('["ke-hoach.toml"]', '["ke-hoach.toml", "nam.toml"]')
    standing_plan = PLAN.replace("term = { from = 2024-01-01", "term = { from = 2022-01-01")
    states = judged("2024-03-10", ruleset=STANDING + QUARTERLY, project=project, nam=standing_plan + after)
    assert periods([key for key in states if key.startswith("nam:")]) == ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"]
