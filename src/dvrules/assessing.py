"""Assessing: the middle of the flow, from a loaded project to its cascade, its occurrences and its report."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING

from dvrules.bases import Bases
from dvrules.batches import batch
from dvrules.counting.calendars import WorkingDays
from dvrules.counting.reckoning import Reckoner
from dvrules.deciding import Decisions
from dvrules.endings import documents_ended
from dvrules.extension import Explain
from dvrules.judges import Judge
from dvrules.judging import Judgement, judgement_of
from dvrules.linking import link
from dvrules.loading import Project
from dvrules.model.cascades import Cascade
from dvrules.model.diagnostics import Diagnostic, in_order
from dvrules.model.links import Link
from dvrules.model.records import Event, Records
from dvrules.model.reports import Finding, Occurrence, Provenance, Report, Source
from dvrules.model.values import define, evolve, field, frozen
from dvrules.parts import Part
from dvrules.ranking import check_conflicts
from dvrules.recording import check_facts, check_records
from dvrules.scheduling import Schedule, Scheduler
from dvrules.terms import on_record
from dvrules.timing import check_timing
from dvrules.tracing import check_links, coverage, links

if TYPE_CHECKING:
    from dvrules.explaining import Basis
    from dvrules.model.explanations import Explanation


@frozen
class Linked:
    """A project's cascade and its links, the records that fit it, and every fault found up to here."""

    cascade: Cascade
    links: tuple[Link, ...]
    records: Records
    diagnostics: tuple[Diagnostic, ...]


def linked(project: Project) -> Linked:
    """The project's rulesets linked, and its records checked against them."""
    cascade, faults = link(project.rulesets, project.roster, project.settings.assumptions)
    records, faults_of_records = check_records(cascade, project.records)
    found = links(cascade)
    every = (
        *project.diagnostics,
        *faults,
        *check_links(found),
        *check_conflicts(cascade),
        *faults_of_records,
        *check_facts(cascade, records),
    )
    if not project.roster_is_whole:
        # What is missing may stand in the part that could not be read; of that the project's own faults tell.
        every = tuple(diagnostic for diagnostic in every if diagnostic.code != "DV301")
    return Linked(cascade, found, records, in_order(every))


def reckoner_of(project: Project, known_at: date) -> Reckoner:
    """What reckons the project's days by what was known of its calendar."""
    return Reckoner(WorkingDays.of(project.calendar, known_at), project.settings.counting)


@define
class Timetable:
    """A project's schedule to the end of the year of `as_of`, due days put off by suspensions."""

    scheduler: Scheduler
    tolling: Decisions
    as_of: date

    @classmethod
    def of(
        cls, project: Project, cascade: Cascade, records: Records, reckoner: Reckoner, *, as_of: date, known_at: date
    ) -> Timetable:
        """The timetable by what was on record by `known_at`."""
        scheduler = Scheduler.of(
            cascade,
            reckoner,
            known_at=known_at,
            horizon=date(as_of.year, 12, 31),
            since=project.settings.from_,
            events=records.events,
            terminations=records.terminations,
        )
        return cls(scheduler, Decisions.known((), records.suspensions, (), known_at), as_of)

    def whole(self) -> Schedule:
        """All of it, as long as nothing that others are counted from is known to be done."""
        return self._tolled(self.scheduler.schedule())

    def learn(self, events: Iterable[Event], known_at: date) -> None:
        """Take note of the events that are on record by another day."""
        self.scheduler.events = on_record(events, known_at)

    def again(self, references: Collection[str], done: Mapping[str, date]) -> Schedule:
        """What of it is owed under some obligations; see `Scheduler.again`."""
        return self._tolled(self.scheduler.again(references, done))

    def revise(self, cascade: Cascade, new: Iterable[str], gone: Iterable[str]) -> None:
        """Schedule by another cascade from now on; see `Scheduler.revise`."""
        self.scheduler.revise(cascade, new, gone)

    def _tolled(self, made: Schedule) -> Schedule:
        if not self.tolling.suspensions:
            return made
        reckoner = self.scheduler.reckoner
        tolled = tuple(self.tolling.tolled(each, self.as_of, reckoner) for each in made.occurrences)
        return evolve(made, occurrences=tolled)


@frozen
class Assessed:
    """The occurrences of a project, and the judgement on them."""

    occurrences: tuple[Occurrence, ...]
    judgement: Judgement
    diagnostics: tuple[Diagnostic, ...]
    timetable: Timetable = field(eq=False, repr=False)


