"""Bearing: which units owe an obligation, by the day on which a term of it opens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from dvrules.model.cascades import Cascade
from dvrules.model.rulesets import Bearer, Obligation
from dvrules.model.values import define, field
from dvrules.terms import Term

#: What gives the units that owe a term.
Owing = Callable[[Term], tuple[str, ...]]


@define
class Bearing:
    """Finds the units that owe, of each bearer and day once."""

    cascade: Cascade
    _known: dict[Bearer, Owing] = field(factory=dict, init=False)

    def owing(self, obligation: Obligation) -> Owing:
        """What gives the units that owe a term of an obligation.

        Of a group they are those that were members on the day on which the term opened. For a unit that no longer
        existed on that day stand those that it went into.
        """
        bearer = obligation.bearer
        found = self._known.get(bearer)
        if found is None:
            found = self._known[bearer] = self._owing(bearer)
        return found

    def _owing(self, bearer: Bearer) -> Owing:
        on_days: dict[date | None, tuple[str, ...]] = {}
        always = _units(bearer, None, self.cascade) if self._stays(bearer) else None

        def units(term: Term) -> tuple[str, ...]:
            found = always
            if found is None:
                opened = term.opens.earliest
                found = on_days.get(opened)
                if found is None:
                    found = on_days[opened] = _units(bearer, opened, self.cascade)
            return found if term.unit is None else tuple(unit for unit in found if unit == term.unit)

        return units

    def _stays(self, bearer: Bearer) -> bool:
        """Whether the same units are meant on every day."""
        group = self.cascade.groups.get(bearer.each or "")
        members = group.members if group else ()
        units = [bearer.unit or "", *(member.unit for member in members)]
        joined = any(member.span.from_ or member.span.through for member in members)
        return not joined and not any(map(self._passes_on, units))

    def _passes_on(self, unit: str) -> bool:
        """Whether others stand for a unit from some day on."""
        body = self.cascade.units.get(unit)
        return body is not None and body.through is not None and bool(body.into)


def _units(bearer: Bearer, opened: date | None, cascade: Cascade) -> tuple[str, ...]:
    """The units that a bearer means on the day of an opening; where that isn't known, all that it may mean."""
    units: tuple[str, ...] = (bearer.unit,) if bearer.unit else ()
    group = cascade.groups.get(bearer.each or "")
    if group:
        units = group.on(opened) if opened else tuple(dict.fromkeys(member.unit for member in group.members))
    if opened:
        units = tuple(dict.fromkeys(each for unit in units for each in cascade.roster.standing_for(unit, opened)))
    return units
