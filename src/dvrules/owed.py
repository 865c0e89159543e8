"""What is owed: the occurrences of one obligation, with the days that decide on them as columns."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from operator import attrgetter

from dvrules.model.records import Waiver
from dvrules.model.reports import Occurrence
from dvrules.model.rulesets import Obligation
from dvrules.model.values import define, field

_bearer, _key, _quota = attrgetter("bearer"), attrgetter("key"), attrgetter("quota")

#: Nearly always so, and an empty set takes as much memory as some occurrences.
_ALL_SURE: frozenset[int] = frozenset()


@define
class Owed:
    """The occurrences of one obligation, sorted by key, and in the same order the days on which they open and fall due.

    These are the first of the days that are possible; what never falls due has the last of all days. `unsure` are the
    places where more than two days decides: one of them is not certain, an event is awaited, or the rule ends.
    `in_number` says whether some of it is owed in number. A place is an index of the columns.
    """

    obligation: Obligation
    occurrences: list[Occurrence]
    opens: list[date]
    dues: list[date]
    unsure: frozenset[int]
    in_number: bool
    _by_unit: dict[str, list[int]] | None = field(default=None, init=False)
    _of_units: dict[str, tuple[list[int], Owed]] = field(factory=dict, init=False)

    @classmethod
    def of(cls, obligation: Obligation, occurrences: list[Occurrence]) -> Owed:
        """What is owed of an obligation by these occurrences."""
        opens, dues, unsure = [], [], []
        for place, occurrence in enumerate(occurrences):
            opening, closing = occurrence.opens, occurrence.due
            opened, due = opening.earliest, closing.earliest
            opens.append(opened or date.min)
            dues.append(due or date.max)
            certain = opened and opened == opening.latest and due == closing.latest and (due or not closing.missing)
            if not certain or occurrence.awaits or occurrence.ending:
                unsure.append(place)
        places = frozenset(unsure) if unsure else _ALL_SURE
        return cls(obligation, occurrences, opens, dues, places, any(map(_quota, occurrences)))

    def is_borne_by(self, units: AbstractSet[str]) -> bool:
        """Whether one of the units bears something of it."""
        return bool(units) and not units.isdisjoint(map(_bearer, self.occurrences))

    def in_order(self) -> list[int]:
        """The places in the order of due days."""
        return sorted(range(len(self.occurrences)), key=self.dues.__getitem__)

    @property
    def by_unit(self) -> Mapping[str, list[int]]:
        """The places of what each unit owes, in the order of due days."""
        if self._by_unit is None:
            self._by_unit = {}
            for place in self.in_order():
                self._by_unit.setdefault(self.occurrences[place].bearer, []).append(place)
        return self._by_unit

    def place_of(self, key: str) -> int | None:
        """The place of the occurrence with this key; None where there is none."""
        place = bisect_left(self.occurrences, key, key=_key)
        return place if place < len(self.occurrences) and self.occurrences[place].key == key else None

    def covered(self, waiver: Waiver) -> Sequence[int]:
        """The places that a waiver is about: those that it names, else those of its unit, else all."""
        if not waiver.occurrences:
            return self.borne_by(waiver.unit)
        return [place for place in map(self.place_of, waiver.occurrences) if place is not None]

    def borne_by(self, unit: str | None) -> Sequence[int]:
        """The places of what a unit owes, or without one of all."""
        if unit is None:
            return range(len(self.occurrences))
        return [place for place, occurrence in enumerate(self.occurrences) if occurrence.bearer == unit]

    def only(self, places: Sequence[int]) -> Owed:
        """What is owed in these places alone."""
        return Owed(
            self.obligation,
            [self.occurrences[place] for place in places],
            [self.opens[place] for place in places],
            [self.dues[place] for place in places],
            frozenset(turn for turn, place in enumerate(places) if place in self.unsure)
            if self.unsure
            else frozenset(),
            self.in_number,
        )

    def of_unit(self, unit: str) -> tuple[list[int], Owed]:
        """The places of what a unit owes, in their order, and that alone."""
        if unit not in self._of_units:
            self._of_units[unit] = self._alone(unit)
        return self._of_units[unit]

    def _alone(self, unit: str) -> tuple[list[int], Owed]:
        places = sorted(self.by_unit.get(unit, ()))
        return places, self.only(places)
