"""Exporters: what holds of each, whatever it makes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dvrules import exporting
from dvrules.extension import Exporter
from dvrules.messages import LANGS, Lang
from dvrules.model.artifacts import Artifact
from dvrules.model.explanations import Authority, Explanation
from dvrules.model.reports import Report
from dvrules.model.rulesets import Force
from dvrules.model.statements import state_that
from dvrules.model.values import evolve
from dvrules.testing.samples import HOSTILE, sample_report


def check_exporter(exporter: Exporter, params: Any = None, reports: Iterable[Report] = ()) -> None:
    """An exporter gives the same bytes for the same report, in each language, and leaves the report as it was.

    It takes a report with nothing in it, one with every state, one whose every text is hostile, and `reports`, or says
    by an `Objection` which option doesn't fit them. Names of files are plain and stay in their folder.
    """
    every = (
        sample_report(),
        evolve(sample_report(), findings=(), evidence=(), waivers=()),
        Report("", sample_report().as_of, sample_report().known_at, ()),
        *(sample_report(text) for text in HOSTILE),
        *reports,
    )
    for report in every:
        for lang in LANGS:
            kept = evolve(report)
            first, second = _export(exporter, report, lang, params), _export(exporter, report, lang, params)
            assert first == second, f"{exporter.name} gives other bytes for the same report"
            assert report == kept, f"{exporter.name} changes the report"


def _export(exporter: Exporter, report: Report, lang: Lang, params: Any) -> tuple[Artifact, ...]:
    artifacts, faults = exporting.export(
        report, exporter, explain=lambda key: _explanation(report, key), lang=lang, params=params
    )
    failed = [fault.args.get("problem") for fault in faults if fault.code == "DV602"]
    assert not failed, f"{exporter.name} fails on {report.project!r}: {failed}"
    return artifacts


def _explanation(report: Report, key: str) -> Explanation:
    finding = next(each for each in report.findings if each.occurrence.key == key)
    text = report.project
    return Explanation(
        title=text,
        authority=Authority("59/KH-UBND@2024-03-15", text, "59/KH-UBND", None, text, text),
        occurrence=finding.occurrence,
        post=text,
        force=Force.MUST,
        as_of=report.as_of,
        known_at=report.known_at,
        state=finding.state,
        rule=finding.rule,
        general=state_that("rule_of_state.undetermined"),
        reasons=(*finding.reasons,),
        missing=finding.missing,
        names=report.names,
    )
