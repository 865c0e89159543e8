"""Trees: every way in which a text fits a grammar, the leanest first.

From the start on, each rule is tried wherever it is expected, and only there; what it was found to be is kept, so that
no rule is gone through twice in one place. No rule of a grammar may begin with itself.
"""

from __future__ import annotations

import re
from itertools import product
from operator import itemgetter
from typing import NamedTuple

from dvrules.phrases.grammars import Alternative, Grammar, Item


class Leaf(NamedTuple):
    """A terminal whose text means something, from offset `start` up to, not including, `end`."""

    start: int
    end: int


class Node(NamedTuple):
    """A rule as it was followed: what it is made of, and from where to where it reaches."""

    rule: str
    parts: tuple[Leaf | Node, ...]
    start: int
    end: int


#: A way to follow a rule: the weight of its free text, and its nodes.
Way = tuple[int, tuple[Leaf | Node, ...]]

#: How many ways of reading a piece are kept; more than two or three are rare.
MOST = 24

_SPACE = re.compile(r"\s*")
_WORD = re.compile(r"[^\W\d_]+|.")


def trees_of(grammar: Grammar, text: str) -> list[tuple[int, Node]] | int:
    """The trees of a text with their weights; without any, the offset from which on it is not understood."""
    parse = _Parse(grammar, text)
    ways = parse.rule("start", 0).get(len(text))
    if ways:
        return [(weight, node) for weight, [node] in ways if isinstance(node, Node)]
    return parse.reached if parse.reached < len(text) else 0


class _Parse:
    """One text under one grammar; `reached` is the end of the last terminal that was found where it was expected."""

    def __init__(self, grammar: Grammar, text: str) -> None:
        self.grammar, self.text = grammar, text
        self.reached = 0
        self._tokens: dict[int, tuple[int, int, dict[str, int]]] = {}
        self._found: dict[tuple[str, int], dict[int, list[Way]]] = {}

    def tokens(self, at: int) -> tuple[int, int, dict[str, int]]:
        """The terminals that match at an offset or after white space there: from where, their bits, and their ends."""
        if at not in self._tokens:
            grammar = self.grammar
            start = self._end(_SPACE, at)
            matches = ((name, pattern.match(self.text, start)) for name, pattern in grammar.patterns.items())
            ends = {name: match.end() for name, match in matches if match}
            if found := _WORD.match(self.text, start):
                literal = grammar.literals.get(found[0])
                ends |= {literal: found.end()} if literal else {}
            self._tokens[at] = start, sum(grammar.bits[name] for name in ends), ends
        return self._tokens[at]

    def _end(self, pattern: re.Pattern[str], at: int) -> int:
        found = pattern.match(self.text, at)
        return found.end() if found else at

    def rule(self, name: str, at: int) -> dict[int, list[Way]]:
        """The ways to follow a rule from an offset on, by where they end."""
        key = name, at
        if key not in self._found:
            _, bits, _ = self.tokens(at)
            ends: dict[int, list[Way]] = {}
            for alternative in self.grammar.rules[name]:
                if alternative.nullable or alternative.first & bits:
                    for end, ways in self._sequence(alternative.items, at).items():
                        ends.setdefault(end, []).extend(self._built(alternative, ways, at, end))
            self._found[key] = {end: _leanest(ways) for end, ways in ends.items()}
        return self._found[key]

    def _built(self, alternative: Alternative, ways: list[Way], at: int, end: int) -> list[Way]:
        rule = alternative.name
        if rule is None:
            return ways
        start = self.tokens(at)[0] if end > at else at
        return [(weight + self._weight(rule, parts), (Node(rule, parts, start, end),)) for weight, parts in ways]

    def _weight(self, rule: str, parts: tuple[Leaf | Node, ...]) -> int:
        """The weight of a node itself: a word passed over counts for more than one kept, and each deadline counts."""
        if rule == "start":
            return len(parts)
        if rule == "each_within":
            return len(parts) - 2
        if rule in {"filler", "tail"}:
            return 3 * len(self.text[parts[0].start : parts[0].end].split())
        return int(rule in {"word", "fstart"})

    def _sequence(self, items: tuple[Item, ...], at: int) -> dict[int, list[Way]]:
        ends: dict[int, list[Way]] = {at: [(0, ())]}
        for item in items:
            step = self._many if item.many else self._once
            further: dict[int, list[Way]] = {}
            for here, ways in ends.items():
                for end, more in step(item.symbol, here).items():
                    further.setdefault(end, []).extend(_joined(ways, more))
                if item.optional:
                    further.setdefault(here, []).extend(ways)
            ends = {end: _leanest(ways) for end, ways in further.items()}
            if not ends:
                break
        return ends

    def _once(self, symbol: str, at: int) -> dict[int, list[Way]]:
        start, bits, ends = self.tokens(at)
        if symbol in self.grammar.rules:
            expected = self.grammar.first[symbol] & bits or symbol in self.grammar.nullable
            return self.rule(symbol, at) if expected else {}
        if symbol not in ends:
            return {}
        end = ends[symbol]
        self.reached = max(self.reached, end)
        return {end: [(0, (Leaf(start, end),) if symbol in self.grammar.kept else ())]}

    def _many(self, symbol: str, at: int) -> dict[int, list[Way]]:
        found: dict[int, list[Way]] = {}
        open_ends: dict[int, list[Way]] = {at: [(0, ())]}
        while open_ends:
            here = min(open_ends)
            ways = _leanest(open_ends.pop(here))
            if here > at:
                found[here] = ways
            for end, more in self._once(symbol, here).items():
                if end > here:
                    open_ends.setdefault(end, []).extend(_joined(ways, more))
        return found


def _joined(ways: list[Way], more: list[Way]) -> list[Way]:
    return [(one + other, parts + rest) for (one, parts), (other, rest) in product(ways, more)]


def _leanest(ways: list[Way]) -> list[Way]:
    return sorted(ways, key=itemgetter(0))[:MOST] if len(ways) > 1 else ways
