"""The trees of a text as lark finds them in a grammar by Earley's method."""

import re
from functools import cache
from itertools import product

from lark import Lark, Tree
from lark.exceptions import UnexpectedInput

from dvrules.phrases.shapes import grammar


def trees(text, lang):
    """Every tree, rules and offsets of terminals only; or from which offset on there is none."""
    try:
        forest = parser(lang).parse(text)
    except UnexpectedInput as error:
        return max(error.pos_in_stream or 0, 0)
    return set(unfolded(forest, {}))


def unfolded(node, known):
    if id(node) not in known:
        ways = [
            unfolded(child, known) if isinstance(child, Tree) else [(child.start_pos, child.end_pos)]
            for child in node.children
        ]
        known[id(node)] = (
            [way for each in ways for way in each]
            if node.data == "_ambig"
            else [(str(node.data), parts) for parts in product(*ways)]
        )
    return known[id(node)]


@cache
def parser(lang):
    """lark's parser, with each quoted word as a terminal that matches whole words."""
    rules, terminals = re.split(r"^(?=_?[A-Z]+: )", grammar(lang), maxsplit=1, flags=re.MULTILINE)
    words = {}

    def word(found):
        end = r"(?![^\W\d_])" if found[1][-1].isalpha() else ""
        pattern = re.escape(found[1]).replace("/", r"\/")
        return words.setdefault(f"/{pattern}{end}/", f"_W{len(words)}")

    rules = re.sub(r'"([^"]+)"', word, re.sub(r"^//.*", "", rules, flags=re.MULTILINE))
    text = rules + "".join(f"{name}: {body}\n" for body, name in words.items()) + terminals
    return Lark(text, parser="earley", lexer="dynamic", ambiguity="explicit", propagate_positions=True)
