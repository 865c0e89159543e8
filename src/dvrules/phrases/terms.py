"""Terms: what the grammars' smallest rules say: free text, bounds and numbers, whatever the language."""

from __future__ import annotations

from typing import Any

from attrs import frozen
from lark import Discard, Token, Transformer, v_args
from lark.tree import Meta

from dvrules.model.deadlines import ISSUE, Measure
from dvrules.phrases.numerals import number_of
from dvrules.phrases.readings import Problem, Refused
from dvrules.phrases.shapes import Shape


@frozen
class Amount:
    """So many of a measure."""

    count: int
    measure: Measure


class Clause(str):
    """A clause of a document."""

    __slots__ = ()


class Number(str):
    """The number and symbol of a document."""

    __slots__ = ()


def impossible(part: object) -> Refused:
    """The refusal of a part that names what does not exist."""
    return Refused(Problem("impossible", str(part)))


@v_args(inline=True)
class Terms(Transformer[Token, Any]):
    """Turns the smaller parts of a tree into values; a rule's method takes the values of its parts.

    Bounds are `""`, `before`, `by`, `on` and `either`.
    """

    def __init__(self, shape: Shape, year: int | None) -> None:
        super().__init__()
        self._shape = shape
        self._text = shape.text
        self._year = year

    def __default_token__(self, token: Token) -> Token:
        """What the phrase itself has in the place of a token of its shape."""
        return token.update(value=self._shape.token(token.start_pos, token.end_pos))  # type: ignore[arg-type]

    # Words

    def filler(self, *_: object) -> Any:
        return Discard

    tail = trailer = filler

    @v_args(inline=True, meta=True)
    def free(self, meta: Meta, *_: object) -> str:
        return " ".join(self._shape.said(meta.start_pos, meta.end_pos).split()).rstrip(" .,;:")

    asked = teller = unannounced = when_told = done = occasion = free

    @v_args(inline=True, meta=True)
    def clause(self, meta: Meta, *_: object) -> Clause:
        return Clause(self.free(meta))

    @v_args(inline=True, meta=True)
    def document_number(self, meta: Meta, *_: object) -> Number:
        return Number("".join(self._shape.said(meta.start_pos, meta.end_pos).split()))

    def issue(self, *_: object) -> str:
        return ISSUE

    # Bounds and numbers

    unbound, before_, by_, on_, either_ = (lambda _, word=word: word for word in ("", "before", "by", "on", "either"))

    def figure(self, figure: Token) -> int:
        return int(figure)

    def numeral(self, *words: Token) -> int:
        return number_of(words)

    def cardinal(self, word: Token) -> int:
        return _CARDINALS.index(word) + 1

    def figure_and_numeral(self, figure: Token, number: int) -> int:
        if int(figure) != number:
            raise impossible(f"{figure} ≠ {number}")
        return number

    def numeral_and_figure(self, number: int, figure: Token) -> int:
        return self.figure_and_numeral(figure, number)

    def num(self, number: int) -> int:
        return number

    days, working_days, weeks, months, years = (
        lambda _, measure=measure: measure
        for measure in (Measure.DAY, Measure.WORKING_DAY, Measure.WEEK, Measure.MONTH, Measure.YEAR)
    )

    def amount(self, count: int, measure: Measure) -> Amount:
        if count > _MOST:
            raise impossible(count)
        return Amount(count, measure)

    def half_month(self) -> Amount:
        return Amount(1, Measure.HALF_MONTH)

    def half_year(self) -> Amount:
        return Amount(1, Measure.HALF_YEAR)


_MOST = 999
_CARDINALS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
