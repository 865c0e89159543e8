"""Executors: what holds of each, wherever it does its work."""

from __future__ import annotations

from concurrent.futures import BrokenExecutor
from typing import Any

from dvrules.extension import ExecutorOffer, Pool


def check_executor(executor: ExecutorOffer, params: Any = None) -> None:
    """An executor opens as often as it is asked to, does all that it is given, and hands on what is raised.

    What fails is not what it calls a lost worker.
    """
    for _ in range(2):
        with executor.open(params) as pool:
            assert isinstance(pool, Pool), f"{executor.name} opens no Pool but {type(pool).__name__}"
            assert pool.capacity > 0, f"{executor.name} has room for nothing"
            given = range(2 * pool.capacity)
            done = [each.result() for each in [pool.executor.submit(divmod, number, 3) for number in given]]
            assert done == [divmod(number, 3) for number in given], f"{executor.name} gives other results"
            error = pool.executor.submit(divmod, 1, 0).exception()
            assert isinstance(error, ZeroDivisionError), f"{executor.name} hands on {error!r}"
            assert not isinstance(error, (BrokenExecutor, *pool.lost)), f"{executor.name} takes what fails for lost"
