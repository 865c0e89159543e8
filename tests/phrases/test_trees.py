"""The grammars mean what lark's notation says: every text has just the trees that lark finds for it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from by_lark import trees
from dvrules.phrases.grammars import grammar_of
from dvrules.phrases.parsing import _folded
from dvrules.phrases.trees import MOST, Node, trees_of
from phrases_written import CASES, SYLLABLES


def plain(node):
    return (node.rule, tuple(map(plain, node.parts))) if isinstance(node, Node) else tuple(node)


def assert_as_lark_has_it(text, lang):
    found, expected = trees_of(grammar_of(lang), text), trees(text, lang)
    if isinstance(found, int) or isinstance(expected, int):
        assert text[found:].lstrip() == text[expected:].lstrip()
        return
    mine = {plain(node) for _, node in found}
    assert mine <= expected
    if len(expected) < MOST:
        assert mine == expected


@pytest.mark.parametrize(("lang", "case"), CASES[::16])
def test_a_phrase_of_the_corpus_has_the_trees_that_lark_finds(lang, case):
    assert_as_lark_has_it(" ".join(_folded(case["phrase"]).split()), lang)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(SYLLABLES.split()), min_size=1, max_size=9).map(" ".join))
def test_a_text_made_of_anything_has_the_trees_that_lark_finds(text):
    assert_as_lark_has_it(_folded(text).strip(), "vi")


def test_the_leanest_tree_comes_first():
    weights = [weight for weight, _ in trees_of(grammar_of("vi"), "sau khi ẑẑ ẑẑ được ban hành")]
    assert weights == sorted(weights)
    assert len(weights) > 1
