"""Units and groups: who can owe, and the roster that lists them."""

from __future__ import annotations

from datetime import date

from attrs import field, frozen

from dvrules.model.days import Span
from dvrules.model.places import DERIVED, NOWHERE, Place


@frozen
class Unit:
    """A body that can owe or receive something; `parent` is the unit it belongs to, `kind` what sort of body it is."""

    id: str
    name: str
    parent: str = ""
    kind: str = ""
    email: str = ""
    head: str = ""
    place: Place = field(default=NOWHERE, eq=False, repr=False, metadata=DERIVED)


@frozen
class Member:
    """A unit's membership of a group, for a span of days."""

    unit: str
    span: Span = field(factory=Span)


@frozen
class Group:
    """Units that are named together ("các phòng, đơn vị thuộc Sở")."""

    id: str
    name: str
    members: tuple[Member, ...]
    place: Place = field(default=NOWHERE, eq=False, repr=False, metadata=DERIVED)

    def on(self, day: date) -> tuple[str, ...]:
        """The ids of the units that were members on `day`, in the order of the roster."""
        return tuple(member.unit for member in self.members if day in member.span)


@frozen
class Roster:
    """The units and groups of a project."""

    units: tuple[Unit, ...] = ()
    groups: tuple[Group, ...] = ()
