"""JSON lines: one record a line, read into the tables that a TOML file of records holds.

A key `record` names the kind of a record that is no evidence. A key whose value is null is not given. A line that can't
be read costs its own record only.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any
from unicodedata import normalize

from dvrules.model.diagnostics import Diagnostic, misnamed
from dvrules.model.places import Place
from dvrules.model.values import define, evolve, field, frozen
from dvrules.reading.decoding import TextFile, composed, decode, is_composed
from dvrules.reading.locating import Extent, Located, Path
from dvrules.reading.texts import DEEPEST

#: The list that holds the records of each kind, by what `record` says.
KINDS = {
    "evidence": "evidence",
    "event": "events",
    "fact": "facts",
    "waiver": "waivers",
    "suspension": "suspensions",
    "termination": "terminations",
}

_BLANKS = " \t\r"
PIECE = re.compile(r'[ \t\r]*+("[^"\\]*+(?:\\.[^"\\]*+)*"|[{}\[\],:]|[^\s{}\[\],:"]++)')
#: No amount has more digits, and Python itself refuses to read some thousands.
MOST_DIGITS = 300


def read(name: str, content: bytes) -> tuple[TextFile, tuple[Diagnostic, ...]]:
    """The file `name` read as JSON lines in UTF-8, with or without a byte order mark.

    Diagnostics: DV102 where the bytes are no UTF-8; DV104 for each line that is no JSON, or has a key twice or a number
    that is none; DV205 for a kind of record that there isn't.
    """
    file, faults = decode(name, content)
    if faults:
        return file, faults
    data: dict[str, list[Any]] = defaultdict(list)
    found: list[Diagnostic] = []
    for kind, table in _tables(name, content, found):
        data[kind].append(table)
    return evolve(file, data=dict(data)), tuple(found)


def tables(name: str, content: bytes) -> Iterator[tuple[str, dict[str, Any]]]:
    """The table that each line of the file `name` writes, one by one, with the list in the data to which it belongs.

    ValueError at the first thing that `read` would tell of.
    """
    found: list[Diagnostic] = []
    for each in _tables(name, content, found):
        yield each
        if found:
            break
    if found:
        raise ValueError(name)


def _tables(name: str, content: bytes, found: list[Diagnostic]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each table with its list; what is wrong with a line is added to those `found`."""
    number = 1
    for block in _blocks(content.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").rstrip(b"\n")):
        flat = _flat(block)
        if flat is not None:
            yield from flat
            number += len(flat)
            continue
        for line in block.decode().split("\n"):
            entry = _entry(line, number, name, plain=is_composed(line)) if line.strip(_BLANKS) else None
            number += 1
            if entry and entry.fault:
                found.append(entry.fault)
            elif entry:
                yield entry.kind, entry.value


def _blocks(content: bytes) -> Iterator[bytes]:
    """The lines of a file, some together."""
    start, last = 0, len(content)
    while start < last:
        end = content.find(b"\n", start + _LEAST)
        end = last if end < 0 else end
        yield content[start:end]
        start = end + 1


#: So many bytes are read at once, and what follows them up to the end of the line.
_LEAST = 16384


def _flat(block: bytes) -> list[tuple[str, dict[str, Any]]] | None:
    """The tables that lines write, where they plainly are right ones with none within; None leaves them to `_entry`.

    Where each line begins and ends with a brace, and has no other that opens, each is one table. Where there is no
    escape and no blank before a colon, a key that stands twice shows in the number of keys.
    """
    count = block.count(b"\n") + 1
    alone = block[:1] + block[-1:] == b"{}" and block.count(b"}\n{") + 1 == count == block.count(b"{")
    deep = block.count(b"[") >= DEEPEST and any(line.count(b"[") >= DEEPEST for line in block.split(b"\n"))
    if not alone or deep or any(each in block for each in _ODD):
        return None
    try:
        text = (b"[" + block.replace(b"\n", b",\n") + b"]").decode()
        tables: list[dict[str, Any]] = _PLAIN.decode(text)
        keys = sum(map(len, tables))
        kinds = [KINDS[table.pop("record", "evidence")] for table in tables]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return [*zip(kinds, tables, strict=True)] if keys == block.count(b'":') and is_composed(text) else None


_ODD = (b"\\", b"\t", b"\r", b" :", b"null")


def index(text: str) -> Mapping[Path, Located]:
    """The place of every record, key and value of a text, by its path in the data that `read` gives."""
    places: dict[Path, Located] = {}
    counts = Counter[str]()
    plain = is_composed(text)
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip(_BLANKS):
            continue
        entry = _entry(line, number, "", plain=plain or is_composed(line))
        if entry.fault is None:
            path: Path = (entry.kind, counts[entry.kind])
            counts[entry.kind] += 1
            places |= {(*path, *rest): located for rest, located in Scan(line, number).places.items()}
    return places


@frozen
class _Entry:
    """The list that the record in a line belongs to, and its data, or what is wrong with it."""

    kind: str = ""
    value: dict[str, Any] = field(factory=dict)
    fault: Diagnostic | None = None


def _entry(line: str, number: int, name: str, *, plain: bool) -> _Entry:
    try:
        value = _DECODER.decode(line)
    except json.JSONDecodeError as error:
        hint = "hint.json.one_a_line" if error.msg == "Extra data" else ""
        hint = "hint.toml.smart_quotes" if line[error.pos : error.pos + 1] in {"“", "”"} else hint
        return _Entry(fault=Diagnostic("DV104", {}, Place(name, (), number, error.pos + 1), hint))
    except (ValueError, RecursionError):
        value, odd = {}, Scan(line, number).odd
    else:
        suspect = "\\u" in line or line.count("[") + line.count("{") > DEEPEST
        odd = Scan(line, number).odd if suspect else None
    if odd:
        place = Place(name, (), number, odd.column)
        return _Entry(fault=Diagnostic("DV104", odd.args, place, f"hint.json.{odd.hint}"))
    if not isinstance(value, dict):
        start = Place(name, (), number, 1 + len(line) - len(line.lstrip(_BLANKS)))
        return _Entry(fault=Diagnostic("DV104", {}, start, "hint.json.one_a_line"))
    kind = value.pop("record", "evidence")
    if not isinstance(kind, str) or kind not in KINDS:
        said = kind if isinstance(kind, str) else json.dumps(kind, ensure_ascii=False)
        located = Scan(line, number).places["record",]
        column = (located.value or located.key).start[1]
        return _Entry(fault=misnamed("DV205", said, KINDS, Place(name, (), number, column)))
    return _Entry(KINDS[kind], value if plain else composed(value))


def _table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs) or (not all(map(str.isascii, table)) and len({*map(composed, table)}) < len(pairs)):
        raise ValueError
    return {key: value for key, value in pairs if value is not None} if None in table.values() else table


