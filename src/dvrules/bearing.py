"""Bearing: which units owe an obligation, by the day on which a term of it opens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from dvrules.model.cascades import Cascade
from dvrules.model.rulesets import Bearer, Obligation
from dvrules.model.values import define, field
from dvrules.terms import Term


@define
class Bearing:
    """Finds the units that owe, of each bearer and day once."""

    cascade: Cascade
    _known: dict[Bearer, dict[date | None, tuple[str, ...]]] = field(factory=dict, init=False)

    def owing(self, obligation: Obligation) -> Callable[[Term], tuple[str, ...]]:
        """What gives the units that owe a term of an obligation.

        Of a group they are those that were members on the day on which the term opened. For a unit that no longer
        existed on that day stand those that it went into.
        """
        bearer = obligation.bearer
        known = self._known.setdefault(bearer, {})

        def units(term: Term) -> tuple[str, ...]:
            opened = term.opens.earliest
            if opened not in known:
                known[opened] = _units(bearer, opened, self.cascade)
            found = known[opened]
            return found if term.unit is None else tuple(unit for unit in found if unit == term.unit)

        return units


def _units(bearer: Bearer, opened: date | None, cascade: Cascade) -> tuple[str, ...]:
    """The units that a bearer means on the day of an opening; where that isn't known, all that it may mean."""
    units: tuple[str, ...] = (bearer.unit,) if bearer.unit else ()
    group = cascade.groups.get(bearer.each or "")
    if group:
        units = group.on(opened) if opened else tuple(dict.fromkeys(member.unit for member in group.members))
    if opened:
        units = tuple(dict.fromkeys(each for unit in units for each in cascade.roster.standing_for(unit, opened)))
    return units
