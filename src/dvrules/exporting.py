"""Exporting: a report through one exporter into finished documents, still in memory."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any, cast

from dvrules.extension import Explain, ExplainedExport, Export, Exporter, Objection, Remark
from dvrules.messages import Lang
from dvrules.model.artifacts import Artifact
from dvrules.model.diagnostics import Diagnostic
from dvrules.model.reports import Report


def export(
    report: Report, exporter: Exporter, *, explain: Explain, lang: Lang = "vi", params: Any = None
) -> tuple[tuple[Artifact, ...], tuple[Diagnostic, ...]]:
    """The artifacts that the exporter makes of the report, and its remarks as diagnostics.

    `explain` gives the explanation of a finding to an exporter that `explains`. One that fails, or whose artifacts have
    names that lead out of their folder, gives one diagnostic and nothing else, as does one that objects to an option.
    """
    try:
        if exporter.explains:
            made = tuple(cast("ExplainedExport", exporter.export)(report, lang, params, explain))
        else:
            made = tuple(cast("Export", exporter.export)(report, lang, params))
        remarks = tuple(each for each in made if isinstance(each, Remark))
        artifacts = tuple(each for each in made if not isinstance(each, Remark))
        for artifact in artifacts:
            _check(artifact)
    except Objection as objection:
        return (), (Diagnostic("DV613", {"name": exporter.name, **objection.message_args, "key": objection.key}),)
    except Exception as error:  # noqa: BLE001 - a plugin's failure is one diagnostic, never the end
        problem = f"{type(error).__name__}: {error}"
        return (), (Diagnostic("DV602", {"name": exporter.name, "problem": problem}),)
    twice = _twice(artifact.name for artifact in artifacts)
    if twice:
        return (), (Diagnostic("DV602", {"name": exporter.name, "problem": f"{twice} ×2"}),)
    return artifacts, tuple(remark.by(exporter.name) for remark in remarks)


def _check(artifact: Artifact) -> None:
    if not isinstance(artifact, Artifact):
        raise TypeError(f"no Artifact: {type(artifact).__name__}")
    path = PurePosixPath(artifact.name)
    if not artifact.name.isascii() or not artifact.name.isprintable() or "\\" in artifact.name or ":" in artifact.name:
        raise ValueError(f"artifact name {artifact.name!r}")
    if path.is_absolute() or ".." in path.parts or path.name in {"", "."}:
        raise ValueError(f"artifact name {artifact.name!r}")


def _twice(names: Iterable[str]) -> str:
    seen: set[str] = set()
    for name in names:
        if name.lower() in seen:
            return name
        seen.add(name.lower())
    return ""
