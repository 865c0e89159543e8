"""Evaluating: many projects, each judged wherever an executor does its work, or given as it was kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from os import PathLike, fspath
from typing import TYPE_CHECKING

from dvrules.evaluations import Evaluated, Request, Unopened
from dvrules.keeping import Keep

if TYPE_CHECKING:
    from dvrules.working import OpenPool

__all__ = ["Evaluated", "Request", "Unopened", "evaluate"]


def evaluate(
    projects: Iterable[str | PathLike[str]], request: Request, open_pool: OpenPool, keep: Keep | None = None
) -> Iterator[Evaluated]:
    """Each project judged, in the order in which they come; no more of them are taken than the pool has room for.

    A project fails for itself alone: it is given with what went wrong, and the others go on. Where a worker is lost the
    pool is opened anew. Whoever was at work then can't be told from who broke it; so the first in line is tried by
    itself, and what else was not finished is handed in again. What is in `keep` is not judged again, and a pool is
    opened only where something is left to be judged; Unopened where there is none to be had.
    """
    paths = (fspath(project) for project in projects)
    found = ((path, keep.find(path) if keep else None) for path in paths)
    for path, kept in found:
        if kept is None:
            from dvrules.working import work  # noqa: PLC0415 - at the edge: loaded only where something is to be judged

            yield from work(chain([(path, None)], found), request, open_pool, keep)
            return
        yield kept
