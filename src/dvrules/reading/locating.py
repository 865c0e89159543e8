"""Where in a TOML text each key and value stands.

The parser says what a text means, not where it says so. When something is to be shown, `index` goes through the text
once more and notes the place of everything in it; nothing is paid for a text without faults. It takes for granted that
the parser accepts the text, and so needs to know only where each token ends.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Mapping
from unicodedata import normalize

from attrs import define, frozen

Path = tuple[str | int, ...]

#: What stands between tokens: blanks, line ends and comments.
GAP = re.compile(r"(?:[ \t\r\n]|#[^\n]*+)*+")
#: One part of a key: quoted or bare.
KEY = re.compile(r""" "(?:[^"\\\n]|\\[^\n])*+" | '[^'\n]*+' | [A-Za-z0-9_-]++ """, re.VERBOSE)
DOT = re.compile(r"[ \t]*+\.[ \t]*+")
EQUALS = re.compile(r"[ \t]*+=[ \t]*+")
HEADER_START = re.compile(r"\[\[?[ \t]*+")
HEADER_END = re.compile(r"[ \t]*+\]\]?")
#: A value without parts; three quotes may close a text that itself ends in one or two.
SCALAR = re.compile(
    r"""
      "{3} (?:[^"\\] | \\. | "(?!"{2}))*+ "{3,5}
    | '{3} (?:[^'] | '(?!'{2}))*+ '{3,5}
    | "(?!"{2}) (?:[^"\\\n] | \\[^\n])*+ "
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
    """Where a key and its value stand.

    The key of a table is its name in its header, or the part of a dotted key; such a table is spread over lines of its
    own and has no `value` here. An element of a bracketed array has no key: its value stands for it.
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
        self.last = ""
        self.pos = self.start = 0
        self._header: Path = ()
        self._tables: dict[Path, int] = {}
        self._lines = [0, *(match.end() for match in re.finditer("\n", text))]
        while self._step():
            pass

    def _step(self) -> bool:
        self._take(GAP)
        if self.pos >= self.end:
            return False
        char = self.text[self.pos]
        inside = self.opened[-1] if self.opened else None
        if inside is None:
            return self._read_header() if char == "[" else self._read_pair(self._header)
        if char == ",":
            self.pos += 1
            self.last = ","
            inside.count += 1
            return True
        if char == CLOSING[inside.bracket]:
            return self._close()
        if inside.bracket == "{":
            return self._read_pair(inside.path)
        return self._read_value((*inside.path, inside.count), None)

    def _read_header(self) -> bool:
        self.start = self.pos
        opening = self._take(HEADER_START).strip()
        keys = self._read_keys()
        if not keys:
            return self._stop(self.start)
        (name, key), above = keys[-1], self._descend((), keys[:-1])
        self.path = (*above, name)
        if len(self._take(HEADER_END).strip()) != len(opening):
            return self._stop(self.start)
        self._header = self.path
        if opening == "[[":
            self.places.setdefault(self.path, Located(key))
            self._header = (*self.path, self._tables.get(self.path, 0))
            self._tables[self.path] = self._tables.get(self.path, 0) + 1
        self.places[self._header] = Located(key)
        self.last = "header"
        return True

    def _read_pair(self, table: Path) -> bool:
        start = self.start = self.pos
        keys = self._read_keys()
        if not keys or not self._take(EQUALS):
            return self._stop(start)
        (name, key), above = keys[-1], self._descend(table, keys[:-1])
        self.path = (*above, name)
        self.last = "="
        return self._read_value(self.path, key)

    def _read_value(self, path: Path, key: Extent | None) -> bool:
        start = self.pos
        bracket = self.text[start : start + 1]
        if bracket in CLOSING:
            self.opened.append(Opened(bracket, start, path, key))
            self.pos += 1
            self.last = bracket
            return True
        if not self._take(SCALAR):
            return False
        self._note(path, key, start)
        return True

    def _close(self) -> bool:
        closed = self.opened.pop()
        self.pos += 1
        self.path = closed.path
        self._note(closed.path, closed.key, closed.start)
        return True

    def _read_keys(self) -> list[tuple[str, Extent]]:
        keys: list[tuple[str, Extent]] = []
        while not keys or self._take(DOT):
            start = self.pos
            token = self._take(KEY)
            if not token:
                return []
            keys.append((_name(token), self._extent(start)))
        return keys

    def _descend(self, path: Path, keys: list[tuple[str, Extent]]) -> Path:
        for name, key in keys:
            path = (*path, name)
            self.places.setdefault(path, Located(key))
            if path in self._tables:
                path = (*path, self._tables[path] - 1)
        return path

    def _take(self, pattern: re.Pattern[str]) -> str:
        """The token at `pos`, which is then behind it; "" where there is none or it holds the fault."""
        match = pattern.match(self.text, self.pos)
        if match is None or (match.end() > self.end and pattern is not GAP):
            return ""
        self.pos = match.end()
        return match[0]

    def _stop(self, pos: int) -> bool:
        self.pos = pos
        return False

    def _note(self, path: Path, key: Extent | None, start: int) -> None:
        value = self._extent(start)
        self.places.setdefault(path, Located(key or value, value))
        self.last = "value"

    def _extent(self, start: int) -> Extent:
        return Extent(self._position(start), self._position(self.pos))

    def _position(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1


def _name(token: str) -> str:
    name = tomllib.loads(f"name = {token}")["name"] if token[0] == '"' else token.strip("'")
    return normalize("NFC", name)
