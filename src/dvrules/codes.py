"""Codes: every kind of fault, and how grave it is. A code is never used for another fault again.

The hundreds say at which stage it is found: 1 text, 2 ruleset, 3 cascade, 4 schedule, 5 judging, 6 export, 9 plugins.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

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


def severity_of(code: str) -> Severity:
    """How grave a fault of this code is."""
    return Severity.WARNING if code in WARNINGS else Severity.ERROR


def errors(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The diagnostics that are errors."""
    return [diagnostic for diagnostic in diagnostics if severity_of(diagnostic.code) is Severity.ERROR]
