"""Accounting for a change: what of two reports explains that a finding of the one is not that of the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TypeVar

from dvrules.model.days import Reckoning
from dvrules.model.records import Event, Evidence, Fact, Shows, Suspension, Waiver, alike
from dvrules.model.reports import Finding, Report, State
from dvrules.model.rulesets import Obligation
from dvrules.model.statements import Statement, state_that
from dvrules.model.units import Unit
from dvrules.model.values import frozen

#: States that an occurrence is in because its due day went by.
_PAST_DUE = {State.OVERDUE, State.BREACHED, State.FULFILLED_LATE}

Recorded = TypeVar("Recorded", Event, Fact)


@frozen
class Side:
    """One of two reports, its parts by name."""

    report: Report
    findings: Mapping[str, Finding]
    obligations: Mapping[str, Obligation]
    units: Mapping[str, Unit]
    evidence: Mapping[str, Evidence]
    waivers: Mapping[str, Waiver]
    suspensions: Mapping[str, Suspension]

    @classmethod
    def of(cls, report: Report) -> Side:
        """The side that a report makes."""
        return cls(
            report,
            {finding.occurrence.key: finding for finding in report.findings},
            report.by_reference,
            {unit.id: unit for unit in report.units},
            {record.id: record for record in report.evidence},
            {waiver.id: waiver for waiver in report.waivers},
            {suspension.id: suspension for suspension in report.suspensions},
        )

    def title(self, reference: str) -> str:
        """The title of an obligation, else its words, else its reference."""
        obligation = self.obligations.get(reference)
        return f"{obligation.clause}  {obligation.title or obligation.quote}" if obligation else reference

    def name(self, unit: str) -> str:
        """The name of a unit, else its id."""
        return self.units[unit].name if unit in self.units else unit


@frozen
class Sides:
    """Two reports, side by side."""

    before: Side
    after: Side

    @classmethod
    def of(cls, before: Report, after: Report) -> Sides:
        """The two reports' sides."""
        return cls(Side.of(before), Side.of(after))


def why_changed(was: Finding, now: Finding, sides: Sides, differing: frozenset[str]) -> Iterator[Statement]:
    """Why a finding's state or due day changed: what was recorded or decided, else that time passed."""
    found = [
        *_of_evidence(was, now, sides),
        *_of_waivers(was, now, sides),
        *_of_suspensions(was, now, sides),
        *_of_events(was, now, sides),
        *_of_facts(was, now, sides),
        *_of_endings(was, now),
        *_of_due(was.occurrence.due, now.occurrence.due),
        *_of_texts(now.occurrence.obligation, sides),
    ]
    yield from found
    if was.occurrence.bearer != now.occurrence.bearer:
        yield state_that("compare.passed", was=was.occurrence.bearer, now=now.occurrence.bearer)
    before, after = sides.before.report.as_of, sides.after.report.as_of
    if was.state is now.state:
        return
    yield from _of_time(was, now, before, after)
    yield from _of_children(now, sides, differing)
    lacking = [statement for statement in now.missing if statement not in was.missing]
    supplied = [statement for statement in was.missing if statement not in now.missing]
    if lacking:
        yield state_that("compare.missing")
        yield from lacking
    if supplied and not found:
        yield state_that("compare.supplied")
        yield from supplied


def why_one_sided(finding: Finding, sides: Sides) -> Iterator[Statement]:
    """Why an occurrence is in one report only: its document, its obligation, its bearer or its period is."""
    occurrence = finding.occurrence
    added = occurrence.key in sides.after.findings
    has, lacks = (sides.after, sides.before) if added else (sides.before, sides.after)
    way = "came" if added else "went"
    ruleset = occurrence.obligation.partition(":")[0]
    if ruleset not in {source.ruleset for source in lacks.report.documents}:
        yield state_that(f"compare.ruleset_{way}", id=ruleset)
    elif occurrence.obligation not in lacks.obligations:
        yield state_that(f"compare.obligation_{way}", id=occurrence.obligation)
    elif occurrence.bearer not in lacks.units:
        yield state_that(f"compare.unit_{way}", unit=has.name(occurrence.bearer))
    else:
        yield from _of_texts(occurrence.obligation, sides)
        yield from _of_events(finding, finding, sides)
        years = {side.report.as_of.year for side in (has, lacks)}
        opens = occurrence.opens.earliest
        if len(years) > 1 and opens and lacks.report.as_of.year < opens.year <= has.report.as_of.year:
            yield state_that("compare.horizon", year=has.report.as_of.year)


