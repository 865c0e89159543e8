"""What is owed: the occurrences of one obligation, with the days that decide on them as columns."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import cached_property

from dvrules.model.reports import Occurrence
from dvrules.model.rulesets import Obligation
from dvrules.model.values import define, field


@define
class Owed:
    """The occurrences of one obligation, sorted by key, and in the same order the days on which they open and fall due.

    What never falls due has the last of all days. `unsure` are the places where more than two days decides: one of them
    is not certain, an event is awaited, or the rule ends. A place is an index of the columns.
    """

    obligation: Obligation
    occurrences: list[Occurrence]
    opens: list[date]
    dues: list[date]
    unsure: frozenset[int]
    _of_units: dict[str, tuple[list[int], Owed]] = field(factory=dict, init=False)

    @classmethod
    def of(cls, obligation: Obligation, occurrences: list[Occurrence]) -> Owed:
        """What is owed of an obligation by these occurrences."""
        opens, dues, unsure = [], [], []
        for place, occurrence in enumerate(occurrences):
            opened, due = occurrence.opens.day, occurrence.due.day
            if due is None and occurrence.due.earliest is None and not occurrence.due.missing:
                due = date.max
            if opened is None or due is None or occurrence.awaits or occurrence.ending:
                unsure.append(place)
            opens.append(opened or date.max)
            dues.append(due or date.max)
        return cls(obligation, occurrences, opens, dues, frozenset(unsure))

    def is_borne_by(self, units: Collection[str]) -> bool:
        """Whether one of the units bears something of it."""
        return any(occurrence.bearer in units for occurrence in self.occurrences)

    @cached_property
    def in_order(self) -> list[int]:
        """The places in the order of due days."""
        return sorted(range(len(self.occurrences)), key=self._due)

    @cached_property
    def by_unit(self) -> dict[str, list[int]]:
        """The places of what each unit owes, in the order of due days."""
        found: dict[str, list[int]] = {}
        for place in self.in_order:
            found.setdefault(self.occurrences[place].bearer, []).append(place)
        return found

    @cached_property
    def by_key(self) -> dict[str, int]:
        """The places by the occurrences' keys."""
        return {occurrence.key: place for place, occurrence in enumerate(self.occurrences)}

    def of_unit(self, unit: str) -> tuple[list[int], Owed]:
        """The places of what a unit owes, in their order, and that alone."""
        if unit not in self._of_units:
            self._of_units[unit] = self._alone(unit)
        return self._of_units[unit]

    def _alone(self, unit: str) -> tuple[list[int], Owed]:
        places = sorted(self.by_unit.get(unit, ()))
        own = [self.occurrences[place] for place in places]
        opens, dues = [self.opens[place] for place in places], [self.dues[place] for place in places]
        unsure = frozenset(index for index, place in enumerate(places) if place in self.unsure)
        return places, Owed(self.obligation, own, opens, dues, unsure)

    def _due(self, place: int) -> date:
        return self.occurrences[place].due.earliest or date.max
