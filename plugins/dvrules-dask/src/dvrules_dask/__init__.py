"""dvrules-dask: the executor `dask`, by which a Dask cluster evaluates many projects."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager

from dvrules.extension import ExecutorOffer, Pool, hookimpl
from dvrules_dask.options import DaskOptions


@hookimpl
def dvrules_executors() -> Iterable[ExecutorOffer]:
    """The cluster."""
    return [ExecutorOffer("dask", _open, DaskOptions, summary="một cụm máy Dask / a Dask cluster")]


def _open(options: DaskOptions) -> AbstractContextManager[Pool]:
    from dvrules_dask.clusters import cluster  # noqa: PLC0415 - distributed loads only when it is used

    return cluster(options)
