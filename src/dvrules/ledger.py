"""The ledger: records of evidence one by one, found again by what they are about."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import chain

from dvrules.agenda import Touched
from dvrules.matching import standing
from dvrules.model.records import Evidence
from dvrules.model.values import define, field


@define
class Ledger:
    """The records of a project that is kept open, `by_id`."""

    by_id: dict[str, Evidence] = field(factory=dict)
    _about: dict[str, dict[str, list[Evidence]]] = field(factory=dict)
    _correcting: dict[str, list[Evidence]] = field(factory=lambda: defaultdict(list))

    def enter(self, record: Evidence) -> None:
        """Take a record in."""
        self.by_id[record.id] = record
        self._about.setdefault(record.obligation, {}).setdefault(record.by, []).append(record)
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

    def standing(self, obligation: str, unit: str | None, as_of: date, known_at: date) -> list[Evidence]:
        """The records about an obligation, of one unit or of all, that stand by what was known and had occurred."""
        by_unit = self._about.get(obligation, {})
        about = chain.from_iterable(by_unit.values()) if unit is None else by_unit.get(unit, ())
        records = {record.id: record for record in about if record.recorded <= known_at}
        for record in [*records.values()]:
            for each in (*self._correcting.get(record.id, ()), *self._correcting.get(record.corrects, ())):
                if each.recorded <= known_at:
                    records[each.id] = each
        kept, _, _ = standing(records.values())
        return [record for record in kept if record.obligation == obligation and record.occurred <= as_of]
