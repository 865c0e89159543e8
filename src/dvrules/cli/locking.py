"""Locking: one writer at a time, with a lock that the system takes back from a process that dies."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import IO

if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

    def _give_back(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def _take(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _give_back(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)


_PAUSE = 0.01


@contextmanager
def locked(path: Path, patience: float) -> Iterator[None]:
    """Holds the lock on the file `path`, which stays there; TimeoutError after `patience` seconds of waiting for it."""
    with path.open("ab") as file:
        end = monotonic() + patience
        while True:
            try:
                _take(file)
                break
            except (BlockingIOError, PermissionError):
                if monotonic() >= end:
                    raise TimeoutError from None
                sleep(_PAUSE)
        try:
            yield
        finally:
            _give_back(file)
