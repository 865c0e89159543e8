"""Tracking: a report as a workbook with the tracking table and a summary by unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dvrules.messages import Lang, Messages, messages_in
from dvrules.model.artifacts import Artifact
from dvrules.model.reports import Report
from dvrules.model.summaries import summarise
from dvrules_xlsx.options import Column, XlsxOptions
from dvrules_xlsx.paper import HEAD, Book, Cell, look_of
from dvrules_xlsx.rows import Row, Tabulator

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

#: In the width of a digit, as spreadsheets measure columns.
_WIDTHS: dict[Column, float] = {
    "number": 5,
    "document": 15,
    "clause": 9,
    "content": 30,
    "lead": 19,
    "supporting": 16,
    "period": 10,
    "opens": 11,
    "due": 11,
    "done": 11,
    "days_late": 8,
    "state": 15,
    "product": 11,
    "quote": 36,
    "evidence": 18,
    "reasons": 30,
    "key": 36,
}
_CENTRED = {"number", "period", "opens", "due", "done", "days_late"}
_UNIT_WIDTH, _COUNT_WIDTH = 40, 12
#: Nothing is a dash, so that the eye finds what is something.
_COUNT_FORMAT = '0;-0;"–"'


def export(report: Report, lang: Lang, options: XlsxOptions) -> list[Artifact]:
    """The workbook; equal reports give equal bytes."""
    messages = messages_in(lang, "dvrules_xlsx").naming(report.names)
    tabulator = Tabulator.of(report, messages)
    title = messages.say("xlsx.title", project=report.project)
    judged = messages.say("xlsx.judged", as_of=report.as_of, known_at=report.known_at)
    book = Book(title, report.known_at, day_format=messages.say("xlsx.day_format"), cut=messages.say("xlsx.cut"))
    _tracking(book, tabulator, options, (title, judged))
    _summary(book, tabulator, options, (title, judged))
    return [Artifact(f"theo-doi-{report.as_of:%Y-%m-%d}.xlsx", _MEDIA_TYPE, book.content())]


def _tracking(book: Book, tabulator: Tabulator, options: XlsxOptions, header: tuple[str, str]) -> None:
    messages, columns = tabulator.messages, options.columns
    widths = [_WIDTHS[column] for column in columns]
    sheet = book.sheet(messages.say("xlsx.tracking"), widths, header=header, paper=options.paper)
    sheet.row(0, [Cell(messages.say(f"xlsx.column.{column}"), HEAD) for column in columns])
    rows = tabulator.rows()
    for number, row in enumerate(rows, 1):
        sheet.row(number, [Cell(row.values[column], _look(column, row)) for column in columns])
    sheet.table(0, rows=len(rows), filtered=True)


def _look(column: Column, row: Row) -> Mapping[str, Any]:
    if column == "state":
        return look_of(row.state)
    return {"align": "center"} if column in _CENTRED else {}


def _summary(book: Book, tabulator: Tabulator, options: XlsxOptions, header: tuple[str, str]) -> None:
    messages, report = tabulator.messages, tabulator.report
    summary = summarise(report)
    states, total = list(summary.states), messages.say("xlsx.total")
    widths = [_UNIT_WIDTH, *(_COUNT_WIDTH for _ in states), _COUNT_WIDTH]
    sheet = book.sheet(messages.say("xlsx.summary"), widths, header=("", ""), paper=options.paper)
    for row, text in enumerate(header):
        sheet.line(row, text, **({"italic": True} if row else {"bold": True, "font_size": 13}))
    top = len(header) + 1
    heads = [Cell(messages.say(f"state.{state}"), {**HEAD, **look_of(state)}) for state in states]
    sheet.row(top, [Cell(messages.say("xlsx.unit"), HEAD), *heads, Cell(total, HEAD)])
    lines = [*((tabulator.name(unit), counts) for unit, counts in summary.units.items()), (total, summary.states)]
    for row, (name, counts) in enumerate(lines, top + 1):
        look = {"bold": row == top + len(lines), "num_format": _COUNT_FORMAT}
        numbers = [Cell(counts.get(state, 0), look) for state in states]
        sheet.row(row, [Cell(name, look), *numbers, Cell(sum(counts.values()), {"bold": True})])
    sheet.table(top, rows=len(lines), frozen_columns=1)
    for row, note in enumerate(_noted(report, messages), top + len(lines) + 2):
        sheet.line(row, note)


def _noted(report: Report, messages: Messages) -> Iterator[str]:
    """What the verdicts rest on beside the documents, and what is wrong with the data."""
    if report.ignores_waivers:
        yield messages.say("xlsx.ignores_waivers")
    for document in report.placeholders:
        yield messages.say("xlsx.placeholder", document=document)
    for assumption in report.assumptions:
        yield messages.say("xlsx.assumption", by=assumption.by, recorded=assumption.recorded, reason=assumption.reason)
    for diagnostic in report.diagnostics:
        yield messages.say("xlsx.diagnostic", code=diagnostic.code, text=messages.diagnose(diagnostic))
