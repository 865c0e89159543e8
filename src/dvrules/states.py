"""States: the one place that says where an occurrence stands, given the facts.

The tables below are read from the top; the first rule that holds gives the state. What stands over every kind comes
first, in the order in which things count that happen on one day: amendments, waivers, performances, conditions, expiry.
So whoever acts on the last day is on time (Civil Code 2015, art. 148.6).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any, Literal

from dvrules.model.census import CODES
from dvrules.model.days import Reckoning
from dvrules.model.reports import State
from dvrules.model.rulesets import Kind
from dvrules.model.values import fields, frozen


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
        if opens == self.opens and due == self.due and applies is self.applies:
            return self
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

    def excused(self, waived: date) -> Facts:
        """The same facts where a waiver is in force from that day."""
        return Facts(
            self.kind,
            self.opens,
            self.due,
            self.as_of,
            self.fulfilled,
            self.breached,
            self.assessed,
            self.curable,
            self.lapses,
            self.applies,
            self.ended,
            self.ended_as,
            self.begun_kept,
            waived,
            self.suspended,
        )

    @property
    def settled(self) -> date:
        """The day on which the matter was settled, for good or ill; the last of all days while it is not."""
        days = [self.fulfilled or date.max, self.breached or date.max]
        if self.lapses and self.due < self.as_of:
            days.append(self.due + timedelta(days=1))
        return min(days)

    @property
    def over(self) -> bool:
        """Whether the rule had ended before the matter was settled; what had begun and has a last day may be kept."""
        if self.ended is None or self.ended > self.as_of or self.settled < self.ended:
            return False
        kept = self.begun_kept and self.due < date.max
        return self.opens >= self.ended or (self.due >= self.ended and not kept)


@frozen
class Verdict:
    """A state, and the rule that gave it."""

    state: State
    rule: str


@frozen
class Rule:
    """A line of the table: the state where `holds` is true, an expression over the names of `Facts`."""

    name: str
    state: State
    holds: str


#: Later than any day that is judged, and yet a last day.
_SOME_DAY = date.max - timedelta(days=1)

#: What stands over the rules of every kind.
FIRST = (
    Rule("superseded", State.SUPERSEDED, "over and ended_as == 'superseded'"),
    Rule("terminated", State.TERMINATED, "over"),
    Rule("not_applicable", State.NOT_APPLICABLE, "not applies"),
    Rule("waived", State.WAIVED, "waived and settled >= waived"),
    Rule("suspended", State.SUSPENDED, "suspended and settled > as_of"),
)

_UPCOMING = Rule("upcoming", State.UPCOMING, "as_of < opens")
_OPEN = Rule("open", State.OPEN, "as_of <= due")
_BREACHED = Rule("breached", State.BREACHED, "breached")
_KEPT = Rule("fulfilled", State.FULFILLED, "True")

#: The rules of each kind; the last line of each holds always.
BY_KIND: Mapping[Kind, tuple[Rule, ...]] = {
    Kind.ACHIEVEMENT: (
        Rule("fulfilled", State.FULFILLED, "fulfilled and fulfilled <= due"),
        Rule("lapsed", State.BREACHED, "lapses and due < as_of"),
        Rule("fulfilled_late", State.FULFILLED_LATE, "fulfilled"),
        _UPCOMING,
        _OPEN,
        Rule("overdue", State.OVERDUE, "True"),
    ),
    Kind.MAINTENANCE: (
        _BREACHED,
        Rule("curable", State.OPEN, "curable"),
        _UPCOMING,
        _OPEN,
        _KEPT,
    ),
    Kind.PROHIBITION: (_BREACHED, _UPCOMING, _OPEN, _KEPT),
    Kind.PERMISSION: (
        Rule("fulfilled", State.FULFILLED, "fulfilled"),
        _UPCOMING,
        _OPEN,
        Rule("over", State.TERMINATED, "True"),
    ),
    Kind.PROGRAMME: (
        _UPCOMING,
        Rule("unassessed", State.UNASSESSED, "not assessed"),
        Rule("fulfilled", State.FULFILLED, "fulfilled"),
        _OPEN,
        Rule("over", State.TERMINATED, "True"),
    ),
}

#: What differs from one occurrence of an obligation to the next, where no breach is known.
_COLUMNS = ("opens", "due", "fulfilled", "assessed")

_FACT = re.compile(rf"\b(?:{'|'.join((*(f.name for f in fields(Facts)), 'settled', 'over'))})\b")


@cache
def _over_all(kind: Kind) -> Callable[[Facts], Verdict]:
    """The rules of a kind under those that stand over it, as one function of the facts."""
    chain, verdicts = _chain((*FIRST, *BY_KIND[kind]), kind)
    decide: Callable[[Facts], Verdict] = _function("lambda facts: " + _FACT.sub(r"facts.\g<0>", chain), verdicts)
    return decide


@cache
def _by_column(kind: Kind, told: Callable[[Verdict], Any]) -> Callable[..., list[Any]]:
    """The rules of a kind alone, as one loop over columns of facts; of each verdict it gives what is told of it."""
    chain, verdicts = _chain(BY_KIND[kind], kind)
    needed = ", ".join(name for name in _COLUMNS if re.search(rf"\b{name}\b", chain))
    turns = f"for {needed} in zip({needed}, strict=True)"
    text = f"lambda as_of, lapses, {', '.join(_COLUMNS)}: [{chain} {turns}]"
    given = {name: told(verdict) for name, verdict in verdicts.items()}
    decide: Callable[..., list[Any]] = _function(text, {**given, "breached": None, "curable": False})
    return decide


def _chain(rules: tuple[Rule, ...], kind: Kind) -> tuple[str, Mapping[str, Verdict]]:
    """One expression that gives the verdict of the first rule that holds, and the verdicts that it names."""
    verdicts = [Verdict(rule.state, rule.name if rule in FIRST else f"{kind}.{rule.name}") for rule in rules]
    chain = "".join(f"_{number} if {rule.holds} else " for number, rule in enumerate(rules))
    return f"{chain}None", {f"_{number}": verdict for number, verdict in enumerate(verdicts)}


def _function(text: str, names: Mapping[str, object]) -> Any:
    return eval(text, dict(names))  # noqa: S307 - the text is made of the tables above alone


def verdict_on(facts: Facts) -> Verdict:
    """The state, and the name of the rule that gave it: `waived`, or with its kind `achievement.overdue`."""
    return _over_all(facts.kind)(facts)


def verdicts_on(
    kind: Kind,
    opens: Sequence[date],
    due: Sequence[date],
    fulfilled: Sequence[date | None],
    assessed: Sequence[date | None],
    *,
    as_of: date,
    lapses: bool,
) -> list[Verdict]:
    """The verdicts on many occurrences of one kind, in their order; each of their facts is a column.

    It is for such as nothing stands over and of which no breach is known.
    """
    return _by_column(kind, _itself)(as_of, lapses, opens, due, fulfilled, assessed)


def states_on(kind: Kind, *columns: Sequence[date | None], as_of: date, lapses: bool) -> bytes:
    """The states of the same verdicts on the same columns, as the codes of a census."""
    return bytes(_by_column(kind, _code)(as_of, lapses, *columns))


def _itself(verdict: Verdict) -> Verdict:
    return verdict


def _code(verdict: Verdict) -> int:
    return CODES[verdict.state]


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
