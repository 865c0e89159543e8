"""Keeping: the words of a catalogue, as Python keeps a module compiled, beside it in `__pycache__`.

Keys and words with NUL between them are read in no time, and without a parser. What is kept holds as long as the
catalogue's size and time are the same. Where it can't be read or written the catalogue itself is read, and nothing is
said: it only takes longer.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib.util import cache_from_source
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def kept_words(catalogue: Traversable, read: Callable[[str], Mapping[str, str]]) -> Mapping[str, str]:
    """The words that `read` finds in the text of a catalogue, or found there before."""
    if not isinstance(catalogue, Path):
        return read(catalogue.read_text(encoding="utf-8"))
    state = catalogue.stat()
    keep = Path(cache_from_source(str(catalogue))).with_suffix(".words")
    with suppress(OSError, ValueError):
        stamp, _, kept = keep.read_bytes().decode().partition("\0")
        if stamp == _stamp(state, kept):
            parts = kept.split("\0")
            return dict(zip(parts[::2], parts[1::2], strict=True))
    words = read(catalogue.read_text(encoding="utf-8"))
    text = "\0".join(chain(*words.items()))
    if not sys.dont_write_bytecode and text.count("\0") == 2 * len(words) - 1:
        with suppress(OSError):
            _write(keep, f"{_stamp(state, text)}\0{text}".encode())
    return words


def _stamp(state: os.stat_result, text: str) -> str:
    """What tells that a text holds the words of the catalogue as it is, and all of them."""
    return f"{state.st_size} {state.st_mtime_ns} {len(text)}"


def _write(path: Path, content: bytes) -> None:
    """Write a file in one step, so that whoever reads it meanwhile has the old one or the new."""
    path.parent.mkdir(exist_ok=True, parents=True)
    part = path.with_suffix(f".{os.getpid()}")
    part.write_bytes(content)
    part.replace(path)
