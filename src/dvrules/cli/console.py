"""The console: where a command's words go, in one language, with colour only where someone looks at it."""

from __future__ import annotations

import os
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TextIO

from dvrules.cli.program import columns
from dvrules.messages import Messages
from dvrules.model.diagnostics import Diagnostic
from dvrules.model.reports import State
from dvrules.model.values import frozen

_COLOURS = {
    State.OVERDUE: "31;1",
    State.BREACHED: "31;1",
    State.FULFILLED_LATE: "33",
    State.UNDETERMINED: "35",
    State.FULFILLED: "32",
    State.OPEN: "36",
}


@frozen
class Console:
    """Two streams, the messages of one language, and how wide and colourful the first may be."""

    messages: Messages
    out: TextIO
    err: TextIO
    colourful: bool
    columns: int

    @classmethod
    def of(cls, messages: Messages, out: TextIO, err: TextIO) -> Console:
        """The console for these streams: colour on a terminal only, and not where NO_COLOR asks for none."""
        colourful = out.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        return cls(messages, out, err, colourful, columns(out, 120))

    def print(self, text: str = "") -> None:
        """One line, or several, to the standard output."""
        self.out.write(text + "\n")

    def say(self, key: str, /, **args: str | int | date) -> None:
        """A message to the standard output."""
        self.print(self.messages.say(key, **args))

    def complain(self, diagnostics: Iterable[Diagnostic], texts: Mapping[str, str], prefix: str = "") -> None:
        """Diagnostics to the standard error."""
        from dvrules.rendering import render  # noqa: PLC0415 - only where something is wrong

        for block in render(diagnostics, texts, self.messages, prefix):
            self.err.write(block + "\n")

    def paint(self, text: str, state: State) -> str:
        """The text in the colour of a state."""
        return f"\x1b[{_COLOURS[state]}m{text}\x1b[0m" if self.colourful and state in _COLOURS else text


def add_project(parser: ArgumentParser, messages: Messages) -> None:
    """The option that names the project."""
    parser.add_argument("-p", "--project", default=".", metavar="DIR", help=messages.say("cli.project"))


def add_days(parser: ArgumentParser, messages: Messages) -> None:
    """The options that name the project and the days to judge it for."""
    add_project(parser, messages)
    day_options(parser, messages)


def day_options(parser: ArgumentParser, messages: Messages) -> None:
    """The options that say for which day to judge, and by which day what counts was on record."""
    today = date.today()  # noqa: DTZ011 - the day where the user is
    day_option(parser, messages, "--as-of", default=today, help=messages.say("cli.as_of"))
    day_option(parser, messages, "--known-at", help=messages.say("cli.known_at"))


def waivers_option(parser: ArgumentParser, messages: Messages) -> None:
    """The option that judges as if there were no waivers."""
    parser.add_argument("--ignore-waivers", action="store_true", help=messages.say("cli.ignore_waivers"))


def day_option(
    parser: ArgumentParser,
    messages: Messages,
    name: str,
    *,
    help: str,  # noqa: A002 - argparse's word
    default: date | None = None,
) -> None:
    """An option that takes a day."""

    def day(text: str) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise ArgumentTypeError(messages.say("cli.bad_day", value=text)) from None

    parser.add_argument(name, type=day, default=default, metavar="DAY", help=help)
