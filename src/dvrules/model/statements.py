"""Statements: what the engine has to say, kept as data until someone chooses a language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, overload

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


class Statements(Sequence[Statement]):
    """Statements that are made when they are first looked at: what `tell` gives of what they are `about`.

    They are equal to those that say the same, as a tuple or made by something else.
    """

    __slots__ = ("_about", "_said", "_tell")

    def __init__(self, tell: Callable[..., Iterable[Statement]], *about: Any) -> None:
        self._tell, self._about = tell, about
        self._said: tuple[Statement, ...] | None = None

    def _all(self) -> tuple[Statement, ...]:
        said = self._said
        if said is None:
            said = self._said = tuple(self._tell(*self._about))
        return said

    def __len__(self) -> int:
        return len(self._all())

    @overload
    def __getitem__(self, index: int) -> Statement: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Statement, ...]: ...

    def __getitem__(self, index: int | slice) -> Statement | tuple[Statement, ...]:
        return self._all()[index]

    def __iter__(self) -> Iterator[Statement]:
        return iter(self._all())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Statements | tuple) and self._all() == tuple(other)

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        return repr(self._all())

    def __reduce__(self) -> tuple[type[tuple[Statement, ...]], tuple[tuple[Statement, ...]]]:
        return tuple, (self._all(),)


def state_that(key: str, /, *, day: date | None = None, source: str = "", **args: str | int | date | None) -> Statement:
    """The statement `key` with `args`; dates become ISO texts and None an empty text."""
    plain = {
        name: "" if value is None else value.isoformat() if isinstance(value, date) else value
        for name, value in args.items()
    }
    return Statement(key, plain, day, source)


def distinct(statements: Iterable[Statement]) -> Iterator[Statement]:
    """The statements, each once, in the order in which they first come."""
    seen: list[Statement] = []
    for statement in statements:
        if statement not in seen:
            seen.append(statement)
            yield statement
