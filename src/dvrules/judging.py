"""Judging: the state of every occurrence on a day, with the reasons for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from attrs import field, frozen

from dvrules.counting.reckoning import Reckoner
from dvrules.deciding import review
from dvrules.extension import Offers
from dvrules.judges import Judge, Part
from dvrules.matching import standing
from dvrules.model.cascades import Cascade
from dvrules.model.diagnostics import Diagnostic
from dvrules.model.records import Evidence, Records
from dvrules.model.reports import Findings, Occurrence, State
from dvrules.model.statements import Statement


@frozen
class Judgement:
    """The findings for one (as_of, known_at), sorted by key; the evidence that was on record and why some of it counts
    for nothing, by its id; and what was wrong with records, waivers or plugins. `parts` are its parts by obligation.
    """

    findings: Findings
    evidence: tuple[Evidence, ...]
    rejected: Mapping[str, Statement]
    diagnostics: tuple[Diagnostic, ...]
    parts: Mapping[str, Part] = field(factory=dict, repr=False)


def judge(
    occurrences: Iterable[Occurrence],
    cascade: Cascade,
    records: Records,
    offers: Offers,
    reckoner: Reckoner,
    *,
    as_of: date,
    known_at: date,
    due_soon: int,
    ignore_waivers: bool = False,
    before: Judgement | None = None,
    changed: Collection[str] = (),
) -> Judgement:
    """A finding for each occurrence, on what had occurred by `as_of` and was on record by `known_at`.

    An open occurrence due within `due_soon` calendar days is marked so. Given the judgement from `before` something
    `changed`, obligations by reference, only these and those that rest on them are judged again.
    """
    every = tuple(occurrences)
    on_record = tuple(sorted((r for r in records.evidence if r.recorded <= known_at), key=lambda r: r.id))
    stood, rejected, diagnostics = standing(on_record)
    known = (r for r in stood if r.occurred <= as_of)
    judge_ = Judge.of(
        cascade,
        records,
        offers,
        reckoner,
        as_of=as_of,
        known_at=known_at,
        due_soon=due_soon,
        ignore_waivers=ignore_waivers,
    )
    kept = before.parts if before else {}
    again = cascade.resting_on(changed) if before else cascade.by_reference.keys()
    parts = judge_.judge(every, known, {name: part for name, part in kept.items() if name not in again})
    findings = findings_of(every, parts, judge_)
    return Judgement(
        findings=findings,
        evidence=tuple(record for record in on_record if record.occurred <= as_of),
        rejected={**rejected, **{name: said for part in parts.values() for name, said in part.rejected.items()}},
        diagnostics=(
            *diagnostics,
            *(fault for part in parts.values() for fault in part.diagnostics),
            *review(judge_.decisions, findings, as_of),
        ),
        parts=parts,
    )


def findings_of(occurrences: Iterable[Occurrence], parts: Mapping[str, Part], judge: Judge) -> Findings:
    """The findings on occurrences that are sorted by key, each from the part of its obligation."""
    turns: Counter[str] = Counter()
    shown: list[Occurrence] = []
    states: list[State] = []
    without: list[State] = []
    places: list[tuple[Part, int]] = []
    for occurrence in occurrences:
        name = occurrence.obligation
        part, place = parts[name], turns[name]
        turns[name] = place + 1
        shown.append(part.occurrences[place])
        states.append(part.verdicts[place].state)
        without.append(part.without_waivers[place])
        places.append((part, place))
    return Findings(shown, states, without, lambda index: judge.finding(*places[index]))
