"""Texts: what bytes become, and what their author is told where they become nothing."""

from __future__ import annotations

import tomllib
from datetime import date, time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dvrules.messages import LANGS, messages_in
from dvrules.model.diagnostics import Diagnostic
from dvrules.model.places import Place
from dvrules.reading.decoding import Texts, decode
from dvrules.reading.texts import DEEPEST, TextFile, read

#: What is typed, the hint, its arguments, line and column.
MISTAKES = [
    ("x = “abc”", "smart_quotes", {"char": "“"}, 1, 5),
    ("“x” = 1", "smart_quotes", {"char": "“"}, 1, 1),
    ("a = 1\nx = ‘abc’", "smart_quotes", {"char": "‘"}, 2, 5),
    ('x = "abc”', "smart_quotes", {"char": "”"}, 1, 9),
    ("\u00a0x = 1", "unseen_character", {"char": "U+00A0"}, 1, 1),
    ("x =\u00a0 1", "unseen_character", {"char": "U+00A0"}, 1, 4),
    ("x = 1\u3000", "unseen_character", {"char": "U+3000"}, 1, 6),
    ("x = \u200b1", "unseen_character", {"char": "U+200B"}, 1, 5),
    ('x = "a\x0bb"', "unseen_character", {"char": "U+000B"}, 1, 7),
    ("x = 1\ry = 2", "unseen_character", {"char": "U+000D"}, 1, 6),
    ("x = 15/4/2024", "day", {"text": "15/4/2024", "better": "2024-04-15"}, 1, 5),
    ("x = 15-4-2024", "day", {"text": "15-4-2024", "better": "2024-04-15"}, 1, 5),
    ("x = 15.04.2024 # hạn", "day", {"text": "15.04.2024", "better": "2024-04-15"}, 1, 5),
    ("x = 2024/4/5", "day", {"text": "2024/4/5", "better": "2024-04-05"}, 1, 5),
    ("x = [2024-01-01, 5/4/2024]", "day", {"text": "5/4/2024", "better": "2024-04-05"}, 1, 18),
    ("x = { y = 2024-4-15 }", "day", {"text": "2024-4-15", "better": "2024-04-15"}, 1, 11),
    ("x = 31/4/2024", "no_such_day", {"text": "31/4/2024"}, 1, 5),
    ("x = 2023-02-29", "no_such_day", {"text": "2023-02-29"}, 1, 5),
    ("x = 13/2024", "no_such_day", {"text": "13/2024"}, 1, 5),
    ("x = 3/2024", "month", {"text": "3/2024", "better": "2024-03"}, 1, 5),
    ("x = 2024-03", "month", {"text": "2024-03", "better": "2024-03"}, 1, 5),
    ("x = 05", "leading_zero", {"text": "05", "better": "5"}, 1, 5),
    ("x = [1, -007]", "leading_zero", {"text": "-007", "better": "-7"}, 1, 9),
    ("x = 0,5", "decimal_comma", {"text": "0,5", "better": "0.5"}, 1, 5),
    ("x = -12,25", "decimal_comma", {"text": "-12,25", "better": "-12.25"}, 1, 5),
    ("x = 1.500.000", "grouped_number", {"text": "1.500.000", "better": "1500000"}, 1, 5),
    ("x = 1,500,000", "grouped_number", {"text": "1,500,000", "better": "1500000"}, 1, 5),
    ("x = True", "boolean", {"text": "True", "better": "true"}, 1, 5),
    ("x = Sở Tư pháp", "no_quotes", {}, 1, 5),
    ("x = 59/KH-UBND", "no_quotes", {}, 1, 5),
    ("x = 50%", "no_quotes", {}, 1, 5),
    ("x =\ny = 1", "no_value", {}, 1, 4),
    ("x = # chưa có", "no_value", {}, 1, 5),
    ("x =", "no_value", {}, 1, 4),
    ("x = { y = }", "no_value", {}, 1, 11),
    ("x = [1,,2]", "no_value", {}, 1, 8),
    ("tên = 1", "bare_key", {"key": "tên"}, 1, 1),
    ("te\u0302n = 1", "bare_key", {"key": "tên"}, 1, 1),
    ("  đơn vị = 1", "bare_key", {"key": "đơn vị"}, 1, 3),
    ("ten don vi = 1", "bare_key", {"key": "ten don vi"}, 1, 1),
    ("x = { tên = 1 }", "bare_key", {"key": "tên"}, 1, 7),
    ("a = 1\n[[nhiệm vụ]]", "bare_key", {"key": "nhiệm vụ"}, 2, 3),
    ('a = 1\nx = "abc', "open_text", {}, 2, 5),
    ('x = "abc\ny = "def"', "open_text", {}, 1, 5),
    ("x = 'abc\ny = 1", "open_text", {}, 1, 5),
    ("x = 'abc\ny = 'def'", "open_text", {}, 1, 5),
    ('x = [\n  "abc,\n  "def",\n]', "open_text", {}, 2, 3),
    ('x = "abc\n# "def"', "open_text", {}, 1, 5),
    ('x = "nói “abc”', "open_text", {}, 1, 5),
    ('x = "abc\ndef"\ny = 1', "several_lines", {}, 1, 5),
    ("x = 'abc\ndef\nghi'\ny = 1", "several_lines", {}, 1, 5),
    ('x = """abc\ny = 1', "open_long_text", {"quotes": '"""'}, 1, 5),
    ("x = '''abc''\ny = 1", "open_long_text", {"quotes": "'''"}, 1, 5),
    ('x = "C:\\data"', "backslash", {}, 1, 8),
    ('x = "D:\\users"', "backslash", {}, 1, 8),
    ('x = """\nC:\\data"""', "backslash", {}, 2, 3),
    ('x = "Kế hoạch "Dân vận khéo" năm 2024"', "quotes_within", {}, 1, 15),
    ('x = "Kế hoạch " Dân vận khéo " năm"', "quotes_within", {}, 1, 15),
    ('x = ["Kế hoạch "Dân vận khéo""]', "quotes_within", {}, 1, 16),
    ("x = 1 y = 2", "second_statement", {}, 1, 7),
    ('x = "a" y = "b"', "second_statement", {}, 1, 9),
    ("x = 5 ngày", "second_statement", {}, 1, 7),
    ("x = 5,", "second_statement", {}, 1, 6),
    ("[a] x = 1", "second_statement", {}, 1, 5),
    ('x = ["a" "b"]', "no_comma", {}, 1, 10),
    ('x = [\n  "a"\n  "b"\n]', "no_comma", {}, 3, 3),
    ("x = { a = 1 b = 2 }", "no_comma", {}, 1, 13),
    ('x = ["a", "b"\ny = 1', "open_bracket", {"bracket": "["}, 1, 5),
    ('x = [\n  "a",\n[[y]]\nz = 1', "open_bracket", {"bracket": "["}, 1, 5),
    ("x = [[1, 2], 3", "open_bracket", {"bracket": "["}, 1, 5),
    ("x = [1, 2)", "open_bracket", {"bracket": "["}, 1, 5),
    ("x = [[1, 2}, 3]", "open_bracket", {"bracket": "["}, 1, 6),
    ("[a", "header_brackets", {}, 1, 1),
    ("a = 1\n[[b]\nc = 1", "header_brackets", {}, 2, 1),
    ("[a]]", "header_brackets", {}, 1, 1),
    ("a = 1\nb = 2\na = 3", "key_twice", {"key": "a", "line": 1}, 3, 1),
    ("[[o]]\nid = 1\n[[o]]\nid = 2\n  id = 3", "key_twice", {"key": "id", "line": 4}, 5, 3),
    ("x = [1]\nx = [2]", "key_twice", {"key": "x", "line": 1}, 2, 1),
    ("x = { a = 1, b = 2, a = 3 }", "key_twice", {"key": "a", "line": 1}, 1, 21),
    ("a = { x = 1 }\na.y = 2", "key_twice", {"key": "a", "line": 1}, 2, 1),
    ("[a.b]\n[a]\nb.c = 1", "key_twice", {"key": "b", "line": 1}, 3, 1),
    ("[a.b]\n[c]\n[a.b]", "table_twice", {"key": "a.b", "line": 1}, 3, 1),
    ("a = 1\n[a.b]", "table_twice", {"key": "a", "line": 1}, 2, 1),
    ("[o]\nid = 1\n[[o]]\nid = 2", "table_twice", {"key": "o", "line": 1}, 3, 1),
    ('tiêu đề: "x"', "no_equals", {}, 1, 1),
    ('title "x"', "no_equals", {}, 1, 1),
    ("a = 1\n- Kế hoạch này", "no_equals", {}, 2, 1),
    ("= 5", "no_equals", {}, 1, 1),
]

