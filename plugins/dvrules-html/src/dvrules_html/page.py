"""The page: a report as one HTML document that refers to nothing outside it and is whole without its script."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from dvrules.drawing import COLOURS, boxes, svg
from dvrules.extension import Explain
from dvrules.messages import Lang, Messages, messages_in
from dvrules.messages.wording import document_text, plain
from dvrules.model.artifacts import Artifact
from dvrules.model.reports import Report
from dvrules.model.summaries import summarise
from dvrules_html.findings import MARKS, items
from dvrules_html.heat import counted, heat_map, month_text
from dvrules_html.matrix import COVER_MARKS, matrix
from dvrules_html.timeline import timeline


def export(report: Report, lang: Lang, explain: Explain) -> list[Artifact]:
    """The page; equal reports give equal bytes."""
    name = f"bao-cao-{report.as_of:%Y-%m-%d}.html"
    return [Artifact(name, "text/html", render(report, lang, explain).encode("utf-8"))]


def render(report: Report, lang: Lang, explain: Explain) -> str:
    """The page as text.

    Every text from outside is put on one line without control characters and marks of direction, and escaped. The
    policy of the page allows its own style sheet, its own script and nothing else.
    """
    messages = messages_in(lang, "dvrules_html").naming(report.names)
    summary = summarise(report)
    style, script = _style(), _layout("page.js")
    return _template().render(
        lang=lang,
        say=messages.say,
        share=messages.share,
        month_text=lambda month: month_text(month, messages),
        counted=lambda states: counted(states, messages),
        cited=messages.document,
        report=report,
        summary=summary,
        documents={source.ruleset: document_text(source.document, messages) for source in report.documents},
        names=report.names,
        items=items(report, summary, explain, messages),
        heat=heat_map(report, summary, messages),
        timeline=timeline(report, messages),
        boxes=list(boxes(report, messages)),
        cascade=Markup(svg(report, messages)),  # noqa: S704 - drawing escapes what it draws
        matrix=matrix(report, messages),
        noted=list(_noted(report, messages)),
        colours=COLOURS,
        marks=MARKS,
        cover_marks=COVER_MARKS,
        style=Markup(style),  # noqa: S704 - our own
        script=Markup(script),  # noqa: S704 - our own
        style_hash=_hash(style),
        script_hash=_hash(script),
    )


def _noted(report: Report, messages: Messages) -> Iterator[str]:
    """What the verdicts rest on beside the documents, and what is wrong with the data."""
    for document in report.placeholders:
        yield messages.say("html.placeholder", document=document)
    for document, (ending, *_) in sorted(report.endings.items()):
        if ending.day <= report.as_of:
            by = messages.tell(ending.by)
            yield messages.say("html.ended", document=document, ended=ending.day, by=by)
    for assumption in report.assumptions:
        yield messages.say("html.assumption", by=assumption.by, recorded=assumption.recorded, reason=assumption.reason)
    for diagnostic in report.diagnostics:
        yield messages.say("html.diagnostic", code=diagnostic.code, text=messages.diagnose(diagnostic))


def _style() -> str:
    """The style sheet, with the colours of the states behind it."""
    states = (f".{state} {{ background: {ground}; color: {ink}; }}\n" for state, (ground, ink) in COLOURS.items())
    return _layout("page.css") + "".join(states)


def _hash(text: str) -> str:
    """What the policy knows a style sheet or script by (CSP 3, section 2.3.1)."""
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


def _layout(name: str) -> str:
    return files("dvrules_html").joinpath("layouts", name).read_text(encoding="utf-8")


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("dvrules_html", "layouts"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_fit,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("page.html")


def _fit(value: Any) -> Any:
    """A text fit for the page; what is markup already stays as it is."""
    return plain(value) if type(value) is str else value
