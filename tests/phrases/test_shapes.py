"""What is told from a phrase's shape is what the grammar tells from the phrase itself."""

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from dvrules.phrases import parse, parsing
from dvrules.phrases.shapes import ACCENTED, PLAIN, Shape, grammar, vocabulary
from phrases_written import CASES, SYLLABLES

WORDS = ("Sở", "Tư", "abc", "xi", "ix", "h", "đ", "trướcabc", "naïve", "ngàya", "15a", "IVa", "ſ", "a\u0301", "²")


@st.composite
def varied(draw):
    """A phrase of the corpus with other numbers, and other words or signs among its own."""
    lang, case = draw(st.sampled_from(CASES)).values
    phrase = re.sub("[0-9]+", lambda _: str(draw(st.integers(0, 9999))), case["phrase"])
    words = phrase.split()
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, len(words)))
        words[at : at + draw(st.integers(0, 1))] = [draw(st.sampled_from([*WORDS, *SYLLABLES.split()]))]
    return lang, " ".join(words)


def test_phrases_that_differ_in_numbers_and_unknown_words_have_one_shape():
    def form(phrase):
        return Shape.of(phrase, phrase, "vi").form

    assert form("trong 10 ngày kể từ ngày gặp mặt") == form("trong 5 ngày kể từ ngày mãn khóa")
    assert form("quý iv/2024, b") == "quý iv/0, b"


def test_a_shape_tells_where_the_phrase_has_its_parts():
    shape = Shape.of("Trong 15 ngày, Sở Nội vụ", "trong 15 ngày, sở nội vụ", "vi")
    assert shape.form == f"trong 0 ngày, {ACCENTED} {ACCENTED} vụ"
    assert (shape.said(0, 13), shape.token(14, 19)) == ("Trong 15 ngày,", "sở nội")


def test_no_grammar_knows_the_words_that_stand_for_any_or_one_number_from_another():
    for lang in ("vi", "en"):
        assert not {PLAIN, ACCENTED} & vocabulary(lang)
        assert not re.search("[0-9]", re.sub(r"\[0-9\]|\\x..", "", grammar(lang)))


@settings(max_examples=200, deadline=None)
@given(varied())
@example(("vi", "vào 2024 ngày 0/0/0"))
def test_a_phrase_and_its_shape_are_read_alike(case):
    lang, phrase = case
    read = parse(phrase, lang=lang, year=2024)
    parsing._parse.cache_clear()
    try:
        parsing.Shape, shaped = Whole, parsing.Shape
        assert parse(phrase, lang=lang, year=2024) == read
    finally:
        parsing.Shape = shaped
        parsing._parse.cache_clear()


class Whole:
    """Holds nothing open."""

    @staticmethod
    def of(text, folded, _):
        return Shape(folded, text, folded, tuple(range(len(folded) + 1)))
