"""The board: where every occurrence of a project stands that is kept open, and what of it is judged again."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from heapq import heapify, heappop, heappush

from dvrules.agenda import Agenda, Touched
from dvrules.asking import hangs_on
from dvrules.families import Below
from dvrules.judges import Judge
from dvrules.ledger import Ledger
from dvrules.matching import in_order
from dvrules.model.records import Evidence
from dvrules.model.reports import State
from dvrules.model.rulesets import Obligation
from dvrules.model.summaries import DIMENSIONS, Dimension, counts_along, places
from dvrules.model.values import define, field
from dvrules.owed import Owed
from dvrules.parts import Part
from dvrules.revising import Revision
from dvrules.turns import Turns

#: Where a unit would be named: that which looks at something below that changed.
_BELOW = "<below>"

_NOBODY = Below()

#: Records that come alone, by the obligation and the unit that they are about.
Alone = Mapping[Touched, Sequence[Evidence]]


@define
class Board:
    """The parts of all obligations by reference, and how many of their occurrences are in each state.

    `owed` is what the parts are to be about; those that look below are `on_below`, and `turns` say in which order
    obligations are judged. An `agenda` is kept up where there is one. Of those that are `passing`, some bearer is gone.
    """

    judge: Judge
    ledger: Ledger
    known_at: date
    parts: dict[str, Part]
    owed: dict[str, Owed]
    turns: Turns
    on_below: set[str]
    agenda: Agenda | None = None
    counts: dict[Dimension, dict[str, Counter[State]]] = field(init=False)
    _passing: set[str] = field(init=False)
    _below: dict[str, Below] = field(factory=dict, init=False)
    _whole: set[str] = field(factory=set, init=False)
    _reshaped: set[str] = field(factory=set, init=False)
    _stirred: dict[str, set[str]] = field(factory=lambda: defaultdict(set), init=False)

    def __attrs_post_init__(self) -> None:
        self._passing = {name for name, owed in self.owed.items() if owed.is_borne_by(self.judge.gone)}
        occurrences = [occurrence for part in self.parts.values() for occurrence in part.occurrences]
        states = (verdict.state for part in self.parts.values() for verdict in part.verdicts)
        self.counts = {
            dimension: defaultdict(Counter, {name: Counter(each) for name, each in found.items()})
            for dimension, found in counts_along(occurrences, states).items()
        }

    def count(self, part: Part, which: Iterable[int], by: int) -> None:
        """Count some places of a part, so many times each."""
        for place in which:
            occurrence, state = part.occurrences[place], part.verdicts[place].state
            for dimension, counted in zip(DIMENSIONS, places(occurrence), strict=True):
                self.counts[dimension][counted][state] += by

    def owe(self, name: str, owed: Owed) -> None:
        """Take what is owed of an obligation from now on; it must then be judged as a whole."""
        self.owed[name] = owed
        self._passing.discard(name)
        if owed.is_borne_by(self.judge.gone):
            self._passing.add(name)
        if self.agenda:
            self.agenda.enter(owed)

    def revise(self, found: Revision) -> None:
        """Stand by another cascade; what it changes must then be owed and judged anew."""
        self.judge.cascade = found.cascade
        for name in found.gone:
            self.owed.pop(name, None)
            self._passing.discard(name)
            part = self.parts.pop(name, None)
            if part:
                self.count(part, range(len(part.occurrences)), -1)
        for name in found.gone | found.relinked:
            self._below.pop(name, None)
        for name in found.gone | found.changed:
            self._look(found.cascade.by_reference.get(name), name)
        self.turns = self.turns.revised(found.cascade, found.new | (found.relinked - found.gone))

    def _look(self, obligation: Obligation | None, name: str) -> None:
        """Find anew what the answers about an obligation hang on."""
        daily = self.agenda.daily if self.agenda else set()
        for those in (self.on_below, daily):
            those.discard(name)
        if obligation and hangs_on(obligation, "below", self.judge.offers):
            self.on_below.add(name)
        if obligation and hangs_on(obligation, "day", self.judge.offers):
            daily.add(name)

    def turn(self, names: Iterable[str], first: date) -> set[str]:
        """Decide again, on the same answers, what the calendar changed since the day `first`; of which it did."""
        return {name for name in names if name in self.parts and self._turn(self.parts[name], first)}

    def _turn(self, part: Part, first: date) -> bool:
        as_of = self.judge.as_of
        which = sorted(part.turning(first, as_of).union(self.judge.decisions.places(part.owed, as_of)))
        return self._take(part, which, self.judge.decided_again(part, which))

    def follow(self, touched: Iterable[Touched], turned: Iterable[str] = (), alone: Alone | None = None) -> set[str]:
        """Judge what is touched, and upward whatever looks at something below that changed; returns what did.

        Where records come `alone` to what is theirs, only that for which these count is judged again.
        """
        changed, alone = {*turned}, alone or {}
        touched = {*touched, *alone, *((parent, _BELOW) for name in changed for parent in self._looking_at(name))}
        waiting = [(self.turns.places[name], name, unit) for name, unit in touched]
        heapify(waiting)
        while waiting:
            _, name, unit = heappop(waiting)
            if self._judge(name, unit, alone) and name not in changed:
                changed.add(name)
                for parent in self._looking_at(name):
                    heappush(waiting, (self.turns.places[parent], parent, _BELOW))
        for noted in (self._stirred, self._reshaped, self._whole):
            noted.clear()
        return changed

    def _judge(self, name: str, unit: str, alone: Alone) -> bool:
        """Judge again what is touched of an obligation; whether anything that others rest on changed.

        Only all of it can be where it is owed otherwise, or where it hangs on the others which record counts for which:
        units stand for others that are gone, or records name nothing and what is below settles what they count for.
        """
        part, owed = self.parts.get(name), self._owed_of(name)
        if not unit or part is None or part.owed is not owed:
            return self._judge_whole(name, owed)
        if (name in self.on_below or name in self._passing) and not self.ledger.names_all(name):
            return self._judge_whole(name, owed)
        if unit == _BELOW:
            return self._judge_stirred(name, part)
        records = alone.get((name, unit))
        if records is None:
            return self._judge_unit(part, unit)
        # What was judged as a whole on the way knows of them already.
        moved = [self._judge_record(part, record) for record in records if name not in self._whole]
        return any(moved)

    def _judge_whole(self, name: str, owed: Owed) -> bool:
        self._whole.add(name)
        before = self.parts.get(name)
        records = self.ledger.standing(name, None, self.judge.as_of, self.known_at)
        self._below.pop(name, None)
        part = self.parts[name] = self.judge.part(owed, records, self._below_of(name, owed))
        if self.agenda:
            self.agenda.watch(part)
        if before and part.told == before.told:
            return False
        self._reshape(name)
        if before:
            self.count(before, range(len(before.occurrences)), -1)
        self.count(part, range(len(part.occurrences)), 1)
        return True

    def _judge_unit(self, part: Part, unit: str) -> bool:
        """Judge what one unit owes, unless it hangs on who the others are that bear it."""
        name = part.owed.obligation.reference
        if name in self.on_below or name in self._passing:
            return self._judge_whole(name, part.owed)
        which, own = part.owed.of_unit(unit)
        records = self.ledger.standing(name, unit, self.judge.as_of, self.known_at)
        return self._take(part, which, self.judge.part(own, records, _NOBODY))

    def _judge_record(self, part: Part, record: Evidence) -> bool:
        """Judge that for which a record counts, if it does by now."""
        if record.occurred > self.judge.as_of or record.recorded > self.known_at:
            return False
        name = part.owed.obligation.reference
        below = self._below_of(name, part.owed)
        which = sorted(self.judge.places(part, record, below, passing=name in self._passing))
        for place in which:
            part.evidence[place] = tuple(sorted((*part.evidence.get(place, ()), record), key=in_order))
        return self._judge_places(part, which, below)

    def _judge_stirred(self, name: str, part: Part) -> bool:
        """Judge that which looks at something below that changed."""
        stirred, below = self._stirred.pop(name, None), self._below.get(name)
        if stirred is None or below is None or name in self._reshaped:
            return self._judge_whole(name, part.owed)
        above = {key for child in stirred for key in below.above.get(child, ())}
        which = sorted(place for place in map(part.owed.place_of, above) if place is not None)
        return self._judge_places(part, which, below)

    def _judge_places(self, part: Part, which: Sequence[int], below: Below) -> bool:
        """Judge some places, on the records that count for them."""
        return bool(which) and self._take(part, which, self.judge.again(part, which, below))

    def _take(self, part: Part, which: Sequence[int], fresh: Part) -> bool:
        """Take over what was found anew in some places; whether anything that others rest on changed."""
        moved = [place for turn, place in enumerate(which) if part.differs(place, fresh, turn)]
        shown = [part.occurrences[place] for place in moved]
        self.count(part, moved, -1)
        part.take(which, fresh)
        self.count(part, moved, 1)
        if self.agenda:
            self.agenda.watch(fresh)
        name = part.owed.obligation.reference
        if [part.occurrences[place] for place in moved] != shown:
            self._reshape(name)
        for parent in self._looking_at(name) if moved else ():
            if parent in self._below:
                told = {child.key: child for child in map(part.child, moved)}
                self._below[parent].told.update(told)
                self._stirred[parent].update(told)
        return bool(moved)

    def _looking_at(self, name: str) -> list[str]:
        """The obligations above whose evaluators look at this one."""
        return [parent for parent in self.judge.cascade.parents.get(name, ()) if parent in self.on_below]

    def _below_of(self, name: str, owed: Owed) -> Below:
        """What is below an obligation that looks there, kept as long as it belongs there."""
        if name not in self.on_below:
            return _NOBODY
        if name not in self._below:
            self._below[name] = self.judge.below(owed, self.parts)
        return self._below[name]

    def _reshape(self, name: str) -> None:
        """Forget what belongs below what: of those below, an obligation shows others."""
        for parent in self._looking_at(name):
            self._below.pop(parent, None)
            self._reshaped.add(parent)

    def _owed_of(self, name: str) -> Owed:
        if name not in self.owed:
            self.owed[name] = Owed.of(self.judge.cascade.by_reference[name], [])
        return self.owed[name]
