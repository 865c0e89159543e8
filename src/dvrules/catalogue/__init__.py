"""The catalogue of codes: why each kind of fault is one, and where it can be shown a wrong example and a right one.

It is data, a TOML file for each stage at which faults are found, and read only when somebody asks. What a message says,
and the way out of it, stand among the messages; how grave it is among the codes.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from typing import Any

from dvrules.messages import Lang
from dvrules.model.values import field, frozen

#: The day on which the examples are judged.
AS_OF = date(2024, 7, 10)
_STAGES = ("text", "ruleset", "cascade", "schedule", "judging", "export", "evaluating", "plugins")


@frozen
class Example:
    """A text that has a fault and the same text without it, in the `file` of the small project of the examples.

    Where that file has the text `instead` (if not given, the right text), the example stands in its place; otherwise at
    the file's end. Without a `file`, both texts are command lines in the project's folder. `beside` is what stands at
    the end of other files in either case, by their names.
    """

    wrong: str
    right: str
    file: str = ""
    instead: str = ""
    beside: Mapping[str, str] = field(factory=dict)

    def files(self, text: str) -> dict[str, str]:
        """The files of the small project with `text`, the wrong one or the right one, and what is beside it."""
        found = dict(small_project())
        for name, more in self.beside.items():
            found[name] = joined(found.get(name, ""), more)
        if self.file:
            whole, instead = found.get(self.file, ""), (self.instead or self.right).strip("\n")
            new = text.strip("\n")
            found[self.file] = whole.replace(instead, new) if instead in whole else joined(whole, new)
        return found


@frozen
class Entry:
    """What is said of one code: the stage it is found at, why it is a fault, by language, and an example.

    There is no example where the small project can't show one.
    """

    code: str
    stage: str
    why: Mapping[Lang, str]
    example: Example | None = None


def joined(text: str, more: str) -> str:
    """A text with more at its end: a table after a blank line, further keys of its last table right after them."""
    further = more.strip("\n")
    gap = "\n" if text and further.startswith("[") else ""
    return f"{text}{gap}{further}\n"


def catalogue() -> dict[str, Entry]:
    """Every entry by its code, in the order of codes."""
    return {code: _entry(code, stage, table) for stage in _STAGES for code, table in sorted(_read(stage).items())}


def small_project() -> Mapping[str, str]:
    """The project to which the examples belong: the text of each of its files by name. It has no fault."""
    return {name: text.lstrip("\n") for name, text in _read("project").items()}


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def _entry(code: str, stage: str, table: dict[str, Any]) -> Entry:
    why: dict[Lang, str] = {"vi": table.pop("vi"), "en": table.pop("en")}
    return Entry(code, stage, why, Example(**table) if table else None)
