"""The command `dvrules`: its arguments, and the way from a command to an exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

from dvrules.cli import program

# Whatever takes long to be loaded, `typing` as well, is loaded when the program has been made ready for it.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from typing import Any, NoReturn

    from dvrules.messages import Messages

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
    "code",
)


def run() -> NoReturn:
    """Run the command with this process's arguments, and end the process with its exit code."""
    program.run(main)


def main(argv: Sequence[str]) -> int:
    """Run one command; returns its exit code (0 all well, 1 something is owed, 2 wrong input, 3 a plugin failed)."""
    from dvrules.cli.console import Console  # noqa: PLC0415
    from dvrules.messages import messages_in  # noqa: PLC0415

    messages = messages_in(program.language(argv))
    arguments = _parser(argv, messages).parse_args(argv)
    command = import_module(f"dvrules.cli.{arguments.command}")
    code: int = command.run(arguments, Console.of(messages, sys.stdout, sys.stderr))
    return code


def _parser(argv: Sequence[str], messages: Messages) -> ArgumentParser:
    import argparse  # noqa: PLC0415 - as above

    from dvrules.messages import LANGS  # noqa: PLC0415

    program.translate_argparse(messages)
    said: Any = {"allow_abbrev": False, "formatter_class": program.help_formatter()}
    parser = argparse.ArgumentParser(prog="dvrules", description=messages.say("cli.about"), **said)
    # It may stand before the command as well; what it says is already known.
    parser.add_argument("--lang", choices=LANGS, help=argparse.SUPPRESS)
    common = argparse.ArgumentParser(add_help=False, **said)
    common.add_argument("--lang", choices=LANGS, default=messages.lang, help=messages.say("cli.lang"))
    common.add_argument("--block", action="append", default=[], metavar="PLUGIN", help=messages.say("cli.block"))
    commands = parser.add_subparsers(dest="command", required=True, metavar=messages.say("cli.command"), prog="dvrules")
    asked = next((argument for argument in argv if argument in COMMANDS), None)
    # Where a command comes first, nobody gets to see the list of the others.
    for name in (asked,) if asked and argv[0] == asked else COMMANDS:
        about = messages.say(f"cli.{name}")
        if name == asked:
            command = commands.add_parser(name, help=about, description=about, parents=[common], **said)
            import_module(f"dvrules.cli.{name}").arguments(command, messages)
        else:
            # It is only listed.
            commands.add_parser(name, help=about, add_help=False)
    return parser
