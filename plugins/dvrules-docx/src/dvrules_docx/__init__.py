"""dvrules-docx: progress reports as Word documents."""

from __future__ import annotations

from collections.abc import Iterable

from dvrules.extension import Exporter, hookimpl
from dvrules.messages import Lang
from dvrules.model.artifacts import Artifact
from dvrules.model.reports import Report


@hookimpl
def dvrules_exporters() -> Iterable[Exporter]:
    """The exporter `docx`."""
    return [Exporter("docx", export, summary="báo cáo tiến độ, tệp Word / progress report for Word")]


def export(report: Report, lang: Lang, _: None) -> list[Artifact]:
    """The progress report as one Word document."""
    from dvrules_docx.progress import compose  # noqa: PLC0415 - python-docx is loaded only when something is exported

    media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return [Artifact(f"bao-cao-{report.as_of:%Y-%m-%d}.docx", media_type, compose(report, lang))]
