"""Places, held against the parser: whatever it reads stands where the index says."""

from __future__ import annotations

import tomllib
from unicodedata import normalize

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from dvrules.reading.locating import Extent, Located, index, locate, nearest

WORDS = st.text(max_size=8) | st.sampled_from(["tên", "te\u0302n", "a b", 'nói "được"', "C:\\x", "# [x]\n = '''", ""])
KEYS = st.text("abz_-09", min_size=1, max_size=4) | WORDS
SCALARS = (
    st.integers(-(2**62), 2**62)
    | st.floats(allow_nan=False)
    | st.booleans()
    | st.dates()
    | st.datetimes()
    | st.times()
    | WORDS
)


def tables(values, **sizes):
    return st.dictionaries(KEYS, values, **sizes).filter(lambda t: len({normalize("NFC", key) for key in t}) == len(t))


VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | tables(inner, max_size=3), max_leaves=12)


class Typist:
    """Lays data out by whim: headers, arrays of tables, dotted keys, inline tables, comments, blank lines."""

    def __init__(self, draw):
        self.draw = draw

    def blank(self):
        return self.draw(st.sampled_from(["", " ", "\t", "  "]))

    def breath(self):
        return self.draw(st.sampled_from(["", " ", "\n  ", " # , ]\n"]))

    def end(self):
        return self.draw(st.sampled_from(["\n", " # ghi chú [x] = '\n", '\n\n  # "\n']))

    def name(self, key):
        bare = key.isascii() and key.replace("-", "a").replace("_", "a").isalnum()
        return key if bare and self.draw(st.booleans()) else tomli_w.dumps({key: 1})[: -len(" = 1\n")]

    def names(self, keys):
        return f"{self.blank()}.{self.blank()}".join(map(self.name, keys))

    def pair(self, keys, value):
        return f"{self.names(keys)}{self.blank()}={self.blank()}{self.value(value)}{self.blank()}"

    def value(self, value):
        if isinstance(value, dict):
            return "{" + ",".join(self.blank() + self.pair([key], part) for key, part in value.items()) + "}"
        if isinstance(value, list):
            return "[" + "".join(f"{self.breath()}{self.value(part)}{self.breath()}," for part in value) + "]"
        return tomli_w.dumps({"x": value}, multiline_strings=self.draw(st.booleans()))[len("x = ") : -1]

    def table(self, table, path=()):
        """The lines of a table: those of its own, and then the headers of tables in it with theirs."""
        below = [key for key, value in table.items() if stretches(value) and self.draw(st.booleans())]
        for key in [key for key in table if key not in below]:
            value = table[key]
            dotted = isinstance(value, dict) and value and self.draw(st.booleans())
            for keys, part in [((key, inner), value[inner]) for inner in value] if dotted else [((key,), value)]:
                yield self.blank() + self.pair(keys, part) + self.end()
        for key in below:
            one = isinstance(table[key], dict)
            for part in [table[key]] if one else table[key]:
                header = f"{self.blank()}{self.names((*path, key))}{self.blank()}"
                yield f"{self.blank()}[{header}]{self.end()}" if one else f"{self.blank()}[[{header}]]{self.end()}"
                yield from self.table(part, (*path, key))


def stretches(value):
    """Whether a value may be given under headers."""
    return isinstance(value, dict) or (isinstance(value, list) and value and all(isinstance(v, dict) for v in value))


@st.composite
def layouts(draw):
    text = "".join(Typist(draw).table(draw(tables(VALUES, max_size=4))))
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


def parts(value, path=()):
    """Every part of parsed data by its path."""
    if path:
        yield path, value
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, part in items:
        yield from parts(part, (*path, normalize("NFC", step) if isinstance(step, str) else step))


def cut(text, extent):
    (line, column), (end_line, end_column) = extent.start, extent.end
    lines = text.split("\n")[line - 1 : end_line]
    lines[-1] = lines[-1][: end_column - 1]
    lines[0] = lines[0][column - 1 :]
    return "\n".join(lines)


def agree(text):
    """The index has exactly the paths of the data; each key reads as its name, each value as itself."""
    data, places = dict(parts(tomllib.loads(text))), index(text)
    assert set(places) == set(data)
    for path, value in data.items():
        located = places[path]
        if isinstance(path[-1], str):
            assert [normalize("NFC", key) for key in tomllib.loads(f"{cut(text, located.key)} = 1")] == [path[-1]]
        if located.value is None:
            assert isinstance(value, dict) or all(isinstance(part, dict) for part in value), path
        else:
            assert repr(tomllib.loads(f"x = {cut(text, located.value)}")["x"]) == repr(value), path


@given(tables(VALUES, max_size=4), st.booleans())
def test_every_part_of_a_dumped_document_is_where_the_index_says(data, long_texts):
    agree(tomli_w.dumps(data, multiline_strings=long_texts))


