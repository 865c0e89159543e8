"""Reports: occurrences, the state each is in on a day, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import filterfalse
from operator import eq
from typing import Literal, overload

from dvrules.model.days import Reckoning, Span
from dvrules.model.deadlines import Quota
from dvrules.model.diagnostics import Diagnostic
from dvrules.model.documents import Citation, Document
from dvrules.model.links import Covered
from dvrules.model.records import Assumption, Event, Evidence, Fact, Suspension, Termination, Waiver
from dvrules.model.rulesets import Clause, Kind, Obligation
from dvrules.model.statements import Statement
from dvrules.model.units import Group, Unit
from dvrules.model.values import field, frozen


class State(StrEnum):
    """Where an occurrence stands on a day; it is always in exactly one state."""

    UPCOMING = "upcoming"
    OPEN = "open"
    FULFILLED = "fulfilled"
    FULFILLED_LATE = "fulfilled_late"
    OVERDUE = "overdue"
    BREACHED = "breached"
    SUSPENDED = "suspended"
    WAIVED = "waived"
    SUPERSEDED = "superseded"
    TERMINATED = "terminated"
    NOT_APPLICABLE = "not_applicable"
    UNASSESSED = "unassessed"
    UNDETERMINED = "undetermined"

    # Counts are kept by state: what Enum does for it is many times slower.
    __hash__ = str.__hash__


@frozen
class Ending:
    """The end of an occurrence's rule, on `day`: it was amended or replaced, or its plan ended; `by` says by what.

    An occurrence that had begun before `day` keeps its terms if `begun` is `kept`.
    """

    day: date
    state: Literal["superseded", "terminated"]
    by: Statement
    begun: Literal["kept", "ended"] = "kept"


@frozen
class Occurrence:
    """One obligation, one bearer, one period: what is judged.

    The key is `ruleset:obligation/bearer/period` and never contains the due day, so that a moved deadline leaves the
    occurrence what it was. A periodic report has four days, kept apart: its `period`, the span of its `data` up to the
    cut-off, `due`, and `internal`, the day by which the bearer means to be done. `quota` asks for a number of
    performances; `awaits` names the event without which it doesn't begin, while that is not on record. `ending` is the
    end of its rule, where one is known. One that passed to another bearer while it was owed was `formerly` borne by the
    unit in its key.
    """

    key: str
    obligation: str
    kind: Kind
    bearer: str
    period: str
    opens: Reckoning
    due: Reckoning
    internal: Reckoning | None = None
    data: Span | None = None
    quota: Quota | None = None
    awaits: Statement | None = None
    ending: Ending | None = None
    formerly: str = ""


@frozen
class Match:
    """A record of evidence matched to an occurrence, the rule that matched it, and whether the evaluator used it."""

    evidence: str
    rule: Literal["named", "earliest_due"]
    used: bool = False


@frozen
class Violation:
    """Something that stays on record: that an occurrence was past due or broken from `day` on.

    `ended` is the day on which it was done or made good, None while it is not; `evidence` shows a breach.
    """

    sort: Literal["late", "breach"]
    day: date
    ended: date | None = None
    evidence: str = ""


@frozen
class Progress:
    """How far an occurrence has come: `done` of `needed`, in `unit` (a word of the ruleset's), if it is counted."""

    done: float
    needed: float
    unit: str = ""


@frozen
class Finding:
    """A judged occurrence.

    `rule` names the rule of the state function that fired. `done` is the day on which it was fulfilled; `violations`
    stay on record whatever came later; `days_late` counts calendar days past due, to the day it was done or to the day
    judged. `waiver` is the one in force, and `underlying` the state that there would be without it; of an occurrence
    whose due day a waiver puts off, `occurrence` has the new due day. `suspension` is the one in force.
    """

    occurrence: Occurrence
    state: State
    reasons: Sequence[Statement]
    rule: str = ""
    due_soon: bool = False
    done: date | None = None
    violations: tuple[Violation, ...] = ()
    days_late: int = 0
    progress: Progress | None = None
    evidence: tuple[Match, ...] = ()
    missing: tuple[Statement, ...] = ()
    waiver: str = ""
    underlying: State | None = None
    suspension: str = ""

    @property
    def without_waivers(self) -> State:
        """The state that there would be without waivers."""
        return self.underlying or self.state


class Findings(Sequence[Finding]):
    """Findings sorted by key, of which it is known beforehand where each stands; each is made when it is asked for.

    Beside the findings themselves it has what they are counted by, as columns in the same order: the `occurrences`,
    their `states`, and the states `without_waivers`. `make` makes the findings in the places that it is given.
    """

    __slots__ = ("_made", "_make", "occurrences", "states", "without_waivers")

    def __init__(
        self,
        occurrences: Sequence[Occurrence],
        states: Sequence[State],
        without_waivers: Sequence[State],
        make: Callable[[Sequence[int]], Iterable[Finding]],
    ) -> None:
        self.occurrences, self.states, self.without_waivers = occurrences, states, without_waivers
        self._make = make
        self._made: dict[int, Finding] = {}

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> Findings:
        """The findings that are given, in the order in which they are."""
        if isinstance(findings, Findings):
            return findings
        made = tuple(findings)
        occurrences = tuple(finding.occurrence for finding in made)
        without = tuple(finding.without_waivers for finding in made)
        states = tuple(finding.state for finding in made)
        return cls(occurrences, states, without, lambda places: [made[place] for place in places])

    def __len__(self) -> int:
        return len(self.occurrences)

    @overload
    def __getitem__(self, index: int) -> Finding: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Finding, ...]: ...

    def __getitem__(self, index: int | slice) -> Finding | tuple[Finding, ...]:
        places = range(len(self))[index]
        return self._at([places])[0] if isinstance(places, int) else tuple(self._at(places))

    def __iter__(self) -> Iterator[Finding]:
        return iter(self._at(range(len(self))))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Findings | tuple) and len(self) == len(other) and all(map(eq, self, other))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"Findings.of({list(self)!r})"

    def __reduce__(self) -> tuple[Callable[[Iterable[Finding]], Findings], tuple[tuple[Finding, ...]]]:
        return Findings.of, (tuple(self),)

    def _at(self, places: Sequence[int]) -> list[Finding]:
        """The findings in these places; those that are not made yet are made at once."""
        made = self._made
        missing = [*filterfalse(made.__contains__, places)]
        if missing:
            made.update(zip(missing, self._make(missing), strict=True))
        return [*map(made.__getitem__, places)]


