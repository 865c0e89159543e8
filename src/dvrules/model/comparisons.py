"""Comparisons: what differs between two reports, and why; and what a report made again has become."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from dvrules.model.days import Reckoning
from dvrules.model.reports import Finding, State
from dvrules.model.statements import Statement
from dvrules.model.values import field, frozen

Sort = Literal["added", "removed", "state", "due", "bearer", "supporting", "recipients"]


@frozen
class Moment:
    """What a report was judged for: the day, what was known by which day, and whether waivers counted."""

    project: str
    as_of: date
    known_at: date
    ignores_waivers: bool = False


@frozen
class Standing:
    """How an occurrence stands in one report."""

    state: State
    due: Reckoning
    done: date | None = None
    days_late: int = 0


@frozen
class Change:
    """An occurrence that differs: how, how it stood before and after (None where it isn't there), and why.

    Of one that was `added` or `removed` nothing else is said; of others the `state`, the `due` day, the `bearer`,
    who is `supporting` or the `recipients` differ.
    """

    key: str
    obligation: str
    title: str
    bearer: str
    bearer_name: str
    period: str
    sorts: tuple[Sort, ...]
    before: Standing | None
    after: Standing | None
    reasons: tuple[Statement, ...]


@frozen
class Comparison:
    """All that differs between two reports, by the keys of occurrences in their order; `names` are those of units."""

    before: Moment
    after: Moment
    changes: tuple[Change, ...]
    names: Mapping[str, str] = field(factory=dict)


@frozen
class Difference:
    """A finding that is not the same when the report is made again; `parts` names the fields that differ."""

    key: str
    was: Finding | None
    now: Finding | None
    parts: tuple[str, ...] = ()


@frozen
class InputChange:
    """Something that judged, or was judged, and isn't the same: a file by its hash, a distribution by its version."""

    sort: Literal["input", "version"]
    name: str
    was: str
    now: str

    @property
    def status(self) -> Literal["changed", "missing", "new"]:
        """What became of it."""
        if not self.was:
            return "new"
        return "changed" if self.now else "missing"


@frozen
class Verification:
    """What differs between a report and the same report made again."""

    differences: tuple[Difference, ...]
    inputs: tuple[InputChange, ...]
