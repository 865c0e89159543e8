"""Grammars: the rules of a `.lark` file, made ready to be gone through word by word.

Of lark's notation just what the files use: rules with `|`, `?`, `*`, `+`, groups, quoted words, names of alternatives
after `->`, terminals made of regular expressions and one another, and white space that is ignored.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from dvrules.model.values import evolve, frozen
from dvrules.phrases.shapes import Lang, grammar


@frozen
class Item:
    """A terminal or a rule in a rule's place for it: once, or as its mark `?`, `*` or `+` says."""

    symbol: str
    optional: bool = False
    many: bool = False


@frozen
class Alternative:
    """One way to follow a rule: a node of that `name`, or parts of the node above if it has none.

    `first` has a bit for each terminal that it can begin with; one that is `nullable` can also be nothing at all.
    """

    name: str | None
    items: tuple[Item, ...]
    first: int = 0
    nullable: bool = False


@frozen
class Grammar:
    """The alternatives of each rule, and the terminals: whole words and signs by their text, all others as patterns.

    `bits` has the bit of each terminal, `kept` the names of those whose text means something.
    """

    rules: Mapping[str, tuple[Alternative, ...]]
    first: Mapping[str, int]
    nullable: frozenset[str]
    literals: Mapping[str, str]
    patterns: Mapping[str, re.Pattern[str]]
    bits: Mapping[str, int]
    kept: frozenset[str]


@cache
def grammar_of(lang: Lang) -> Grammar:
    """The grammar of a language."""
    source = re.sub(r"^(//|%).*", "", grammar(lang), flags=re.MULTILINE)
    bodies: dict[str, str] = {}
    terminals: dict[str, str] = {}
    for name, body in re.findall(r"^(\w+):((?:.*\n)(?:[ ]+\|.*\n)*)", source, re.MULTILINE):
        (terminals if name.isupper() else bodies)[name] = body
    literals: dict[str, str] = {}
    rules = _without_groups(
        {name: re.sub(r'"([^"]+)"', lambda found: _literal(found[1], literals), body) for name, body in bodies.items()}
    )
    names = [*literals.values(), *terminals]
    kept = frozenset(name for name in terminals if not name.startswith("_"))
    read = {name: tuple(_alternatives(name, body)) for name, body in rules.items()}
    bits = {name: 1 << number for number, name in enumerate(names)}
    patterns = {name: re.compile(_pattern(name, terminals)) for name in terminals}
    first, nullable = _beginnings(read, bits)
    whole = {name: tuple(_begun(each, first, nullable) for each in alternatives) for name, alternatives in read.items()}
    return Grammar(whole, first, frozenset(nullable), literals, patterns, bits, kept)


def _literal(text: str, known: dict[str, str]) -> str:
    return known.setdefault(text, f"_W{len(known)}")


def _without_groups(bodies: Mapping[str, str]) -> dict[str, str]:
    """The rules with each group as a rule of its own, whose parts are parts of the rule that has it."""
    groups: dict[str, str] = {}

    def named(found: re.Match[str]) -> str:
        return groups.setdefault(found[1], f"_group{len(groups)}")

    rules = {}
    for name, body in bodies.items():
        rest = body
        while "(" in rest:
            rest = re.sub(r"\(([^()]*)\)", named, rest)
        rules[name] = rest
    return rules | {name: body for body, name in groups.items()}


def _alternatives(rule: str, body: str) -> Iterable[Alternative]:
    for each in body.split("|"):
        symbols, _, alias = each.partition("->")
        items = tuple(
            Item(symbol.rstrip("?*+"), optional=symbol[-1] in "?*", many=symbol[-1] in "*+")
            for symbol in symbols.split()
        )
        yield Alternative(alias.strip() or (None if rule.startswith("_") else rule), items)


def _pattern(name: str, terminals: Mapping[str, str]) -> str:
    """The regular expression of a terminal, with those that it is made of put in."""
    parts = re.findall(r"/((?:[^/\\]|\\.)+)/|(\w+)|([()*+?|])", terminals[name])
    return "".join(
        f"(?:{regex})" if regex else f"(?:{_pattern(other, terminals)})" if other else sign
        for regex, other, sign in parts
    )


def _beginnings(rules: Mapping[str, Iterable[Alternative]], bits: Mapping[str, int]) -> tuple[dict[str, int], set[str]]:
    """For each terminal and rule the bits of all that it can begin with, and the rules that can be nothing."""
    first, nullable = {**bits, **dict.fromkeys(rules, 0)}, set[str]()
    before = None
    while before != (before := ({**first}, {*nullable})):
        for name, alternatives in rules.items():
            for alternative in alternatives:
                begun = _begun(alternative, first, nullable)
                first[name] |= begun.first
                nullable |= {name} if begun.nullable else set()
    return first, nullable


def _begun(alternative: Alternative, first: Mapping[str, int], nullable: Iterable[str]) -> Alternative:
    bits = 0
    for item in alternative.items:
        bits |= first[item.symbol]
        if not (item.optional or item.symbol in nullable):
            return evolve(alternative, first=bits)
    return evolve(alternative, first=bits, nullable=True)
