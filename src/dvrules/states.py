"""States: the one place that says where an occurrence stands, given the facts."""

from __future__ import annotations

from datetime import date

from attrs import evolve, frozen

from dvrules.model.days import Reckoning
from dvrules.model.reports import State
from dvrules.model.rulesets import Kind


@frozen
class Facts:
    """What the state of an occurrence depends on, all of it certain.

    It is owed from `opens` to `due`, both inclusive. `fulfilled`, `breached` and `assessed` are the days on which that
    happened, None where it has not by `as_of`.
    """

    kind: Kind
    opens: date
    due: date
    as_of: date
    fulfilled: date | None = None
    breached: date | None = None
    assessed: date | None = None


def state_of(facts: Facts) -> State:  # noqa: PLR0911 - one return for each rule, as in a table
    """The state, by the rules of the norm's kind.

    Acting on the last day is on time (Civil Code 2015, art. 148.6).
    """
    match facts.kind:
        case Kind.ACHIEVEMENT:
            if facts.fulfilled:
                return State.FULFILLED if facts.fulfilled <= facts.due else State.FULFILLED_LATE
            if facts.as_of < facts.opens:
                return State.UPCOMING
            return State.OPEN if facts.as_of <= facts.due else State.OVERDUE
        case Kind.MAINTENANCE:
            if facts.breached:
                return State.BREACHED
            if facts.as_of < facts.opens:
                return State.UPCOMING
            return State.OPEN if facts.as_of <= facts.due else State.FULFILLED
        case Kind.PROGRAMME:
            if facts.as_of < facts.opens:
                return State.UPCOMING
            if not facts.assessed:
                return State.UNASSESSED
            return State.FULFILLED if facts.fulfilled else State.OPEN


def possible_states(facts: Facts, opens: Reckoning, due: Reckoning) -> tuple[State, ...]:
    """The states that `facts` allow for every day that the two reckonings leave possible; one where it is certain.

    A state changes at most once as a day moves, so the ends of the ranges show every state between them. A due day with
    nothing known and nothing missing is no end at all.
    """
    possible = {
        state_of(evolve(facts, opens=opening, due=closing))
        for opening in _ends(opens) or (date.min, due.latest or date.max)
        for closing in _ends(due) or ((opening, date.max) if due.missing else (date.max,))
    }
    return tuple(state for state in State if state in possible)


def _ends(reckoning: Reckoning) -> tuple[date, ...]:
    if reckoning.earliest is None or reckoning.latest is None:
        return ()
    return (reckoning.earliest, reckoning.latest)
