"""Places: where in a text something stands."""

from __future__ import annotations

from attrs import frozen


@frozen(order=True)
class Place:
    """A key in a file, by its path (`("obligations", 3, "bearer")`).

    The line and the column, counted from 1 in characters, are given only where reading stopped at them; otherwise they
    are found from the path when someone wants to see them.
    """

    file: str
    path: tuple[str | int, ...] = ()
    line: int | None = None
    column: int | None = None

    def at(self, *steps: str | int) -> Place:
        """The place `steps` further down."""
        return Place(self.file, (*self.path, *steps))


NOWHERE = Place("")

#: Marks a field that the engine fills in: no key in a text, nothing to export.
DERIVED = {"derived": True}
