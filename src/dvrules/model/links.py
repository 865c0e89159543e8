"""Links: what an obligation rests on in the documents above it, and how well those are covered."""

from __future__ import annotations

from enum import StrEnum

from dvrules.model.places import NOWHERE, Place
from dvrules.model.values import field, frozen


class LinkFault(StrEnum):
    """What can be wrong with a link, by the names of requirement tracing."""

    ORPHANED = "orphaned"
    UNWANTED = "unwanted"
    AMBIGUOUS = "ambiguous"
    DUPLICATE = "duplicate"
    OUTDATED = "outdated"
    SUSPECT = "suspect"


@frozen
class Link:
    """A link from an obligation up to a clause of a document.

    `parents` are the obligations found there; `fingerprint` is that of the clause's text as it is now, "" where that is
    not in hand, `reviewed` the one that was accepted.
    """

    child: str
    document: str
    clause: str
    parents: tuple[str, ...] = ()
    fingerprint: str = ""
    reviewed: str = ""
    faults: tuple[LinkFault, ...] = ()
    place: Place = field(default=NOWHERE, eq=False, repr=False)


class Cover(StrEnum):
    """How a document answers an obligation that a document above puts on its issuer."""

    IMPLEMENTED = "implemented"
    FORWARDED = "forwarded"
    OUT_OF_SCOPE = "out_of_scope"
    MISSING = "missing"
    UNFOUNDED = "unfounded"


@frozen
class Covered:
    """A line of coverage: an obligation above, the ruleset that must answer it, how it does, and by what.

    Of an obligation that rests on nothing above (`unfounded`), `parent` is "".
    """

    ruleset: str
    parent: str
    cover: Cover
    by: tuple[str, ...] = ()
    reason: str = ""
