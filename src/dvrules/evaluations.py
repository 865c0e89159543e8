"""Evaluations: what many projects are judged for, and what comes of each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from dvrules.codes import Outcome
from dvrules.inputs import Grounds
from dvrules.messages import Lang
from dvrules.model.reports import State
from dvrules.model.summaries import share_on_time
from dvrules.model.values import field, frozen


@frozen
class Request:
    """What projects are judged for, and what is wanted of them; texts are in `lang`.

    `known_at` is `as_of` where it is None. Plugins named in `block` are not loaded. `version` is the one that dvrules
    must have where the work is done, "" for the one that it has here. Findings are given only where `findings` asks for
    them.
    """

    as_of: date
    known_at: date | None = None
    ignore_waivers: bool = False
    lang: Lang = "vi"
    block: tuple[str, ...] = ()
    version: str = ""
    findings: bool = False


@frozen
class Evaluated:
    """A project judged: plain data, the same wherever it was made.

    `path` is the project as it was named, `name` what it calls itself. `states` counts the findings by state; `errors`
    and `warnings` count the diagnostics, and `faults` are their texts, with places as seen from where the project was
    named. `lines` holds the findings, each a line of JSON that begins with what it is about (`head_of`). `grounds` are
    the disk's answers on which all this rests; None where they don't tell all.
    """

    path: str
    name: str
    outcome: Outcome
    states: Mapping[State, int] = field(factory=dict)
    errors: int = 0
    warnings: int = 0
    faults: tuple[str, ...] = ()
    lines: bytes = b""
    grounds: Grounds | None = None

    @property
    def on_time(self) -> float | None:
        """The share done on time, as in `Tally`."""
        return share_on_time(self.states)

    @property
    def findings(self) -> tuple[Mapping[str, Any], ...]:
        """The findings in the form of `dvrules.report/1`."""
        return tuple(
            {key: value for key, value in json.loads(line).items() if key not in _HEAD}
            for line in self.lines.splitlines()
        )


class Unopened(Exception):
    """An executor that can't be opened; the text says why."""


_HEAD = ("project", "name", "as_of", "known_at", "ignores_waivers")


def head_of(path: str, name: str, request: Request) -> dict[str, Any]:
    """What each line about a project begins with, so that it says by itself what it is about."""
    days = (each.isoformat() for each in (request.as_of, request.known_at or request.as_of))
    return dict(zip(_HEAD, (path, name, *days, request.ignore_waivers), strict=True))


def line_of(data: Mapping[str, Any]) -> bytes:
    """One line of JSON in UTF-8; what is no Unicode (in the name of a file) is left as JSON's own escape."""
    return _encoded(json.dumps(data, ensure_ascii=False) + "\n")


def lines_of(head: Mapping[str, Any], tables: Iterable[str]) -> bytes:
    """Such lines, each of a table that is JSON text already, behind what all begin with."""
    begun = json.dumps(head, ensure_ascii=False)[:-1]
    return _encoded("".join([f"{begun}, {table[1:]}\n" for table in tables]))


def _encoded(text: str) -> bytes:
    return text.encode(errors="backslashreplace")
