"""dvrules-ics: the exporter `ics`, one calendar feed for each unit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dvrules.extension import Exporter, hookimpl
from dvrules.messages import Lang
from dvrules.model.artifacts import Artifact
from dvrules.model.reports import Report
from dvrules_ics.options import IcsOptions


@hookimpl
def dvrules_exporters() -> Iterable[Exporter]:
    """The feeds."""
    return [
        Exporter(
            "ics",
            _export,
            params=IcsOptions,
            summary="lịch hạn việc của từng đơn vị, tệp .ics / a calendar feed of due days for each unit",
        )
    ]


def _export(report: Report, lang: Lang, options: IcsOptions) -> Sequence[Artifact]:
    from dvrules_ics.exporting import export  # noqa: PLC0415 - icalendar loads only when it is used

    return export(report, lang, options)