def _of_evidence(was: Finding, now: Finding, sides: Sides) -> Iterator[Statement]:
    before, after = ({match.evidence for match in finding.evidence} for finding in (was, now))
    replaced = set()
    for id_ in sorted(before - after):
        correction = next((r for r in sides.after.report.evidence if r.corrects == id_), None)
        if correction is None:
            kept = id_ in sides.after.evidence
            yield state_that("compare.evidence_moved" if kept else "compare.evidence_gone", id=id_)
        elif correction.shows is Shows.NOTHING:
            yield state_that("compare.evidence_withdrawn", id=id_, by=correction.id, recorded=correction.recorded)
        else:
            replaced.add(correction.id)
            yield state_that("compare.evidence_corrected", id=id_, by=correction.id, recorded=correction.recorded)
    for id_ in sorted(after - before - replaced):
        record = sides.after.evidence.get(id_)
        days = {"occurred": record.occurred, "recorded": record.recorded} if record else {}
        source = (record.document or record.source) if record else ""
        key = "compare.evidence_moved_here" if id_ in sides.before.evidence else "compare.evidence_new"
        corrected = record.corrects if record else ""
        if corrected and corrected in sides.before.evidence:
            key = "compare.evidence_corrects"
        yield state_that(key, source=source, id=id_, corrects=corrected, **days)
    for id_ in sorted(before & after):
        if sides.before.evidence.get(id_) != sides.after.evidence.get(id_):
            yield state_that("compare.evidence_edited", id=id_)


def _of_waivers(was: Finding, now: Finding, sides: Sides) -> Iterator[Statement]:
    if was.waiver == now.waiver and sides.before.waivers.get(was.waiver) == sides.after.waivers.get(now.waiver):
        return
    if was.waiver:
        yield _decision("compare.waiver_went", sides.before.waivers.get(was.waiver), was.waiver)
    if now.waiver:
        yield _decision("compare.waiver_came", sides.after.waivers.get(now.waiver), now.waiver)


def _of_suspensions(was: Finding, now: Finding, sides: Sides) -> Iterator[Statement]:
    before, after = sides.before.suspensions, sides.after.suspensions
    if was.suspension == now.suspension and before.get(was.suspension) == after.get(now.suspension):
        return
    if was.suspension:
        yield _decision("compare.suspension_went", before.get(was.suspension), was.suspension)
    if now.suspension:
        yield _decision("compare.suspension_came", after.get(now.suspension), now.suspension)


def _decision(key: str, decision: Waiver | Suspension | None, id_: str) -> Statement:
    by, reason, source = (decision.by, decision.reason, decision.document) if decision else ("", "", "")
    return state_that(key, source=source, id=id_, by=by, reason=reason)


def _of_events(was: Finding, now: Finding, sides: Sides) -> Iterator[Statement]:
    before, after = sides.before.report.events, sides.after.report.events
    for way, events, finding in (("went", _only_in(before, after), was), ("came", _only_in(after, before), now)):
        other = now if finding is was else was
        for event in events:
            if _touches(event, finding) and (_begins(event, finding) or _awaits(event, other)):
                yield state_that(f"compare.event_{way}", id=event.id, event=event.event, day=event.day.earliest)


def _of_facts(was: Finding, now: Finding, sides: Sides) -> Iterator[Statement]:
    obligation = sides.after.obligations.get(now.occurrence.obligation)
    if obligation is None or (State.NOT_APPLICABLE not in {was.state, now.state} and not (was.missing or now.missing)):
        return
    before, after = sides.before.report.facts, sides.after.report.facts
    for way, facts in (("went", _only_in(before, after)), ("came", _only_in(after, before))):
        for fact in facts:
            if fact.unit in {None, now.occurrence.bearer} and (
                fact.name in obligation.applies.facts or obligation.applies.when is not None
            ):
                yield state_that(f"compare.fact_{way}", id=fact.id, name=fact.name, value=str(fact.value))


