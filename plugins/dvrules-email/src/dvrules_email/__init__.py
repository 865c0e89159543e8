"""dvrules-email: the exporter `email`, one message for each unit with what it owes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dvrules.extension import Exporter, Remark, hookimpl
from dvrules.messages import Lang
from dvrules.model.artifacts import Artifact
from dvrules.model.reports import Report
from dvrules_email.options import EmailOptions


@hookimpl
def dvrules_exporters() -> Iterable[Exporter]:
    """The messages."""
    return [
        Exporter(
            "email",
            _export,
            params=EmailOptions,
            summary="thư cho từng đơn vị, nêu việc còn phải làm / a message for each unit with what it owes",
        )
    ]


def _export(report: Report, lang: Lang, options: EmailOptions) -> Sequence[Artifact | Remark]:
    from dvrules_email.exporting import export  # noqa: PLC0415 - jinja2 and email load only when they are used

    return export(report, lang, options)