#: What the parser of TOML 1.1, in later Pythons, no longer minds.
OF_TOML_1_0 = [
    ("x = {\n  a = 1\n}", "inline_table_lines", {}, 1, 5),
    ("x = { a = 1,\n  b = 2 }", "inline_table_lines", {}, 1, 5),
    ("x = { a = 1, }", "last_comma", {}, 1, 14),
]


def accepted(text):
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("text", "hint", "args", "line", "column"),
    [*MISTAKES, *(mistake for mistake in OF_TOML_1_0 if not accepted(mistake[0]))],
)
def test_a_mistake_is_told_by_what_was_meant_and_where(text, hint, args, line, column, ends):
    text = text.replace("\n", ends)
    assert read("a.toml", text.encode()) == (
        TextFile("a.toml", text),
        (Diagnostic("DV103", args, Place("a.toml", (), line, column), f"hint.toml.{hint}"),),
    )


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("diagnostic", [read("a.toml", text.encode())[1][0] for text, *_ in MISTAKES], ids=str)
def test_every_hint_is_said_in_both_languages(diagnostic, lang):
    messages = messages_in(lang)
    assert diagnostic.hint in messages
    assert messages.hint(diagnostic).count("{") == str(diagnostic.args.values()).count("{")


@pytest.mark.parametrize(
    ("content", "text", "diagnostic"),
    [
        (
            "a = 1\nb = 'é'".encode("utf-16"),
            "a = 1\nb = 'é'",
            Diagnostic("DV102", {}, Place("a.toml", (), 1, 1), "hint.encoding.utf_16"),
        ),
        (
            "đ = 1\r\ntên = 'x'".encode().replace("ê".encode(), b"\xea"),
            "đ = 1\r\nt\ufffdn = 'x'",
            Diagnostic("DV102", {"byte": "EA"}, Place("a.toml", (), 2, 2), "hint.encoding.code_page"),
        ),
        (
            b"PK\x03\x04\x14\x00\xff",
            "PK\x03\x04\x14\x00\ufffd",
            Diagnostic("DV102", {}, Place("a.toml", (), 1, 6), "hint.encoding.no_text"),
        ),
    ],
)
def test_bytes_that_are_no_utf_8_are_told_by_what_they_probably_are(content, text, diagnostic):
    assert read("a.toml", content) == (TextFile("a.toml", text), (diagnostic,))


