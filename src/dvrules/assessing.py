"""Assessing: the middle of the flow, from a loaded project to its cascade, its occurrences and its report."""

from __future__ import annotations

from datetime import date

from attrs import frozen

from dvrules.counting.calendars import WorkingDays
from dvrules.counting.reckoning import Reckoner
from dvrules.deciding import Decisions
from dvrules.endings import documents_ended
from dvrules.explaining import Basis, explain
from dvrules.judging import Judgement, judge
from dvrules.linking import link
from dvrules.loading import Project
from dvrules.model.cascades import Cascade
from dvrules.model.deadlines import Relative
from dvrules.model.diagnostics import Diagnostic, in_order
from dvrules.model.explanations import Explanation
from dvrules.model.records import Records
from dvrules.model.reports import Occurrence, Provenance, Report, Source
from dvrules.ranking import check_conflicts
from dvrules.recording import check_facts, check_records
from dvrules.scheduling import schedule
from dvrules.timing import check_timing
from dvrules.tracing import check_links


@frozen
class Linked:
    """A project's cascade, the records that fit it, and every fault found up to here."""

    cascade: Cascade
    records: Records
    diagnostics: tuple[Diagnostic, ...]


def linked(project: Project) -> Linked:
    """The project's rulesets linked, and its records checked against them."""
    cascade, faults = link(project.rulesets, project.roster, project.settings.assumptions)
    records, faults_of_records = check_records(cascade, project.records)
    every = (
        *project.diagnostics,
        *faults,
        *check_links(cascade),
        *check_conflicts(cascade),
        *faults_of_records,
        *check_facts(cascade, records),
    )
    return Linked(cascade, records, in_order(every))


def reckoner_of(project: Project, known_at: date) -> Reckoner:
    """What reckons the project's days by what was known of its calendar."""
    return Reckoner(WorkingDays.of(project.calendar, known_at), project.settings.counting)


@frozen
class Assessed:
    """The occurrences of a project, and the judgement on them."""

    occurrences: tuple[Occurrence, ...]
    judgement: Judgement
    diagnostics: tuple[Diagnostic, ...]


def judged(project: Project, found: Linked, *, as_of: date, known_at: date, ignore_waivers: bool = False) -> Assessed:
    """The project's occurrences, sorted by key, and each judged.

    The periods of documents without a last day are followed to the end of the year of `as_of`. Deadlines that are
    counted from the fulfilment of other obligations are reckoned again until every such day is found.
    """
    reckoner = reckoner_of(project, known_at)
    records = found.records
    tolling = Decisions.known((), records.suspensions, (), known_at)
    done: dict[str, date] = {}
    while True:
        scheduled = schedule(
            found.cascade,
            reckoner,
            known_at=known_at,
            horizon=date(as_of.year, 12, 31),
            events=records.events,
            terminations=records.terminations,
            done=done,
        )
        occurrences = tuple(tolling.tolled(occurrence, as_of, reckoner) for occurrence in scheduled.occurrences)
        judgement = judge(
            occurrences,
            found.cascade,
            records,
            project.catalog.offers,
            reckoner,
            as_of=as_of,
            known_at=known_at,
            due_soon=project.settings.due_soon,
            ignore_waivers=ignore_waivers,
        )
        days = {finding.occurrence.key: finding.done for finding in judgement.findings if finding.done}
        if days == done or not _counts_from_fulfilment(found.cascade):
            late = check_timing(found.cascade, occurrences, reckoner)
            return Assessed(occurrences, judgement, (*scheduled.diagnostics, *late))
        done = days


def explained(
    project: Project, found: Linked, assessed: Assessed, key: str, *, as_of: date, known_at: date
) -> Explanation:
    """The explanation of one finding of what was judged for these days; KeyError where there is none."""
    reckoner = reckoner_of(project, known_at)
    return explain(Basis(assessed.judgement, found.cascade, found.records, reckoner, as_of, known_at), key)


def _counts_from_fulfilment(cascade: Cascade) -> bool:
    stated = [deadline for obligation in cascade.obligations for deadline in obligation.deadline]
    stated += [deadline for assumption in cascade.assumptions for deadline in assumption.deadline]
    stated += [d for ruleset in cascade.rulesets for clause in ruleset.clauses for d in clause.deadline]
    return any(isinstance(deadline, Relative) and deadline.of == "fulfilment" for deadline in stated)


def assess(project: Project, *, as_of: date, known_at: date | None = None, ignore_waivers: bool = False) -> Report:
    """The project judged for the day `as_of`, on what was on record by `known_at` (without it, by `as_of`).

    Faults of the project are among the report's diagnostics; the report covers what is sound. With `ignore_waivers` it
    shows what there would be without them.
    """
    known_at = known_at or as_of
    found = linked(project)
    assessed = judged(project, found, as_of=as_of, known_at=known_at, ignore_waivers=ignore_waivers)
    judgement, records = assessed.judgement, found.records
    return Report(
        project=project.settings.name,
        as_of=as_of,
        known_at=known_at,
        findings=judgement.findings,
        ignores_waivers=ignore_waivers,
        documents=tuple(Source(r.id, r.document, r.citations, r.clauses) for r in found.cascade.rulesets),
        placeholders=found.cascade.placeholders,
        endings=documents_ended(found.cascade, records.terminations, known_at),
        obligations=found.cascade.obligations,
        units=project.roster.units,
        groups=project.roster.groups,
        evidence=judgement.evidence,
        events=tuple(event for event in records.events if event.recorded <= known_at),
        facts=tuple(fact for fact in records.facts if fact.recorded <= known_at),
        waivers=tuple(waiver for waiver in records.waivers if waiver.recorded <= known_at),
        suspensions=tuple(s for s in records.suspensions if s.recorded <= known_at),
        terminations=tuple(t for t in records.terminations if t.recorded <= known_at),
        assumptions=tuple(a for a in found.cascade.assumptions if a.recorded <= known_at),
        provenance=_provenance(project),
        diagnostics=in_order((*found.diagnostics, *assessed.diagnostics, *judgement.diagnostics)),
    )


def _provenance(project: Project) -> Provenance:
    catalog = project.catalog
    loaded = {plugin.distribution: plugin.version for plugin in catalog.plugins if plugin.status == "loaded"}
    return Provenance(catalog.version, dict(sorted(loaded.items())), dict(sorted(project.inputs.items())))
