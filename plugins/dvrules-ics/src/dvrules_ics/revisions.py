"""Revisions: SEQUENCE from the report alone, so that it grows when a later report says something new of an occurrence.

A calendar program takes the higher SEQUENCE for the newer entry, so it must never fall. Records are only ever added,
and a day that has come stays; so a count of both never falls as `as_of` and `known_at` go on:

- records about the occurrence on record by `known_at`: evidence, events, facts and decisions;
- days that came by `as_of`: a decision's first day and the day after its last, the end of the rule, an event's day;
- below these, so that a moved due day cannot outweigh the record that moved it: opened, past due, done.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from attrs import frozen

from dvrules.model.records import Evidence, Suspension, Waiver
from dvrules.model.reports import Finding, Occurrence, Report
from dvrules.model.rulesets import Obligation

#: More than all that is counted below records can come to.
_WEIGHT = 4


@frozen
class Revisions:
    """Counts for the findings of one report; `evidence` is what counts, by obligation."""

    report: Report
    base: int
    evidence: Mapping[str, tuple[Evidence, ...]]
    named: Mapping[str, tuple[Evidence, ...]]
    obligations: Mapping[str, Obligation]
    below: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, report: Report, base: int) -> Revisions:
        """The counts of a report, from `base`."""
        evidence: defaultdict[str, list[Evidence]] = defaultdict(list)
        named: defaultdict[str, list[Evidence]] = defaultdict(list)
        for record in report.evidence:
            if record.recorded <= report.known_at and record.occurred <= report.as_of:
                evidence[record.obligation].append(record)
                for key in record.fulfils:
                    named[key].append(record)
        return cls(
            report,
            base,
            {reference: tuple(records) for reference, records in evidence.items()},
            {key: tuple(records) for key, records in named.items()},
            report.by_reference,
            _below(report),
        )

    def of_finding(self, finding: Finding) -> int:
        """The SEQUENCE of a finding."""
        occurrence, as_of = finding.occurrence, self.report.as_of
        opens, due = occurrence.opens.day, occurrence.due.day
        steps = (opens is not None and opens <= as_of, due is not None and due < as_of, finding.done is not None)
        return self.base + _WEIGHT * (self._records(occurrence) + self._decisions(occurrence)) + sum(steps)

    def _records(self, occurrence: Occurrence) -> int:
        known_at, as_of = self.report.known_at, self.report.as_of
        ids = {record.id for record in self.named.get(occurrence.key, ())}
        for record in self.evidence.get(occurrence.obligation, ()):
            if record.by == occurrence.bearer:
                ids.add(record.id)
        for other in self._others(occurrence):
            ids |= {record.id for record in self.evidence.get(other, ())}
        facts = sum(f.recorded <= known_at and f.unit in {None, occurrence.bearer} for f in self.report.facts)
        events = sum(
            1 + (event.day.latest <= as_of)
            for event in self.report.events
            if event.recorded <= known_at
            and event.obligation in {None, occurrence.obligation}
            and event.unit in {None, occurrence.bearer}
        )
        assumptions = sum(assumption.recorded <= known_at for assumption in self.report.assumptions)
        return len(ids) + facts + events + assumptions

    def _others(self, occurrence: Occurrence) -> frozenset[str]:
        """The obligations whose evidence can change this one: those its due day is counted from, those below it."""
        steps = frozenset(str(step.args.get("id", "")) for step in (*occurrence.due.steps, *occurrence.opens.steps))
        return (steps | self.below.get(occurrence.obligation, frozenset())) - {occurrence.obligation}

    def _decisions(self, occurrence: Occurrence) -> int:
        known_at, as_of = self.report.known_at, self.report.as_of
        ruleset = occurrence.obligation.partition(":")[0]
        decisions: Iterable[Waiver | Suspension] = (
            *(waiver for waiver in self.report.waivers if _covers(waiver, occurrence)),
            *(suspension for suspension in self.report.suspensions if _suspends(suspension, occurrence)),
        )
        count = sum(
            1 + (decision.start <= as_of) + (decision.through is not None and decision.through < as_of)
            for decision in decisions
            if decision.recorded <= known_at
        )
        for termination in self.report.terminations:
            if termination.ruleset == ruleset and termination.recorded <= known_at:
                count += 1 + (termination.day <= as_of)
        ending: date | None = occurrence.ending.day if occurrence.ending else None
        return count + (ending is not None and ending <= as_of)


def _covers(waiver: Waiver, occurrence: Occurrence) -> bool:
    if waiver.occurrences:
        return occurrence.key in waiver.occurrences
    return waiver.obligation == occurrence.obligation and waiver.unit in {None, occurrence.bearer}


def _suspends(suspension: Suspension, occurrence: Occurrence) -> bool:
    about = suspension.obligation == occurrence.obligation or (
        suspension.ruleset is not None and suspension.ruleset == occurrence.obligation.partition(":")[0]
    )
    return about and suspension.unit in {None, occurrence.bearer}


def _below(report: Report) -> dict[str, frozenset[str]]:
    """For each obligation that names an evaluator, those that implement its document: it may ask for them."""
    documents = {source.ruleset: source.document.identity for source in report.documents}
    implementing: defaultdict[str, set[str]] = defaultdict(set)
    for obligation in report.obligations:
        for parent in obligation.implements:
            implementing[parent.document].add(obligation.reference)
    return {
        obligation.reference: frozenset(implementing[documents.get(obligation.reference.partition(":")[0], "")])
        for obligation in report.obligations
        if obligation.evaluator is not None
    }