def test_a_text_becomes_data_with_its_days_as_days():
    text = 'title = "Kế hoạch"\r\n[[o]]\r\ndue = 2024-04-15\r\nat = 07:30:00\r\nn = [1, 2.5, true]\r\n'
    data = {"title": "Kế hoạch", "o": [{"due": date(2024, 4, 15), "at": time(7, 30), "n": [1, 2.5, True]}]}
    assert read("a.toml", text.encode()) == (TextFile("a.toml", text, data), ())


def test_notepads_byte_order_mark_is_no_part_of_the_text():
    assert read("a.toml", b"\xef\xbb\xbfa = 1") == (TextFile("a.toml", "a = 1", {"a": 1}), ())
    assert read("a.toml", "\ufeffa = “”".encode())[1][0].place == Place("a.toml", (), 1, 5)


def test_keys_and_texts_are_composed_however_deep_they_stand():
    file, _ = read("a.toml", "['te\u0302n']\nx = [{'a\u0301' = 'e\u0323\u0302'}]".encode())
    assert file.data == {"t\u00ean": {"x": [{"\u00e1": "\u1ec7"}]}}


def test_a_key_typed_twice_in_two_ways_is_not_dropped():
    text = "[[x]]\n[[x]]\n't\u00ean' = 1\n'te\u0302n' = 2"
    diagnostic = Diagnostic("DV103", {"key": "tên"}, Place("a.toml", ("x", 1, "tên")), "hint.toml.key_twice_typed")
    assert read("a.toml", text.encode()) == (TextFile("a.toml", text), (diagnostic,))