def _of_endings(was: Finding, now: Finding) -> Iterator[Statement]:
    before, after = was.occurrence.ending, now.occurrence.ending
    if before != after:
        if after:
            yield state_that(f"reason.{after.state}", ended=after.day)
            yield after.by
        else:
            yield state_that("compare.ending_went")


def _of_due(was: Reckoning, now: Reckoning) -> Iterator[Statement]:
    if (was.earliest, was.latest) == (now.earliest, now.latest):
        return
    if was.latest and now.latest:
        yield state_that("compare.due_moved", was=_span(was), now=_span(now))
    elif now.latest:
        yield state_that("compare.due_known", now=_span(now))
    elif was.latest:
        yield state_that("compare.due_lost", was=_span(was))
    yield from (step for step in now.steps if step not in was.steps)


def _of_texts(reference: str, sides: Sides) -> Iterator[Statement]:
    before, after = (side.obligations.get(reference) for side in (sides.before, sides.after))
    if before is None or after is None:
        return
    if before.deadline != after.deadline:
        yield state_that("compare.deadline_changed", id=reference)
    if before.bearer != after.bearer:
        yield state_that("compare.bearer_changed", id=reference)
    if (before.evaluator, before.kind, before.lapses, before.cure, before.applies) != (
        after.evaluator,
        after.kind,
        after.lapses,
        after.cure,
        after.applies,
    ):
        yield state_that("compare.rules_changed", id=reference)


def _of_time(was: Finding, now: Finding, before: date, after: date) -> Iterator[Statement]:
    """That a period opened or a due day went by between the days of two reports; backwards, that it hadn't yet."""
    if before == after:
        return
    first, last, back = (before, after, "") if before < after else (after, before, "_back")
    opens, due = now.occurrence.opens.day, now.occurrence.due.day
    if opens and first < opens <= last and State.UPCOMING in {was.state, now.state}:
        yield state_that(f"compare.opened{back}", opens=opens)
    later = was if back else now
    matters = later.state in _PAST_DUE or (later.state is State.FULFILLED and later.done is None)
    if due and first <= due < last and was.occurrence.due.day == due and matters:
        yield state_that(f"compare.due_passed{back}", due=due)
    ending = now.occurrence.ending
    if ending and ending == was.occurrence.ending and first < ending.day <= last and now.state == ending.state:
        yield state_that(f"reason.{ending.state}", ended=ending.day)
        yield ending.by


def _of_children(now: Finding, sides: Sides, differing: frozenset[str]) -> Iterator[Statement]:
    """The occurrences that the evaluator waits for, where they differ, too."""
    for reason in now.reasons:
        key = str(reason.args.get("key", "")) if reason.key == "reason.child" else ""
        if key in differing and key in sides.after.findings:
            yield state_that("compare.child", key=key, state=sides.after.findings[key].state)


def _only_in(these: tuple[Recorded, ...], those: tuple[Recorded, ...]) -> list[Recorded]:
    known = {record.id: record for record in those}
    return [record for record in these if known.get(record.id) != record]


def _touches(event: Event, finding: Finding) -> bool:
    occurrence = finding.occurrence
    return event.unit in {None, occurrence.bearer} and event.obligation in {None, occurrence.obligation}


def _begins(event: Event, finding: Finding) -> bool:
    occurrence = finding.occurrence
    if occurrence.period == event.id:
        return True
    steps = (*occurrence.due.steps, *occurrence.opens.steps)
    words = {alike(str(step.args["event"])) for step in steps if step.key == "step.event" and "event" in step.args}
    return alike(event.event) in words


def _awaits(event: Event, finding: Finding) -> bool:
    awaited = (*finding.missing, *finding.occurrence.due.missing, finding.occurrence.awaits)
    return any(
        alike(str(each.args["event"])) == alike(event.event) for each in awaited if each and "event" in each.args
    )


def _span(reckoning: Reckoning) -> str:
    return "|".join(dict.fromkeys(day.isoformat() for day in (reckoning.earliest, reckoning.latest) if day))
