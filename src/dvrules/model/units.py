"""Units and groups: who can owe, and the roster that lists them."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from dvrules.model.days import Span
from dvrules.model.places import Placed
from dvrules.model.values import field, frozen


@frozen
class FormerName:
    """A name that a unit had through a day, inclusive."""

    name: str
    through: date


@frozen
class Unit(Placed):
    """A body that can owe or receive something; `parent` is the unit it belongs to, `kind` what sort of body it is.

    `head` is the post of whoever leads it, and `head_email` that post's own address.

    It exists from `from` through `through`, both inclusive; what it owed then passes to the units it went `into`: one
    where it was merged or dissolved into it, several where it was split. `former_names` are those it had before,
    `source` is where this is written.
    """

    id: str
    name: str
    parent: str = ""
    kind: str = ""
    email: str = ""
    head: str = ""
    head_email: str = ""
    from_: date | None = None
    through: date | None = None
    into: tuple[str, ...] = ()
    former_names: tuple[FormerName, ...] = ()
    source: str = ""

    def name_on(self, day: date) -> str:
        """The name that it bore on `day`."""
        earlier = sorted(self.former_names, key=lambda former: former.through)
        return next((former.name for former in earlier if day <= former.through), self.name)


@frozen
class Member:
    """A unit's membership of a group, for a span of days."""

    unit: str
    span: Span = field(factory=Span)


@frozen
class Group(Placed):
    """Units that are named together ("các phòng, đơn vị thuộc Sở")."""

    id: str
    name: str
    members: tuple[Member, ...]

    def on(self, day: date) -> tuple[str, ...]:
        """The ids of the units that were members on `day`, in the order of the roster."""
        return tuple(member.unit for member in self.members if day in member.span)


@frozen
class Roster:
    """The units and groups of a project."""

    units: tuple[Unit, ...] = ()
    groups: tuple[Group, ...] = ()

    @cached_property
    def by_id(self) -> Mapping[str, Unit]:
        """The units by id."""
        return {unit.id: unit for unit in self.units}

    @cached_property
    def names(self) -> dict[str, str]:
        """The names of the units by id."""
        return {unit.id: unit.name for unit in self.units}

    def standing_for(self, unit: str, day: date) -> tuple[str, ...]:
        """The units that stand for `unit` on `day`: itself while it exists, else those that it went into, in turn.

        It stands for itself where nothing is said of what became of it.
        """
        body = self.by_id.get(unit)
        if body is None or body.through is None or day <= body.through or not body.into:
            return (unit,)
        found: dict[str, None] = {}
        seen: set[str] = set()
        waiting = [unit]
        while waiting:
            name = waiting.pop(0)
            if name in seen:
                continue
            seen.add(name)
            body = self.by_id.get(name)
            if body is None or body.through is None or day <= body.through or not body.into:
                found[name] = None
            else:
                waiting = [*body.into, *waiting]
        return tuple(found)
