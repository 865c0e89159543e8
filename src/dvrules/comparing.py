"""Comparing: two reports, and for each occurrence that differs, how and why."""

from __future__ import annotations

from collections.abc import Iterator

from dvrules.accounting import Sides, why_changed, why_one_sided
from dvrules.model.comparisons import Change, Comparison, Moment, Sort, Standing
from dvrules.model.reports import Finding, Report
from dvrules.model.statements import Statement, distinct, state_that


def compare(before: Report, after: Report) -> Comparison:
    """What changed from `before` to `after`, by key, with the reasons that the two reports give."""
    sides = Sides.of(before, after)
    keys = sorted({*sides.before.findings, *sides.after.findings})
    sorts = {key: tuple(_sorts(key, sides)) for key in keys}
    differing = frozenset(key for key, each in sorts.items() if each)
    return Comparison(
        _moment(before),
        _moment(after),
        tuple(_change(key, sorts[key], sides, differing) for key in keys if key in differing),
        {unit.id: unit.name for report in (before, after) for unit in report.units},
    )


def _moment(report: Report) -> Moment:
    return Moment(report.project, report.as_of, report.known_at, report.ignores_waivers)


def _sorts(key: str, sides: Sides) -> Iterator[Sort]:
    was, now = sides.before.findings.get(key), sides.after.findings.get(key)
    if was is None:
        yield "added"
    elif now is None:
        yield "removed"
    else:
        if was.state is not now.state:
            yield "state"
        if was.occurrence.bearer != now.occurrence.bearer:
            yield "bearer"
        if _due(was) != _due(now):
            yield "due"
        yield from (role for role, names in _roles(was.occurrence.obligation, sides).items() if names[0] != names[1])


def _roles(reference: str, sides: Sides) -> dict[Sort, tuple[tuple[str, ...], tuple[str, ...]]]:
    """The units in each role that an obligation itself names, before and after; nothing of one that isn't in both."""
    one, other = sides.before.obligations.get(reference), sides.after.obligations.get(reference)
    if one is None or other is None:
        return {}
    return {"supporting": (one.supporting, other.supporting), "recipients": (one.recipients, other.recipients)}


def _of_roles(reference: str, sorts: tuple[Sort, ...], sides: Sides) -> Iterator[Statement]:
    for role in (each for each in sorts if each in {"supporting", "recipients"}):
        was, now = _roles(reference, sides)[role]
        named = (", ".join(map(side.name, names)) for side, names in ((sides.before, was), (sides.after, now)))
        yield state_that(f"compare.{role}", was=next(named) or "–", now=next(named) or "–")


def _due(finding: Finding) -> tuple[object, ...]:
    due = finding.occurrence.due
    return due.earliest, due.latest, bool(due.missing)


def _change(key: str, sorts: tuple[Sort, ...], sides: Sides, differing: frozenset[str]) -> Change:
    was, now = sides.before.findings.get(key), sides.after.findings.get(key)
    side = sides.after if now else sides.before
    shown = side.findings[key]
    occurrence = shown.occurrence
    why = why_changed(was, now, sides, differing) if was and now else why_one_sided(shown, sides)
    reasons = (*_of_roles(occurrence.obligation, sorts, sides), *why)
    return Change(
        key=key,
        obligation=occurrence.obligation,
        title=side.title(occurrence.obligation),
        bearer=occurrence.bearer,
        bearer_name=side.name(occurrence.bearer),
        period=occurrence.period,
        sorts=sorts,
        before=_standing(was),
        after=_standing(now),
        reasons=tuple(distinct(reasons)) or (_remaining(sides),),
    )


def _remaining(sides: Sides) -> Statement:
    """What is left to say where the records, decisions and texts of an occurrence tell nothing."""
    before, after = sides.before.report, sides.after.report
    if before.as_of != after.as_of:
        return state_that("compare.time", before=before.as_of, after=after.as_of)
    was, now = before.provenance.inputs, after.provenance.inputs
    names = ", ".join(name for name in sorted({*was, *now}) if was.get(name) != now.get(name))
    return state_that("compare.inputs", names=names) if names else state_that("compare.other")


def _standing(finding: Finding | None) -> Standing | None:
    if finding is None:
        return None
    return Standing(finding.state, finding.occurrence.due, finding.done, finding.days_late)
