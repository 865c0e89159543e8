"""dvrules: administrative plans as data, and who owes what, by when, on what authority, and whether it is done.

import dvrules
from datetime import date

project = dvrules.load("examples/quang-tri-2024")
report = dvrules.assess(project, as_of=date(2024, 7, 10))
artifacts, faults = dvrules.export(project, report, "json")
"""

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
