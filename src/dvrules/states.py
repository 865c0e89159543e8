"""States: the one place that says where an occurrence stands, given the facts.

The tables below are read from the top; the first rule that holds gives the state. What stands over every kind comes
first, in the order in which things count that happen on one day: amendments, waivers, performances, conditions, expiry.
So whoever acts on the last day is on time (Civil Code 2015, art. 148.6).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Literal

from attrs import frozen

from dvrules.model.days import Reckoning
from dvrules.model.reports import State
from dvrules.model.rulesets import Kind


@frozen
class Facts:
    """What the state of an occurrence depends on, all of it certain.

    It is owed from `opens` to `due`, both inclusive. `fulfilled`, `breached` and `assessed` are the days on which that
    happened, None where it has not by `as_of`; a breach that was made good in time is none, and one that still can be
    is `curable`. `ended` is the day on which its rule ended. `waived` is the first day of the waiver in force, and
    `suspended` says whether a suspension is.
    """

    kind: Kind
    opens: date
    due: date
    as_of: date
    fulfilled: date | None = None
    breached: date | None = None
    assessed: date | None = None
    curable: bool = False
    lapses: bool = False
    applies: bool = True
    ended: date | None = None
    ended_as: Literal["superseded", "terminated"] = "terminated"
    begun_kept: bool = True
    waived: date | None = None
    suspended: bool = False

    def between(self, opens: date, due: date, *, applies: bool) -> Facts:
        """The same facts of what is owed between other days, or doesn't apply."""
        return Facts(
            self.kind,
            opens,
            due,
            self.as_of,
            self.fulfilled,
            self.breached,
            self.assessed,
            self.curable,
            self.lapses,
            applies,
            self.ended,
            self.ended_as,
            self.begun_kept,
            self.waived,
            self.suspended,
        )


@frozen
class Verdict:
    """A state, and the rule that gave it."""

    state: State
    rule: str


@frozen
class Rule:
    """A line of the table: the state where `holds` says so."""

    name: str
    state: State
    holds: Callable[[Facts], bool]


#: Later than any day that is judged, and yet a last day.
_SOME_DAY = date.max - timedelta(days=1)


def _settled(facts: Facts) -> date:
    """The day on which the matter was settled, for good or ill; the last of all days while it is not."""
    days = [facts.fulfilled or date.max, facts.breached or date.max]
    if facts.lapses and facts.due < facts.as_of:
        days.append(facts.due + timedelta(days=1))
    return min(days)


def _ended(facts: Facts) -> bool:
    """Whether the rule had ended before the matter was settled; what had begun and has a last day may be kept."""
    if facts.ended is None or facts.ended > facts.as_of or _settled(facts) < facts.ended:
        return False
    kept = facts.begun_kept and facts.due < date.max
    return facts.opens >= facts.ended or (facts.due >= facts.ended and not kept)


#: What stands over the rules of every kind.
FIRST = (
    Rule("superseded", State.SUPERSEDED, lambda f: _ended(f) and f.ended_as == "superseded"),
    Rule("terminated", State.TERMINATED, _ended),
    Rule("not_applicable", State.NOT_APPLICABLE, lambda f: not f.applies),
    Rule("waived", State.WAIVED, lambda f: f.waived is not None and _settled(f) >= f.waived),
    Rule("suspended", State.SUSPENDED, lambda f: f.suspended and _settled(f) > f.as_of),
)

_UPCOMING = Rule("upcoming", State.UPCOMING, lambda f: f.as_of < f.opens)
_OPEN = Rule("open", State.OPEN, lambda f: f.as_of <= f.due)
_BREACHED = Rule("breached", State.BREACHED, lambda f: f.breached is not None)
_KEPT = Rule("fulfilled", State.FULFILLED, lambda _: True)

#: The rules of each kind; the last line of each holds always.
BY_KIND: Mapping[Kind, tuple[Rule, ...]] = {
    Kind.ACHIEVEMENT: (
        Rule("fulfilled", State.FULFILLED, lambda f: f.fulfilled is not None and f.fulfilled <= f.due),
        Rule("lapsed", State.BREACHED, lambda f: f.lapses and f.due < f.as_of),
        Rule("fulfilled_late", State.FULFILLED_LATE, lambda f: f.fulfilled is not None),
        _UPCOMING,
        _OPEN,
        Rule("overdue", State.OVERDUE, lambda _: True),
    ),
    Kind.MAINTENANCE: (
        _BREACHED,
        Rule("curable", State.OPEN, lambda f: f.curable),
        _UPCOMING,
        _OPEN,
        _KEPT,
    ),
    Kind.PROHIBITION: (_BREACHED, _UPCOMING, _OPEN, _KEPT),
    Kind.PERMISSION: (
        Rule("fulfilled", State.FULFILLED, lambda f: f.fulfilled is not None),
        _UPCOMING,
        _OPEN,
        Rule("over", State.TERMINATED, lambda _: True),
    ),
    Kind.PROGRAMME: (
        _UPCOMING,
        Rule("unassessed", State.UNASSESSED, lambda f: f.assessed is None),
        Rule("fulfilled", State.FULFILLED, lambda f: f.fulfilled is not None),
        _OPEN,
        Rule("over", State.TERMINATED, lambda _: True),
    ),
}


_FIRST = tuple((rule.holds, Verdict(rule.state, rule.name)) for rule in FIRST)
_BY_KIND = {
    kind: tuple((rule.holds, Verdict(rule.state, f"{kind}.{rule.name}")) for rule in rules)
    for kind, rules in BY_KIND.items()
}


def verdict_on(facts: Facts) -> Verdict:
    """The state, and the name of the rule that gave it: `waived`, or with its kind `achievement.overdue`."""
    # None of the first rules holds where there is nothing for them to hold of.
    if facts.ended or facts.waived or facts.suspended or not facts.applies:
        for holds, verdict in _FIRST:
            if holds(facts):
                return verdict
    return next(verdict for holds, verdict in _BY_KIND[facts.kind] if holds(facts))


def possible_verdicts(
    facts: Facts, opens: Reckoning, due: Reckoning, applies: Iterable[bool] = (True,)
) -> tuple[Verdict, ...]:
    """The verdicts that `facts` allow for every day that the two reckonings leave possible, one for each state.

    `applies` holds both answers where it is not known whether the obligation applies. A state changes at most once as a
    day moves, so the ends of the ranges show every state between them. A due day with nothing known and nothing missing
    is no end at all.
    """
    openings, closings, answers = _ends(opens), _ends(due), tuple(applies)
    if len(openings) == len(closings) == len(answers) == 1:
        return (verdict_on(facts.between(openings[0], closings[0], applies=answers[0])),)
    possible = {
        verdict.state: verdict
        for opening in openings or (date.min, due.latest or date.max)
        for closing in closings or ((opening, _SOME_DAY) if due.missing else (date.max,))
        for applying in answers
        for verdict in (verdict_on(facts.between(opening, closing, applies=applying)),)
    }
    return tuple(possible[state] for state in State if state in possible)


def _ends(reckoning: Reckoning) -> tuple[date, ...]:
    first, last = reckoning.earliest, reckoning.latest
    if first is None or last is None:
        return ()
    return (first,) if first == last else (first, last)
