"""dvrules: administrative plans as data, and who owes what, by when, on what authority, and whether it is done.

import dvrules
from datetime import date

project = dvrules.load("examples/quang-tri-2024")
report = dvrules.assess(project, as_of=date(2024, 7, 10))
artifacts, faults = dvrules.export(project, report, "json")
"""

from __future__ import annotations

from importlib import import_module

# Known to type checkers by its name. `typing` is long to be loaded, and a command is not ready for that yet.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from typing import Any

    from dvrules.api import compare, export
    from dvrules.assessing import assess
    from dvrules.building.wire import from_data, to_data
    from dvrules.loading import Project, load
    from dvrules.model.artifacts import Artifact
    from dvrules.model.diagnostics import Diagnostic
    from dvrules.model.reports import Finding, Occurrence, Report, State
    from dvrules.model.summaries import summarise

__all__ = [
    "Artifact",
    "Diagnostic",
    "Finding",
    "Occurrence",
    "Project",
    "Report",
    "State",
    "assess",
    "compare",
    "export",
    "from_data",
    "load",
    "summarise",
    "to_data",
]

_HOMES = {
    "dvrules.api": {"compare", "export"},
    "dvrules.assessing": {"assess"},
    "dvrules.building.wire": {"from_data", "to_data"},
    "dvrules.loading": {"Project", "load"},
    "dvrules.model.artifacts": {"Artifact"},
    "dvrules.model.diagnostics": {"Diagnostic"},
    "dvrules.model.reports": {"Finding", "Occurrence", "Report", "State"},
    "dvrules.model.summaries": {"summarise"},
}


def __getattr__(name: str) -> Any:
    """A public name, from its home once it is asked for: a command would wait for all of them and need few."""
    home = next((module for module, names in _HOMES.items() if name in names), None)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value = getattr(import_module(home), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
