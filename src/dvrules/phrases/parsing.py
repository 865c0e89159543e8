"""Parsing: from a phrase to every way of reading it, and from these to the deadlines.

The grammars (`vi.lark`, `en.lark`) work on words, not on letters. Where a phrase fits in more than one way, that with
the least free text is meant; where two are left that say different things, the phrase is ambiguous and refused.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import groupby, islice, product
from operator import itemgetter
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from dvrules.phrases.readings import Dead, Problem, Reading, Refused
from dvrules.phrases.shapes import Lang, Shape, grammar

if TYPE_CHECKING:
    from lark import Lark, Token, Tree

    from dvrules.model.deadlines import Deadline

Weighed = tuple[int, "Tree[Token]"]

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


def _meant(weighed: list[Weighed], shape: Shape, year: int | None) -> Reading:
    """What the leanest trees mean that mean anything."""
    problems = []
    for _, group in groupby(weighed, key=itemgetter(0)):
        found: dict[tuple[Deadline, ...], None] = {}
        for _, tree in group:
            try:
                found |= dict.fromkeys(_meaning(tree, shape, year))
            except Refused as refused:
                problems.append(refused.problem)
        if len(found) > 1:
            return Reading(problem=Problem("ambiguous", shape.text, tuple(found)))
        if found:
            return Reading(next(iter(found)))
        if problems:
            return Reading(problem=problems[0])
    return Reading(problem=Problem("not_understood", shape.text))


def _meaning(tree: Tree[Token], shape: Shape, year: int | None) -> list[tuple[Deadline, ...]]:
    from lark.exceptions import VisitError  # noqa: PLC0415 - heavy, and few callers parse phrases

    from dvrules.phrases.meaning import Meaning  # noqa: PLC0415 - as above

    try:
        readings: list[tuple[Deadline, ...]] = Meaning(shape, year).transform(tree)
    except VisitError as error:
        if isinstance(error.orig_exc, Dead):
            return []
        raise error.orig_exc from None
    return readings


@lru_cache(maxsize=4096)
def _trees(form: str, lang: Lang) -> list[Weighed] | int:
    """The trees of a shape; without any, the offset from which on it is not understood."""
    from lark.exceptions import UnexpectedInput  # noqa: PLC0415 - as above

    try:
        forest = _parser(lang).parse(form)
    except UnexpectedInput as error:
        at: Any = error.pos_in_stream
        return max(at or 0, 0)
    return _weighed(forest, {})


def _folded(text: str) -> str:
    """The text as the grammar has it: small letters, one spelling; every character stays in its place."""
    folded = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return _SPELLINGS.sub(lambda found: _SPELLING[found[0]], folded)


_SPELLING = {"quí": "quý", "kì": "kỳ", "qui": "quy", "–": "-", "—": "-", "‑": "-"}
_SPELLINGS = re.compile(r"\b(?:quí|kì|qui)\b|[–—‑]")


def _weighed(node: Tree[Token], known: dict[int, list[Weighed]]) -> list[Weighed]:
    """The leanest trees under a node of the forest with the weight of their free text, the lightest first."""
    from lark import Tree  # noqa: PLC0415 - as above

    if id(node) in known:
        return known[id(node)]
    ways: list[list[tuple[int, Any]]] = [
        _weighed(child, known) if isinstance(child, Tree) else [(0, child)] for child in node.children
    ]
    if node.data == "_ambig":
        found = [way for each in ways for way in each]
    else:
        own = _weight(node)
        found = [
            (own + sum(weight for weight, _ in way), Tree(node.data, [tree for _, tree in way], node.meta))
            for way in islice(product(*ways), _MOST)
        ]
    known[id(node)] = sorted(found, key=itemgetter(0))[:_MOST]
    return known[id(node)]


#: How many ways of reading a piece are kept; more than two or three are rare.
_MOST = 24


def _weight(node: Tree[Token]) -> int:
    """The weight of a node itself: a word passed over counts for more than one kept, and each deadline counts."""
    if node.data == "start":
        return len(node.children)
    if node.data == "each_within":
        return len(node.children) - 2
    if node.data in {"filler", "tail"}:
        return 3 * len(str(node.children[0]).split())
    return int(node.data in {"word", "fstart"})


@cache
def _parser(lang: Lang) -> Lark:
    from lark import Lark  # noqa: PLC0415 - as above

    return Lark(
        _compiled(grammar(lang)), parser="earley", lexer="dynamic", ambiguity="explicit", propagate_positions=True
    )


def _compiled(source: str) -> str:
    """The grammar with each quoted word as a terminal that matches whole words, and each group or `x?` as a rule.

    Without the first "thá" could begin "tháng"; without the second every option would double its rule, and Earley's
    work with it.
    """
    rules, terminals = re.split(r"^(?=_?[A-Z]+: )", source, maxsplit=1, flags=re.MULTILINE)
    rules = re.sub(r"^//.*", "", rules, flags=re.MULTILINE)
    added: dict[str, str] = {}

    def terminal(found: re.Match[str]) -> str:
        word = found[1]
        end = r"(?![^\W\d_])" if word[-1].isalpha() else ""
        pattern = re.escape(word).replace("/", r"\/")
        return added.setdefault(f"/{pattern}{end}/", f"_W{len(added)}")

    def rule(found: re.Match[str]) -> str:
        return added.setdefault(found[1], f"_rule{len(added)}")

    def option(found: re.Match[str]) -> str:
        return added.setdefault(f"{found[1]} |", f"_option{len(added)}")

    rules = re.sub(r'"([^"]+)"', terminal, rules)
    while "(" in rules:
        rules = re.sub(r"\(([^()]*)\)", rule, rules)
    rules += "".join(f"{name}: {body}\n" for body, name in added.items())
    added.clear()
    rules = re.sub(r"(\w+)\?", option, rules)
    return rules + "".join(f"{name}: {body}\n" for body, name in added.items()) + terminals
