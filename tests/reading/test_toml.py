"""Both parsers give the same data for every text, or the same error."""

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dvrules.reading import toml
from texts import ROOT

FILES = sorted(path for path in ROOT.rglob("*.toml") if not {".venv", "build"} & {*path.relative_to(ROOT).parts})

ODD = [
    *("a = {x = 1,\n y = 2}", "a = {x = 1,}", 'a = "\\e"', 'a = "\\x41"', "a = 07:32", "a = 2024-01-01 07:32"),
    *("a = 2024-01-01T07:32:00Z", "a = 1979-05-27 00:32:00.999999-07:00", "a = 07:32:00.123456789", "a = 23:59:60"),
    *(
        "a = 9223372036854775808",
        "a = 1e400",
        "a = -0.0",
        "a = nan",
        "a = 0x1F",
        "a = 1_000",
        "a = +1",
        "a = 2024-02-30",
    ),
    *("a = 1\r\nb = 2", 'a = """\r\nx\r\ny"""', "a = 1\rb = 2", "a = '''x\n''y'''''", 'a = "\\ud800"', "a = 1 # \x01"),
    *("a.b = 1\na.c = 2", "[a]\nb.c = 1\n[a.b]\nd = 1", "a = {}\n[a.b]", "[[x]]\n[x]", "a = 1\n[a]", '"" = 1', "é = 1"),
    *("\ufeffa = 1", "[z]\nb = 1\n[a]\n[z.y]\n", "a = [[1, [2]], {b = [{}]}]", "a = \n", "x", "[b]\na = 1\na = 2"),
    *("a = " + "1" * 5000, "a = 1" + "_0" * 4400, "a = 0x" + "f" * 5000),
]

PIECES = st.sampled_from(
    [
        *(
            "a",
            "b",
            "1",
            "0",
            ".",
            "=",
            " ",
            "\n",
            "[",
            "]",
            "{",
            "}",
            ",",
            '"',
            "'",
            '"""',
            "'''",
            "\\",
            "#",
            "é",
            "\r\n",
        ),
        *(
            "\r\n",
            "a = ",
            "[[a]]\n",
            "[b.a]\n",
            "2024-01-31",
            "07:00:00",
            "1.5",
            "true",
            "inf",
            "x = {a = 1, b = [1]}\n",
        ),
    ]
)


def outcome(loads, text):
    try:
        return repr(loads(text))
    except (ValueError, RecursionError) as error:
        return str(error)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_our_own_files_say_the_same_to_both_parsers(path):
    text = path.read_text(encoding="utf-8")
    assert outcome(toml.loads, text) == outcome(tomllib.loads, text)


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_say_the_same_to_both_parsers(text):
    assert outcome(toml.loads, text) == outcome(tomllib.loads, text)


@settings(max_examples=500, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_any_text_says_the_same_to_both_parsers(text):
    assert outcome(toml.loads, text) == outcome(tomllib.loads, text)


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 101 + "]" * 101,
        "a = " + "{a = " * 101 + "1" + "}" * 101,
        "a = [\n" + "[\n" * 101,
        "a = [" + '"]", [' * 101,
        "a = [" + "'] [', [" * 101,
        'a = """\n' + '["""]\nb = [["""\n' * 101,
        "a = [\n" + '"""\n[]""", [\n' * 101,
        "a = [ # ]\n" * 101,
        "a = [" + '"\\"]", [' * 101,
        'a = [1e"' + "[" * 101 + '"]',
        'a = ["x"y"' + "[" * 101 + '"]',
        'a = [""x"' + "[" * 101 + '"]',
    ],
)
def test_a_text_whose_brackets_may_stand_deep_is_not_given_to_the_quick_parser(text):
    assert not toml.is_flat(text)


def test_the_quick_parser_reads_what_is_flat(monkeypatch):
    monkeypatch.setattr(toml, "_quick", lambda text, *, toml_version: (text, toml_version))
    assert toml.loads("a = [\n" + '  { b = "é", c = [1, 2] },\n' * 1000 + "]")[1] == "1.0.0"
    assert toml.loads("a = 1") == ("a = 1", "1.0.0")


def test_without_the_quick_parser_texts_are_read_all_the_same(monkeypatch):
    monkeypatch.setattr(toml, "_quick", None)
    assert toml.loads("a = 2024-01-31") == tomllib.loads("a = 2024-01-31")
