"""Options: where the cluster is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dvrules.extension import Objection
from dvrules.model.values import field, frozen

if TYPE_CHECKING:
    from attrs import Attribute


def _positive(_: object, attribute: Attribute[Any], value: int) -> None:
    if value < 1:
        key = attribute.name
        raise Objection(vi=f"{key} phải từ 1 trở lên", en=f"{key} must be 1 or more", key=key)


def _jobs(options: DaskOptions, attribute: Attribute[Any], value: int | None) -> None:
    if value is None:
        return
    if options.scheduler:
        raise Objection(
            vi="số tiến trình do cụm ở scheduler quyết định, không đặt ở đây được",
            en="how many processes there are is up to the cluster of the scheduler",
            key=attribute.name,
        )
    _positive(options, attribute, value)


@frozen
class DaskOptions:
    """The address of a scheduler; without one, a cluster of `jobs` processes of this machine is started for the time.

    `jobs` is as many as there are processors where it is None. `timeout` is how many seconds are waited for the
    scheduler, and then for its first worker.
    """

    scheduler: str = ""
    jobs: int | None = field(default=None, validator=_jobs)
    timeout: int = field(default=30, validator=_positive)