def test_nesting_that_no_later_stage_could_follow_is_refused():
    def nested(depth):
        return f"a = {'[' * depth}{']' * depth}"

    args, hint = {"limit": DEEPEST}, "hint.toml.too_deep"
    assert read("a.toml", nested(DEEPEST).encode())[1] == ()
    assert read("a.toml", nested(DEEPEST + 1).encode())[1] == (
        Diagnostic("DV103", args, Place("a.toml", ("a", *[0] * DEEPEST)), hint),
    )
    assert read("a.toml", nested(99_999).encode())[1] == (Diagnostic("DV103", args, Place("a.toml", (), 1, 1), hint),)


def test_a_number_too_long_for_python_is_a_fault_of_the_text():
    assert read("a.toml", b"a = " + b"9" * 5000)[1] == (Diagnostic("DV103", {}, Place("a.toml", (), 1, 1)),)


def test_the_place_that_later_parsers_give_as_a_number_is_used(monkeypatch):
    def refuse(_):
        error = tomllib.TOMLDecodeError("Invalid value")
        error.pos = 10
        raise error

    monkeypatch.setattr(tomllib, "loads", refuse)
    args = {"text": "05", "better": "5"}
    assert read("a.toml", b"a = 1\ny = 05")[1] == (
        Diagnostic("DV103", args, Place("a.toml", (), 2, 5), "hint.toml.leading_zero"),
    )


SCRAPS = st.lists(
    st.sampled_from(["a", "x = ", '"', "'", '"""', "[", "]", "[[", "{", "}", ",", "=", ".", "\n", "\r\n", " ", "#"])
    | st.sampled_from(["\\", "05", "1/2/2024", "2024-02-30", "ê", "“", "\u00a0", "\0", "true", "0,5"]),
    max_size=14,
).map(lambda scraps: "".join(scraps).encode())


@given(SCRAPS | st.binary(max_size=20))
@example(b"\xff\xfe\x00")
def test_whatever_the_bytes_there_is_either_data_or_a_diagnostic_placed_in_the_text(content):
    file, diagnostics = read("a.toml", content)
    assert (file.data is None) == bool(diagnostics)
    lines = file.text.split("\n")
    for diagnostic in diagnostics:
        place = diagnostic.place
        assert 1 <= place.line <= len(lines)
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1


def test_texts_are_those_that_were_read_whatever_is_wrong_with_their_bytes():
    contents = {
        "a.toml": b"\xef\xbb\xbfa = 1",
        "b.toml": "đ".encode(),
        "c.toml": "ư".encode("utf-16"),
        "d.toml": b"\xe9\0",
    }
    texts = Texts(contents)
    assert texts == {name: decode(name, content)[0].text for name, content in contents.items()}
    assert texts.get("e.toml") is None


def test_of_two_files_with_one_name_the_text_of_the_other_project_stands():
    both = Texts({"a.toml": b"a", "b.toml": b"b"}).with_those_of(Texts({"b.toml": b"c"}))
    assert both == {"a.toml": "a", "b.toml": "c"}
