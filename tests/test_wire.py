"""Reports as JSON."""

from __future__ import annotations

import json
import os
from datetime import date
from typing import Any

import pytest
from cattrs import Converter
from jsonschema import Draft202012Validator

import dvrules
from dvrules.assessing import explaining
from dvrules.building.schema import comparison_schema, explanation_schema, report_schema
from dvrules.building.spelling import Speller
from dvrules.building.wire import comparison_to_data, explanation_to_data, findings_spelled
from dvrules.builtin.json_report import export_json
from dvrules.messages import messages_in
from dvrules.testing import sample_report
from texts import HEAD, OBLIGATION, ROOT

SCHEMAS = {"report": report_schema, "explanation": explanation_schema, "comparison": comparison_schema}


def published(name):
    return json.loads((ROOT / f"docs/reference/{name}.schema.json").read_text(encoding="utf-8"))


def faults(name, data):
    """What of data, once it is JSON, the published schema of that name does not allow."""
    return [error.message for error in Draft202012Validator(published(name)).iter_errors(json.loads(json.dumps(data)))]


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


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_published_schema_is_the_one_made_from_the_classes(name):
    made = SCHEMAS[name]()
    if os.environ.get("DVRULES_WRITE_GOLDEN"):
        text = json.dumps(made, ensure_ascii=False, indent=2) + "\n"
        (ROOT / f"docs/reference/{name}.schema.json").write_text(text, encoding="utf-8")
    assert published(name) == made


def test_every_report_satisfies_the_published_schema(reports):
    for report in reports:
        assert faults("report", dvrules.to_data(report, "vi")) == []


def test_every_explanation_satisfies_the_published_schema():
    project = dvrules.load(ROOT / "examples/xa-2026")
    report = dvrules.assess(project, as_of=date(2026, 6, 25))
    explain = explaining(project, report)
    for finding in report.findings:
        assert faults("explanation", explanation_to_data(explain(finding.occurrence.key), "en")) == []


def test_every_comparison_satisfies_the_published_schema(reports):
    _, *two = reports
    comparison = dvrules.compare(*two)
    assert comparison.changes
    assert faults("comparison", comparison_to_data(comparison, "vi")) == []


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


def test_a_report_is_spelled_as_the_standard_encoder_writes_its_data(reports):
    for report in (*reports, sample_report()):
        data = dvrules.to_data(report, "en")
        (artifact,) = export_json(report, "en", None)
        assert json.loads(artifact.content) == data
        assert [*findings_spelled(report, "en")] == [json.dumps(each, ensure_ascii=False) for each in data["findings"]]


def test_values_of_every_sort_are_spelled_as_the_standard_encoder_writes_them():
    made = [True, -3, 'ă "\\\n', None, 2.5, ("a", 1), {"a": ("b",)}]
    spell = Speller(Converter(), messages_in("vi")).of
    for kind in (Any, str | int):
        assert [spell(kind)(value) for value in made] == [json.dumps(value, ensure_ascii=False) for value in made]
