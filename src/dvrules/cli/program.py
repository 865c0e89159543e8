"""Programs: what a command line of dvrules does around its work; a plugin's own program may stand on it, too."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial

# As in `main`: this is there before the collector is off.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from argparse import HelpFormatter
    from typing import NoReturn, TextIO

    from dvrules.messages import Lang, Messages

INTERRUPTED = 130


def run(main: Callable[[Sequence[str]], int]) -> NoReturn:
    """Run `main` with this process's arguments, and end the process with the exit code that it gives."""
    # What a command loads and makes lives until its end; to look for cycles in it, again and again, would find nothing.
    gc.disable()
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        code = main(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has seen enough; Python would complain once more while closing it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except KeyboardInterrupt:
        code = INTERRUPTED
    # Nor is there anything to be found while Python ends, when it would look through all of it several times.
    gc.freeze()
    raise SystemExit(code)


def language(argv: Sequence[str]) -> Lang:
    """The language asked for, found before the rest is read: help and errors are to be in it, too."""
    asked = os.environ.get("DVRULES_LANG", "")
    for argument, following in zip(argv, [*argv[1:], ""], strict=False):
        if argument == "--lang":
            asked = following
        elif argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
    return "en" if asked == "en" else "vi"


def columns(out: TextIO, usual: int) -> int:
    """How wide lines may be: as COLUMNS says, or the terminal, or where there is none, as `usual`.

    `shutil` tells it, too, but brings along whatever compresses archives.
    """
    said = os.environ.get("COLUMNS", "")
    if said.isdecimal() and int(said):
        return int(said)
    try:
        return os.get_terminal_size(out.fileno()).columns or usual
    except (OSError, ValueError):
        return usual


def help_formatter() -> Callable[[str], HelpFormatter]:
    """What formats the help of a program, as wide as argparse has it."""
    from argparse import HelpFormatter  # noqa: PLC0415 - as above

    return partial(HelpFormatter, width=columns(sys.stdout, 80) - 2)


def translate_argparse(messages: Messages) -> None:
    """Give argparse's own words in our language; it asks gettext, whose files would be a second home for words."""
    import argparse  # noqa: PLC0415 - as above

    words = {key.removeprefix("argparse."): text for key, text in messages.words.items() if key.startswith("argparse.")}

    def translate(text: str) -> str:
        return words.get(text, text)

    argparse._ = translate  # type: ignore[attr-defined]
    argparse.ngettext = lambda one, many, count: translate(one if count == 1 else many)  # type: ignore[attr-defined]
