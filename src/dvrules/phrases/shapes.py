"""Shapes: what phrases have in common that differ only in their numbers and in words of which the grammar knows none.

No rule can tell such phrases apart, so the trees of the shape are the trees of each of them.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Literal, Self

from dvrules.model.values import frozen

Lang = Literal["vi", "en"]

#: A number, or a word that could not be a letter or a Roman numeral of the grammar.
_OPEN = re.compile(r"[0-9]+|(?!(?:[ivx]+|.)(?![^\W\d_]))[^\W\d_]+")
#: Stand for any word: one that English may have, and one that it can't.
PLAIN, ACCENTED = "zz", "ẑẑ"
NUMBER = "0"


@frozen
class Shape:
    """A phrase with its numbers and unknown words held open in `form`, and what the phrase itself has there.

    `text` and `folded` are the phrase as it is written and in small letters; `offsets` has for each offset in `form`
    that at which the same stands in them.
    """

    form: str
    text: str
    folded: str
    offsets: tuple[int, ...]

    @classmethod
    def of(cls, text: str, folded: str, lang: Lang) -> Self:
        """The shape of a phrase for the grammar of a language."""
        offsets: list[int] = []
        form, end = "", 0
        for found in _OPEN.finditer(folded):
            stand_in = _stand_in(found[0], lang)
            form += folded[end : found.start()] + stand_in
            offsets += range(end, found.start())
            offsets += [found.start()] * len(stand_in) if stand_in != found[0] else range(*found.span())
            end = found.end()
        return cls(form + folded[end:], text, folded, (*offsets, *range(end, len(folded) + 1)))

    def said(self, start: int, end: int) -> str:
        """What the phrase has where `form` has this part, as it is written."""
        return self.text[self.offsets[start] : self.offsets[end]]

    def token(self, start: int, end: int) -> str:
        """The same in small letters."""
        return self.folded[self.offsets[start] : self.offsets[end]]


def _stand_in(found: str, lang: Lang) -> str:
    if found[0] in "0123456789":
        return NUMBER
    if found in vocabulary(lang):
        return found
    if found.isascii():
        return PLAIN
    # The English grammar looks at the letters of words.
    return ACCENTED if lang == "vi" else found


@cache
def vocabulary(lang: Lang) -> frozenset[str]:
    """All words that stand anywhere in a grammar: more than it knows, and so none too few."""
    return frozenset(re.findall(r"[^\W\d_]+", re.sub(r"\\.", " ", grammar(lang))))


@cache
def grammar(lang: Lang) -> str:
    """The grammar of a language as it is written."""
    return (files("dvrules.phrases") / f"{lang}.lark").read_text(encoding="utf-8")
