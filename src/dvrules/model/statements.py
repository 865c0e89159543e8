"""Statements: what the engine has to say, kept as data until someone chooses a language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from dvrules.model.values import field, frozen


@frozen
class Statement:
    """One thing said: a key of the message catalogue and its arguments.

    `day` is the day the statement arrives at, if it is a step of a reckoning, and `earliest` the first one that it may
    be, where it is a range; `source` is the provision or document it
    rests on, as text or as a key of the catalogue's `sources`. Days among the arguments are ISO texts, so that a
    statement is the same value before and after a journey through JSON.
    """

    key: str
    args: Mapping[str, str | int] = field(factory=dict)
    day: date | None = None
    source: str = ""
    earliest: date | None = None


def state_that(key: str, /, *, day: date | None = None, source: str = "", **args: str | int | date | None) -> Statement:
    """The statement `key` with `args`; dates become ISO texts and None an empty text."""
    return Statement(key, {name: _plain(value) for name, value in args.items()}, day, source)


def _plain(value: str | int | date | None) -> str | int:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else value


def distinct(statements: Iterable[Statement]) -> Iterator[Statement]:
    """The statements, each once, in the order in which they first come."""
    seen: list[Statement] = []
    for statement in statements:
        if statement not in seen:
            seen.append(statement)
            yield statement
