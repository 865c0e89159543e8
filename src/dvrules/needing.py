"""Needing: what would make an occurrence fulfilled that is not, and until when that can happen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from dvrules.asking import DEFAULT_EVALUATORS
from dvrules.counting.reckoning import Reckoner
from dvrules.curing import last_cure
from dvrules.model.days import Span
from dvrules.model.explanations import Considered
from dvrules.model.records import Shows, Suspension
from dvrules.model.reports import Finding, State
from dvrules.model.rulesets import Kind, Obligation
from dvrules.model.statements import Statement, state_that
from dvrules.model.values import evolve, frozen

#: States in which nothing is needed: it is done, or nobody owes it.
_SETTLED = {
    State.FULFILLED,
    State.FULFILLED_LATE,
    State.SUPERSEDED,
    State.TERMINATED,
    State.NOT_APPLICABLE,
}

_KEPT_UP = {Kind.MAINTENANCE, Kind.PROHIBITION}

_ONE_DAY = timedelta(days=1)

#: What has a last day that nothing is due by.
_ENDING = {Kind.PROGRAMME: "time.programme", Kind.PERMISSION: "time.allowed"}


@frozen
class Needs:
    """What a finding needs; `waived` are the days of the waiver in force, `suspension` is the one in force."""

    finding: Finding
    obligation: Obligation
    evidence: tuple[Considered, ...]
    reckoner: Reckoner
    as_of: date
    waived: Span | None = None
    suspension: Suspension | None = None

    def needed(self) -> Iterator[Statement]:
        """What would make it fulfilled; nothing where it is, where nobody owes it, or where nothing can."""
        state = self.finding.state
        if state in _SETTLED | {State.BREACHED, State.WAIVED}:
            return
        if state is State.UNDETERMINED and self.finding.missing:
            yield state_that("needed.missing")
            return
        if any(statement.key == "missing.heir" for statement in self.finding.missing):
            yield state_that("needed.heir")
            return
        if self.finding.occurrence.awaits:
            yield state_that("needed.event")
        if state is State.SUSPENDED:
            yield state_that("needed.suspended", by=self.finding.occurrence.bearer)
        uncured = sorted(self._uncured())
        for day in uncured:
            yield state_that("needed.cure", breached=day)
        if not uncured:
            yield from self._by_evaluator()

    def time(self) -> Iterator[Statement]:
        """Until when that can happen, on time or late; why it can't, or needn't, where it can't or needn't."""
        due, state = self.finding.occurrence.due, self.finding.state
        if state in _SETTLED:
            yield state_that("time.settled")
        elif state is State.BREACHED:
            yield from self._while_breached()
        elif state is State.WAIVED:
            yield from self._while_waived()
        elif state is State.SUSPENDED:
            yield from self._while_suspended()
        elif state is State.OVERDUE:
            yield state_that("time.late", due=due.day)
        elif state is State.UNDETERMINED and self.finding.missing:
            yield from self._while_unknown()
        elif self.finding.rule == "maintenance.curable":
            yield state_that("time.cure", last=self.last())
        elif self.finding.occurrence.awaits is None:
            yield from self._while_open()

    def uncured(self) -> Iterator[Statement]:
        """Why the breach that stands does: until when it could have been made good, and when it was."""
        cure = self.obligation.cure
        if cure is None:
            return
        for day, last, cured in self._standing():
            key = "reason.cured_late" if cured else "reason.uncured"
            count, measure = cure.offset, str(cure.measure)
            yield state_that(key, breached=day, last=last, cured=cured, count=count, measure=measure)

    def weighed(self) -> Iterator[Considered]:
        """The evidence; of a cure that came too late it is said that the breach stands."""
        late = {cured for _, _, cured in self._standing()}
        for record in self.evidence:
            is_late = record.counts and record.shows == Shows.CURE and record.occurred in late
            yield evolve(record, why=state_that("rule.cured_late")) if is_late else record

    def last(self) -> date | None:
        """The last day on which it can still happen on time, as far as that is certain."""
        state = self.finding.state
        if state in _SETTLED or state in {State.BREACHED, State.WAIVED, State.OVERDUE}:
            return None
        if self.finding.rule == "maintenance.curable":
            cures = [last_cure(self.obligation, day, self.reckoner) for day in self._uncured()]
            return min((day for day in cures if day), default=None)
        day = None if self.finding.occurrence.awaits else self.finding.occurrence.due.earliest
        return day if day and day >= self.as_of else None

    def _while_breached(self) -> Iterator[Statement]:
        occurrence = self.finding.occurrence
        yield state_that("time.lapsed" if self.obligation.lapses else "time.breached")
        if occurrence.kind in _KEPT_UP:
            due = occurrence.due.day
            if due and self.as_of <= due:
                yield state_that(f"time.still_{occurrence.kind}", last=due)
            elif due is None and not occurrence.due.missing:
                yield state_that("needed.kept_endless")

    def _while_waived(self) -> Iterator[Statement]:
        through = self.waived.through if self.waived else None
        if through is None:
            yield state_that("time.waived")
        else:
            yield state_that("time.waived_through", through=through)
            due = self.finding.occurrence.due.day
            key = "time.after_waiver" if due else "time.after_waiver_endless"
            yield state_that(key, next=through + _ONE_DAY, due=due)

    def _while_suspended(self) -> Iterator[Statement]:
        due = self.finding.occurrence.due.day
        if due and self.suspension and self.suspension.tolls:
            yield state_that("time.tolls" if self.suspension.through else "time.tolls_further", due=due)
        elif due:
            yield state_that("time.suspended", due=due)

    def _while_unknown(self) -> Iterator[Statement]:
        due, last = self.finding.occurrence.due, self.last()
        if last and due.day:
            yield state_that("time.on_time", last=last)
        elif last:
            yield state_that("time.range", first=last, last=due.latest)

    def _while_open(self) -> Iterator[Statement]:
        occurrence = self.finding.occurrence
        due = occurrence.due
        if occurrence.kind in _KEPT_UP:
            return
        if due.day:
            opens = occurrence.opens.day
            if opens and self.as_of < opens:
                yield state_that("time.window", opens=opens, last=due.day)
            elif occurrence.kind in _ENDING:
                yield state_that(_ENDING[occurrence.kind], last=due.day)
            else:
                yield state_that("time.on_time", last=due.day)
            if self.obligation.lapses:
                yield state_that("time.lapses", last=due.day)
        elif due.earliest:
            yield state_that("time.range", first=due.earliest, last=due.latest)
        elif not due.missing:
            yield state_that("time.endless")

    def _breaches(self) -> list[tuple[date, date | None]]:
        """The day of each breach, and the day on which it was made good."""
        violations = [(v.day, v.ended) for v in self.finding.violations if v.sort == "breach"]
        if violations:
            return violations
        # Only what must be done is violated; what should be done has its breaches in the records alone.
        counted = [record for record in self.evidence if record.counts]
        cures = [record.occurred for record in counted if record.shows == Shows.CURE]
        days = sorted({record.occurred for record in counted if record.shows == Shows.BREACH})
        return [(day, next((cure for cure in cures if cure >= day), None)) for day in days]

    def _uncured(self) -> set[date]:
        """The days of the breaches that still can be made good."""
        if self.finding.rule != "maintenance.curable":
            return set()
        return {day for day, cured in self._breaches() if cured is None}

    def _standing(self) -> Iterator[tuple[date, date, date | None]]:
        """The breach that stands: its day, the last day on which it could have been made good, the day it was."""
        if self.finding.rule != "maintenance.breached":
            return
        for day, cured in self._breaches():
            last = last_cure(self.obligation, day, self.reckoner)
            if last and (cured or self.as_of) > last:
                yield day, last, cured
                return

    def _by_evaluator(self) -> Iterator[Statement]:
        occurrence, progress = self.finding.occurrence, self.finding.progress
        evaluation = self.obligation.evaluator
        name = evaluation.name if evaluation else DEFAULT_EVALUATORS[self.obligation.kind]
        options = evaluation.options if evaluation else {}
        by = occurrence.bearer
        left = _amount(progress.needed - progress.done) if progress else ""
        unit = progress.unit if progress else ""
        lacking = [reason for reason in self.finding.reasons if reason.key == "reason.not_received"]
        match name:
            case "performance":
                yield from self._performance(left)
            case "no-breach":
                due = occurrence.due.day
                yield state_that("needed.kept" if due else "needed.kept_endless", by=by, due=due)
            case "assessment":
                yield state_that("needed.assessment")
            case "count" | "sum":
                yield state_that(f"needed.{name}", by=by, amount=left, unit=unit)
            case "received" if lacking:
                for reason in lacking:
                    yield state_that("needed.received", unit=reason.args["unit"])
            case "attested":
                yield state_that("needed.attested", post=str(options.get("post", "")))
            case "children":
                yield state_that("needed.children", count=left)
            case _:
                yield state_that("needed.evaluator", name=name)

    def _performance(self, left: str) -> Iterator[Statement]:
        occurrence = self.finding.occurrence
        by = occurrence.bearer
        if occurrence.quota:
            yield state_that("needed.quota", by=by, count=left or str(occurrence.quota.count))
        elif self.finding.state is not State.SUSPENDED:
            yield state_that("needed.use" if occurrence.kind is Kind.PERMISSION else "needed.performance", by=by)


def _amount(number: float) -> str:
    """A number as people write it: without a fraction where there is none."""
    return str(int(number)) if number == int(number) else f"{number:.6g}"
