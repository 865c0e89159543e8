"""Where in a TOML text each key and value stands.

The parser says what a text means, not where. When something is to be shown, `index` goes through the text once more and
notes the place of everything in it. It relies on the parser to accept the text: where each token ends is all it knows.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from unicodedata import normalize

from dvrules.model.values import define, frozen

Path = tuple[str | int, ...]

# Only single characters are repeated possessively: before 3.11.5 Python gets that wrong for groups that have a choice.
GAP = re.compile(r"[ \t\r\n]*+(?:#[^\n]*+[ \t\r\n]*+)*")
KEY = re.compile(r""" "[^"\\\n]*+(?:\\[^\n][^"\\\n]*+)*" | '[^'\n]*+' | [A-Za-z0-9_-]++ """, re.VERBOSE)
DOT = re.compile(r"[ \t]*+\.[ \t]*+")
EQUALS = re.compile(r"[ \t]*+=[ \t]*+")
HEADER_START = re.compile(r"\[\[?[ \t]*+")
HEADER_END = re.compile(r"[ \t]*+\]\]?")
#: A value without parts; three quotes may close a text that itself ends in one or two.
SCALAR = re.compile(
    r"""
      "{3} [^"\\]*+ (?: (?: \\. | "(?!"{2}) ) [^"\\]*+ )* "{3,5}
    | '{3} [^']*+ (?: '(?!'{2}) [^']*+ )* '{3,5}
    | "(?!"{2}) [^"\\\n]*+ (?: \\[^\n] [^"\\\n]*+ )* "
    | '(?!'{2}) [^'\n]*+ '
    | \d{4}-\d\d-\d\d[ ]\d\d:[^\s,\]}\#]++
    | [^\s,\[\]{}\#"'=]++
    """,
    re.VERBOSE | re.DOTALL,
)
CLOSING = {"[": "]", "{": "}"}


@frozen
class Extent:
    """A stretch of text from `start` up to, not including, `end`: line and column, from 1, in characters."""

    start: tuple[int, int]
    end: tuple[int, int]


@frozen
class Located:
    """Where a key and its value stand; an element in brackets has no key, so its value stands for it, and a table under
    a header or made by a dotted key has no value in one piece.
    """

    key: Extent
    value: Extent | None = None


def index(text: str) -> Mapping[Path, Located]:
    """The place of every key, table and element of a TOML text, by its path; names are in NFC."""
    return Scan(text).places


def nearest(places: Mapping[Path, Located], path: Path) -> Located | None:
    """The place of `path` or, where there is none, of what encloses it; None where only the whole text does."""
    return next((places[path[:n]] for n in range(len(path), 0, -1) if path[:n] in places), None)


def locate(text: str, path: Path) -> Located | None:
    """The place of one path; for several paths of a text, keep its `index` and ask for the `nearest`."""
    return nearest(index(text), path)


@define
class Opened:
    """A bracket not yet closed: which, where, and how many elements came before the one being read."""

    bracket: str
    start: int
    path: Path
    key: Extent | None
    count: int = 0


class Scan:
    """One pass over a text, up to its end or to a fault at offset `end`, with where it came to.

    `pos` is the start of the token that could not be read; `last` the kind of the token before it (`header`, `=`, `,`,
    `[`, `{` or `value`); `path` and `start` those of the key or header read last; `opened` the brackets still open.
    """

    def __init__(self, text: str, end: int | None = None) -> None:
        self.text = text
        self.end = len(text) if end is None else end
        self.places: dict[Path, Located] = {}
        self.opened: list[Opened] = []
        self.path: Path = ()
        self.pos, self.start, self.last = 0, 0, ""
        self._header: Path = ()
        self._sizes: Counter[Path] = Counter()  # of the arrays of tables
        self._lines = [0, *(match.end() for match in re.finditer("\n", text))]
        while self._step():
            pass

    def _step(self) -> bool:
        self._take(GAP)
        if self.pos >= self.end:
            return False
        char = self.text[self.pos]
        if not self.opened:
            return self._read_header() if char == "[" else self._read_pair(self._header)
        inside = self.opened[-1]
        if char not in (",", CLOSING[inside.bracket]):
            array = inside.bracket == "["
            return self._read_value((*inside.path, inside.count)) if array else self._read_pair(inside.path)
        self.pos, self.last = self.pos + 1, ","
        inside.count += 1
        if char != ",":
            self.path = self.opened.pop().path
            self._note(inside.path, inside.key, inside.start)
        return True

    def _read_header(self) -> bool:
        self.start = self.pos
        opening = self._take(HEADER_START).strip()
        key = self._read_keys(())
        if key is None or len(self._take(HEADER_END).strip()) != len(opening):
            self.pos = self.start
            return False
        self._header = self.path
        if opening == "[[":
            self.places.setdefault(self.path, Located(key))
            self._header = (*self.path, self._sizes[self.path])
            self._sizes[self.path] += 1
        self.places[self._header] = Located(key)
        self.last = "header"
        return True

    def _read_pair(self, table: Path) -> bool:
        self.start = self.pos
        key = self._read_keys(table)
        if key is None or not self._take(EQUALS):
            self.pos = self.start
            return False
        self.last = "="
        return self._read_value(self.path, key)

    def _read_keys(self, path: Path) -> Extent | None:
        """The extent of the last name of a dotted key, which is then the `path`; None where a name is missing."""
        while True:
            start = self.pos
            token = self._take(KEY)
            if not token:
                return None
            self.path = path = (*path, _name(token))
            key = self._extent(start)
            if not self._take(DOT):
                return key
            self.places.setdefault(path, Located(key))
            if path in self._sizes:
                path = (*path, self._sizes[path] - 1)

    def _read_value(self, path: Path, key: Extent | None = None) -> bool:
        start, bracket = self.pos, self.text[self.pos : self.pos + 1]
        if bracket in CLOSING:
            self.opened.append(Opened(bracket, start, path, key))
            self.pos, self.last = self.pos + 1, bracket
            return True
        if not self._take(SCALAR):
            return False
        self._note(path, key, start)
        return True

    def _take(self, pattern: re.Pattern[str]) -> str:
        """The token at `pos`, which is then behind it; "" where there is none or it holds the fault."""
        match = pattern.match(self.text, self.pos)
        if match is None or (match.end() > self.end and pattern is not GAP):
            return ""
        self.pos = match.end()
        return match[0]

    def _note(self, path: Path, key: Extent | None, start: int) -> None:
        value = self._extent(start)
        self.places.setdefault(path, Located(key or value, value))
        self.last = "value"

    def _extent(self, start: int) -> Extent:
        return Extent(self.position(start), self.position(self.pos))

    def position(self, offset: int) -> tuple[int, int]:
        """The line and column of an offset."""
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1


def _name(token: str) -> str:
    try:
        return normalize("NFC", tomllib.loads(f"name = {token}")["name"] if token[0] == '"' else token.strip("'"))
    except tomllib.TOMLDecodeError:  # in a text that the parser doesn't accept
        return token
