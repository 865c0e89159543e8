"""The pools of the built-in executors."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any

from dvrules.extension import Pool


class _Inline(Executor):
    """Does at once, in this process, what it is given."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - an executor hands on whatever was raised
            done.set_exception(error)
        return done


@contextmanager
def serial() -> Iterator[Pool]:
    """One after the other, in this process."""
    yield Pool(_Inline(), capacity=1, fresh=True)


@contextmanager
def processes(jobs: int) -> Iterator[Pool]:
    """So many processes of this machine; each starts afresh, whatever this one holds."""
    fresh = multiprocessing.get_context("spawn")
    executor = ProcessPoolExecutor(jobs, mp_context=fresh, initializer=_leave_interrupts)
    try:
        yield Pool(executor, capacity=4 * jobs, fresh=True)
    finally:
        executor.shutdown(cancel_futures=True)


def _leave_interrupts() -> None:
    """Ctrl-C reaches every process of a terminal; the one that started the others ends them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
