"""Ranking: rules that change the same duty on the same days, and whether anything says which of them goes first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import combinations

from dvrules.endings import documents_ended, held
from dvrules.model.cascades import Cascade
from dvrules.model.days import Span
from dvrules.model.diagnostics import Diagnostic
from dvrules.model.places import Place
from dvrules.model.values import frozen


@frozen
class _Change:
    """A rule that replaces or strikes out an obligation: its name and words, and the days on which it holds.

    `ends` are the obligations that it replaces, overrides or strikes out. One that strikes out `removes`, and concerns
    everybody.
    """

    ruleset: str
    name: str
    clause: str
    quote: str
    days: Span
    ends: frozenset[str]
    bearers: frozenset[str]
    place: Place
    removes: bool = False


def check_conflicts(cascade: Cascade) -> Iterator[Diagnostic]:
    """An error for each two rules of different documents that change one obligation, unranked, for the same bearer.

    Only what the texts say ranks them: that one replaces, overrides or strikes out the other, or its document's end.
    """
    changes = _changes(cascade)
    # What is not there is told by linking.
    for changed in sorted(changes.keys() & cascade.by_reference):
        for one, other in combinations(changes[changed], 2):
            if one.ruleset != other.ruleset and _meet(one, other) and not _ranked(one, other):
                args = {
                    "changed": changed,
                    "id": other.name,
                    "clause": other.clause,
                    "quote": other.quote,
                    "other": one.name,
                    "other_clause": one.clause,
                    "other_quote": one.quote,
                }
                yield Diagnostic("DV326", args, other.place)


def _changes(cascade: Cascade) -> dict[str, list[_Change]]:
    documents = documents_ended(cascade, (), date.max)
    found: dict[str, list[_Change]] = defaultdict(list)
    for ruleset in cascade.rulesets:
        days = held(ruleset, documents)
        struck = frozenset(removal.obligation for removal in ruleset.removes)
        for obligation in (each for each in ruleset.obligations if each.replaces):
            reference, place = obligation.reference, obligation.place.at("replaces")
            ends = struck.union(obligation.replaces, obligation.overrides)
            who = cascade.possible_bearers(obligation)
            change = _Change(ruleset.id, reference, obligation.clause, obligation.quote, days, ends, who, place)
            for changed in obligation.replaces:
                found[changed].append(change)
        for removal in ruleset.removes:
            place, since = removal.place, Span(removal.from_ or days.from_, days.through)
            change = _Change(
                ruleset.id, ruleset.id, removal.clause, removal.quote, since, struck, frozenset(), place, removes=True
            )
            found[removal.obligation].append(change)
    return found


def _meet(one: _Change, other: _Change) -> bool:
    """Whether both may hold on one day for one bearer, and don't say the same."""
    first = max(one.days.from_ or date.min, other.days.from_ or date.min)
    last = min(one.days.through or date.max, other.days.through or date.max)
    apart = not one.removes and not other.removes and one.bearers.isdisjoint(other.bearers)
    return first <= last and not apart and not (one.removes and other.removes)


def _ranked(one: _Change, other: _Change) -> bool:
    return other.name in one.ends or one.name in other.ends
