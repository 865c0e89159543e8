"""dvrules-docx: plans, progress reports and reminders as Word documents, in the form of Decree 30/2020/NĐ-CP."""

from __future__ import annotations

from collections.abc import Iterable

from dvrules.extension import Exporter, hookimpl
from dvrules.messages import Lang
from dvrules.model.artifacts import Artifact
from dvrules.model.reports import Report
from dvrules_docx.options import LetterOptions, PlanOptions, ReportOptions


@hookimpl
def dvrules_exporters() -> Iterable[Exporter]:
    """The exporters `docx`, `docx-plan` and `docx-letter`."""
    return [
        Exporter(
            "docx",
            _reports,
            params=ReportOptions,
            summary="báo cáo tiến độ, tệp Word / progress report, for Word",
        ),
        Exporter(
            "docx-letter",
            _letters,
            params=LetterOptions,
            summary="công văn đôn đốc từng đơn vị, tệp Word / a reminder to each unit, for Word",
        ),
        Exporter(
            "docx-plan",
            _plans,
            params=PlanOptions,
            summary="toàn văn kế hoạch, tệp Word / the plan itself, for Word",
        ),
    ]


def _reports(report: Report, lang: Lang, options: ReportOptions) -> list[Artifact]:
    from dvrules_docx.exporting import export_report  # noqa: PLC0415 - python-docx loads only when it is used

    return export_report(report, lang, options)


def _letters(report: Report, lang: Lang, options: LetterOptions) -> list[Artifact]:
    from dvrules_docx.exporting import export_letters  # noqa: PLC0415 - as above

    return export_letters(report, lang, options)


def _plans(report: Report, lang: Lang, options: PlanOptions) -> list[Artifact]:
    from dvrules_docx.exporting import export_plans  # noqa: PLC0415 - as above

    return export_plans(report, lang, options)
