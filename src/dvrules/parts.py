"""Parts: what was found of one obligation, occurrence by occurrence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from dvrules.cases import Decided
from dvrules.extension import NOTHING, Answer, Child, fulfilled_by
from dvrules.families import Below, families
from dvrules.matching import fulfilling
from dvrules.model.diagnostics import Diagnostic
from dvrules.model.records import Evidence, Shows
from dvrules.model.reports import Occurrence
from dvrules.model.statements import Statement
from dvrules.model.values import define, field
from dvrules.owed import Owed
from dvrules.states import Verdict

T = TypeVar("T")


@define
class Part:
    """What was found of one obligation, in columns of one order, and the faults on the way.

    `occurrences` are as findings show them, each with its verdict and the day on which it was fulfilled (None where it
    was not by the day judged); `evidence` are the records that count, by place. What fulfils is what records must have
    `shown`, or without that what the evaluator says: `answers` has it by place, but where that is nothing. Findings are
    made when they are asked for. Decided `singly` are the places over which something stands, or whose days are not
    certain. `rejected` says why records about it count for nothing.
    """

    owed: Owed
    occurrences: list[Occurrence]
    evidence: dict[int, tuple[Evidence, ...]]
    shown: Shows | None = None
    answers: dict[int, Answer] = field(factory=dict)
    verdicts: list[Verdict] = field(factory=list)
    done: list[date | None] = field(factory=list)
    singly: dict[int, Decided] = field(factory=dict)
    rejected: Mapping[str, Statement] = field(factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()

    def answer(self, place: int) -> Answer:
        """What the evaluator answers about the occurrence in a place."""
        if self.shown:
            return fulfilled_by(self.evidence.get(place, ()), self.shown, self.owed.occurrences[place].quota)
        return self.answers.get(place, NOTHING)

    def fulfilled(self, as_of: date) -> list[date | None]:
        """The day on which each was fulfilled, where that was by `as_of`."""
        days: list[date | None] = [None] * len(self.occurrences)
        if self.shown:
            for place, records in self.evidence.items():
                record = fulfilling(records, self.shown, self.occurrences[place].quota)
                days[place] = record.occurred if record else None
        for place, answer in self.answers.items():
            if answer.fulfilled and answer.fulfilled <= as_of:
                days[place] = answer.fulfilled
        return days

    def assessed(self, as_of: date) -> list[date | None]:
        """The day on which each was last assessed, where that was by `as_of`."""
        days: list[date | None] = [None] * len(self.occurrences)
        for place, answer in self.answers.items():
            if answer.assessed and answer.assessed <= as_of:
                days[place] = answer.assessed
        return days

    def doubtful(self) -> list[int]:
        """The places of which a breach is known, or something is missing to answer."""
        return [place for place, answer in self.answers.items() if answer.breaches or answer.missing]

    def show(self, place: int, occurrence: Occurrence) -> None:
        """Show the occurrence in a place so."""
        if occurrence is not self.occurrences[place]:
            if self.occurrences is self.owed.occurrences:
                self.occurrences = [*self.occurrences]
            self.occurrences[place] = occurrence

    @property
    def told(self) -> tuple[list[Occurrence], list[Verdict], list[date | None]]:
        """What others rest on."""
        return self.occurrences, self.verdicts, self.done

    def differs(self, place: int, other: Part, index: int) -> bool:
        """Whether what others rest on is not in a place what it is in another part's."""
        one, another = self.occurrences[place], other.occurrences[index]
        return (
            self.verdicts[place] != other.verdicts[index]
            or self.done[place] != other.done[index]
            or (one is not another and one != another)
        )

    def take(self, places: Sequence[int], other: Part) -> None:
        """Take over what another part found of the occurrences in these places."""
        for turn, place in enumerate(places):
            self.verdicts[place], self.done[place] = other.verdicts[turn], other.done[turn]
            self.show(place, other.occurrences[turn])
        _replace(self.evidence, places, other.evidence)
        _replace(self.answers, places, other.answers)
        _replace(self.singly, places, other.singly)

    def found(self, places: Iterable[int]) -> tuple[dict[int, tuple[Evidence, ...]], dict[int, Answer]]:
        """The records that count in some places, and the answers, by their turn."""
        turns = [*enumerate(places)]
        evidence = {turn: self.evidence[place] for turn, place in turns if place in self.evidence}
        return evidence, {turn: self.answers[place] for turn, place in turns if place in self.answers}

    @property
    def days_done(self) -> dict[str, date]:
        """The days on which those occurrences were fulfilled that were, by key."""
        return {occurrence.key: day for occurrence, day in zip(self.occurrences, self.done, strict=True) if day}

    def turning(self, first: date, last: date) -> set[int]:
        """The places that the calendar alone may change when the day judged goes from the first to the last."""
        owed = self.owed
        days = enumerate(zip(owed.opens, owed.dues, strict=True))
        places = {place for place, (opened, due) in days if first < opened <= last or first <= due < last}
        for place, answer in self.answers.items():
            if any(day and first < day <= last for day in (answer.fulfilled, answer.assessed)):
                places.add(place)
        return places | owed.unsure | self.singly.keys()

    def child(self, place: int) -> Child:
        """What the obligations above are told of the occurrence in a place."""
        return Child(self.occurrences[place].key, self.verdicts[place].state, self.done[place])


def below(owed: Owed, parts: Collection[Part], issuers: Mapping[str, str]) -> Below:
    """What is below what is owed, of these parts; `issuers` gives for each ruleset who issued its document."""
    children = [child for part in parts for child in map(part.child, range(len(part.occurrences)))]
    paired = families(owed.occurrences, (each for part in parts for each in part.occurrences), issuers)
    keys = {key: [child.key for child in each] for key, each in paired.items()}
    return Below(keys, {child.key: child for child in children})


def _replace(column: dict[int, T], places: Sequence[int], found: Mapping[int, T]) -> None:
    """Put what was found, by turn, into these places of a column, and nothing else there."""
    for place in places if column else ():
        column.pop(place, None)
    column.update((places[turn], each) for turn, each in found.items())
