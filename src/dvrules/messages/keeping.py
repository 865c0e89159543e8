"""Keeping: the words of a catalogue, as Python keeps a module compiled, beside it in `__pycache__`.

What is kept holds as long as the catalogue's size and time are the same. Where it can't be read or written the
catalogue itself is read, and nothing is said: it only takes longer.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def kept_words(catalogue: Traversable, read: Callable[[str], Mapping[str, str]]) -> Mapping[str, str]:
    """The words that `read` finds in the text of a catalogue, or found there before."""
    if not isinstance(catalogue, Path):
        return read(catalogue.read_text(encoding="utf-8"))
    state = catalogue.stat()
    stamp = [state.st_size, state.st_mtime_ns]
    keep = Path(cache_from_source(str(catalogue))).with_suffix(".json")
    with suppress(OSError, ValueError, LookupError, TypeError):
        kept = json.loads(keep.read_bytes())
        words: Mapping[str, str] = kept["words"]
        if kept["stamp"] == stamp:
            return words
    words = read(catalogue.read_text(encoding="utf-8"))
    if not sys.dont_write_bytecode:
        with suppress(OSError):
            _write(keep, json.dumps({"stamp": stamp, "words": words}))
    return words


def _write(path: Path, text: str) -> None:
    """Write a file in one step, so that whoever reads it meanwhile has the old one or the new."""
    path.parent.mkdir(exist_ok=True, parents=True)
    part = path.with_suffix(f".{os.getpid()}")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
