"""Curing: until when a breach can be made good, and whether one stands."""

from __future__ import annotations

from datetime import date

from dvrules.counting.reckoning import Reckoner
from dvrules.extension import Answer
from dvrules.model.days import Reckoning
from dvrules.model.rulesets import Obligation


def standing_breach(
    obligation: Obligation, answer: Answer, as_of: date, reckoner: Reckoner
) -> tuple[date | None, bool]:
    """The day of the first breach that stands, and whether there is one that can still be made good."""
    if not answer.breaches:
        return None, False
    curable = False
    for breach in sorted(answer.breaches, key=lambda breach: breach.day):
        if breach.day > as_of:
            continue
        last = last_cure(obligation, breach.day, reckoner)
        cured = breach.cured if breach.cured and breach.cured <= as_of else None
        if last is None or (cured or as_of) > last:
            return breach.day, False
        curable = curable or cured is None
    return None, curable


def last_cure(obligation: Obligation, day: date, reckoner: Reckoner) -> date | None:
    """The last day on which a breach of `day` can be made good; None where it can't be, or the day is not known."""
    if obligation.cure is None:
        return None
    counted = reckoner.moved(Reckoning(day, day), obligation.cure.offset, obligation.cure.measure)
    return reckoner.rolled(counted, reckoner.profile.roll).latest
