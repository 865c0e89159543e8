"""Explaining: one finding with all that led to it, made when someone asks, from what judging has found already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import TypeVar

from dvrules.counting.reckoning import Reckoner
from dvrules.deciding import Decisions
from dvrules.endings import documents_ended
from dvrules.families import families
from dvrules.judging import Judgement
from dvrules.model.cascades import Cascade
from dvrules.model.days import Span
from dvrules.model.explanations import Authority, Explanation, Related
from dvrules.model.records import Records, Suspension, Waiver
from dvrules.model.reports import Ending, Finding, Occurrence
from dvrules.model.rulesets import Obligation
from dvrules.model.statements import Statement, state_that
from dvrules.model.values import frozen
from dvrules.needing import Needs
from dvrules.sifting import Sieve

T = TypeVar("T", Waiver, Suspension)

#: Reasons that stand apart, by the beginnings of their keys.
_CHILD, _AGAINST = "reason.child", "against."

#: What is said of a breach that stands, wherever no more is known.
_BREACHED = "reason.maintenance.breached"

#: What stands for the number of a decision that has none on record.
_NO_NUMBER = "…"


@frozen
class Family:
    """The findings above and below others in the cascade, as judging paired them."""

    cascade: Cascade
    findings: Mapping[str, Finding]

    @cached_property
    def _below(self) -> dict[str, list[str]]:
        by_obligation: dict[str, list[Occurrence]] = {}
        for finding in self.findings.values():
            by_obligation.setdefault(finding.occurrence.obligation, []).append(finding.occurrence)
        below: dict[str, list[str]] = {}
        for reference, names in self.cascade.children.items():
            children = (child for name in names for child in by_obligation.get(name, ()))
            paired = families(by_obligation.get(reference, ()), children, self.cascade.issuers)
            below |= {parent: [child.key for child in each] for parent, each in paired.items()}
        return below

    @cached_property
    def _above(self) -> dict[str, list[str]]:
        above: dict[str, list[str]] = {}
        for parent, children in self._below.items():
            for child in children:
                above.setdefault(child, []).append(parent)
        return above

    def children(self, finding: Finding) -> tuple[Finding, ...]:
        """The findings right below one."""
        return tuple(self.findings[key] for key in self._below.get(finding.occurrence.key, ()))

    def parents(self, finding: Finding) -> tuple[Finding, ...]:
        """The findings right above one."""
        return tuple(self.findings[key] for key in self._above.get(finding.occurrence.key, ()))

    def held_up(self, finding: Finding) -> tuple[Finding, ...]:
        """The findings at the bottom for which one waits through others; none where it waits for nothing but these."""
        bottom: dict[str, Finding] = {}
        seen = {finding.occurrence.key}
        waiting = [finding]
        while waiting:
            for child in self.waited_for(waiting.pop()):
                if child.occurrence.key in seen:
                    continue
                seen.add(child.occurrence.key)
                if self.waited_for(child):
                    waiting.append(child)
                else:
                    bottom[child.occurrence.key] = child
        direct = {child.occurrence.key for child in self.waited_for(finding)}
        return () if direct == {*bottom} else tuple(bottom[key] for key in sorted(bottom))

    def waited_for(self, finding: Finding) -> tuple[Finding, ...]:
        """The children that a finding itself waits for."""
        named = {reason.args.get("key") for reason in finding.reasons if reason.key == _CHILD}
        return tuple(child for child in self.children(finding) if child.occurrence.key in named) if named else ()

    def related(self, findings: Iterable[Finding]) -> tuple[Related, ...]:
        """The findings, as explanations tell of them."""
        return tuple(self._related(finding) for finding in findings)

    def _related(self, finding: Finding) -> Related:
        occurrence = finding.occurrence
        obligation = self.cascade.by_reference[occurrence.obligation]
        title = obligation.title or obligation.quote
        return Related(occurrence.key, title, occurrence.bearer, occurrence.period, occurrence.due, finding.state)


@frozen
class Basis:
    """A judgement, and what it was made from: the cascade, the records that fit it, the reckoner and the two days.

    What many explanations need is worked out once.
    """

    judgement: Judgement
    cascade: Cascade
    records: Records
    reckoner: Reckoner
    as_of: date
    known_at: date

    @cached_property
    def findings(self) -> Mapping[str, Finding]:
        """The findings by key."""
        return {finding.occurrence.key: finding for finding in self.judgement.findings}

    @cached_property
    def sieve(self) -> Sieve:
        """What sifts the evidence."""
        return Sieve(self.judgement, self.records, self.as_of, self.known_at)

    @cached_property
    def family(self) -> Family:
        """What finds the findings above and below others."""
        return Family(self.cascade, self.findings)

    @cached_property
    def ended(self) -> Mapping[str, tuple[Ending, ...]]:
        """The ends of documents, as far as they were known."""
        return documents_ended(self.cascade, self.records.terminations, self.known_at)


def explain(basis: Basis, key: str) -> Explanation:
    """The explanation of the finding with this key; KeyError where there is none."""
    finding = basis.findings[key]
    occurrence = finding.occurrence
    obligation = basis.cascade.by_reference[occurrence.obligation]
    waiver = _decision(finding.waiver, basis.records.waivers)
    span = Decisions.known((), (), basis.records.events, basis.known_at).span(waiver) if waiver else None
    suspension = _decision(finding.suspension, basis.records.suspensions)
    sifted = tuple(basis.sieve.sift(finding))
    needs = Needs(finding, obligation, sifted, basis.reckoner, basis.as_of, span, suspension)
    family = basis.family
    return Explanation(
        title=obligation.title or obligation.quote,
        authority=_authority(basis.cascade, obligation),
        occurrence=occurrence,
        post=obligation.bearer.post,
        force=obligation.force,
        as_of=basis.as_of,
        known_at=basis.known_at,
        state=finding.state,
        rule=finding.rule,
        general=state_that(f"rule_of_state.{finding.rule}"),
        reasons=tuple(_reasons(finding, needs)),
        due_soon=finding.due_soon,
        days_late=finding.days_late,
        progress=finding.progress,
        conditions=_those(finding.reasons, _AGAINST),
        waiting=_those(finding.reasons, _CHILD),
        above=tuple(_above(basis, obligation)),
        held_up=family.related(family.held_up(finding)),
        missing=finding.missing,
        waiver=waiver,
        suspension=suspension,
        decision=_told(waiver or suspension, span),
        underlying=finding.underlying,
        evidence=tuple(needs.weighed()),
        needed=tuple(needs.needed()),
        time=tuple(needs.time()),
        last=needs.last(),
        parents=family.related(family.parents(finding)),
        children=family.related(family.children(finding)),
        names=basis.cascade.roster.names,
    )


def _reasons(finding: Finding, needs: Needs) -> Iterator[Statement]:
    """The reasons that stand together; where a breach could have been made good in time, when it was or wasn't."""
    uncured = tuple(needs.uncured())
    for reason in finding.reasons:
        if uncured and reason.key == _BREACHED:
            yield from uncured
        elif not reason.key.startswith((_CHILD, _AGAINST)):
            yield reason


