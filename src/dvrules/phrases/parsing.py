"""Parsing: from a phrase to every way of reading it, and from these to the deadlines.

The grammars (`vi.lark`, `en.lark`) work on words, not on letters. Where a phrase fits in more than one way, that with
the least free text is meant; where two are left that say different things, the phrase is ambiguous and refused.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING
from unicodedata import normalize

from dvrules.phrases.grammars import grammar_of
from dvrules.phrases.meaning import Meaning
from dvrules.phrases.readings import Dead, Problem, Reading, Refused
from dvrules.phrases.shapes import Lang, Shape
from dvrules.phrases.trees import Node, trees_of

if TYPE_CHECKING:
    from dvrules.model.deadlines import Deadline

#: The longest phrase that is read at all, in characters.
LONGEST = 300


def parse(phrase: str, *, lang: Lang | None = None, year: int | None = None) -> Reading:
    """The deadlines that `phrase` states, in `lang` or in whichever language has a reading for it.

    `year` is the year that the phrase speaks of where it names none, usually that of its document. Bad text never
    raises: the reading then has a problem. The deadlines carry no `words`.
    """
    return _parse(phrase, lang, year)


@lru_cache(maxsize=4096)
def _parse(phrase: str, lang: Lang | None, year: int | None) -> Reading:
    if lang is None:
        reading = _parse(phrase, "vi", year)
        other = _parse(phrase, "en", year) if _not_understood(reading) else reading
        return reading if _not_understood(other) else other
    text = " ".join(normalize("NFC", phrase).split())
    if not text or len(text) > LONGEST:
        return Reading(problem=Problem("not_understood", text[:LONGEST]))
    shape = Shape.of(text, _folded(text), lang)
    outcome = _trees(shape.form, lang)
    if isinstance(outcome, int):
        return Reading(problem=Problem("not_understood", text[shape.offsets[outcome] :].strip() or text))
    return _meant(outcome, shape, year)


def _not_understood(reading: Reading) -> bool:
    return reading.problem is not None and reading.problem.key == "not_understood"


@lru_cache(maxsize=4096)
def _trees(form: str, lang: Lang) -> list[tuple[int, Node]] | int:
    return trees_of(grammar_of(lang), form)


def _meant(weighed: list[tuple[int, Node]], shape: Shape, year: int | None) -> Reading:
    """What the leanest trees mean that mean anything."""
    problems = []
    for _, group in groupby(weighed, key=itemgetter(0)):
        found: dict[tuple[Deadline, ...], None] = {}
        for _, tree in group:
            try:
                found |= dict.fromkeys(Meaning(shape, year).value(tree))
            except Dead:
                continue
            except Refused as refused:
                problems.append(refused.problem)
        if len(found) > 1:
            return Reading(problem=Problem("ambiguous", shape.text, tuple(found)))
        if found:
            return Reading(next(iter(found)))
        if problems:
            return Reading(problem=problems[0])
    return Reading(problem=Problem("not_understood", shape.text))


def _folded(text: str) -> str:
    """The text as the grammar has it: small letters, one spelling; every character stays in its place."""
    folded = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return _SPELLINGS.sub(lambda found: _SPELLING[found[0]], folded)


_SPELLING = {"quí": "quý", "kì": "kỳ", "qui": "quy", "–": "-", "—": "-", "‑": "-"}
_SPELLINGS = re.compile(r"\b(?:quí|kì|qui)\b|[–—‑]")
