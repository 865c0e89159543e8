"""Turns: in which order obligations are judged, those below before those that rest on them."""

from __future__ import annotations

from collections.abc import Iterable

from dvrules.model.cascades import Cascade
from dvrules.model.values import define


@define
class Turns:
    """When it is each obligation's turn, by reference: what is lower comes first. Whoever implements it is lower."""

    places: dict[str, float]

    @classmethod
    def of(cls, cascade: Cascade) -> Turns:
        """The turns of all obligations of a cascade."""
        return cls({obligation.reference: place for place, obligation in enumerate(cascade.from_below)})

    def revised(self, cascade: Cascade, names: Iterable[str]) -> Turns:
        """The turns where some obligations are new, or have others below them: these come between the others."""
        places = self.places
        for name in names:
            below = max((places[each] for each in cascade.children.get(name, ()) if each in places), default=-1.0)
            above = min((places[each] for each in cascade.parents.get(name, ()) if each in places), default=below + 2)
            place = places.get(name, below)
            places[name] = place if below < place < above else (below + above) / 2
            if not below < places[name] < above:
                return Turns.of(cascade)
        return Turns(places)

    def hold(self, cascade: Cascade) -> bool:
        """Whether each obligation comes after those that implement it; where they go in a circle, not all can."""
        places, children = self.places, cascade.children
        return all(places[child] < places[name] for name, below in children.items() for child in below)
