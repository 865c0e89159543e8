"""Assessing: the middle of the flow, from a loaded project to its cascade, its occurrences and its report."""

from __future__ import annotations

from datetime import date

from attrs import frozen

from dvrules.counting.calendars import WorkingDays
from dvrules.counting.reckoning import Reckoner
from dvrules.judging import Judgement, judge
from dvrules.linking import check_events, check_records, link
from dvrules.loading import Project
from dvrules.model.cascades import Cascade
from dvrules.model.deadlines import Relative
from dvrules.model.diagnostics import Diagnostic, in_order
from dvrules.model.records import Event, Evidence
from dvrules.model.reports import Occurrence, Report, Source
from dvrules.scheduling import schedule


@frozen
class Linked:
    """A project's cascade, the records that fit it, and every fault found up to here."""

    cascade: Cascade
    records: tuple[Evidence, ...]
    diagnostics: tuple[Diagnostic, ...]
    events: tuple[Event, ...] = ()


def linked(project: Project) -> Linked:
    """The project's rulesets linked, and its records checked against them."""
    cascade, faults = link(project.rulesets, project.roster, project.settings.assumptions)
    records, faults_of_records = check_records(cascade, project.evidence)
    events, faults_of_events = check_events(cascade, project.events)
    every = in_order((*project.diagnostics, *faults, *faults_of_records, *faults_of_events))
    return Linked(cascade, records, every, events)


@frozen
class Assessed:
    """The occurrences of a project, and the judgement on them."""

    occurrences: tuple[Occurrence, ...]
    judgement: Judgement
    diagnostics: tuple[Diagnostic, ...]


def judged(project: Project, found: Linked, *, as_of: date, known_at: date) -> Assessed:
    """The project's occurrences, sorted by key, and each judged.

    The periods of documents without a last day are followed to the end of the year of `as_of`. Deadlines that are
    counted from the fulfilment of other obligations are reckoned again until every such day is found.
    """
    reckoner = Reckoner(WorkingDays.of(project.calendar, known_at), project.settings.counting)
    done: dict[str, date] = {}
    while True:
        scheduled = schedule(
            found.cascade,
            reckoner,
            known_at=known_at,
            horizon=date(as_of.year, 12, 31),
            events=found.events,
            done=done,
        )
        judgement = judge(
            scheduled.occurrences,
            {obligation.reference: obligation for obligation in found.cascade.obligations},
            found.records,
            {name: offered.offer for name, offered in project.catalog.evaluators.items()},
            as_of=as_of,
            known_at=known_at,
            due_soon=project.settings.due_soon,
        )
        days = {finding.occurrence.key: finding.done for finding in judgement.findings if finding.done}
        if days == done or not _counts_from_fulfilment(found.cascade):
            return Assessed(scheduled.occurrences, judgement, scheduled.diagnostics)
        done = days


def _counts_from_fulfilment(cascade: Cascade) -> bool:
    stated = [deadline for obligation in cascade.obligations for deadline in obligation.deadline]
    stated += [deadline for assumption in cascade.assumptions for deadline in assumption.deadline]
    stated += [d for ruleset in cascade.rulesets for clause in ruleset.clauses for d in clause.deadline]
    return any(isinstance(deadline, Relative) and deadline.of == "fulfilment" for deadline in stated)


def assess(project: Project, *, as_of: date, known_at: date | None = None) -> Report:
    """The project judged for the day `as_of`, on what was on record by `known_at` (without it, by `as_of`).

    Faults of the project are among the report's diagnostics; the report covers what is sound.
    """
    known_at = known_at or as_of
    found = linked(project)
    assessed = judged(project, found, as_of=as_of, known_at=known_at)
    judgement = assessed.judgement
    return Report(
        project=project.settings.name,
        as_of=as_of,
        known_at=known_at,
        findings=judgement.findings,
        documents=tuple(Source(ruleset.id, ruleset.document) for ruleset in found.cascade.rulesets),
        placeholders=found.cascade.placeholders,
        obligations=found.cascade.obligations,
        units=project.roster.units,
        evidence=judgement.evidence,
        events=tuple(event for event in found.events if event.recorded <= known_at),
        assumptions=tuple(a for a in found.cascade.assumptions if a.recorded <= known_at),
        diagnostics=in_order((*found.diagnostics, *assessed.diagnostics, *judgement.diagnostics)),
    )
