"""Values: frozen attrs classes that are quickly built.

attrs writes the methods of a class as text and has Python compile it; for all the classes of a program that takes most
of the time until it begins. Few classes have values that are compared, hashed or shown, so what does that is written
for a class only once it is called.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import attrs

__all__ = ["frozen"]

_LATER = ("__eq__", "__hash__", "__repr__")

if TYPE_CHECKING:
    from attrs import frozen
else:

    def frozen(cls: type) -> type:
        """The class as `attrs.frozen` makes it; type checkers know it by that name."""
        made = attrs.frozen(cls, eq=False, repr=False)
        for name in _LATER:
            setattr(made, name, _later(made, name))
        return made


def _later(cls: type, name: str) -> Callable[..., Any]:
    """A method that puts those that attrs writes in the place of all such methods of a class, and calls its own."""

    def first(self: object, *others: object) -> Any:
        parts = {part.name: attrs.field(eq=part.eq, repr=part.repr, init=False) for part in attrs.fields(cls)}
        written = attrs.make_class(cls.__name__, parts, frozen=True)
        for each in _LATER:
            setattr(cls, each, getattr(written, each))
        return getattr(cls, name)(self, *others)

    return first