def _refuse(constant: str) -> float:
    raise ValueError(constant)


def _integer(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise ValueError(digits)
    return int(digits)


_PLAIN = json.JSONDecoder(parse_constant=_refuse, parse_int=_integer)
_DECODER = json.JSONDecoder(object_pairs_hook=_table, parse_constant=_refuse, parse_int=_integer)


@frozen
class Odd:
    """What JSON's grammar lets pass and we don't: the name of the hint that says so, where, and its arguments."""

    hint: str
    column: int
    args: Mapping[str, str | int]


@define
class _Opened:
    path: Path
    start: int
    key: Extent | None
    count: int = 0
    name: str | None = None  # of the member being read; None where its key is still to come
    name_at: Extent | None = None
    is_table: bool = False


class Scan:
    """One pass over a line that is JSON, with the place of all in it, by path, and the first thing odd in it."""

    def __init__(self, line: str, number: int) -> None:
        self.number = number
        self.places: dict[Path, Located] = {}
        self.odd: Odd | None = None
        self._opened: list[_Opened] = []
        for match in PIECE.finditer(line):
            if len(self._opened) > DEEPEST:
                break
            self._take(match[1], match.start(1), match.end(1))

    def _take(self, piece: str, start: int, end: int) -> None:
        top = self._opened[-1] if self._opened else None
        if piece in {"}", "]"}:
            if top:
                self._opened.pop()
                if top.path:
                    self._note(top.path, top.key, top.start, end)
        elif piece == ",":
            if top:
                top.count, top.name = top.count + 1, None
        elif top and top.is_table and top.name is None and piece[0] == '"':
            self._name(top, piece, start, end)
        elif piece != ":":
            self._value(top, piece, start, end)

    def _name(self, top: _Opened, piece: str, start: int, end: int) -> None:
        top.name, top.name_at = self._text(piece, start), self._extent(start, end)
        if (*top.path, top.name) in self.places:
            self._mark("key_twice", start, key=top.name)

    def _value(self, top: _Opened | None, piece: str, start: int, end: int) -> None:
        path: Path = (*top.path, top.name or "" if top.is_table else top.count) if top else ()
        key = top.name_at if top and top.is_table else None
        if piece in {"{", "["}:
            if not path:
                self.places[path] = Located(self._extent(start, end))
            if len(self._opened) >= DEEPEST:
                self._mark("too_deep", start, limit=DEEPEST)
            self._opened.append(_Opened(path, start, key, is_table=piece == "{"))
            return
        if piece[0] == '"':
            self._text(piece, start)
        elif piece in {"NaN", "Infinity", "-Infinity"} or len(piece) > MOST_DIGITS:
            self._mark("no_number", start, text=piece[:20])
        self._note(path, key, start, end)

    def _text(self, piece: str, start: int) -> str:
        text: str = normalize("NFC", json.loads(piece, strict=False))
        if any("\ud800" <= char <= "\udfff" for char in text):
            self._mark("half_character", start)
            return text.encode("utf-8", "replace").decode()
        return text

    def _mark(self, hint: str, start: int, **args: str | int) -> None:
        self.odd = self.odd or Odd(hint, start + 1, args)

    def _note(self, path: Path, key: Extent | None, start: int, end: int) -> None:
        value = self._extent(start, end)
        self.places.setdefault(path, Located(key or value, value))

    def _extent(self, start: int, end: int) -> Extent:
        return Extent((self.number, start + 1), (self.number, end + 1))
