"""Matching: which record of evidence counts for which occurrence, whatever order the records come in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from datetime import date
from operator import attrgetter

from dvrules.model.deadlines import Quota
from dvrules.model.diagnostics import Diagnostic
from dvrules.model.records import Evidence, Shows
from dvrules.model.reports import Occurrence
from dvrules.model.rulesets import Kind
from dvrules.model.statements import Statement, state_that
from dvrules.model.values import define, field, fields, frozen
from dvrules.owed import Owed

#: Tells whether what is owed in a place is settled by these records, so that a further one goes to the next.
Settled = Callable[[int, tuple[Evidence, ...]], bool]

#: Gives the units whose records may count for an occurrence.
StandIns = Callable[[Occurrence], tuple[str, ...]]

#: Kinds that are kept up over a span: nothing settles them, and what happens outside the span is not about them.
_KEPT_UP = (Kind.MAINTENANCE, Kind.PROHIBITION)


@frozen
class OnRecord:
    """The evidence that was on record by one day and had occurred by another, sorted by id.

    `about` are those that stand, by obligation; `rejected` says why each other one does not, by its id; `diagnostics`
    tell of each doubtful one.
    """

    evidence: tuple[Evidence, ...]
    about: Mapping[str, list[Evidence]]
    rejected: Mapping[str, Statement]
    diagnostics: tuple[Diagnostic, ...]

    @classmethod
    def of(cls, evidence: Iterable[Evidence], as_of: date, known_at: date) -> OnRecord:
        """What of the evidence had occurred by `as_of` and was on record by `known_at`."""
        known = sorted([record for record in evidence if record.recorded <= known_at], key=_id)
        stood, rejected, diagnostics = standing(known)
        about: dict[str, list[Evidence]] = defaultdict(list)
        for record in stood:
            if record.occurred <= as_of:
                about[record.obligation].append(record)
        return cls(tuple([r for r in known if r.occurred <= as_of]), about, rejected, diagnostics)


def standing(records: Collection[Evidence]) -> tuple[list[Evidence], dict[str, Statement], tuple[Diagnostic, ...]]:
    """The records that stand, of such as are sorted by id; why each other one does not, by its id; and a diagnostic for
    each doubtful.

    A record that another one corrects does not stand; of several that correct the same, the one recorded last does. Of
    records that say the same of the same document, the one recorded first stands.
    """
    rejected: dict[str, Statement] = {}
    diagnostics: list[Diagnostic] = []
    corrections: dict[str, list[Evidence]] = defaultdict(list)
    for record in [record for record in records if record.corrects]:
        corrections[record.corrects].append(record)
    for corrected, by in corrections.items():
        by.sort(key=lambda r: (r.recorded, r.id))
        withdrawn = by[-1].shows is Shows.NOTHING
        rejected[corrected] = state_that("rejected.withdrawn" if withdrawn else "rejected.corrected", id=by[-1].id)
        for record in by[:-1]:
            rejected[record.id] = state_that("rejected.corrected", id=by[-1].id)
            args = {"id": record.id, "other": by[-1].id, "corrected": corrected}
            diagnostics.append(Diagnostic("DV508", args, record.place))
    said: dict[tuple[Hashable, ...], Evidence] = {}
    named = Counter([record.document for record in records])
    repeated = {document for document, count in named.items() if count > 1 and document}
    repeating = [record for record in records if record.document in repeated] if repeated else []
    for record in sorted(repeating, key=lambda r: (r.recorded, r.id)):
        if record.id in rejected or record.shows is Shows.NOTHING:
            continue
        first = said.setdefault(_what_it_says(record), record)
        if first is not record:
            rejected[record.id] = state_that("rejected.duplicate", id=first.id)
            diagnostics.append(Diagnostic("DV507", {"id": record.id, "other": first.id}, record.place))
    nothing = Shows.NOTHING
    kept = [record for record in records if record.shows is not nothing and record.id not in rejected]
    return kept, rejected, tuple(diagnostics)


_id = attrgetter("id")

#: What tells two entries of the same thing apart.
_OF_THE_ENTRY = {"id", "recorded", "source", "note", "corrects", "listed", "number"}

_what_it_says = attrgetter(*(f.name for f in fields(Evidence) if f.name not in _OF_THE_ENTRY))


def fulfilling(records: Iterable[Evidence], shown: Shows, quota: Quota | None) -> Evidence | None:
    """The first of the records that shows something, or of a quota the last one that is needed."""
    missing = quota.count if quota else 1
    for record in records:
        if record.shows is shown:
            missing -= 1
            if not missing:
                return record
    return None


def match(owed: Owed, records: Collection[Evidence], settled: Settled, stand_ins: StandIns | None = None) -> Matched:
    """Each record about an obligation with the occurrence that it counts for.

    A record counts for the occurrences it names in `fulfils`: one, or if it is `shared` all of them. One that names
    none counts for the earliest due occurrence of its unit that was open on the day it occurred and was not settled
    before; if it is `shared`, for every such occurrence. What is owed in number is counted for itself: a record counts
    in each quota of its obligation. A further assessment counts for a programme's last period. Records that count for
    nothing, or might as well count for another occurrence that is due on the same day, are diagnostics. `stand_ins`
    gives the units whose records may count for an occurrence, where that is not its bearer alone.
    """
    matched = Matched(owed, settled, stand_ins)
    for record in sorted(records, key=in_order) if len(records) > 1 else records:
        for place in matched.places(record):
            matched.evidence[place] = (*matched.evidence.get(place, ()), record)
    return matched


@define
class Matched:
    """The records that count in each place of what is owed, in the order in which they occurred.

    `rejected` says of each record that counts for nothing why not, by its id.
    """

    owed: Owed
    settled: Settled
    stand_ins: StandIns | None = None
    evidence: dict[int, tuple[Evidence, ...]] = field(factory=dict)
    rejected: dict[str, Statement] = field(factory=dict)
    diagnostics: list[Diagnostic] = field(factory=list)
    _by_unit: Mapping[str, list[int]] | None = field(default=None, init=False)

    @property
    def by_unit(self) -> Mapping[str, list[int]]:
        """The places for which each unit's records may count, in the order of due days."""
        if self._by_unit is None:
            self._by_unit = self.owed.by_unit if self.stand_ins is None else self._with_heirs(self.stand_ins)
        return self._by_unit

    def _with_heirs(self, stand_ins: StandIns) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for place in self.owed.in_order():
            for unit in stand_ins(self.owed.occurrences[place]):
                found.setdefault(unit, []).append(place)
        return found

    def places(self, record: Evidence) -> list[int]:
        """The places for which a record counts, given those that count so far, of which none occurred after it."""
        if not record.fulfils:
            return self._earliest(record)
        only = self.owed.place_of(record.fulfils[0]) if len(record.fulfils) == 1 else None
        if only is not None and self.owed.occurrences[only].bearer == record.by:
            return [only]
        return self._named(record)

    def _earliest(self, record: Evidence) -> list[int]:
        owed, dues = self.by_unit.get(record.by, ()), self.owed.dues
        kept_up = self.owed.obligation.kind in _KEPT_UP
        counts_once = not (record.shared or self.owed.in_number)
        last: int | None = None
        found: list[int] = []
        for place in owed:
            if found and counts_once and dues[place] != dues[found[0]]:
                break  # It goes to the earliest, and nothing else is due on that day.
            if self.owed.opens[place] > record.occurred or (kept_up and self._is_over(place, record.occurred)):
                continue
            last = place
            if kept_up or not self.settled(place, self.evidence.get(place, ())):
                found.append(place)
        if last is not None and not found and self.owed.obligation.kind is Kind.PROGRAMME:
            found = [last]
        if len(found) > 1 and not record.shared:
            one, other = (self.owed.occurrences[place] for place in found[:2])
            if _may_be_either(one, other):
                self.rejected[record.id] = state_that("rejected.ambiguous", key=one.key, other=other.key)
                args = {"id": record.id, "key": one.key, "other": other.key}
                self.diagnostics.append(Diagnostic("DV506", args, record.place))
                return []
            found = self._first_of_each(found)
        if not found:
            reason = "not_owed" if not owed else "not_open" if last is None else "settled"
            self.rejected[record.id] = state_that(f"rejected.{reason}", by=record.by, occurred=record.occurred)
            args = {"id": record.id, "obligation": record.obligation, "by": record.by}
            self.diagnostics.append(Diagnostic("DV501", args, record.place))
        return found

    def _is_over(self, place: int, day: date) -> bool:
        """Whether the span had surely ended by the day: what is kept up over it is broken only within it."""
        return day > (self.owed.occurrences[place].due.latest or date.max)

    def _first_of_each(self, places: Iterable[int]) -> list[int]:
        """The first place without a quota, and the first of those of each quota."""
        first: dict[Quota | None, int] = {}
        for place in places:
            first.setdefault(self.owed.occurrences[place].quota, place)
        return [*first.values()]

    def _named(self, record: Evidence) -> list[int]:
        found = [place for key in record.fulfils if (place := self._own(key, record)) is not None]
        if len(found) < len(record.fulfils) or (len(found) > 1 and not record.shared):
            self.diagnostics += self._misnamed(record)
        if not found:
            self.rejected[record.id] = state_that("rejected.no_such", key=record.fulfils[0])
        return found if record.shared else found[:1]

    def _own(self, key: str, record: Evidence) -> int | None:
        """The place of an occurrence that a record names, if it is the record's own."""
        place = self.owed.place_of(key)
        if place is None:
            return None
        occurrence = self.owed.occurrences[place]
        is_own = record.by in self.stand_ins(occurrence) if self.stand_ins else record.by == occurrence.bearer
        return place if is_own else None

    def _misnamed(self, record: Evidence) -> Iterator[Diagnostic]:
        """A diagnostic for each key that is another's or nobody's, and for each that is one too many."""
        found = False
        for index, key in enumerate(record.fulfils):
            nobodys = key.partition("/")[0] == record.obligation and self.owed.place_of(key) is None
            code = "DV502" if nobodys else "DV503" if self._own(key, record) is None else ""
            if not code and found and not record.shared:
                code = "DV504"
            found = found or not code
            if code:
                yield Diagnostic(code, {"id": record.id, "key": key}, record.place.at("fulfils", index))


def _may_be_either(one: Occurrence, other: Occurrence) -> bool:
    """Whether nothing tells two occurrences apart for a record: both are due on one day and counted alike."""
    return one.due.day is not None and one.due.day == other.due.day and one.quota is None and other.quota is None


#: The order in which records are put to their places.
in_order = attrgetter("occurred", "recorded", "id")
