"""Reviewing: what is wrong with waivers on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import pairwise

from dvrules.deciding import Decisions, waived_by
from dvrules.model.diagnostics import Diagnostic
from dvrules.model.records import Effect, Waiver
from dvrules.model.reports import State
from dvrules.parts import Part

#: States in which a waiver has nothing left to do: nobody owes it.
_NOT_OWED = {State.SUPERSEDED, State.TERMINATED, State.NOT_APPLICABLE}

#: States of what is still to be excused when a waiver has expired.
_STILL_OWED = {State.OVERDUE, State.BREACHED, State.OPEN}


def review(decisions: Decisions, parts: Mapping[str, Part], as_of: date) -> Iterator[Diagnostic]:
    """What is wrong with waivers on a day: about nothing, about nothing still owed, unused, overlapping, or expired."""
    in_force: dict[str, list[Waiver]] = defaultdict(list)
    for waiver in decisions.waivers:
        covered = [(part, place) for part in _about(waiver, parts) for place in part.owed.covered(waiver)]
        span = decisions.span(waiver)
        if as_of in span:
            for part, place in covered:
                in_force[part.occurrences[place].key].append(waiver)
        code = _fault(waiver, covered, is_in_force=as_of in span, is_over=bool(span.through and span.through < as_of))
        if code:
            last = span.through.isoformat() if span.through else ""
            yield Diagnostic(code, {"id": waiver.id, "through": last}, waiver.place)
    overlapping: dict[tuple[str, str], Diagnostic] = {}
    for key in sorted(in_force):
        for one, other in pairwise(in_force[key]):
            args = {"id": other.id, "other": one.id, "key": key}
            overlapping.setdefault((one.id, other.id), Diagnostic("DV513", args, other.place))
    yield from overlapping.values()


def _about(waiver: Waiver, parts: Mapping[str, Part]) -> Iterable[Part]:
    return (parts[name] for name in waived_by(waiver) if name in parts)


def _fault(waiver: Waiver, covered: list[tuple[Part, int]], *, is_in_force: bool, is_over: bool) -> str:
    if not covered:
        return "DV511"
    states = [part.verdicts[place].state for part, place in covered]
    if is_in_force:
        if all(state in _NOT_OWED for state in states):
            return "DV515"
        decided = (part.singly[place] for part, place in covered)
        return "" if any(each.waiver is waiver and each.changes for each in decided) else "DV512"
    expired = is_over and waiver.effect is Effect.EXCUSES
    return "DV514" if expired and any(state in _STILL_OWED for state in states) else ""
