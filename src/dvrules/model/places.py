"""Places: where in a text something stands."""

from __future__ import annotations

from dvrules.model.values import field, frozen


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

#: Marks a field whose text stands in many items, and so is kept once.
REPEATED = {"repeated": True}


@frozen
class Placed:
    """An item of a list in a text: the place of the list, and the number of the item in it, counted from 0.

    One with no number is none of a list, and stands at that place itself.
    """

    listed: Place = field(default=NOWHERE, eq=False, repr=False, kw_only=True, metadata=DERIVED)
    number: int | None = field(default=None, eq=False, repr=False, kw_only=True, metadata=DERIVED)

    @property
    def place(self) -> Place:
        """Where it stands; of thousands of items few are ever asked."""
        return self.listed if self.number is None else self.listed.at(self.number)
