"""The built-in executors: this process, or several processes of this machine."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from dvrules.extension import Objection, Pool
from dvrules.model.values import field, frozen

if TYPE_CHECKING:
    from attrs import Attribute


def _positive(_: object, attribute: Attribute[Any], value: int) -> None:
    if value < 1:
        key = attribute.name
        raise Objection(vi=f"{key} phải từ 1 trở lên", en=f"{key} must be 1 or more", key=key)


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@frozen
class Processes:
    """How many processes are started; by default, as many as there are processors."""

    jobs: int = field(factory=processors, validator=_positive)


def open_serial(_: None) -> AbstractContextManager[Pool]:
    """One project after the other, in this process."""
    from dvrules.builtin.pools import serial  # noqa: PLC0415 - at the edge: loaded only to evaluate many projects

    return serial()


def open_processes(options: Processes) -> AbstractContextManager[Pool]:
    """So many processes of this machine."""
    from dvrules.builtin.pools import processes  # noqa: PLC0415 - as above

    return processes(options.jobs)
