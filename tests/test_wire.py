"""Reports as JSON."""

from __future__ import annotations

import json
from datetime import date

import pytest
from jsonschema import Draft202012Validator

import dvrules
from dvrules.building.schema import report_schema
from texts import HEAD, OBLIGATION, ROOT

SCHEMA = ROOT / "docs/reference/report.schema.json"


@pytest.fixture
def reports(make):
    referred = OBLIGATION.replace("bao-cao", "theo-quy-dinh").replace(
        'form = "fixed", by = 2024-06-14', 'form = "by_reference", words = "đúng quy định"'
    )
    evidence = """
    [[evidence]]
    id = "mc-1"
    obligation = "ke-hoach:bao-cao"
    by = "van-phong"
    occurred = 2024-06-20
    recorded = 2024-06-21
    """
    small = dvrules.assess(make(HEAD + OBLIGATION + referred, evidence), as_of=date(2024, 7, 10))
    example = dvrules.load(ROOT / "examples/quang-tri-2024")
    return [small, dvrules.assess(example, as_of=date(2024, 7, 10)), dvrules.assess(example, as_of=date(2030, 1, 1))]


def test_the_published_schema_is_the_one_made_from_the_classes():
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == report_schema()


def test_every_report_satisfies_the_published_schema(reports):
    validator = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    for report in reports:
        data = json.loads(json.dumps(dvrules.to_data(report, "vi")))
        assert [error.message for error in validator.iter_errors(data)] == []


def test_a_report_comes_back_from_json_as_it_was(reports):
    for report in reports:
        for lang in ("vi", "en"):
            assert dvrules.from_data(json.loads(json.dumps(dvrules.to_data(report, lang)))) == report


def test_the_same_report_gives_the_same_bytes(make):
    project = make()
    first, second = (
        dvrules.export(project, dvrules.assess(project, as_of=date(2024, 7, 10)), "json")[0] for _ in range(2)
    )
    assert first == second


def test_other_data_is_refused():
    with pytest.raises(ValueError, match=r"not a dvrules\.report/1"):
        dvrules.from_data({"schema": "dvrules.report/9"})
