"""Judging: the state of every occurrence on a day, with the reasons for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain

from dvrules.deciding import review
from dvrules.judges import Judge
from dvrules.model.diagnostics import Diagnostic
from dvrules.model.records import Evidence
from dvrules.model.reports import Findings, Occurrence, State
from dvrules.model.statements import Statement
from dvrules.model.values import field, frozen
from dvrules.parts import Part


@frozen
class Judgement:
    """The findings for one (as_of, known_at), sorted by key; the evidence that was on record and why some of it counts
    for nothing, by its id; and what was wrong with records, waivers or plugins.

    `parts` are what the `judge` made of each obligation, by reference.
    """

    findings: Findings
    evidence: tuple[Evidence, ...]
    rejected: Mapping[str, Statement]
    diagnostics: tuple[Diagnostic, ...]
    parts: Mapping[str, Part] = field(eq=False, repr=False)
    judge: Judge = field(eq=False, repr=False)


def judge(occurrences: Iterable[Occurrence], by: Judge) -> Judgement:
    """A finding for each of the occurrences, which are sorted by key."""
    every = tuple(occurrences)
    return judgement_of(every, by.judge(every), by)


def judgement_of(occurrences: Iterable[Occurrence], parts: Mapping[str, Part], by: Judge) -> Judgement:
    """The judgement that the parts of all obligations make together."""
    findings = _findings_of(occurrences, parts, by)
    on_record = by.on_record
    return Judgement(
        findings=findings,
        evidence=on_record.evidence,
        rejected={
            **on_record.rejected,
            **{name: said for part in parts.values() for name, said in part.rejected.items()},
        },
        diagnostics=(
            *on_record.diagnostics,
            *chain.from_iterable(part.diagnostics for part in parts.values()),
            *review(by.decisions, findings, by.as_of),
        ),
        parts=parts,
        judge=by,
    )


def _findings_of(occurrences: Iterable[Occurrence], parts: Mapping[str, Part], by: Judge) -> Findings:
    """The findings on the occurrences, each from the part of its obligation, where they stand in the same order."""
    turns: Counter[str] = Counter()
    shown: list[Occurrence] = []
    states: list[State] = []
    without: list[State] = []
    places: list[int] = []
    for occurrence in occurrences:
        name = occurrence.obligation
        part, place = parts[name], turns[name]
        turns[name] = place + 1
        shown.append(part.occurrences[place])
        states.append(part.verdicts[place].state)
        without.append(part.without_waivers(place))
        places.append(place)
    return Findings(shown, states, without, lambda index: by.finding(parts[shown[index].obligation], places[index]))
