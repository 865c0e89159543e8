"""The JSON exporter: the whole report, in the form `dvrules.report/1`."""

from __future__ import annotations

import json
from typing import Any

from dvrules.messages import Lang
from dvrules.model.artifacts import Artifact
from dvrules.model.reports import Report


def export_json(report: Report, lang: Lang, _: None) -> list[Artifact]:
    """One JSON document with everything that is in the report; words that people read are in `lang`.

    Each finding, and each item of the other lists, has a line of its own, so that two reports compare line by line.
    """
    from dvrules.building.wire import to_data  # noqa: PLC0415 - at the edge: loaded only when something is exported

    keys = (f"{_dumped(key)}: {_lines(value)}" for key, value in to_data(report, lang).items())
    text = "{\n" + ",\n".join(keys) + "\n}\n"
    return [Artifact("report.json", "application/json", text.encode())]


def _lines(value: Any) -> str:
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(map(_dumped, value)) + "\n]"
    return _dumped(value)


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
