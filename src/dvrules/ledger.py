"""The ledger: records of evidence one by one, found again by what they are about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import chain
from operator import attrgetter

from dvrules.agenda import Touched
from dvrules.matching import in_order, standing
from dvrules.model.records import Evidence
from dvrules.model.values import define, field


@define
class Ledger:
    """The records of a project that is kept open, `by_id`."""

    by_id: dict[str, Evidence] = field(factory=dict)
    _about: dict[str, dict[str, list[Evidence]]] = field(factory=dict)
    _naming_none: dict[str, dict[str, list[Evidence]]] = field(factory=dict)
    _correcting: dict[str, list[Evidence]] = field(factory=lambda: defaultdict(list))

    def enter(self, record: Evidence) -> None:
        """Take a record in."""
        self.by_id[record.id] = record
        self._about.setdefault(record.obligation, {}).setdefault(record.by, []).append(record)
        if not record.fulfils:
            self._naming_none.setdefault(record.obligation, {}).setdefault(record.by, []).append(record)
        if record.corrects:
            self._correcting[record.corrects].append(record)

    def touched(self, record: Evidence) -> set[Touched]:
        """The obligations and units of which a record may change which records stand."""
        found = {(record.obligation, record.by)}
        if record.corrects:
            corrected = self.by_id.get(record.corrects)
            others = (*self._correcting[record.corrects], *([corrected] if corrected else []))
            found |= {(other.obligation, other.by) for other in others}
        return found

    def parted(self, records: Iterable[Evidence]) -> tuple[set[Touched], dict[Touched, list[Evidence]]]:
        """What records touch that come to count; and those that come alone, by that which nothing else touches."""
        alone: dict[Touched, list[Evidence]] = {}
        touched: set[Touched] = set()
        for record in sorted(records, key=in_order):
            if self.comes_alone(record):
                alone.setdefault((record.obligation, record.by), []).append(record)
            else:
                touched |= self.touched(record)
        return touched, {about: those for about, those in alone.items() if about not in touched}

    def comes_alone(self, record: Evidence) -> bool:
        """Whether a record that was entered stands, and leaves every other record standing and where it was put.

        So it is if it neither corrects nor is corrected and nothing else is of its document, and if it comes after all
        others of its unit, or names what it fulfils and comes after all those that do not.
        """
        if record.corrects or record.id in self._correcting:
            return False
        about = self._about[record.obligation][record.by]
        if record.document and [each.document for each in about].count(record.document) > 1:
            return False
        others = self._naming_none.get(record.obligation, {}).get(record.by, ()) if record.fulfils else about
        order = in_order(record)
        return all(in_order(each) <= order for each in others)

    def holds(self, obligation: str) -> bool:
        """Whether any record is about an obligation."""
        return obligation in self._about

    def names_all(self, obligation: str) -> bool:
        """Whether every record about an obligation names what it fulfils."""
        return obligation not in self._naming_none

    def standing(self, obligation: str, unit: str | None, as_of: date, known_at: date) -> list[Evidence]:
        """The records about an obligation, of one unit or of all, that stand by what was known and had occurred."""
        by_unit = self._about.get(obligation, {})
        about = chain.from_iterable(by_unit.values()) if unit is None else by_unit.get(unit, ())
        records = {record.id: record for record in about if record.recorded <= known_at}
        for record in [*records.values()]:
            for each in (*self._correcting.get(record.id, ()), *self._correcting.get(record.corrects, ())):
                if each.recorded <= known_at:
                    records[each.id] = each
        kept, _, _ = standing(sorted(records.values(), key=attrgetter("id")))
        return [record for record in kept if record.obligation == obligation and record.occurred <= as_of]
