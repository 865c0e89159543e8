"""Markdown: a table for a pull request, in which no text from outside is taken for markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dvrules.rendering import printable

_MARKUP = re.compile(r"([\\`*_{}\[\]<>&|~#!@])")


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The lines of the table."""
    yield _line(head)
    yield _line(["---"] * len(head))
    for row in rows:
        yield _line([escaped(cell) for cell in row])


def escaped(text: str) -> str:
    """The text on one line, with whatever Markdown would read in it made plain."""
    return _MARKUP.sub(r"\\\1", " ".join(printable(text).split()))


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
