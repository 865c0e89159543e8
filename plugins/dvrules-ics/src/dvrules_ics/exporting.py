"""Exporting: a report into one feed for each unit that bears something with a due day."""

from __future__ import annotations

import re
from hashlib import sha256

from dvrules.messages import Lang, messages_in
from dvrules.model.artifacts import Artifact
from dvrules.model.reports import Finding, Report
from dvrules_ics.describing import Describer
from dvrules_ics.feeds import feed
from dvrules_ics.options import IcsOptions
from dvrules_ics.revisions import Revisions

_PLAIN_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,99}")


def export(report: Report, lang: Lang, options: IcsOptions) -> list[Artifact]:
    """A feed for each unit that bears something whose due day is known, units in the order of the roster."""
    messages = messages_in(lang, "dvrules_ics").naming({unit.id: unit.name for unit in report.units})
    describer, revisions = Describer.of(report, messages), Revisions.of(report, options.revision)
    borne: dict[str, list[Finding]] = {unit.id: [] for unit in report.units}
    for finding in report.findings:
        if finding.occurrence.due.day:
            borne.setdefault(finding.occurrence.bearer, []).append(finding)
    return [
        Artifact(f"ics/{_file_name(unit)}.ics", "text/calendar", feed(unit, findings, describer, revisions, options))
        for unit, findings in borne.items()
        if findings
    ]


def _file_name(unit: str) -> str:
    """The id where it makes a sound file name on any system; otherwise what is left of it, and a digest."""
    if _PLAIN_NAME.fullmatch(unit):
        return unit
    slug = "-".join(re.findall(r"[a-z0-9]+", unit.lower()))[:60]
    return f"{slug}-{sha256(ascii(unit).encode()).hexdigest()[:8]}".lstrip("-")
