"""Judging: the state of every occurrence on a day, with the reasons for it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from itertools import accumulate, chain

from dvrules.batches import batch
from dvrules.judges import Judge
from dvrules.model.diagnostics import Diagnostic
from dvrules.model.records import Evidence
from dvrules.model.reports import Finding, Findings, Occurrence
from dvrules.model.statements import Statement
from dvrules.model.values import field, frozen
from dvrules.parts import Part
from dvrules.reviewing import review


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
    return judgement_of(by.judge(occurrences), by)


def judgement_of(parts: Mapping[str, Part], by: Judge) -> Judgement:
    """The judgement that the parts of all obligations make together."""
    findings = _findings_of(parts, by)
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
            *review(by.decisions, parts, by.as_of),
        ),
        parts=parts,
        judge=by,
    )


def _findings_of(parts: Mapping[str, Part], by: Judge) -> Findings:
    """The findings on all occurrences: those of one obligation stand together."""
    owing = sorted((part for part in parts.values() if part.occurrences), key=lambda part: part.occurrences[0].key)
    firsts = [*accumulate((len(part.occurrences) for part in owing), initial=0)]
    states = [verdict.state for part in owing for verdict in part.verdicts]
    without = [*states]
    for part, first in zip(owing, firsts, strict=False):
        for place, decided in part.singly.items():
            without[first + place] = decided.without_waivers

    def make(wanted: Iterable[int]) -> list[Finding]:
        found = []
        first = last = 0
        with batch():
            for index in wanted:
                if not first <= index < last:
                    turn = bisect_right(firsts, index)
                    part, first, last = owing[turn - 1], firsts[turn - 1], firsts[turn]
                found.append(by.finding(part, index - first))
        return found

    return Findings([*chain.from_iterable(part.occurrences for part in owing)], states, without, make)
