"""The JSON exporter: the whole report, in the form `dvrules.report/1`."""

from __future__ import annotations

import json

from dvrules.messages import Lang
from dvrules.model.artifacts import Artifact
from dvrules.model.reports import Report


def export_json(report: Report, lang: Lang, _: None) -> list[Artifact]:
    """One JSON document with everything that is in the report; words that people read are in `lang`."""
    from dvrules.building.wire import to_data  # noqa: PLC0415 - at the edge: loaded only when something is exported

    text = json.dumps(to_data(report, lang), ensure_ascii=False, indent=2)
    return [Artifact("report.json", "application/json", text.encode() + b"\n")]
