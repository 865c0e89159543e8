"""Terms: what the grammars' smallest rules say: free text, bounds and numbers, whatever the language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from dvrules.model.deadlines import ISSUE, Measure
from dvrules.model.values import frozen
from dvrules.phrases.numerals import number_of
from dvrules.phrases.readings import Problem, Refused
from dvrules.phrases.shapes import Shape
from dvrules.phrases.trees import Leaf, Node

Method = TypeVar("Method", bound=Callable[..., Any])

#: The value of what has no bearing on the deadline.
PASSED_OVER = object()


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


class Token(str):
    """The text of a terminal, in small letters."""

    __slots__ = ()


def of_node(method: Method) -> Method:
    """Marks the method of a rule that takes the node itself, without a look at its parts."""
    method.of_node = True  # type: ignore[attr-defined]
    return method


class Terms:
    """Turns the smaller parts of a tree into values; a rule's method takes the values of its parts.

    Bounds are `""`, `before`, `by`, `on` and `either`.
    """

    def __init__(self, shape: Shape, year: int | None) -> None:
        self._shape = shape
        self._text = shape.text
        self._year = year

    def value(self, tree: Node | Leaf) -> Any:
        """The value of a tree of the phrase's shape; that of a rule without a method is the tree itself."""
        if isinstance(tree, Leaf):
            return Token(self._shape.token(tree.start, tree.end))
        method = getattr(self, tree.rule, None)
        if method is None:
            return tree
        if hasattr(method, "of_node"):
            return method(tree)
        return method(*(value for part in tree.parts if (value := self.value(part)) is not PASSED_OVER))

    # Words

    @of_node
    def filler(self, _: Node) -> object:
        return PASSED_OVER

    tail = trailer = filler

    @of_node
    def free(self, node: Node) -> str:
        return " ".join(self._shape.said(node.start, node.end).split()).rstrip(" .,;:")

    asked = teller = unannounced = when_told = done = occasion = free

    @of_node
    def clause(self, node: Node) -> Clause:
        return Clause(self.free(node))

    @of_node
    def document_number(self, node: Node) -> Number:
        return Number("".join(self._shape.said(node.start, node.end).split()))

    @of_node
    def issue(self, _: Node) -> str:
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
