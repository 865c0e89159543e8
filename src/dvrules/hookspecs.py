"""The hooks: each asks a plugin what it offers, without arguments and in no order."""

from __future__ import annotations

from collections.abc import Iterable

import pluggy

from dvrules.extension import CalendarOffer, Condition, Evaluator, ExecutorOffer, Exporter

hookspec = pluggy.HookspecMarker("dvrules")


@hookspec
def dvrules_evaluators() -> Iterable[Evaluator]:  # type: ignore[empty-body]
    """The evaluators that rulesets may name in `evaluator`."""


@hookspec
def dvrules_conditions() -> Iterable[Condition]:  # type: ignore[empty-body]
    """The conditions that rulesets may name in `applies.when`."""


@hookspec
def dvrules_exporters() -> Iterable[Exporter]:  # type: ignore[empty-body]
    """The exporters that projects may name in `[outputs]` and commands in `dvrules export`."""


@hookspec
def dvrules_calendars() -> Iterable[CalendarOffer]:  # type: ignore[empty-body]
    """The calendars that projects may name in `calendar`."""


@hookspec
def dvrules_executors() -> Iterable[ExecutorOffer]:  # type: ignore[empty-body]
    """The executors that `dvrules evaluate` may name to evaluate many projects."""
