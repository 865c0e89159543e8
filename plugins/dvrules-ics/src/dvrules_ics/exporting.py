"""Exporting: a report into one feed for each unit that bears something with a due day."""

from __future__ import annotations

from dvrules.messages import Lang, messages_in
from dvrules.messages.wording import file_name
from dvrules.model.artifacts import Artifact
from dvrules.model.reports import Finding, Report
from dvrules_ics.describing import Describer
from dvrules_ics.feeds import feed
from dvrules_ics.options import IcsOptions
from dvrules_ics.revisions import Revisions


def export(report: Report, lang: Lang, options: IcsOptions) -> list[Artifact]:
    """A feed for each unit that bears something whose due day is known, units in the order of the roster."""
    messages = messages_in(lang, "dvrules_ics").naming(report.names)
    describer, revisions = Describer.of(report, messages), Revisions.of(report, options.revision)
    borne: dict[str, list[Finding]] = {unit.id: [] for unit in report.units}
    for finding in report.findings:
        if finding.occurrence.due.day:
            borne.setdefault(finding.occurrence.bearer, []).append(finding)
    return [
        Artifact(f"ics/{file_name(unit)}.ics", "text/calendar", feed(unit, findings, describer, revisions, options))
        for unit, findings in borne.items()
        if findings
    ]
