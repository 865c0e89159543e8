"""Matching: which record of evidence counts for which occurrence, whatever order the records come in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import date
from operator import attrgetter

from attrs import define, field, fields, frozen

from dvrules.model.deadlines import Quota
from dvrules.model.diagnostics import Diagnostic
from dvrules.model.records import Evidence, Shows
from dvrules.model.reports import Match, Occurrence
from dvrules.model.rulesets import Kind
from dvrules.model.statements import Statement, state_that

#: Tells whether an occurrence is settled by these records, so that a further one goes to the next occurrence.
Settled = Callable[[Occurrence, tuple[Evidence, ...]], bool]

#: Kinds that are kept up over a span: nothing settles them, and what happens outside the span is not about them.
_KEPT_UP = {Kind.MAINTENANCE, Kind.PROHIBITION}


@frozen
class Matched:
    """The records that count for each occurrence by key, in the order in which they occurred, and by which rule.

    `rejected` says of each record that counts for nothing why not, by its id.
    """

    evidence: dict[str, tuple[Evidence, ...]]
    matches: dict[str, tuple[Match, ...]]
    rejected: dict[str, Statement]
    diagnostics: tuple[Diagnostic, ...]


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
    for record in sorted(every, key=lambda r: (r.recorded, r.id)):
        if record.id in rejected or record.shows is Shows.NOTHING:
            continue
        first = said.setdefault(_what_it_says(record), record) if record.document else record
        if first is not record:
            rejected[record.id] = state_that("rejected.duplicate", id=first.id)
            diagnostics.append(Diagnostic("DV507", {"id": record.id, "other": first.id}, record.place))
    kept = (record for record in every if record.id not in rejected and record.shows is not Shows.NOTHING)
    return tuple(kept), rejected, tuple(diagnostics)


#: What tells two entries of the same thing apart.
_OF_THE_ENTRY = {"id", "recorded", "source", "note", "corrects", "listed", "number"}

_what_it_says = attrgetter(*(f.name for f in fields(Evidence) if f.name not in _OF_THE_ENTRY))


def match(
    occurrences: Iterable[Occurrence],
    records: Iterable[Evidence],
    settled: Settled,
    stand_in: Callable[[Occurrence], tuple[str, ...]] = lambda occurrence: (occurrence.bearer,),
) -> Matched:
    """Each record with the occurrence that it counts for.

    A record counts for the occurrences it names in `fulfils`: one, or if it is `shared` all of them. One that names
    none counts for the earliest due occurrence of its obligation and unit that was open on the day it occurred and was
    not settled before; if it is `shared`, for every such occurrence. What is owed in number is counted for itself: a
    record counts in each quota of its obligation. A further assessment counts for a programme's last period. Records
    that count for nothing, or might as well count for another occurrence that is due on the same day, are diagnostics.
    `stand_in` gives the units whose records may count for an occurrence: its bearer, and who took over from it.
    """
    matcher = _Matcher({occurrence.key: occurrence for occurrence in occurrences}, settled, stand_in)
    for record in sorted(records, key=_record_order):
        matcher.place(record)
    return Matched(
        {key: tuple(each) for key, each in matcher.evidence.items()},
        {key: tuple(each) for key, each in matcher.matches.items()},
        matcher.rejected,
        tuple(matcher.diagnostics),
    )


@define
class _Matcher:
    """Places one record after another."""

    by_key: dict[str, Occurrence]
    settled: Settled
    stand_in: Callable[[Occurrence], tuple[str, ...]]
    owed: dict[tuple[str, str], list[Occurrence]] = field(init=False)
    evidence: dict[str, list[Evidence]] = field(factory=lambda: defaultdict(list))
    matches: dict[str, list[Match]] = field(factory=lambda: defaultdict(list))
    rejected: dict[str, Statement] = field(factory=dict)
    diagnostics: list[Diagnostic] = field(factory=list)

    def __attrs_post_init__(self) -> None:
        self.owed = defaultdict(list)
        for occurrence in sorted(self.by_key.values(), key=_due_order):
            for unit in self.stand_in(occurrence):
                self.owed[occurrence.obligation, unit].append(occurrence)

    def place(self, record: Evidence) -> None:
        for occurrence in self._named(record) if record.fulfils else self._earliest(record):
            self.evidence[occurrence.key].append(record)
            self.matches[occurrence.key].append(Match(record.id, "named" if record.fulfils else "earliest_due"))

    def _earliest(self, record: Evidence) -> list[Occurrence]:
        owed = self.owed[record.obligation, record.by]
        candidates = [o for o in owed if _may_concern(o, record.occurred)]
        open_then = [o for o in candidates if not self.settled(o, tuple(self.evidence[o.key]))]
        if candidates and not open_then and candidates[-1].kind is Kind.PROGRAMME:
            open_then = candidates[-1:]
        found = open_then if record.shared else list(_first_of_each(open_then))
        if not record.shared and len(open_then) > 1 and _may_be_either(*open_then[:2]):
            one, other, found = open_then[0].key, open_then[1].key, []
            self.rejected[record.id] = state_that("rejected.ambiguous", key=one, other=other)
            self.diagnostics.append(Diagnostic("DV506", {"id": record.id, "key": one, "other": other}, record.place))
        if not found and record.id not in self.rejected:
            reason = "settled" if candidates else "not_open" if owed else "not_owed"
            self.rejected[record.id] = state_that(f"rejected.{reason}", by=record.by, occurred=record.occurred)
            args = {"id": record.id, "obligation": record.obligation, "by": record.by}
            self.diagnostics.append(Diagnostic("DV501", args, record.place))
        return found

    def _named(self, record: Evidence) -> list[Occurrence]:
        found: list[Occurrence] = []
        for index, key in enumerate(record.fulfils):
            occurrence = self.by_key.get(key)
            code = self._misnamed(record, key, occurrence) or ("DV504" if found and not record.shared else "")
            if code:
                self.diagnostics.append(
                    Diagnostic(code, {"id": record.id, "key": key}, record.place.at("fulfils", index))
                )
            elif occurrence:
                found.append(occurrence)
        if not found:
            self.rejected[record.id] = state_that("rejected.no_such", key=record.fulfils[0])
        return found

    def _misnamed(self, record: Evidence, key: str, occurrence: Occurrence | None) -> str:
        """The code for a key that is another obligation's or unit's than the record's, or nobody's; "" for its own."""
        if key.partition("/")[0] != record.obligation:
            return "DV503"
        if occurrence is None:
            return "DV502"
        return "" if record.by in self.stand_in(occurrence) else "DV503"


def _may_be_either(one: Occurrence, other: Occurrence) -> bool:
    """Whether nothing tells two occurrences apart for a record: both are due on one day and counted alike."""
    return one.due.day is not None and one.due.day == other.due.day and one.quota is None and other.quota is None


def _first_of_each(occurrences: Iterable[Occurrence]) -> Iterator[Occurrence]:
    """The first of the occurrences without a quota, and the first of those of each quota."""
    seen: set[Quota | None] = set()
    for occurrence in occurrences:
        if occurrence.quota not in seen:
            seen.add(occurrence.quota)
            yield occurrence


def _may_concern(occurrence: Occurrence, day: date) -> bool:
    """Whether it was open on the day; what is kept up over a span is broken only within it."""
    over = occurrence.kind in _KEPT_UP and day > (occurrence.due.latest or date.max)
    return (occurrence.opens.earliest or date.min) <= day and not over


def _due_order(occurrence: Occurrence) -> tuple[date, str]:
    return occurrence.due.earliest or date.max, occurrence.key


def _record_order(record: Evidence) -> tuple[date, date, str]:
    return record.occurred, record.recorded, record.id
