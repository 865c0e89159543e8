"""Quick: hooks that take what the detailed ones take, and stop without a word at the first thing that does not fit.

What they raise says nothing; whoever wants to know what is wrong asks the detailed ones. A class takes its table in one
pass: a key that it does not know is none of its parts, and one that is missing its `__init__` misses.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from dvrules.building.faults import key_of
from dvrules.model.values import fields

#: The days of some years, each kept once.
_DAYS = 4096


class Converter:
    """As much of a cattrs converter as is needed while nothing is wrong; cattrs itself is loaded only after that.

    A type that no hook was registered for is refused.
    """

    def __init__(self) -> None:
        self._by_class: dict[type, Callable[[Any, Any], Any]] = {}
        self._by_test: list[tuple[Callable[[Any], bool], Callable[[Any], Callable[[Any, Any], Any]]]] = []
        self.get_structure_hook = cache(self._hook)

    def register_structure_hook(self, cls: type, hook: Callable[[Any, Any], Any]) -> None:
        """Read a class, and those derived from it, by a hook."""
        self._by_class[cls] = hook
        self.get_structure_hook.cache_clear()

    def register_structure_hook_func(self, test: Callable[[Any], bool], hook: Callable[[Any, Any], Any]) -> None:
        """Read each type that passes a test by a hook; what was registered last goes first."""
        self.register_structure_hook_factory(test, lambda _: hook)

    def register_structure_hook_factory(
        self, test: Callable[[Any], bool], factory: Callable[[Any], Callable[[Any, Any], Any]]
    ) -> None:
        """Read each type that passes a test by the hook that a factory makes for it."""
        self._by_test.insert(0, (test, factory))
        self.get_structure_hook.cache_clear()

    def structure(self, value: Any, kind: Any) -> Any:
        """The value as one of that type."""
        return taker(kind, self)(value)

    def _hook(self, kind: Any) -> Callable[[Any, Any], Any]:
        if kind is Any:
            return lambda value, _: value
        for cls in kind.__mro__ if isinstance(kind, type) else ():
            if cls in self._by_class:
                return self._by_class[cls]
        for test, factory in self._by_test:
            if test(kind):
                return factory(kind)
        raise TypeError(kind)


def class_hook(cls: type, converter: Converter) -> Callable[[Any, Any], Any]:
    """What takes a table for a value of the attrs class `cls`."""
    parts: dict[str, tuple[str, Callable[[Any], Any]]] = {}

    def structure(table: Any, _: Any) -> Any:
        # Not before it is needed, for a class may have parts of its own kind.
        known = parts or _learnt(parts, cls, converter)
        made = {}
        for key, value in table.items():
            name, take = known[key]
            made[name] = take(value)
        return cls(**made)

    return structure


def _learnt(
    parts: dict[str, tuple[str, Callable[[Any], Any]]], cls: type, converter: Converter
) -> Mapping[str, tuple[str, Callable[[Any], Any]]]:
    taken = [each for each in fields(cls) if each.init and not each.metadata.get("derived")]
    written = any(isinstance(each.type, str) for each in taken)
    kinds = get_type_hints(cls) if written else {each.name: each.type for each in taken}
    for each in taken:
        kept_once = each.metadata.get("repeated")
        take = sys.intern if kept_once else taker(kinds.get(each.name) or Any, converter)
        parts[key_of(each.name)] = each.alias, take
    return parts


def list_hook(kind: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    """What takes a list for a tuple, or a set, of one kind."""
    made, take = get_origin(kind), taker(get_args(kind)[0], converter)

    def structure(value: Any, _: Any) -> Any:
        if type(value) is not list:
            raise TypeError
        return made([take(each) for each in value])

    return structure


@cache
def taker(kind: Any, converter: Converter) -> Callable[[Any], Any]:
    """What takes a value for a `kind`."""
    if kind is str:
        return str.__str__
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return {str(member): member for member in kind}.__getitem__
    if get_origin(kind) is Literal:
        return {str(choice): str(choice) for choice in get_args(kind)}.__getitem__
    if get_origin(kind) in {Union, UnionType} and len(get_args(kind)) == 2 and type(None) in get_args(kind):  # noqa: PLR2004 - a kind and nothing
        [inner] = (each for each in get_args(kind) if each is not type(None))
        return taker(inner, converter)
    hook = converter.get_structure_hook(kind)
    take = lambda value: hook(value, kind)  # noqa: E731 - so that it may be kept below
    return lru_cache(maxsize=_DAYS)(take) if kind is date else take