def judged(project: Project, found: Linked, *, as_of: date, known_at: date, ignore_waivers: bool = False) -> Assessed:
    """The project's occurrences, sorted by key, and each judged.

    The periods of documents without a last day are followed to the end of the year of `as_of`. What is counted from the
    fulfilment of other obligations is reckoned and judged again until every such day is found, or they go in a circle.
    """
    cascade, records, reckoner = found.cascade, found.records, reckoner_of(project, known_at)
    days = {"as_of": as_of, "known_at": known_at}
    with batch():
        timetable = Timetable.of(project, cascade, records, reckoner, **days)
        judge = Judge.of(
            cascade,
            records,
            project.catalog.offers,
            reckoner,
            **days,
            due_soon=project.settings.due_soon,
            ignore_waivers=ignore_waivers,
        )
        first = timetable.whole()
        occurrences, faults = first.occurrences, first.diagnostics
        parts = judge.judge(occurrences)
        bases = Bases.of(cascade)
        waiting, resting = bases.waiting, cascade.resting_on(bases.waiting)
        seen: list[Mapping[str, date]] = [{}]
        while waiting and (done := days_done(parts, bases.awaited)) not in seen:
            seen.append(done)
            again = timetable.again(waiting, done)
            faults = (*(f for f in first.diagnostics if f.args["id"] not in waiting), *again.diagnostics)
            occurrences = _sorted((*(o for o in occurrences if o.obligation not in waiting), *again.occurrences))
            parts = judge.judge(occurrences, {name: part for name, part in parts.items() if name not in resting})
        late = check_timing(cascade, occurrences, reckoner)
        return Assessed(occurrences, judgement_of(parts, judge), (*faults, *late), timetable)


def days_done(parts: Mapping[str, Part], awaited: Iterable[str]) -> Mapping[str, date]:
    """The days on which that was fulfilled from which something is counted, by key."""
    found = (parts[name] for name in awaited if name in parts)
    return {key: day for part in found for key, day in part.days_done.items()}


def _sorted(occurrences: Iterable[Occurrence]) -> tuple[Occurrence, ...]:
    return tuple(sorted(occurrences, key=attrgetter("key")))


def explained(
    project: Project, found: Linked, assessed: Assessed, key: str, *, as_of: date, known_at: date
) -> Explanation:
    """The explanation of one finding of what was judged for these days; KeyError where there is none."""
    from dvrules.explaining import Basis, explain  # noqa: PLC0415 - a report explains nothing until it is asked

    reckoner = reckoner_of(project, known_at)
    return explain(Basis(assessed.judgement, found.cascade, found.records, reckoner, as_of, known_at), key)


def explaining(project: Project, report: Report) -> Explain:
    """What explains the findings of a report of the project by their keys.

    The project is judged again when the first explanation is asked for. KeyError where it does not give that finding:
    there is none with this key, or the report was made of something else.
    """
    days = {"as_of": report.as_of, "known_at": report.known_at}

    @cache
    def own() -> Mapping[str, Finding]:
        return {finding.occurrence.key: finding for finding in report.findings}

    @cache
    def basis() -> Basis:
        from dvrules.explaining import Basis  # noqa: PLC0415 - as above

        found = linked(project)
        assessed = judged(project, found, **days, ignore_waivers=report.ignores_waivers)
        return Basis(assessed.judgement, found.cascade, found.records, reckoner_of(project, report.known_at), **days)

    def explain_own(key: str) -> Explanation:
        from dvrules.explaining import explain  # noqa: PLC0415 - as above

        if basis().findings.get(key) != own()[key]:
            raise KeyError(key)
        return explain(basis(), key)

    return explain_own


def assess(project: Project, *, as_of: date, known_at: date | None = None, ignore_waivers: bool = False) -> Report:
    """The project judged for the day `as_of`, on what was on record by `known_at` (without it, by `as_of`).

    Faults of the project are among the report's diagnostics; the report covers what is sound. With `ignore_waivers` it
    shows what there would be without them.
    """
    known_at = known_at or as_of
    with batch():
        found = linked(project)
        assessed = judged(project, found, as_of=as_of, known_at=known_at, ignore_waivers=ignore_waivers)
    judgement, records = assessed.judgement, found.records
    return Report(
        project=project.settings.name,
        as_of=as_of,
        known_at=known_at,
        findings=judgement.findings,
        ignores_waivers=ignore_waivers,
        from_=project.settings.from_,
        documents=tuple(Source(r.id, r.document, r.citations, r.clauses) for r in found.cascade.rulesets),
        placeholders=found.cascade.placeholders,
        coverage=coverage(found.cascade, found.links),
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
