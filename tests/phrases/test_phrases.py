"""Each phrase says what is written beside it, however it is typed, and what is said is read back."""

import re
from unicodedata import normalize

import pytest
from attrs import evolve
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dvrules.building.converter import strict_converter
from dvrules.model.deadlines import Deadline
from dvrules.phrases import Problem, Reading, parse, render
from dvrules.phrases.meaning import Meaning
from dvrules.phrases.parsing import LONGEST
from phrases_written import CASES, SYLLABLES, TABLES
from texts import ROOT

SAID = [case for case in CASES if "deadline" in case.values[1]]


def tables(data) -> tuple[Deadline, ...]:
    return strict_converter().structure(data, tuple[Deadline, ...])


def expected(case) -> Reading:
    if "deadline" in case:
        return Reading(tables(case["deadline"]))
    readings = tuple(map(tables, case.get("readings", ())))
    part = case.get("part", case["phrase"])
    return Reading(problem=Problem(case["problem"], part, readings))


def plain(reading: Reading) -> Reading:
    """The reading with the letters of its free texts in one case."""
    return Reading(tuple(map(lower, reading.deadlines)))


def lower(deadline):
    texts = {"event", "obligation", "during", "document", "clause"} & set(type(deadline).__slots__)
    return evolve(deadline, **{key: (getattr(deadline, key) or "").lower() or None for key in texts})


@pytest.mark.parametrize(("lang", "case"), CASES)
def test_a_phrase_says_what_is_written_beside_it(lang, case):
    assert parse(case["phrase"], lang=lang, year=case.get("year")) == expected(case)


@pytest.mark.parametrize(("lang", "case"), SAID)
def test_a_phrase_says_the_same_however_it_is_typed(lang, case):
    phrase, year = case["phrase"], case.get("year")
    said = plain(parse(phrase, lang=lang, year=year))
    typed = normalize("NFD", f" {phrase.rstrip('.')}. ".upper().replace(" ", "  "))
    assert plain(parse(typed, lang=lang, year=year)) == said


@pytest.mark.parametrize(("lang", "case"), SAID)
def test_what_a_phrase_says_can_be_said_and_is_read_back(lang, case):
    deadlines = tables(case["deadline"])
    assert parse(render(deadlines, lang), lang=lang).deadlines == deadlines


@pytest.mark.parametrize("lang", ["vi", "en"])
@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_every_table_that_the_language_has_words_for_is_read_back(lang, data):
    deadline = data.draw(TABLES[lang])
    said = render((deadline,), lang)
    assert said is not None
    assert parse(said, lang=lang) == Reading((deadline,))


def test_without_a_language_either_will_do():
    assert parse("before 15 June 2024").deadlines == parse("trước ngày 15/6/2024").deadlines


@pytest.mark.parametrize(
    "phrase",
    [
        "quá ngày 15/6/2024",
        "sau ngày 15/6/2024",
        "năm học 2024-2025",
        "truoc ngay 15/6/2024",
        "after 15/6/2024",
        "starting 15 June 2024 before ngày 15",
    ],
)
def test_a_word_of_time_in_the_one_language_is_not_passed_over_in_the_other(phrase):
    assert parse(phrase, year=2024).problem


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(SYLLABLES.split()),
        max_size=14,
    ).map(" ".join)
    | st.text(max_size=40),
)
@example("x" * (LONGEST + 1))
def test_no_text_is_too_odd_to_be_answered(text):
    reading = parse(text, year=2024)
    assert bool(reading.deadlines) != bool(reading.problem)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_rule_of_a_grammar_has_a_meaning(lang):
    grammar = (ROOT / f"src/dvrules/phrases/{lang}.lark").read_text(encoding="utf-8")
    rules = set(re.findall(r"^([a-z]\w*): ", grammar, re.MULTILINE)) | set(re.findall(r"-> (\w+)", grammar))
    aliased = {
        name
        for name, body in re.findall(r"^(\w+):((?:.*\n)(?: +\|.*\n)*)", grammar, re.MULTILINE)
        if all("->" in line for line in body.splitlines())
    }
    unread = {"word", "fstart", "any", "code"}
    assert {rule for rule in rules - aliased - unread if not hasattr(Meaning, rule)} == set()
