"""dvrules-html: the exporter `html`, the whole report as one page that needs no network."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dvrules.extension import Explain, Exporter, hookimpl
from dvrules.messages import Lang
from dvrules.model.artifacts import Artifact
from dvrules.model.reports import Report


@hookimpl
def dvrules_exporters() -> Iterable[Exporter]:
    """The page."""
    summary = "cả báo cáo trong một trang web / the whole report as one web page"
    return [Exporter("html", _export, summary=summary, explains=True)]


def _export(report: Report, lang: Lang, _: None, explain: Explain) -> Sequence[Artifact]:
    from dvrules_html.page import export  # noqa: PLC0415 - jinja2 loads only when it is used

    return export(report, lang, explain)