def _findings(given: Iterable[Finding]) -> Findings:
    return Findings.of(given)


@frozen
class Source:
    """A ruleset's document as a report shows it: its head and foot, what it cites, and its text by clauses."""

    ruleset: str
    document: Document
    citations: tuple[Citation, ...] = ()
    clauses: tuple[Clause, ...] = ()


@frozen
class Provenance:
    """What a report was made from: the SHA-256 of every input by name, and the version of everything that judged.

    `plugins` are the versions of the distributions whose plugins were loaded, by name.
    """

    version: str = ""
    plugins: Mapping[str, str] = field(factory=dict)
    inputs: Mapping[str, str] = field(factory=dict)


@frozen
class Report:
    """A cascade judged for one (as_of, known_at), with all that an exporter needs to show it.

    Findings are sorted by key. What is on record, `obligations`, `documents`, `units` and `groups` are those of the
    whole project; `placeholders` are the documents that are cited but not in hand. `coverage` says how each ruleset
    answers what the documents above put on its issuer. `endings` are the ends of documents, in hand or not, by identity
    and in the order of days, of whatever day. What was due before the day `from` is not followed. A report that
    `ignores_waivers` shows what there would be without them.
    """

    project: str
    as_of: date
    known_at: date
    findings: Findings = field(converter=_findings)
    ignores_waivers: bool = False
    from_: date | None = None
    documents: tuple[Source, ...] = ()
    placeholders: tuple[str, ...] = ()
    coverage: tuple[Covered, ...] = ()
    endings: Mapping[str, tuple[Ending, ...]] = field(factory=dict)
    obligations: tuple[Obligation, ...] = ()
    units: tuple[Unit, ...] = ()
    groups: tuple[Group, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    events: tuple[Event, ...] = ()
    facts: tuple[Fact, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    terminations: tuple[Termination, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    provenance: Provenance = field(factory=Provenance)
    diagnostics: tuple[Diagnostic, ...] = ()

    @cached_property
    def by_reference(self) -> Mapping[str, Obligation]:
        """The obligations by reference."""
        return {obligation.reference: obligation for obligation in self.obligations}

    @cached_property
    def by_ruleset(self) -> Mapping[str, Document]:
        """The documents by the id of their rulesets."""
        return {source.ruleset: source.document for source in self.documents}

    @cached_property
    def names(self) -> dict[str, str]:
        """The names of the units by id."""
        return {unit.id: unit.name for unit in self.units}
