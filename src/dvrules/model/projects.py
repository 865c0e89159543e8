"""Projects: what `dvrules.toml` says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from attrs import field, frozen

from dvrules.model.records import Assumption
from dvrules.model.reports import State

#: States that make a command end with 1, unless the project says otherwise.
FAILING = (State.OVERDUE, State.FULFILLED_LATE, State.BREACHED, State.UNDETERMINED)


@frozen
class Settings:
    """The project file: where its parts lie, relative to its folder and with `*` allowed, and how it is judged.

    `due_soon` is a number of calendar days. `block` names plugins, or distributions of plugins, that are not loaded.
    `outputs` holds the options of exporters by name.
    """

    name: str
    rulesets: tuple[str, ...]
    roster: tuple[str, ...]
    calendar: str
    evidence: tuple[str, ...] = ()
    due_soon: int = 7
    lang: Literal["vi", "en"] = "vi"
    fail_on: tuple[State, ...] = FAILING
    block: tuple[str, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    outputs: Mapping[str, Any] = field(factory=dict)
