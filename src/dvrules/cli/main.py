"""The command `dvrules`: its arguments, and the way from a command to an exit code."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import get_args

from dvrules.cli.console import Console
from dvrules.messages import Lang, Messages, messages_in

#: The commands; each is a module of this package with `arguments(parser, messages)` and `run(arguments, console)`.
COMMANDS = (
    "check",
    "schedule",
    "report",
    "evaluate",
    "explain",
    "compare",
    "verify",
    "export",
    "record",
    "diff",
    "whatif",
    "consolidated",
    "coverage",
    "review",
    "margins",
    "calendar",
    "plugins",
)

INTERRUPTED = 130


def run() -> None:
    """Run the command with this process's arguments, and end the process with its exit code."""
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
    raise SystemExit(code)


def main(argv: Sequence[str]) -> int:
    """Run one command; returns its exit code (0 all well, 1 something is owed, 2 wrong input, 3 a plugin failed)."""
    messages = messages_in(_language(argv))
    arguments = _parser(argv, messages).parse_args(argv)
    command = import_module(f"dvrules.cli.{arguments.command}")
    code: int = command.run(arguments, Console.of(messages, sys.stdout, sys.stderr))
    return code


def _language(argv: Sequence[str]) -> Lang:
    """The language asked for, found before the rest is read: help and errors are to be in it, too."""
    asked = os.environ.get("DVRULES_LANG", "")
    for argument, following in zip(argv, [*argv[1:], ""], strict=True):
        if argument == "--lang":
            asked = following
        elif argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
    return "en" if asked == "en" else "vi"


def _parser(argv: Sequence[str], messages: Messages) -> argparse.ArgumentParser:
    _translate_argparse(messages)
    parser = argparse.ArgumentParser(prog="dvrules", description=messages.say("cli.about"), allow_abbrev=False)
    # It may stand before the command as well; what it says is already known.
    parser.add_argument("--lang", choices=get_args(Lang), help=argparse.SUPPRESS)
    common = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    common.add_argument("--lang", choices=get_args(Lang), default=messages.lang, help=messages.say("cli.lang"))
    common.add_argument("--block", action="append", default=[], metavar="PLUGIN", help=messages.say("cli.block"))
    commands = parser.add_subparsers(dest="command", required=True, metavar=messages.say("cli.command"))
    asked = next((argument for argument in argv if argument in COMMANDS), None)
    for name in COMMANDS:
        about = messages.say(f"cli.{name}")
        command = commands.add_parser(name, help=about, description=about, parents=[common], allow_abbrev=False)
        if name == asked:
            import_module(f"dvrules.cli.{name}").arguments(command, messages)
    return parser


def _translate_argparse(messages: Messages) -> None:
    """Give argparse's own words in our language; it asks gettext, whose files would be a second home for words."""
    words = {key.removeprefix("argparse."): text for key, text in messages.words.items() if key.startswith("argparse.")}

    def translate(text: str) -> str:
        return words.get(text, text)

    argparse._ = translate  # type: ignore[attr-defined]
    argparse.ngettext = lambda one, many, count: translate(one if count == 1 else many)  # type: ignore[attr-defined]
