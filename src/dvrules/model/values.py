"""Values: frozen attrs classes that are quickly built.

attrs writes the methods of a class as text and has Python compile it; for all the classes of a program that takes most
of the time until it begins. Here attrs writes no more than `__init__`: to be compared, hashed and shown, no class needs
a text of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    from attrs import frozen
else:

    def frozen(cls: type) -> type:
        """The class as `attrs.frozen` makes it; type checkers know it by that name."""
        made = attrs.frozen(cls, eq=False, repr=False)
        parts = _parts([field.name for field in attrs.fields(made) if field.eq])
        shown = [field.name for field in attrs.fields(made) if field.repr]
        name = made.__qualname__.rpartition(">.")[2]

        def equal(self: Any, other: object) -> Any:
            return parts(self) == parts(other) if other.__class__ is self.__class__ else NotImplemented

        def hashed(self: Any) -> int:
            return hash(parts(self))

        def show(self: Any) -> str:
            return f"{name}({', '.join(f'{part}={getattr(self, part)!r}' for part in shown)})"

        made.__eq__, made.__hash__, made.__repr__ = equal, hashed, show
        return made


def _parts(names: list[str]) -> Callable[[Any], Any]:
    return attrgetter(*names) if names else lambda _: ()


__all__ = ["frozen"]
