"""Assessing: the middle of the flow, from a loaded project to its cascade, its occurrences and its report."""

from __future__ import annotations

from datetime import date

from attrs import frozen

from dvrules.counting.calendars import WorkingDays
from dvrules.judging import judge
from dvrules.linking import check_records, link
from dvrules.loading import Project
from dvrules.model.cascades import Cascade
from dvrules.model.diagnostics import Diagnostic, in_order
from dvrules.model.records import Evidence
from dvrules.model.reports import Occurrence, Report, Source
from dvrules.scheduling import schedule


@frozen
class Linked:
    """A project's cascade, the records that fit it, and every fault found up to here."""

    cascade: Cascade
    records: tuple[Evidence, ...]
    diagnostics: tuple[Diagnostic, ...]


def linked(project: Project) -> Linked:
    """The project's rulesets linked, and its records checked against them."""
    cascade, faults = link(project.rulesets, project.roster, project.settings.assumptions)
    records, faults_of_records = check_records(cascade, project.evidence)
    return Linked(cascade, records, in_order((*project.diagnostics, *faults, *faults_of_records)))


def occurrences(project: Project, cascade: Cascade, *, as_of: date, known_at: date) -> tuple[Occurrence, ...]:
    """Every occurrence of the cascade, sorted by key.

    The periods of documents without a last day are followed to the end of the year of `as_of`.
    """
    working = WorkingDays.of(project.calendar, known_at)
    return schedule(cascade, working, known_at=known_at, horizon=date(as_of.year, 12, 31))


def assess(project: Project, *, as_of: date, known_at: date | None = None) -> Report:
    """The project judged for the day `as_of`, on what was on record by `known_at` (without it, by `as_of`).

    Faults of the project are among the report's diagnostics; the report covers what is sound.
    """
    known_at = known_at or as_of
    found = linked(project)
    judgement = judge(
        occurrences(project, found.cascade, as_of=as_of, known_at=known_at),
        {obligation.reference: obligation for obligation in found.cascade.obligations},
        found.records,
        {name: offered.offer for name, offered in project.catalog.evaluators.items()},
        as_of=as_of,
        known_at=known_at,
        due_soon=project.settings.due_soon,
    )
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
        assumptions=tuple(a for a in found.cascade.assumptions if a.recorded <= known_at),
        diagnostics=in_order((*found.diagnostics, *judgement.diagnostics)),
    )
