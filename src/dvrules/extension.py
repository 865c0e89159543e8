"""What a plugin may offer: frozen data and functions, chosen by name.

    import dvrules.extension as dv

    @dv.hookimpl
    def dvrules_evaluators():
        return [dv.Evaluator("numbered", answer, summary="…")]

An offer does nothing by being there. A ruleset names the evaluator it wants, a project or a command the exporter.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pluggy
from attrs import frozen

from dvrules.messages import Lang
from dvrules.model.artifacts import Artifact
from dvrules.model.records import Evidence
from dvrules.model.reports import Occurrence, Report
from dvrules.model.rulesets import Obligation
from dvrules.model.statements import Statement

#: Marks a function of a plugin as an implementation of the hook whose name it bears.
hookimpl = pluggy.HookimplMarker("dvrules")


@frozen
class Question:
    """What an evaluator is asked: is this occurrence fulfilled, by this evidence, on `as_of`?

    `evidence` holds the records matched to the occurrence that had occurred by `as_of` and were on record by the day
    known, in the order in which they occurred.
    """

    occurrence: Occurrence
    obligation: Obligation
    evidence: tuple[Evidence, ...]
    as_of: date


@frozen
class Answer:
    """What an evaluator says; the engine alone judges.

    `fulfilled` is the day on which the occurrence was fulfilled, `breached` the day on which it was broken, `assessed`
    the day on which it was last assessed, each None where it was not. `evidence` are the ids of the records that the
    answer rests on. Where a fact is `missing`, the occurrence is undetermined.
    """

    fulfilled: date | None = None
    breached: date | None = None
    assessed: date | None = None
    evidence: tuple[str, ...] = ()
    reasons: tuple[Statement, ...] = ()
    missing: tuple[Statement, ...] = ()


@frozen
class Evaluator:
    """A way to tell whether an occurrence was fulfilled.

    `answer` takes a `Question` and the options and gives an `Answer`; it must be a function of these alone. `params` is
    the attrs class of the options, None where there are none. `summary` is one line, for `dvrules plugins`.
    """

    name: str
    answer: Callable[[Question, Any], Answer]
    params: type | None = None
    summary: str = ""


@frozen
class Exporter:
    """A way to make documents from a report.

    `export` takes the report, the language (`vi` or `en`) and the options and gives the artifacts; the same arguments
    give the same bytes. `params` is the attrs class of the options, read from `[outputs.NAME]` of the project, None
    where there are none.
    """

    name: str
    export: Callable[[Report, Lang, Any], Sequence[Artifact]]
    params: type | None = None
    summary: str = ""


@frozen
class CalendarOffer:
    """A calendar by name; `load` gives its TOML text, and is called only when a project uses it."""

    name: str
    load: Callable[[], bytes]
    summary: str = ""
