"""dvrules code: what a code means and why it is a fault, with a wrong example and a right one."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from itertools import groupby
from textwrap import indent, wrap

from dvrules.catalogue import AS_OF, Entry, catalogue, small_project
from dvrules.cli.console import Console
from dvrules.cli.outcome import OK
from dvrules.cli.tables import table
from dvrules.codes import severity_of
from dvrules.messages import Messages

#: Lines longer than this are hard to read, however wide the terminal is.
_WIDEST = 100


def arguments(parser: ArgumentParser, messages: Messages) -> None:
    """The code, or none for all of them, and the form."""

    def code(text: str) -> str:
        known, asked = catalogue(), text.upper()
        if asked in known:
            return asked
        near = ", ".join(get_close_matches(asked, known))
        key = "cli.near_codes" if near else "cli.no_code"
        raise ArgumentTypeError(messages.say(key, value=text, near=near))

    parser.add_argument("code", nargs="?", type=code, metavar="CODE", help=messages.say("cli.code_name"))
    forms, about = ("text", "markdown"), messages.say("cli.code_format")
    parser.add_argument("--format", choices=forms, default="text", help=about)


def run(args: Namespace, console: Console) -> int:
    """What is said of the code, or a table of all codes; as Markdown, the page of reference. 0."""
    known = catalogue()
    if args.code:
        told = _section if args.format == "markdown" else _lines
        lines = told(known[args.code], console.messages, min(console.columns, _WIDEST))
    elif args.format == "markdown":
        lines = _page(known.values(), console.messages)
    else:
        lines = _table(known.values(), console)
    for line in lines:
        console.print(line)
    return OK


def _table(entries: Iterable[Entry], console: Console) -> Iterator[str]:
    messages = console.messages
    head = [messages.say(f"column.{name}") for name in ("code", "severity", "message")]
    rows = [[each.code, _severity(each, messages), _message(each, messages)] for each in entries]
    return table(head, rows, console.columns, firm=2)


def _lines(entry: Entry, messages: Messages, columns: int) -> Iterator[str]:
    """The text of one code for a terminal."""
    yield from _wrapped(f"{entry.code} {_severity(entry, messages)}: {_message(entry, messages)}", columns)
    for paragraph in _paragraphs(entry, messages):
        yield ""
        yield from _wrapped(paragraph, columns)
    for title, _, text in _examples(entry, messages):
        yield ""
        yield title
        yield ""
        yield indent(text, "    ")


def _wrapped(text: str, columns: int) -> list[str]:
    """The lines of a paragraph, in which no option or file name is broken."""
    return wrap(text, columns, break_on_hyphens=False, break_long_words=False)


def _page(entries: Iterable[Entry], messages: Messages) -> Iterator[str]:
    """The page of reference, as Markdown."""
    yield f"# {messages.say('code.title')}"
    yield ""
    yield messages.say("code.about")
    for stage, each in groupby(entries, key=lambda entry: entry.stage):
        yield ""
        yield f"## {messages.say(f'stage.{stage}')}"
        for entry in each:
            yield ""
            yield from _section(entry, messages)
    yield ""
    yield f"## {messages.say('code.project')}"
    yield ""
    yield messages.say("code.project_about", day=AS_OF)
    for name, text in small_project().items():
        yield ""
        yield f"`{name}`:"
        yield ""
        yield from _fenced("toml", text.strip("\n"))


def _section(entry: Entry, messages: Messages, _columns: int = 0) -> Iterator[str]:
    """The text of one code as Markdown."""
    yield f"### {entry.code}"
    yield ""
    yield f"**{_severity(entry, messages)}**: {_message(entry, messages)}"
    for paragraph in _paragraphs(entry, messages):
        yield ""
        yield paragraph
    for title, language, text in _examples(entry, messages):
        yield ""
        yield title
        yield ""
        yield from _fenced(language, text)


def _fenced(language: str, text: str) -> Iterator[str]:
    yield f"```{language}"
    yield text
    yield "```"


def _severity(entry: Entry, messages: Messages) -> str:
    return messages.say(f"severity.{severity_of(entry.code)}")


def _message(entry: Entry, messages: Messages) -> str:
    return messages.outline(f"codes.{entry.code}.message")


def _paragraphs(entry: Entry, messages: Messages) -> Iterator[str]:
    """Why, and the way out where there is one for every such fault."""
    yield entry.why[messages.lang]
    if (key := f"codes.{entry.code}.hint") in messages:
        yield messages.say("code.way_out", hint=messages.outline(key))


def _examples(entry: Entry, messages: Messages) -> Iterator[tuple[str, str, str]]:
    """The texts of the example: a title, the language it is written in, and the text."""
    example = entry.example
    if example is None:
        return
    language = example.file.rpartition(".")[2] or "sh"
    wrong = messages.say("code.wrong", file=example.file) if example.file else messages.say("code.wrong_command")
    yield wrong, language, example.wrong.strip("\n")
    yield messages.say("code.right"), language, example.right.strip("\n")
    for name, text in example.beside.items():
        yield messages.say("code.beside", file=name), name.rpartition(".")[2], text.strip("\n")
