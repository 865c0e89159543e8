"""Matching: which record of evidence counts for which occurrence, whatever order the records come in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
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

#: Kinds that are kept up over a span: nothing settles them, and what happens outside the span is not about them.
_KEPT_UP = {Kind.MAINTENANCE, Kind.PROHIBITION}


@frozen
class Matched:
    """The records that count in each place of what is owed, in the order in which they occurred.

    `rejected` says of each record that counts for nothing why not, by its id.
    """

    evidence: Mapping[int, tuple[Evidence, ...]] = field(factory=dict)
    rejected: Mapping[str, Statement] = field(factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()


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
        known = sorted((record for record in evidence if record.recorded <= known_at), key=attrgetter("id"))
        stood, rejected, diagnostics = standing(known)
        about: dict[str, list[Evidence]] = defaultdict(list)
        for record in stood:
            if record.occurred <= as_of:
                about[record.obligation].append(record)
        return cls(tuple(r for r in known if r.occurred <= as_of), about, rejected, diagnostics)


def standing(records: Iterable[Evidence]) -> tuple[tuple[Evidence, ...], dict[str, Statement], tuple[Diagnostic, ...]]:
    """The records that stand, sorted by id; why each other one does not, by its id; and a diagnostic for each doubtful.

    A record that another one corrects does not stand; of several that correct the same, the one recorded last does. Of
    records that say the same of the same document, the one recorded first stands.
    """
    every = sorted(records, key=lambda r: r.id)
    rejected: dict[str, Statement] = {}
    diagnostics: list[Diagnostic] = []
    corrections: dict[str, list[Evidence]] = defaultdict(list)
    for record in every:
        if record.corrects:
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
    named = Counter(record.document for record in every)
    repeating = (record for record in every if record.document and named[record.document] > 1)
    for record in sorted(repeating, key=lambda r: (r.recorded, r.id)):
        if record.id in rejected or record.shows is Shows.NOTHING:
            continue
        first = said.setdefault(_what_it_says(record), record)
        if first is not record:
            rejected[record.id] = state_that("rejected.duplicate", id=first.id)
            diagnostics.append(Diagnostic("DV507", {"id": record.id, "other": first.id}, record.place))
    kept = (record for record in every if record.id not in rejected and record.shows is not Shows.NOTHING)
    return tuple(kept), rejected, tuple(diagnostics)


#: What tells two entries of the same thing apart.
_OF_THE_ENTRY = {"id", "recorded", "source", "note", "corrects", "listed", "number"}

_what_it_says = attrgetter(*(f.name for f in fields(Evidence) if f.name not in _OF_THE_ENTRY))


def match(
    owed: Owed,
    records: Iterable[Evidence],
    settled: Settled,
    stand_in: Callable[[Occurrence], tuple[str, ...]] | None = None,
) -> Matched:
    """Each record about an obligation with the occurrence that it counts for.

    A record counts for the occurrences it names in `fulfils`: one, or if it is `shared` all of them. One that names
    none counts for the earliest due occurrence of its unit that was open on the day it occurred and was not settled
    before; if it is `shared`, for every such occurrence. What is owed in number is counted for itself: a record counts
    in each quota of its obligation. A further assessment counts for a programme's last period. Records that count for
    nothing, or might as well count for another occurrence that is due on the same day, are diagnostics. `stand_in`
    gives the units whose records may count for an occurrence, where that is not its bearer alone.
    """
    matcher = _Matcher(owed, settled, stand_in)
    for record in sorted(records, key=_record_order):
        matcher.put(record)
    evidence = {place: tuple(each) for place, each in matcher.evidence.items()}
    return Matched(evidence, matcher.rejected, tuple(matcher.diagnostics))


@define
class _Matcher:
    """Puts one record after another to its place."""

    owed: Owed
    settled: Settled
    stand_in: Callable[[Occurrence], tuple[str, ...]] | None
    evidence: dict[int, list[Evidence]] = field(factory=dict)
    rejected: dict[str, Statement] = field(factory=dict)
    diagnostics: list[Diagnostic] = field(factory=list)
    _by_unit: Mapping[str, list[int]] | None = field(default=None, init=False)

    def put(self, record: Evidence) -> None:
        for place in self._named(record) if record.fulfils else self._earliest(record):
            self.evidence.setdefault(place, []).append(record)

    @property
    def by_unit(self) -> Mapping[str, list[int]]:
        """The places for which each unit's records may count, in the order of due days."""
        if self._by_unit is None:
            self._by_unit = self.owed.by_unit if self.stand_in is None else self._with_heirs(self.stand_in)
        return self._by_unit

    def _with_heirs(self, stand_in: Callable[[Occurrence], tuple[str, ...]]) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for place in self.owed.in_order:
            for unit in stand_in(self.owed.occurrences[place]):
                found.setdefault(unit, []).append(place)
        return found

    def _earliest(self, record: Evidence) -> list[int]:
        occurrences = self.owed.occurrences
        owed = self.by_unit.get(record.by, ())
        candidates = [place for place in owed if _may_concern(occurrences[place], record.occurred)]
        open_then = [place for place in candidates if not self.settled(place, tuple(self.evidence.get(place, ())))]
        if candidates and not open_then and self.owed.obligation.kind is Kind.PROGRAMME:
            open_then = candidates[-1:]
        found = open_then if record.shared else self._first_of_each(open_then)
        if not record.shared and len(open_then) > 1:
            one, other = (occurrences[place] for place in open_then[:2])
            if _may_be_either(one, other):
                found = []
                self.rejected[record.id] = state_that("rejected.ambiguous", key=one.key, other=other.key)
                args = {"id": record.id, "key": one.key, "other": other.key}
                self.diagnostics.append(Diagnostic("DV506", args, record.place))
        if not found and record.id not in self.rejected:
            reason = "settled" if candidates else "not_open" if owed else "not_owed"
            self.rejected[record.id] = state_that(f"rejected.{reason}", by=record.by, occurred=record.occurred)
            args = {"id": record.id, "obligation": record.obligation, "by": record.by}
            self.diagnostics.append(Diagnostic("DV501", args, record.place))
        return found

    def _first_of_each(self, places: Iterable[int]) -> list[int]:
        """The first place without a quota, and the first of those of each quota."""
        first: dict[Quota | None, int] = {}
        for place in places:
            first.setdefault(self.owed.occurrences[place].quota, place)
        return [*first.values()]

    def _named(self, record: Evidence) -> list[int]:
        found: list[int] = []
        for index, key in enumerate(record.fulfils):
            place = self.owed.by_key.get(key)
            code = self._misnamed(record, key, place) or ("DV504" if found and not record.shared else "")
            if code:
                fault = Diagnostic(code, {"id": record.id, "key": key}, record.place.at("fulfils", index))
                self.diagnostics.append(fault)
            elif place is not None:
                found.append(place)
        if not found:
            self.rejected[record.id] = state_that("rejected.no_such", key=record.fulfils[0])
        return found

    def _misnamed(self, record: Evidence, key: str, place: int | None) -> str:
        """The code for a key that is another obligation's or unit's than the record's, or nobody's; "" for its own."""
        if key.partition("/")[0] != record.obligation:
            return "DV503"
        if place is None:
            return "DV502"
        occurrence = self.owed.occurrences[place]
        units = self.stand_in(occurrence) if self.stand_in else (occurrence.bearer,)
        return "" if record.by in units else "DV503"


def _may_be_either(one: Occurrence, other: Occurrence) -> bool:
    """Whether nothing tells two occurrences apart for a record: both are due on one day and counted alike."""
    return one.due.day is not None and one.due.day == other.due.day and one.quota is None and other.quota is None


def _may_concern(occurrence: Occurrence, day: date) -> bool:
    """Whether it was open on the day; what is kept up over a span is broken only within it."""
    over = occurrence.kind in _KEPT_UP and day > (occurrence.due.latest or date.max)
    return (occurrence.opens.earliest or date.min) <= day and not over


def _record_order(record: Evidence) -> tuple[date, date, str]:
    return record.occurred, record.recorded, record.id
