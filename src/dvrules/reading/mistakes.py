"""Mistakes: what the author of a text that is no TOML probably did."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from unicodedata import category, normalize

from dvrules.model.diagnostics import Diagnostic
from dvrules.model.places import Place
from dvrules.model.values import field, frozen
from dvrules.reading.decoding import place_at
from dvrules.reading.locating import Scan


@frozen
class _Mistake:
    """What the author probably did: the name of the hint that says so, where, and the arguments of the hint."""

    hint: str
    at: int
    args: Mapping[str, str | int] = field(factory=dict)


def explain(name: str, text: str, error: ValueError) -> Diagnostic:
    """The parser's error as a diagnostic; `text` has the line ends that the parser counts in."""
    at = _offset(text, error)
    if at is None:
        return Diagnostic("DV103", place=Place(name, (), 1, 1))
    scan = Scan(text, at)
    if str(error).startswith(("Cannot", "Duplicate")):
        mistake = _said_twice(scan)
    else:
        mistake = next((found for guess in _GUESSES if (found := guess(scan))), _Mistake("", at))
    hint = mistake.hint and f"hint.toml.{mistake.hint}"
    return Diagnostic("DV103", mistake.args, place_at(name, text[: mistake.at]), hint)


def _offset(text: str, error: ValueError) -> int | None:
    """Where the parser stopped: since Python 3.14 it says so in `pos`, before only in the words of its message."""
    pos = getattr(error, "pos", None)
    if isinstance(pos, int):
        return pos
    found = re.search(r"\(at (?:line (\d+), column (\d+)|end of document)\)$", str(error))
    if found is None:
        return None
    if found[1] is None:
        return len(text)
    return len("\n".join([*text.split("\n")[: int(found[1]) - 1], ""])) + int(found[2]) - 1


_SMART = "“”„‟‘’‚‛«»"
_OPENING = {"”": "“", "’": "‘", "»": "«"}
_NAME = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_NAMES = rf"{_NAME}(?:[ \t]*\.[ \t]*{_NAME})*[ \t]*"
_STATEMENT = re.compile(rf"[ \t]*(?:\[\[?[ \t]*(?=[A-Za-z_]){_NAMES}\]|{_NAMES}=)")
_TEXT_BODY = {
    '"': re.compile(r'[^"\\\n]*+(?:\\(?:["\\bfnrt]|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})[^"\\\n]*+)*'),
    "'": re.compile(r"[^'\n]*+"),
    '"""': re.compile(r'[^"\\]*+(?:(?:"(?!"")|\\(?:["\\bfnrt]|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[ \t]*\n))[^"\\]*+)*'),
    "'''": re.compile(r"[^']*+(?:'(?!'')[^']*+)*"),
}


def _day(year: str, month: str, day: str) -> str:
    return date(int(year), int(month), int(day)).isoformat()


