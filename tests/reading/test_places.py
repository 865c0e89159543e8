"""Where things stand in a text, checked against the parser itself."""

from __future__ import annotations

import tomllib
from datetime import date
from unicodedata import normalize

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from dvrules.reading.locating import index
from dvrules.reading.texts import read
from texts import ROOT

KEYS = st.text("abcXYZ_-09", min_size=1, max_size=6) | st.text("áê \"'.=#[]\\n\\t", min_size=1, max_size=5)
VALUES = st.recursive(
    st.integers(-99, 99) | st.booleans() | st.dates() | st.text("aâ \"'\\\n#=[]{},", max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=12,
)


def leaves(value, path=()):
    if isinstance(value, dict):
        for key, part in value.items():
            yield from leaves(part, (*path, normalize("NFC", key)))
    else:
        yield path, value


def check(text):
    """Every value of the text stands where the index says, and reads there as the parser reads it."""
    places, lines = index(text), text.split("\n")
    for path, value in leaves(tomllib.loads(text)):
        extent = places[path].value
        if extent is None:
            assert isinstance(value, list), path
            continue
        (line, column), (end_line, end_column) = extent.start, extent.end
        piece = lines[line - 1 : end_line]
        piece[-1] = piece[-1][: end_column - 1]
        piece[0] = piece[0][column - 1 :]
        assert tomllib.loads("x = " + "\n".join(piece)) == {"x": value}, path


@given(st.dictionaries(KEYS, VALUES, max_size=4))
def test_every_value_stands_where_the_index_says(data):
    check(tomli_w.dumps(data))


@pytest.mark.parametrize(
    "path", [*ROOT.glob("rulesets/**/*.toml"), *ROOT.glob("examples/**/*.toml"), *ROOT.glob("src/**/*.toml")], ids=str
)
def test_every_file_of_ours_is_indexed_whole(path):
    check(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("content", "code", "hint", "at"),
    [
        (b"\xff\xfea\x00", "DV102", "hint.encoding.utf_16", (1, 1)),
        (b'a = "k\xea"', "DV102", "hint.encoding.code_page", (1, 7)),
        ("a = “x”".encode(), "DV103", "hint.toml.smart_quotes", (1, 5)),
        (b"a = 15/4/2024", "DV103", "hint.toml.day", (1, 5)),
        (b"a = 0,5", "DV103", "hint.toml.decimal_comma", (1, 5)),
        (b"a = 05", "DV103", "hint.toml.leading_zero", (1, 5)),
        ("tên = 1".encode(), "DV103", "hint.toml.bare_key", (1, 1)),
        (b'a = "x', "DV103", "hint.toml.open_text", (1, 5)),
        (b"a = 1\na = 2", "DV103", "hint.toml.key_twice", (2, 1)),
        (b"a 1", "DV103", "hint.toml.no_equals", (1, 1)),
        (b"a = [1, 2", "DV103", "hint.toml.open_bracket", (1, 5)),
    ],
)
def test_what_departments_mistype_is_told_by_what_they_meant(content, code, hint, at):
    _, (diagnostic,) = read("x.toml", content)
    assert (diagnostic.code, diagnostic.hint, (diagnostic.place.line, diagnostic.place.column)) == (code, hint, at)


def test_a_byte_order_mark_and_windows_line_ends_are_no_fault():
    text, faults = read("x.toml", b"\xef\xbb\xbfa = 2024-01-02\r\nb = 1\r\n")
    assert (text.data, faults) == ({"a": date(2024, 1, 2), "b": 1}, ())


def test_accents_are_one_character_however_they_were_typed():
    text, _ = read("x.toml", 'a = "e\u0302\u0301"'.encode())
    assert text.data == {"a": "\u1ebf"}
