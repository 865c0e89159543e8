"""Rulesets: one document each, with its clauses and the obligations that rest on them."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, Literal

from dvrules.model.deadlines import Deadline, Measure
from dvrules.model.documents import Citation, Document
from dvrules.model.places import DERIVED, NOWHERE, REPEATED, Place, Placed
from dvrules.model.values import field, frozen


class Kind(StrEnum):
    """What sort of norm an obligation is."""

    ACHIEVEMENT = "achievement"
    MAINTENANCE = "maintenance"
    PROHIBITION = "prohibition"
    PERMISSION = "permission"
    PROGRAMME = "programme"

    # As for states.
    __hash__ = str.__hash__


class Force(StrEnum):
    """How strongly an obligation binds."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"


@frozen
class Bearer:
    """Who owes: one `unit`, or `each` member of a group; `post` names the person answerable there."""

    unit: str | None = field(default=None, metadata=REPEATED)
    each: str | None = field(default=None, metadata=REPEATED)
    post: str = field(default="", metadata=REPEATED)


@frozen
class Parent:
    """What an obligation implements: a document and, where it is known, its clause.

    `fingerprint` stands for the clause's text as it was when the link was last reviewed.
    """

    document: str = field(metadata=REPEATED)
    clause: str | None = field(default=None, metadata=REPEATED)
    fingerprint: str = field(default="", metadata=REPEATED)


@frozen
class Evaluation:
    """The evaluator that an obligation names, with its options as written.

    `params` are the same options as the evaluator's own class; they are bound when the ruleset is built and belong to
    the running program, not to the data.
    """

    name: str
    options: Mapping[str, Any] = field(factory=dict)
    params: Any = field(default=None, eq=False, repr=False, metadata=DERIVED)


@frozen
class Cure:
    """The time in which a breach may be made good, counted from its day, so that nothing is held against the bearer."""

    offset: int
    measure: Measure = Measure.DAY


@frozen
class Applies:
    """On whom and when an obligation falls; every condition that is given must hold on the day an occurrence opens.

    `kinds` are kinds of units in the roster, `except` are units left out, `from` and `through` bound the day of
    opening, both inclusive, `facts` must be declared with these values, `when` names a condition that a plugin offers.
    """

    kinds: tuple[str, ...] = ()
    except_: tuple[str, ...] = ()
    from_: date | None = None
    through: date | None = None
    facts: Mapping[str, bool | int | str] = field(factory=dict)
    when: Evaluation | None = None


#: What applies to everybody, always.
ALWAYS = Applies()


class Power(StrEnum):
    """What someone may decide about the obligations of a document."""

    WAIVE = "waive"
    EXTEND = "extend"
    SUSPEND = "suspend"
    TERMINATE = "terminate"


@frozen
class Competence:
    """Who may decide: the units `by`, each of the powers `may`, about some obligations or, if none is named, all.

    `clause` is where the document says so. Whoever issued a document may decide all about it without being named.
    """

    may: tuple[Power, ...]
    by: tuple[str, ...]
    obligations: tuple[str, ...] = ()
    clause: str = ""


@frozen
class Scope:
    """A clause of a document above that this document leaves to others, or to nobody, and why."""

    document: str
    clause: str
    reason: str
    forwarded_to: tuple[str, ...] = ()


@frozen
class Removal(Placed):
    """An obligation of another document that this document strikes out, and the clause that does.

    It ends on the day `from`, without it on the day from which the ruleset's document holds; what had begun keeps its
    terms if `begun` is `kept`.
    """

    obligation: str
    clause: str
    quote: str
    from_: date | None = None
    begun: Literal["kept", "ended"] = "kept"


@frozen
class Clause(Placed):
    """A part of the document's text: where it stands, its heading, its words.

    `mark` is what the document prints before it ("-"), where that is not what `clause` says. `deadline` is the time
    that the clause sets for those who refer to it; `unknown` names what is not in hand.
    """

    clause: str = field(metadata=REPEATED)
    heading: str = ""
    text: str = ""
    mark: str = field(default="", metadata=REPEATED)
    deadline: tuple[Deadline, ...] = ()
    unknown: tuple[str, ...] = ()


@frozen
class Obligation(Placed):
    """Something a bearer owes under a clause of a document.

    `clause` and `quote` are its authority: where it stands and the very words. It `replaces` others from the day on
    which its document holds; of those, what had begun keeps its terms. Others that it `overrides` stay as they are, but
    whoever bears this one does not owe them while its document holds. `lead` is the number of working days that it
    takes to put together what comes from the obligations that implement it. One that `lapses` is no longer owed after
    its due day. `cure` says how long a breach of it can be made good. `reference` (`ruleset:id`) names it across a
    project.
    """

    id: str = field(metadata=REPEATED)
    clause: str = field(metadata=REPEATED)
    quote: str
    kind: Kind
    bearer: Bearer
    deadline: tuple[Deadline, ...]
    title: str = field(default="", metadata=REPEATED)
    force: Force = Force.MUST
    supporting: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    product: str = ""
    implements: tuple[Parent, ...] = ()
    replaces: tuple[str, ...] = ()
    overrides: tuple[str, ...] = ()
    evaluator: Evaluation | None = None
    applies: Applies = ALWAYS
    lead: int | None = None
    lapses: bool = False
    cure: Cure | None = None
    reference: str = field(default="", metadata=DERIVED)


@frozen
class Ruleset:
    """One document as data. `id` is its short name, stable while number and day are still blank.

    `left_out` are the references of obligations that were too faulty to be taken.
    """

    id: str
    document: Document
    citations: tuple[Citation, ...] = ()
    clauses: tuple[Clause, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    competences: tuple[Competence, ...] = ()
    scope: tuple[Scope, ...] = ()
    removes: tuple[Removal, ...] = ()
    left_out: tuple[str, ...] = field(default=(), metadata=DERIVED)
    place: Place = field(default=NOWHERE, eq=False, repr=False, metadata=DERIVED)

    @cached_property
    def by_reference(self) -> dict[str, Obligation]:
        """Its obligations by reference."""
        return {obligation.reference: obligation for obligation in self.obligations}

    @cached_property
    def by_clause(self) -> dict[str, list[Obligation]]:
        """Its obligations by the clause on which they rest."""
        found: dict[str, list[Obligation]] = {}
        for obligation in self.obligations:
            found.setdefault(obligation.clause, []).append(obligation)
        return found
