"""What exporters are given, and what they give: artifacts, remarks on them, or one diagnostic where they fail."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from attrs import evolve

import dvrules
import dvrules.extension as dv
from dvrules.assessing import explained, explaining, judged, linked
from dvrules.building.wire import to_data
from dvrules.builtin import dvrules_exporters
from dvrules.cli.main import main
from dvrules.exporting import export
from dvrules.messages import messages_in
from dvrules.model.artifacts import Artifact
from dvrules.model.diagnostics import Diagnostic
from dvrules.model.places import Place
from dvrules.model.reports import Report
from dvrules.model.units import Unit
from dvrules.rendering import render
from dvrules.testing import sample_report
from texts import PROJECT, ROOT

NOTE = Artifact("a.txt", "text/plain", b"a")
REPORT = Report("p", date(2024, 7, 10), date(2024, 7, 10), ())


def exported(*made, report=REPORT):
    return run(lambda *_: made, report)


def run(exporter, report=REPORT):
    """What an exporter of that function gives, which explains nothing."""
    return export(report, dv.Exporter("notes", exporter), explain={}.__getitem__)


def test_an_exporter_that_gives_artifacts_alone_gives_no_diagnostic():
    assert exported(NOTE) == ((NOTE,), ())


def test_a_remark_becomes_a_warning_at_its_place_beside_the_artifacts():
    place = Place("roster.toml", ("units", 1))
    artifacts, (fault,) = exported(dv.Remark("thiếu", "missing", place), NOTE)
    assert (artifacts, fault.code, fault.place) == ((NOTE,), "DV612", place)
    text = 'units = [\n  { id = "a" },\n  { id = "b" },\n]\n'
    said = {lang: render([fault], {"roster.toml": text}, messages_in(lang))[0].split("\n")[0] for lang in ("vi", "en")}
    assert said == {
        "vi": "roster.toml:3:3: DV612 lưu ý: cách xuất “notes”: thiếu",
        "en": "roster.toml:3:3: DV612 note: exporter “notes”: missing",
    }


@pytest.mark.parametrize("made", ["a.txt", Diagnostic("DV101"), None])
def test_what_is_neither_artifact_nor_remark_is_the_exporters_failure(made):
    artifacts, (fault,) = exported(dv.Remark("x", "x"), made)
    assert (artifacts, fault.code) == ((), "DV602")


def test_what_was_remarked_by_an_exporter_that_fails_later_is_not_told_as_if_it_had_worked():
    def failing(*_):
        yield dv.Remark("x", "x")
        raise OSError("đầy")

    artifacts, faults = run(failing)
    assert (artifacts, [fault.code for fault in faults]) == ((), ["DV602"])


def test_the_exporter_of_the_how_to_does_what_is_said_of_it():
    page = (ROOT / "docs/how-to/write-a-plugin.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n((?:(?!```).)*def export.*?)```", page, re.DOTALL)
    names = {"dv": dv}
    exec(code, names)  # noqa: S102 - our own page
    report = Report("p", REPORT.as_of, REPORT.as_of, (), units=(Unit("a", "A", email="a@b.vn"), Unit("b", "B")))
    artifacts, (fault,) = run(names["export"], report)
    assert artifacts == (Artifact("a.txt", "text/plain", b"A"),)
    assert messages_in("vi").diagnose(fault) == "cách xuất “notes”: “B” chưa có địa chỉ"


AS_OF = date(2024, 7, 10)


@pytest.fixture(scope="module")
def project():
    return dvrules.load(ROOT / "examples/quang-tri-2024")


@pytest.fixture(scope="module")
def report(project):
    return dvrules.assess(project, as_of=AS_OF)


def test_one_that_explains_is_given_what_the_command_explains(project, report):
    found = linked(project)
    assessed = judged(project, found, as_of=AS_OF, known_at=AS_OF)
    for finding in report.findings:
        key = finding.occurrence.key
        told = explained(project, found, assessed, key, as_of=AS_OF, known_at=AS_OF)
        given = []

        def read(_report, _lang, _params, explain, key=key, given=given):
            given.append(explain(key))
            return [Artifact("a.txt", "text/plain", b"")]

        artifacts, faults = export(
            report, dv.Exporter("it", read, explains=True), explain=explaining(project, report), lang="en"
        )
        assert (given, len(artifacts), faults) == ([told], 1, ())


def test_what_the_project_does_not_give_is_not_explained(project, report):
    first, *_ = report.findings
    other = evolve(report, findings=(evolve(first, days_late=first.days_late + 1),))
    with pytest.raises(KeyError):
        explaining(project, other)(first.occurrence.key)
    with pytest.raises(KeyError):
        explaining(project, report)("no such key")


def test_an_objection_to_an_option_is_told_at_that_option_and_ends_with_2(make, tmp_path, capsys):
    text = PROJECT + '\n[outputs.docx]\nissuer = "so-la"\n'
    make(project=text)
    assert main(["export", "-p", str(tmp_path), "--as-of", "2024-07-10", "docx", "--out", str(tmp_path / "out")]) == 2
    err = capsys.readouterr().err
    assert "dvrules.toml:9:10: DV613" in err
    assert "issuer = “so-la” không có trong danh sách đơn vị" in err


def test_with_faulty_options_nothing_is_made(make, tmp_path, capsys):
    make(project=PROJECT + "\n[outputs.ics]\nalarm_hour = 30\n")
    assert main(["export", "-p", str(tmp_path), "--as-of", "2024-07-10", "ics", "--out", str(tmp_path / "out")]) == 2
    assert "dvrules.toml:9:14: DV218" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_the_json_report_has_a_line_for_each_finding():
    report = sample_report()
    [artifact], _ = export(report, next(each for each in dvrules_exporters() if each.name == "json"), explain=str)
    lines = artifact.content.decode().splitlines()
    data = json.loads(artifact.content)
    assert data == to_data(report, "vi")
    begun = lines.index('"findings": [') + 1
    found = [json.loads(line.rstrip(",")) for line in lines[begun : begun + len(report.findings)]]
    assert found == data["findings"]
