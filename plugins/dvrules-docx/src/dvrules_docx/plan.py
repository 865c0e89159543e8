"""Plan: the text of a ruleset's document, put together again as the document that it was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from dvrules.messages import Messages
from dvrules.messages.wording import plain
from dvrules.model.reports import Report, Source
from dvrules.model.rulesets import Clause
from dvrules_docx.faults import Unfit
from dvrules_docx.issuing import LETTER, called, foot_of, numbered, placed, type_name
from dvrules_docx.official import Appendix, Head, Line, Official, Style
from dvrules_docx.options import PlanOptions
from dvrules_docx.wholeness import lacking

_CENTRED = ("Phần ", "Chương ", "Mục ", "Tiểu mục ")
_GROUNDS = ("Căn cứ ", "Theo đề nghị ")
_APPENDIX, _OF = "Phụ lục", ("(Kèm theo ", "(Ban hành kèm theo ")
_HEADINGS = (Style.HEADING_1, Style.HEADING_2, Style.HEADING_3)


def chosen(report: Report, options: PlanOptions) -> list[Source]:
    """The documents to write: those that the options name, or all whose whole text is in hand.

    Unfit where one that is named is not in the project or lacks some of its text, and where none is whole.
    """
    known = {source.ruleset: source for source in report.documents}
    unknown = [name for name in options.rulesets if name not in known]
    if unknown:
        raise Unfit("ruleset", name=plain(unknown[0]), known=", ".join(known))
    lacks = {name: lacking(known[name]) for name in options.rulesets or known}
    whole = [known[name] for name, lacked in lacks.items() if not lacked]
    if not whole or (options.rulesets and len(whole) < len(lacks)):
        told = "; ".join(f"{name} ({', '.join(lacked)})" for name, lacked in lacks.items() if lacked)
        raise Unfit("text", lacks=told)
    return whole


def compose(source: Source, report: Report, options: PlanOptions, messages: Messages) -> Official:
    """The document of a ruleset, with all of its text in order."""
    document = source.document
    day = document.date.earliest if document.date else report.as_of
    superior = options.superior or (called(document.superior, report, day) if document.superior else "")
    letter, subject = document.type == LETTER, plain(document.subject)
    head = Head(
        superior=plain(superior).upper(),
        issuer=called(document.issuer, report, day).upper(),
        code=numbered(document.number, document.symbol),
        place_and_date=placed(document.place, document.date),
    )
    parts = [list(group) for _, group in groupby(source.clauses, _appendix_of)]
    body = [clause for part in parts if not _appendix_of(part[0]) for clause in part]
    return Official(
        head=head,
        type="" if letter else type_name(document.type, messages).upper(),
        subject=messages.say("docx.about", subject=subject) if letter else subject,
        body=(*_opening(document.opening), *(line for clause in body for line in lines_of(clause))),
        foot=foot_of((r.name for r in document.recipients), document.archive, document.signatory),
        appendices=tuple(_appendix(part) for part in parts if _appendix_of(part[0])),
        day=day,
    )


def _opening(text: str) -> Iterator[Line]:
    for paragraph in _paragraphs(text):
        yield Line(Style.BASIS if paragraph.startswith(_GROUNDS) else Style.BODY, paragraph)


def _appendix_of(clause: Clause) -> str:
    first = clause.clause.partition(".")[0]
    return first if first.startswith(_APPENDIX) else ""


def _appendix(clauses: Sequence[Clause]) -> Appendix:
    name = _appendix_of(clauses[0])
    top = clauses[0] if clauses[0].clause == name else Clause(name)
    paragraphs = _paragraphs(top.text)
    of = paragraphs.pop(0) if paragraphs and paragraphs[0].startswith(_OF) else ""
    own = tuple(Line(Style.BODY, paragraph) for paragraph in paragraphs)
    below = tuple(line for clause in clauses if clause is not top for line in lines_of(clause))
    return Appendix(name, plain(top.heading), of, (*own, *below))


def lines_of(clause: Clause) -> Iterator[Line]:
    """The paragraphs of a clause: its number and heading, then its text, numbered where there is no heading."""
    mark = plain(clause.mark) or mark_of(clause.clause)
    heading, paragraphs = plain(clause.heading), _paragraphs(clause.text)
    if mark.startswith(_CENTRED):
        yield from (Line(Style.CHAPTER, text) for text in (mark, heading) if text)
    elif heading:
        depth = min(clause.clause.count("."), len(_HEADINGS) - 1)
        yield Line(_HEADINGS[depth], f"{mark} {heading}")
    elif paragraphs:
        yield Line(Style.BODY, f"{mark} {paragraphs.pop(0)}")
    yield from (Line(Style.BODY, paragraph) for paragraph in paragraphs)


def mark_of(clause: str) -> str:
    """What a document prints before a clause, by the decree: "I.", "1.", "a)", "Điều 5."; "1.1." for a third number."""
    *above, last = clause.split(".")
    if f"{last} ".startswith(_CENTRED) or not last:
        return last
    if last.isdigit():
        numbers = [last]
        while above and above[-1].isdigit():
            numbers.insert(0, above.pop())
        return f"{'.'.join(numbers)}."
    return f"{last})" if len(last) == 1 and last.islower() else f"{last}."


def _paragraphs(text: str) -> list[str]:
    return [line for paragraph in text.splitlines() if (line := plain(paragraph))]
