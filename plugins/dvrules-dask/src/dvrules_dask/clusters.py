"""Clusters: one that is there, or one of this machine's processes for the time."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

from distributed import Client, KilledWorker, LocalCluster

from dvrules.extension import Pool
from dvrules_dask.options import DaskOptions


@contextmanager
def cluster(options: DaskOptions) -> Iterator[Pool]:
    """The pool of the cluster that the options name; of a local one nothing is left behind."""
    if options.scheduler:
        with _pool(options.scheduler, options.timeout) as pool:
            yield pool
        return
    with (
        TemporaryDirectory(prefix="dvrules-dask-") as scratch,
        LocalCluster(  # type: ignore[no-untyped-call]
            n_workers=options.jobs or os.cpu_count(),
            threads_per_worker=1,
            processes=True,
            dashboard_address="127.0.0.1:0",
            local_directory=scratch,
            silence_logs=logging.CRITICAL,
        ) as local,
        _pool(local.scheduler_address, options.timeout) as pool,
    ):
        yield pool


@contextmanager
def _pool(address: str, timeout: int) -> Iterator[Pool]:
    with Client(address, timeout=timeout, set_as_default=False) as client:  # type: ignore[no-untyped-call]
        client.wait_for_workers(1, timeout=timeout)
        threads = sum(client.nthreads().values())
        yield Pool(client.get_executor(pure=False), capacity=4 * threads, lost=(KilledWorker,))
