"""The five-line interface: load a project, assess it for a day, export the report, compare it with another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dvrules import exporting
from dvrules.assessing import explaining
from dvrules.building.options import read_options
from dvrules.loading import Project
from dvrules.messages import Lang
from dvrules.model.artifacts import Artifact
from dvrules.model.diagnostics import Diagnostic, misnamed
from dvrules.model.places import NOWHERE, Place
from dvrules.model.reports import Report
from dvrules.model.values import evolve

if TYPE_CHECKING:
    from dvrules.model.comparisons import Comparison


def export(
    project: Project, report: Report, exporter: str, *, lang: Lang | None = None
) -> tuple[tuple[Artifact, ...], tuple[Diagnostic, ...]]:
    """The artifacts that the exporter of that name makes of the report, and what went wrong.

    The exporter's options are those of the project, the language the project's unless `lang` gives another.
    """
    offered = project.catalog.exporters.get(exporter)
    if offered is None:
        return (), (misnamed("DV601", exporter, project.catalog.exporters, NOWHERE),)
    params = project.outputs.get(exporter)
    if params is None and offered.offer.params is not None:
        if exporter in project.outputs:
            # Its options are faulty, which the project's diagnostics tell.
            return (), ()
        params, faults = read_options({}, offered.offer.params, NOWHERE)
        if faults:
            return (), (Diagnostic("DV605", {"name": exporter}),)
    explain = explaining(project, report)
    lang = lang or project.settings.lang
    artifacts, faults = exporting.export(report, offered.offer, explain=explain, lang=lang, params=params)
    return artifacts, tuple(_placed(fault, project) for fault in faults)


def _placed(fault: Diagnostic, project: Project) -> Diagnostic:
    """An objection to an option at that option, where the project has the table."""
    name = str(fault.args.get("name"))
    if fault.code != "DV613" or name not in project.outputs:
        return fault
    key = str(fault.args["key"])
    table = Place(project.file).at("outputs", name)
    return evolve(fault, place=table.at(key) if key else table)


def compare(before: Report, after: Report) -> Comparison:
    """What changed from one report to another, by occurrence, and why."""
    from dvrules import comparing  # noqa: PLC0415 - most commands compare nothing and need not wait for it

    return comparing.compare(before, after)
