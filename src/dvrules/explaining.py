"""Explaining: one finding with all that led to it, made when someone asks, from what judging has found already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeVar

from attrs import frozen

from dvrules.asking import children_of
from dvrules.counting.reckoning import Reckoner
from dvrules.deciding import Decisions
from dvrules.judging import Judgement
from dvrules.model.cascades import Cascade
from dvrules.model.days import Span
from dvrules.model.explanations import Authority, Explanation, Related
from dvrules.model.records import Records, Suspension, Waiver
from dvrules.model.reports import Finding
from dvrules.model.rulesets import Obligation
from dvrules.model.statements import Statement, state_that
from dvrules.needing import Needs
from dvrules.sifting import sift

T = TypeVar("T", Waiver, Suspension)

#: Reasons that stand apart, by the beginnings of their keys.
_CHILD, _AGAINST = "reason.child", "against."

#: What is said of a breach that stands, wherever no more is known.
_BREACHED = "reason.maintenance.breached"

#: What stands for the number of a decision that has none on record.
_NO_NUMBER = "…"


@frozen
class Basis:
    """A judgement, and what it was made from: the cascade, the records that fit it, the reckoner and the two days."""

    judgement: Judgement
    cascade: Cascade
    records: Records
    reckoner: Reckoner
    as_of: date
    known_at: date


def explain(basis: Basis, key: str) -> Explanation:
    """The explanation of the finding with this key; KeyError where there is none."""
    finding = {each.occurrence.key: each for each in basis.judgement.findings}[key]
    occurrence = finding.occurrence
    obligation = _obligation(basis, occurrence.obligation)
    waiver = _decision(finding.waiver, basis.records.waivers)
    span = Decisions.known((), (), basis.records.events, basis.known_at).span(waiver) if waiver else None
    suspension = _decision(finding.suspension, basis.records.suspensions)
    sifted = tuple(sift(finding, basis.judgement, basis.records, basis.as_of, basis.known_at))
    needs = Needs(finding, obligation, sifted, basis.reckoner, basis.as_of, span, suspension)
    parents, children = _family(basis, finding)
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
        missing=finding.missing,
        waiver=waiver,
        suspension=suspension,
        decision=_told(waiver or suspension, span),
        underlying=finding.underlying,
        evidence=tuple(needs.weighed()),
        needed=tuple(needs.needed()),
        time=tuple(needs.time()),
        last=needs.last(),
        parents=parents,
        children=children,
        names={unit.id: unit.name for unit in basis.cascade.roster.units},
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


def _obligation(basis: Basis, reference: str) -> Obligation:
    return next(each for each in basis.cascade.obligations if each.reference == reference)


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
    name = obligation.reference.partition(":")[0]
    document = next(ruleset.document for ruleset in cascade.rulesets if ruleset.id == name)
    return Authority(
        document.identity, document.type, document.code, document.date, obligation.clause, obligation.quote
    )


def _family(basis: Basis, finding: Finding) -> tuple[tuple[Related, ...], tuple[Related, ...]]:
    """The occurrences above and below a finding in the cascade, as judging paired them."""
    below = basis.cascade.children
    own = finding.occurrence

    def found(references: Iterable[str]) -> list[Finding]:
        among = {*references}
        return [each for each in basis.judgement.findings if each.occurrence.obligation in among]

    def related(findings: Iterable[Finding]) -> Iterator[Related]:
        for each in findings:
            obligation = _obligation(basis, each.occurrence.obligation)
            title = obligation.title or obligation.quote
            yield Related(each.occurrence.key, title, each.occurrence.bearer, each.state)

    keys = {child.key for child in children_of(own, found(below.get(own.obligation, ())))}
    children = [each for each in basis.judgement.findings if each.occurrence.key in keys]
    above = found(reference for reference, names in below.items() if own.obligation in names)
    parents = [
        parent
        for parent in above
        if own.key
        in {child.key for child in children_of(parent.occurrence, found(below[parent.occurrence.obligation]))}
    ]
    return tuple(related(parents)), tuple(related(children))
