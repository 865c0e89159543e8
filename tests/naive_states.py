"""The states once more, written as a clerk would live through them: day by day, with nothing shared with the engine."""

from __future__ import annotations

from datetime import date, timedelta


def naive_state(f):
    """The state on `as_of`, found by walking over every day up to it."""
    first = min(day for day in (f.opens, f.due, f.ended, f.waived, f.fulfilled, f.breached, f.as_of) if day)
    closed = False
    over = ""
    excused = False
    day = first
    while day <= f.as_of:
        if day == f.ended and not closed:
            begun = f.opens < day
            endless = f.due == date.max
            if not begun or (f.due >= day and (endless or not f.begun_kept)):
                over = f.ended_as
        if day == f.waived and not closed:
            excused = True
        if day in (f.fulfilled, f.breached) or (f.lapses and day > f.due):
            closed = True
        day += timedelta(days=1)
    if over:
        return over
    if not f.applies:
        return "not_applicable"
    if excused:
        return "waived"
    if f.suspended and not closed:
        return "suspended"
    return _OF_KIND[str(f.kind)](f)


def _achievement(f):
    if f.fulfilled and f.fulfilled <= f.due:
        return "fulfilled"
    if f.as_of > f.due and f.lapses:
        return "breached"
    if f.fulfilled:
        return "fulfilled_late"
    return "upcoming" if f.as_of < f.opens else "overdue" if f.as_of > f.due else "open"


def _kept(f):
    if f.breached:
        return "breached"
    if f.curable and str(f.kind) == "maintenance":
        return "open"
    return "upcoming" if f.as_of < f.opens else "fulfilled" if f.as_of > f.due else "open"


def _permission(f):
    if f.fulfilled:
        return "fulfilled"
    return "upcoming" if f.as_of < f.opens else "terminated" if f.as_of > f.due else "open"


def _programme(f):
    if f.as_of < f.opens:
        return "upcoming"
    if not f.assessed:
        return "unassessed"
    return "fulfilled" if f.fulfilled else "open" if f.as_of <= f.due else "terminated"


_OF_KIND = {
    "achievement": _achievement,
    "maintenance": _kept,
    "prohibition": _kept,
    "permission": _permission,
    "programme": _programme,
}
