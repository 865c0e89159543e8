"""Outcomes: what a command's diagnostics and findings make of its exit code."""

from __future__ import annotations

from collections.abc import Iterable
from os.path import relpath

from dvrules.cli.console import Console
from dvrules.codes import Outcome, outcome_of
from dvrules.loading import Project
from dvrules.model.diagnostics import Diagnostic

#: All well, something is owed or broken, the input is wrong, a plugin or dvrules failed.
OK, OWING, WRONG, FAILED = map(int, Outcome)


def report_faults(console: Console, project: Project, diagnostics: Iterable[Diagnostic]) -> int:
    """Show the diagnostics, with file names as seen from here, and return 0, 2 or 3 for them."""
    found = tuple(diagnostics)
    root = relpath(project.root)
    console.complain(found, project.texts, "" if root == "." else f"{root}/")
    return outcome_of(found)
