"""What exporters are given."""

from __future__ import annotations

from datetime import date

import pytest
from attrs import evolve

import dvrules
from dvrules.assessing import explained, explaining, judged, linked
from dvrules.exporting import export
from dvrules.extension import Exporter
from dvrules.model.artifacts import Artifact
from texts import ROOT

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
            report, Exporter("it", read, explains=True), explain=explaining(project, report), lang="en"
        )
        assert (given, len(artifacts), faults) == ([told], 1, ())


def test_what_the_project_does_not_give_is_not_explained(project, report):
    first, *_ = report.findings
    other = evolve(report, findings=(evolve(first, days_late=first.days_late + 1),))
    with pytest.raises(KeyError):
        explaining(project, other)(first.occurrence.key)
    with pytest.raises(KeyError):
        explaining(project, report)("no such key")
