"""Succession: what was owed by a unit that no longer exists, and who owes it now."""

from __future__ import annotations

from datetime import date

from dvrules.model.cascades import Cascade
from dvrules.model.reports import Finding, Occurrence
from dvrules.model.statements import state_that
from dvrules.model.units import Roster
from dvrules.model.values import evolve


def stand_ins(occurrence: Occurrence, roster: Roster, as_of: date) -> tuple[str, ...]:
    """The units whose records may count for an occurrence: its bearer, and on `as_of` whoever took over from it."""
    bearer = occurrence.bearer
    heirs = roster.standing_for(bearer, as_of)
    return heirs if heirs == (bearer,) else tuple(dict.fromkeys((bearer, *heirs)))


def passed(finding: Finding, cascade: Cascade, as_of: date) -> Finding:
    """The finding with the bearer that took over, where the one in its key went into another before it was done.

    Where it went into several, and nothing says which of them took this over, the finding says that this is missing.
    """
    occurrence = finding.occurrence
    unit = cascade.units.get(occurrence.bearer)
    if unit is None or unit.through is None or as_of <= unit.through or not unit.into:
        return finding
    settled = min([finding.done or date.max, *(v.day for v in finding.violations if v.sort == "breach")])
    heirs = cascade.roster.standing_for(unit.id, as_of)
    if settled <= unit.through or heirs in {(), (unit.id,)}:
        return finding
    if len(heirs) > 1:
        missing = state_that("missing.heir", unit=unit.id, through=unit.through, units="|".join(heirs))
        return evolve(finding, missing=(*finding.missing, missing))
    said = state_that("reason.passed", source=unit.source, unit=unit.id, through=unit.through, to=heirs[0])
    return evolve(
        finding,
        occurrence=evolve(occurrence, bearer=heirs[0], formerly=unit.id),
        reasons=(*finding.reasons, said),
    )
