"""Exporting: a report into the documents of each exporter. They are Vietnamese, as official documents are; only what is
said of faults follows the reader's language.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from dvrules.extension import Objection
from dvrules.messages import LANGS, Lang, Messages, messages_in
from dvrules.messages.wording import file_name
from dvrules.model.artifacts import Artifact, File
from dvrules.model.reports import Report
from dvrules_docx import letters, plan, progress
from dvrules_docx.faults import Unfit
from dvrules_docx.official import Official
from dvrules_docx.options import LetterOptions, PlanOptions, ReportOptions
from dvrules_docx.paper import lay_out
from dvrules_docx.template import fill

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def export_report(report: Report, _: Lang, options: ReportOptions) -> list[Artifact]:
    """The progress report."""
    with _told():
        official = progress.compose(report, options, _messages(report))
        return [_artifact(f"bao-cao-{report.as_of:%Y-%m-%d}", official, options.template)]


def export_letters(report: Report, _: Lang, options: LetterOptions) -> list[Artifact]:
    """A letter to each unit that is to be reminded."""
    with _told():
        written = letters.compose(report, options, _messages(report))
        return [
            _artifact(f"cong-van/{file_name(unit)}-{report.as_of:%Y-%m-%d}", official, options.template)
            for unit, official in written.items()
        ]


def export_plans(report: Report, _: Lang, options: PlanOptions) -> list[Artifact]:
    """The documents of rulesets."""
    messages = _messages(report)
    with _told():
        return [
            _artifact(
                f"van-ban/{file_name(source.ruleset)}",
                plan.compose(source, report, options, messages),
                options.template,
            )
            for source in plan.chosen(report, options)
        ]


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except Unfit as fault:
        key = f"docx.fault.{fault.key}"
        vi, en = (messages_in(lang, "dvrules_docx").say(key, **fault.message_args) for lang in LANGS)
        raise Objection(vi=vi, en=en, key=fault.option) from fault


def _messages(report: Report) -> Messages:
    return messages_in("vi", "dvrules_docx").naming(report.names)


def _artifact(name: str, official: Official, template: File | None) -> Artifact:
    content = fill(official, template) if template else lay_out(official)
    return Artifact(f"{name}.docx", _MEDIA_TYPE, content)
