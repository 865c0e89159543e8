"""Parts: what was found of one obligation, occurrence by occurrence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeVar

from dvrules.extension import Answer, Child
from dvrules.model.diagnostics import Diagnostic
from dvrules.model.records import Evidence
from dvrules.model.reports import Finding, Occurrence, State
from dvrules.model.statements import Statement
from dvrules.model.values import define, field
from dvrules.owed import Owed
from dvrules.states import Verdict

T = TypeVar("T")


@define
class Part:
    """What was found of one obligation, in columns of one order, and the faults on the way.

    `occurrences` are as findings show them, each with its verdict, the day on which it was fulfilled (None where it was
    not by the day judged), and what the evaluator answered; `evidence` are the records that count, by place. Findings
    are made when they are asked for, but for those that were `made` on the way, by place: over these something stands,
    or their days are not certain. `rejected` says why records about it count for nothing.
    """

    owed: Owed
    occurrences: list[Occurrence]
    answers: list[Answer]
    verdicts: list[Verdict] = field(factory=list)
    done: list[date | None] = field(factory=list)
    evidence: dict[int, tuple[Evidence, ...]] = field(factory=dict)
    made: dict[int, Finding] = field(factory=dict)
    made_on: date = date.min
    rejected: Mapping[str, Statement] = field(factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def told(self) -> tuple[list[Occurrence], list[Verdict], list[date | None]]:
        """What others rest on."""
        return self.occurrences, self.verdicts, self.done

    def differs(self, place: int, other: Part, index: int) -> bool:
        """Whether what others rest on is not in a place what it is in another part's."""
        return (
            self.verdicts[place] != other.verdicts[index]
            or self.done[place] != other.done[index]
            or self.occurrences[place] != other.occurrences[index]
        )

    def take(self, places: Sequence[int], other: Part) -> None:
        """Take over what another part found of the occurrences in these places."""
        if other.made and self.occurrences is self.owed.occurrences:
            self.occurrences = [*self.occurrences]
        for index, place in enumerate(places):
            self.verdicts[place], self.done[place] = other.verdicts[index], other.done[index]
            self.occurrences[place], self.answers[place] = other.occurrences[index], other.answers[index]
            _put(self.evidence, place, other.evidence.get(index))
            _put(self.made, place, other.made.get(index))

    def without_waivers(self, place: int) -> State:
        """The state in a place without waivers."""
        made = self.made.get(place)
        return made.without_waivers if made else self.verdicts[place].state

    @property
    def days_done(self) -> dict[str, date]:
        """The days on which those occurrences were fulfilled that were, by key."""
        return {occurrence.key: day for occurrence, day in zip(self.occurrences, self.done, strict=True) if day}

    @property
    def children(self) -> list[Child]:
        """What the obligations above are told of it."""
        rows = zip(self.occurrences, self.verdicts, self.done, strict=True)
        return [Child(occurrence.key, verdict.state, done) for occurrence, verdict, done in rows]


def _put(column: dict[int, T], place: int, value: T | None) -> None:
    column.pop(place, None)
    if value is not None:
        column[place] = value
