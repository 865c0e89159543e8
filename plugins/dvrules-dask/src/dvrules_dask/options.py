"""Options: where the cluster is."""

from __future__ import annotations

from attrs import Attribute, field, frozen

from dvrules.extension import Objection


def _check_jobs(options: DaskOptions, attribute: Attribute[int | None], jobs: int | None) -> None:
    if jobs is None:
        return
    if options.scheduler:
        raise Objection(
            vi="số tiến trình do cụm ở scheduler quyết định, không đặt ở đây được",
            en="how many processes there are is up to the cluster of the scheduler",
            key=attribute.name,
        )
    if jobs < 1:
        raise Objection(vi="phải từ 1 trở lên", en="must be 1 or more", key=attribute.name)


@frozen
class DaskOptions:
    """The address of a scheduler; without one, a cluster of `jobs` processes of this machine is started for the time.

    `jobs` is as many as there are processors where it is None. `timeout` is how many seconds are waited for the
    scheduler, and then for its first worker.
    """

    scheduler: str = ""
    jobs: int | None = field(default=None, validator=_check_jobs)
    timeout: int = 30