def _those(reasons: Iterable[Statement], prefix: str) -> tuple[Statement, ...]:
    return tuple(reason for reason in reasons if reason.key.startswith(prefix))


def _decision(name: str, decisions: Iterable[T]) -> T | None:
    return next((decision for decision in decisions if decision.id == name), None) if name else None


def _told(decision: Waiver | Suspension | None, span: Span | None) -> Statement | None:
    """What was decided, by whom and why; a waiver's `span` may be shorter than it says, by the event that ends it."""
    if decision is None:
        return None
    effect = decision.effect if isinstance(decision, Waiver) else "suspends"
    through = span.through if span else decision.through
    return state_that(
        f"decided.{effect}_through" if through else f"decided.{effect}",
        document=decision.document or _NO_NUMBER,
        id=decision.id,
        by=decision.by,
        decided=decision.decided,
        due=decision.due if isinstance(decision, Waiver) else None,
        first=decision.start,
        through=through,
        reason=decision.reason,
    )


def _authority(cascade: Cascade, obligation: Obligation) -> Authority:
    document = cascade.document_of(obligation)
    return Authority(
        document.identity, document.type, document.code, document.date, obligation.clause, obligation.quote
    )


def _above(basis: Basis, obligation: Obligation) -> Iterator[Statement]:
    """What an obligation implements, and whether that still holds on the day judged."""
    for parent in obligation.implements:
        ending = next((each for each in basis.ended.get(parent.document, ()) if each.day <= basis.as_of), None)
        word = "ended" if ending else "holds" if parent.document in basis.cascade.documents else "unseen"
        key = f"above.{word}" if parent.clause else f"above.{word}_whole"
        yield state_that(key, document=parent.document, clause=parent.clause, ended=ending.day if ending else None)
        if ending:
            yield ending.by
