"""Codes: every kind of fault, and how grave it is. A code is never used for another fault again.

The hundreds say at which stage it is found: 1 text, 2 ruleset, 3 cascade, 4 schedule, 5 judging, 6 export, 7 many
projects, 9 plugins.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum, StrEnum

from dvrules.model.diagnostics import Diagnostic


class Severity(StrEnum):
    """An error makes the result incomplete; a warning only wants to be looked at."""

    ERROR = "error"
    WARNING = "warning"


#: Codes that are warnings; every other code is an error.
WARNINGS = frozenset(
    {"DV235", "DV304", "DV313", "DV320", "DV321", "DV322", "DV323", "DV324", "DV325", "DV329", "DV330", "DV403"}
    | {"DV501", "DV502", "DV506", "DV507", "DV508", "DV511", "DV512", "DV513", "DV514", "DV515"}
    | {"DV606", "DV612", "DV905"}
)

#: Codes, beside those of plugins, of what a plugin, an executor or dvrules itself failed at.
FAILURES = frozenset({"DV602", "DV702", "DV703", "DV704", "DV705"})


class Outcome(IntEnum):
    """What comes of judging, and a command's exit code: the greater, the graver."""

    OK = 0
    OWING = 1
    WRONG = 2
    FAILED = 3


def severity_of(code: str) -> Severity:
    """How grave a fault of this code is."""
    return Severity.WARNING if code in WARNINGS else Severity.ERROR


def errors(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The diagnostics that are errors."""
    return [diagnostic for diagnostic in diagnostics if severity_of(diagnostic.code) is Severity.ERROR]


def outcome_of(diagnostics: Iterable[Diagnostic]) -> Outcome:
    """FAILED where one is of a failure, WRONG where one is an error, else OK."""
    grave = errors(diagnostics)
    if any(diagnostic.code.startswith("DV9") or diagnostic.code in FAILURES for diagnostic in grave):
        return Outcome.FAILED
    return Outcome.WRONG if grave else Outcome.OK