#: How values are written that TOML writes otherwise: the name of the hint, the form, and the right spelling.
_SPELLINGS: tuple[tuple[str, str, Callable[[re.Match[str]], str]], ...] = (
    ("day", r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", lambda m: _day(m[4], m[3], m[1])),
    ("day", r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", lambda m: _day(m[1], m[3], m[4])),
    ("month", r"(\d{1,2})[-/](\d{4})", lambda m: _day(m[2], m[1], "1")[:7]),
    ("month", r"(\d{4})[-/](\d{1,2})", lambda m: _day(m[1], m[2], "1")[:7]),
    ("leading_zero", r"([+-]?)0+(\d+)", lambda m: m[1] + m[2]),
    ("grouped_number", r"[1-9]\d{0,2}([.,])\d{3}(?:\1\d{3})+", lambda m: m[0].replace(m[1], "")),
    ("decimal_comma", r"([+-]?(?:0|[1-9]\d*)),(\d+)", lambda m: f"{m[1]}.{m[2]}"),
    ("boolean", r"(?i:true|false)", lambda m: m[0].lower()),
)


def _said_twice(scan: Scan) -> _Mistake:
    here = scan.position(scan.start)
    for length in range(len(scan.path), 0, -1):
        first = scan.places.get(scan.path[:length])
        if first and first.key.start < here:
            header = scan.text.startswith("[", scan.start)
            names = [str(step) for step in scan.path[:length] if isinstance(step, str)]
            args: dict[str, str | int] = {"key": ".".join(names if header else names[-1:]), "line": first.key.start[0]}
            return _Mistake("table_twice" if header else "key_twice", scan.start, args)
    return _Mistake("", scan.end)


def _odd_character(scan: Scan) -> _Mistake | None:
    char = scan.text[scan.end : scan.end + 1]
    if not char:
        return None
    if char in _SMART:
        return _Mistake("smart_quotes", scan.end, {"char": char})
    if char not in " \t\n" and category(char)[0] in "ZC":
        return _Mistake("unseen_character", scan.end, {"char": f"U+{ord(char):04X}"})
    return None


def _open_text(scan: Scan) -> _Mistake | None:
    start, text = scan.pos, scan.text
    quote = text[start : start + 1]
    if quote not in _TEXT_BODY:
        return None
    if text.startswith(quote * 3, start):
        quote *= 3
    body = _TEXT_BODY[quote].match(text, start + len(quote))
    end = body.end() if body else start
    if text.startswith("\\", end):
        return _Mistake("backslash", end)
    if text.startswith(quote, end):
        return None
    if len(quote) > 1:
        return _Mistake("open_long_text", start, {"quotes": quote})
    inner = text[start + 1 : end].rstrip(",]} \t")
    last = inner[-1:]
    if last in _OPENING and inner.count(_OPENING[last]) < inner.count(last):
        return _Mistake("smart_quotes", start + len(inner), {"char": last})
    return _Mistake("several_lines" if _goes_on(text[end + 1 :], quote) else "open_text", start)


def _goes_on(rest: str, quote: str) -> bool:
    """Whether a text left open in its line is closed in a later one, rather than another one opened there."""
    for line in rest.split("\n"):
        if not line.strip() or line.lstrip().startswith((quote, "#")) or _STATEMENT.match(line):
            return False
        if quote in line:
            return True
    return False


def _brackets(scan: Scan) -> _Mistake | None:
    if not scan.opened or scan.last == "=":
        return None
    opened, char = scan.opened[-1], scan.text[scan.end : scan.end + 1]
    if opened.bracket == "{" and char in ("", "\n"):
        return _Mistake("inline_table_lines", opened.start)
    if opened.bracket == "{" and char == "}" and scan.last == ",":
        return _Mistake("last_comma", scan.end)
    line = scan.text.rfind("\n", 0, scan.pos) + 1
    if not scan.text[line : scan.pos].strip(" \t[") and _STATEMENT.match(scan.text, line):
        opened, char = next((b for b in reversed(scan.opened) if b.start < line), opened), ""
    if char in ("", ")", "]", "}"):
        return _Mistake("open_bracket", opened.start, {"bracket": opened.bracket})
    if scan.last != "value":
        return None
    return (None if char in _TEXT_BODY else _quotes_within(scan)) or _Mistake("no_comma", scan.end)


def _quotes_within(scan: Scan) -> _Mistake | None:
    """A text that ended at a quote meant to stand within it, if that is what stopped the parser."""
    rest = scan.text[scan.end :].split("\n", 1)[0]
    end = len(scan.text[: scan.end].rstrip(" \t")) - 1
    quote = scan.text[end]
    if quote not in ("'", '"') or quote not in rest or _STATEMENT.match(rest):
        return None
    return _Mistake("quotes_within", end)


def _second_statement(scan: Scan) -> _Mistake | None:
    before = scan.text[: scan.pos].rpartition("\n")[2]
    if scan.last not in ("value", "header") or scan.opened or not before.strip():
        return None
    number = scan.pos - len(re.split(r"[\s=]", before)[-1])
    return _misspelt(scan, number) or _quotes_within(scan) or _Mistake("second_statement", scan.end)


def _value(scan: Scan) -> _Mistake | None:
    if scan.last != "=" and not (scan.opened and scan.opened[-1].bracket == "["):
        return None
    return _misspelt(scan, scan.pos) or _Mistake("no_quotes", scan.pos)


def _misspelt(scan: Scan, start: int) -> _Mistake | None:
    word = re.split(r"[\s,#\]}]" if scan.opened else r"[\s#]", scan.text[start:], maxsplit=1)[0].rstrip(",;")
    if not word:
        return _Mistake("no_value", start)
    for hint, form, spell in _SPELLINGS:
        if found := re.fullmatch(form, word):
            try:
                return _Mistake(hint, start, {"text": word, "better": spell(found)})
            except ValueError:
                return _Mistake("no_such_day", start, {"text": word})
    return None


def _header(scan: Scan) -> _Mistake | None:
    line = scan.text[scan.pos :].split("\n", 1)[0]
    if not line.startswith("["):
        return None
    name = line.split("#")[0].strip("[] \t")
    if name and not re.fullmatch(_NAMES, name):
        return _Mistake("bare_key", scan.pos + line.index(name), {"key": normalize("NFC", name)})
    return _Mistake("header_brackets", scan.pos)


def _key(scan: Scan) -> _Mistake:
    name, equals, _ = scan.text[scan.pos :].split("\n", 1)[0].partition("=")
    if not equals or not name.strip() or re.search("[#\"':]", name):
        return _Mistake("no_equals", scan.pos)
    return _Mistake("bare_key", scan.pos, {"key": normalize("NFC", name.strip())})


#: In this order: what one fault looks like to a later guess is often the trace of another, met before.
_GUESSES = (_odd_character, _open_text, _brackets, _second_statement, _value, _header, _key)
