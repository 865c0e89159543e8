"""dvrules-xlsx: the exporter `xlsx`, the tracking table that offices keep, as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dvrules.extension import Exporter, hookimpl
from dvrules.messages import Lang
from dvrules.model.artifacts import Artifact
from dvrules.model.reports import Report
from dvrules_xlsx.options import XlsxOptions


@hookimpl
def dvrules_exporters() -> Iterable[Exporter]:
    """The table."""
    return [
        Exporter(
            "xlsx",
            _export,
            params=XlsxOptions,
            summary="bảng theo dõi nhiệm vụ, tệp Excel / the tracking table, for Excel",
        )
    ]


def _export(report: Report, lang: Lang, options: XlsxOptions) -> Sequence[Artifact]:
    from dvrules_xlsx.tracking import export  # noqa: PLC0415 - XlsxWriter loads only when it is used

    return export(report, lang, options)