@given(layouts())
def test_every_part_of_a_document_of_any_layout_is_where_the_index_says(text):
    agree(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# only a comment",
        "a = 1",
        "a.b.c = 1\na.b.d = 2\na.'x y'.\"z\" = 3",
        " a . b = 1\r\n[ c . d ]\r\ne = 2\r\n",
        "[a.b]\nx = 1\n[a]\ny = 2\n[a.c.d]",
        "[[a]]\n[[a.b]]\nx = 1\n[[a.b]]\n[a.b.c]\ny = 1\n[[a]]\n[[a.b]]\n[a.d]\ne.f = 1",
        "[[ a . 'b' ]] # note\nx = 1\n[[a.b]]",
        "1 = 1\n2.5 = 2\n2024-01-02 = 3\ntrue = false\n\"\" = ''",
        'a = """"""\nb = """x"""""\nc = """"x""""\nd = """\\\\"""\ne = """\\"""" # "\nf = """a\\\n  b"""',
        "a = ''''''\nb = '''x'''''\nc = ''''x''''\nd = '''\\'''\ne = '\\' # '\nf = '''a\n'b'\n''c'''",
        'a = ""\nb = "\\\\"\nc = "\\"#"\nd = ["",\'\',"]",\'}\']',
        "a = [[], [[]], [\n[1,2 , 3,] # ]\n,\n]\n,[{}, {a=[{b=1}]}]]",
        "a = {b.c = 1, b.d = {e = []}, 'f g' = {}}",
        "a = 1979-05-27 07:32:00\nb = [1979-05-27 07:32:00.5+07:00,1979-05-27T07:32:00Z, 07:32:00]",
        "a = 1979-05-27 # 07:32",
        "a = [+1_000, -0.5e-3, 0xFF, 0o7, 0b1, inf, -nan, true,false]",
        '"te\u0302n" = 1\n["t\\u00ean2"."te\u0302n3"]\n\'a\u0301\' = 2',
    ],
)
def test_every_part_of_an_odd_layout_is_where_the_index_says(text):
    agree(text)


def test_a_place_counts_lines_and_characters_of_the_text_from_one():
    text = "\"tiêu đề\" = \"x\"\n\n[['việc']]\r\n  'bên'.chu = [1,\n 22]\n"
    assert index(text) == {
        ("tiêu đề",): Located(Extent((1, 1), (1, 10)), Extent((1, 13), (1, 16))),
        ("việc",): Located(Extent((3, 3), (3, 9))),
        ("việc", 0): Located(Extent((3, 3), (3, 9))),
        ("việc", 0, "bên"): Located(Extent((4, 3), (4, 8))),
        ("việc", 0, "bên", "chu"): Located(Extent((4, 9), (4, 12)), Extent((4, 15), (5, 5))),
        ("việc", 0, "bên", "chu", 0): Located(Extent((4, 16), (4, 17)), Extent((4, 16), (4, 17))),
        ("việc", 0, "bên", "chu", 1): Located(Extent((5, 2), (5, 4)), Extent((5, 2), (5, 4))),
    }


def test_a_table_is_at_its_own_header_though_tables_in_it_come_first():
    assert index("[a.b]\n[a]")[("a",)] == Located(Extent((2, 2), (2, 3)))


def test_an_inline_table_may_go_over_lines_and_end_in_a_comma_as_toml_1_1_has_it():
    places = index("a = {\n  b = 1, # x\n  c = [2],\n}\nd = 3")
    assert {path: located.value for path, located in places.items()} == {
        ("a",): Extent((1, 5), (4, 2)),
        ("a", "b"): Extent((2, 7), (2, 8)),
        ("a", "c"): Extent((3, 7), (3, 10)),
        ("a", "c", 0): Extent((3, 8), (3, 9)),
        ("d",): Extent((5, 5), (5, 6)),
    }


TEXT = "title = 1\n[[a]]\nid = 1\n[[a]]\nwho = {unit = 'x'}\n"


@pytest.mark.parametrize(
    ("path", "found"),
    [
        (("a", 1, "who", "unit"), ("a", 1, "who", "unit")),
        (("a", 1, "who", "post"), ("a", 1, "who")),
        (("a", 1, "deadline", "every"), ("a", 1)),
        (("a", 7), ("a",)),
    ],
)
def test_a_path_that_is_missing_is_shown_at_what_encloses_it(path, found):
    assert locate(TEXT, path) == nearest(index(TEXT), path) == index(TEXT)[found]


@pytest.mark.parametrize("path", [(), ("document", "symbol")])
def test_a_path_enclosed_by_nothing_but_the_text_has_no_place(path):
    assert locate(TEXT, path) is None


def test_nesting_has_no_limit_of_its_own():
    text = "a = " + "[" * 9999 + "]" * 9999
    assert index(text)[("a",)] == Located(Extent((1, 1), (1, 2)), Extent((1, 5), (1, 5 + 2 * 9999)))


@given(st.text("ab=[]{}.,#\"'\\ \n0u", max_size=30))
def test_a_text_that_is_no_toml_is_indexed_as_far_as_it_goes(text):
    lines = text.split("\n")
    for located in index(text).values():
        assert located.key.end <= (len(lines), len(lines[-1]) + 1)
