"""Template: a department's own Word file, with an official document put where its placeholders stand.

A placeholder is a name in double braces: `{{trích yếu}}`. Nothing in a template is run, and what is put in is never
read for placeholders again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from functools import partial
from typing import Any
from unicodedata import normalize
from zipfile import BadZipFile

from attrs import frozen
from docx.document import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn

from dvrules.messages import messages_in
from dvrules.messages.wording import plain
from dvrules.model.artifacts import File
from dvrules_docx.elements import clean
from dvrules_docx.faults import Unfit
from dvrules_docx.official import Block, Grid, Line, Official, Style
from dvrules_docx.package import opened_document, pack
from dvrules_docx.paper import Paper

_PLACEHOLDER = re.compile(r"\{\{([^{}]*)\}\}")
_BRACES = re.compile(r"\{\{|\}\}")


def fill(official: Official, template: File) -> bytes:
    """The template with the document in it; equal templates and documents give equal bytes.

    An appendix for which the template has no place is put behind it. Unfit where the template is no Word file, names
    what there isn't, or has a placeholder where it can't be filled.
    """
    document = _opened(template)
    paper = Paper(document)
    offered = _Offered.of(official)
    form = _Form(paper, offered, template.name)
    used = form.fill()
    paper.describe(official)
    if not used & {_named("appendix"), *offered.rows}:
        for appendix in official.appendices:
            paper.append(appendix)
    return pack(document)


def _opened(template: File) -> WordDocument:
    try:
        return opened_document(template.content)
    except (BadZipFile, PackageNotFoundError, KeyError, ValueError, SyntaxError) as error:
        raise Unfit("no_word_file", name=plain(template.name)) from error


def _named(part: str) -> str:
    return _key(messages_in("vi", "dvrules_docx").say(f"docx.placeholder.{part}"))


def _key(name: str) -> str:
    return " ".join(normalize("NFC", name).casefold().split())


@frozen
class _Offered:
    """What a document offers for placeholders, by their names: lines, blocks, and the values of columns row by row."""

    lines: Mapping[str, Sequence[str]]
    blocks: Mapping[str, Sequence[Block]]
    rows: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, official: Official) -> _Offered:
        head, foot = official.head, official.foot
        lines = {
            "superior": [head.superior],
            "issuer": [head.issuer],
            "code": [head.code],
            "place_and_date": [head.place_and_date],
            "type": [official.type],
            "subject": [official.subject],
            "addressees": official.addressees,
            "recipients": foot.recipients,
            "posts": foot.posts,
            "name": [foot.name],
        }
        appended = tuple(block for each in official.appendices for block in each.whole)
        blocks = {"body": official.body, "appendix": appended}
        grids = (block for block in (*official.body, *appended) if isinstance(block, Grid) and block.of_findings)
        grid = next(grids, Grid((), ()))
        columns = [_key(f"{_named('row')}.{column.heading}") for column in grid.columns]
        return cls(
            {_named(part): value for part, value in lines.items()},
            {_named(part): value for part, value in blocks.items()},
            {name: [row[number] for row in grid.rows] for number, name in enumerate(columns)},
        )

    @property
    def names(self) -> list[str]:
        return [*self.lines, *self.blocks, *self.rows]


@frozen
class _Form:
    """A template that is open, and what it is filled with."""

    paper: Paper
    offered: _Offered
    name: str

    def fill(self) -> set[str]:
        """Fill every placeholder; returns the names of those that were there."""
        everywhere = list(self._paragraphs())
        paragraphs = [paragraph for paragraph in everywhere if _names(paragraph)]
        self._check(everywhere, {name for paragraph in paragraphs for name in _names(paragraph)})
        rows = dict.fromkeys(self._row(paragraph) for paragraph in paragraphs if self._in_row(paragraph))
        repeated = {paragraph for row in rows for paragraph in row.iter(qn("w:p"))}
        used = {name for paragraph in paragraphs for name in _names(paragraph)}
        # Backwards, so that a text box is filled before the paragraph around it is copied.
        for paragraph in reversed(paragraphs):
            if any(name in self.offered.blocks for name in _names(paragraph)):
                self._place(paragraph, alone=_alone(paragraph) and paragraph not in repeated)
            elif paragraph not in repeated:
                self._write(paragraph)
        for row in rows:
            self._repeat(row)
        return used

    def _paragraphs(self) -> Iterator[Any]:
        for part in self.paper.document.part.package.iter_parts():
            if hasattr(part, "element"):
                yield from part.element.iter(qn("w:p"))

    def _check(self, paragraphs: Iterable[Any], used: set[str]) -> None:
        known = self.offered.names
        unknown = sorted(used - set(known))
        if unknown:
            raise self._fault("placeholder", names="; ".join(map(plain, unknown)), known="; ".join(known))
        if not used:
            raise self._fault("no_placeholder", known="; ".join(known))
        for paragraph in paragraphs:
            if _BRACES.search(_PLACEHOLDER.sub("", _text(paragraph))):
                raise self._fault("braces", text=plain(_text(paragraph)))

    def _fault(self, fault: str, **args: str) -> Unfit:
        return Unfit(fault, name=plain(self.name), **args)

    def _in_row(self, paragraph: Any) -> bool:
        return any(name in self.offered.rows for name in _names(paragraph))

    def _row(self, paragraph: Any) -> Any:
        row = next(paragraph.iterancestors(qn("w:tr")), None)
        if row is None:
            raise self._fault("no_row", text=plain(_text(paragraph)))
        return row

    def _place(self, paragraph: Any, *, alone: bool) -> None:
        """Put paragraphs and tables where the paragraph stands."""
        if not alone:
            raise self._fault("not_alone", text=plain(_text(paragraph)))
        [name] = _names(paragraph)
        for each in self.paper.maker.blocks(self.offered.blocks[name] or (Line(Style.GAP, ""),)):
            paragraph.addprevious(each)
        paragraph.getparent().remove(paragraph)

    def _write(self, paragraph: Any) -> None:
        """Put lines into the paragraph; where a placeholder is all of it, each line into one like it."""
        if not _alone(paragraph):
            _replace(paragraph, lambda name: " ".join(self.offered.lines[name]))
            return
        [name] = _names(paragraph)
        *texts, last = self.offered.lines[name] or ("",)
        for text in texts:
            copy = deepcopy(paragraph)
            paragraph.addprevious(copy)
            _replace(copy, partial(_constant, text))
        _replace(paragraph, partial(_constant, last))

    def _repeat(self, row: Any) -> None:
        """Put a row like this one for each row of the table."""
        values, lines = self.offered.rows, {name: " ".join(each) for name, each in self.offered.lines.items()}
        for number in range(max(map(len, values.values()))):
            copy = deepcopy(row)
            row.addprevious(copy)
            known = {**lines, **{name: column[number] for name, column in values.items()}}
            for paragraph in copy.iter(qn("w:p")):
                _replace(paragraph, known.__getitem__)
        row.getparent().remove(row)


def _constant(text: str, _: str) -> str:
    return text


def _texts(paragraph: Any) -> list[Any]:
    """The elements that hold a paragraph's own text, not that of a text box in it."""
    return [each for each in paragraph.iter(qn("w:t")) if next(each.iterancestors(qn("w:p"))) is paragraph]


def _text(paragraph: Any) -> str:
    return "".join(each.text or "" for each in _texts(paragraph))


def _names(paragraph: Any) -> list[str]:
    return [_key(name) for name in _PLACEHOLDER.findall(_text(paragraph))]


def _alone(paragraph: Any) -> bool:
    return bool(_PLACEHOLDER.fullmatch(_text(paragraph).strip()))


def _replace(paragraph: Any, value: Callable[[str], str]) -> None:
    """Put the values of a paragraph's placeholders into it; each looks as its first brace does.

    Word cuts text into runs wherever it likes, so a placeholder may stand in several.
    """
    for match in reversed(list(_PLACEHOLDER.finditer(_text(paragraph)))):
        start, put = 0, clean(value(_key(match[1])))
        for element in _texts(paragraph):
            text = element.text or ""
            first, last = max(match.start() - start, 0), min(match.end() - start, len(text))
            start += len(text)
            if first < last:
                element.text = text[:first] + put + text[last:]
                element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                put = ""
