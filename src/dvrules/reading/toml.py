"""TOML: the parser. Python's own decides what is TOML; toml_rs, where it is installed, only gets there sooner."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Any

#: So many brackets within one another are few enough for any stack: each takes toml_rs two kilobytes of it.
MOST_OPEN = 100

# A quote that follows anything else would be part of a bare word, and no text.
_TEXT = r'''(?<![^ \t=,\[{])"[^"\\\n]*+"'''
_PLAIN = rf"""[^"'\[\]{{}}#\n]*+(?:{_TEXT}[^"'\[\]{{}}#\n]*+)*"""
_FLAT = rf"(?:\[{_PLAIN}\]|\{{{_PLAIN}\}})"
_NESTED = rf"(?:\[{_PLAIN}(?:{_FLAT}{_PLAIN})*\]|\{{{_PLAIN}(?:{_FLAT}{_PLAIN})*\}})"


@cache
def _closed() -> re.Pattern[str]:
    """A line that closes each bracket it opens; wherever it stands, if it has no text that goes on in the next line."""
    return re.compile(rf"(?:{_PLAIN}{_NESTED})+{_PLAIN}")


def _quick_parser() -> Callable[..., dict[str, Any]] | None:
    try:
        from toml_rs import loads as parse  # noqa: PLC0415 - where it is installed

        parse("", toml_version="1.0.0")
    except (ImportError, TypeError):  # not installed, or one that takes no version
        return None
    return parse


_quick = _quick_parser()


def loads(text: str) -> dict[str, Any]:
    """The data of a TOML 1.0 text; ValueError or RecursionError as from `tomllib.loads`."""
    if _quick and not text.startswith("\ufeff") and is_flat(text) and not _has_long_number(text):
        try:
            return _quick(text, toml_version="1.0.0")
        except ValueError:
            pass  # tomllib says where
    import tomllib  # noqa: PLC0415 - the quick parser reads nearly all there is

    return tomllib.loads(text)


def _has_long_number(text: str) -> bool:
    """Whether a number may have so many digits that Python refuses to read it, as toml_rs does not."""
    return len(max(text.split("\n"), key=len)) >= _LONG and re.search(_DIGITS, text) is not None


_LONG = 4000
_DIGITS = f"[0-9_]{{{_LONG}}}"


def is_flat(text: str) -> bool:
    """Whether no more than about `MOST_OPEN` brackets can be open at once in a text, TOML or not."""
    lines = Counter(line for line in text.split("\n") if "[" in line or "{" in line)
    brackets = {line: lines[line] * (line.count("[") + line.count("{")) for line in lines if not _is_heading(line)}
    if sum(brackets.values()) <= MOST_OPEN:  # in a short text it doesn't matter which are closed again
        return True
    closed = _closed()
    return sum(n for line, n in brackets.items() if '"""' in line or not closed.fullmatch(line)) <= MOST_OPEN


def _is_heading(line: str) -> bool:
    """Whether a line is the heading of a table and nothing more, by a look that needs no pattern."""
    name = line.strip("[]")
    return name.isidentifier() and line in {f"[{name}]", f"[[{name}]]"}
