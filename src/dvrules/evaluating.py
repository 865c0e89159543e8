"""Evaluating: many projects, each judged wherever an executor does its work, and the results in the order asked for."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import BrokenExecutor, CancelledError, Future
from contextlib import AbstractContextManager, ExitStack
from datetime import date
from os import PathLike, fspath
from pathlib import Path
from typing import Any, Self

from attrs import field, frozen

from dvrules.assessing import assess
from dvrules.building.wire import findings_to_data
from dvrules.codes import Outcome, errors, outcome_of
from dvrules.extension import Pool
from dvrules.loading import Project, load, project_file
from dvrules.messages import Lang, messages_in
from dvrules.model.diagnostics import Diagnostic
from dvrules.model.reports import Report, State
from dvrules.model.summaries import share_on_time, summarise
from dvrules.rendering import printable, render

#: How often a project whose worker was lost is tried again by itself.
RETRIES = 2

OpenPool = Callable[[], AbstractContextManager[Pool]]


@frozen
class Request:
    """What projects are judged for, and what is wanted of them; texts are in `lang`.

    `known_at` is `as_of` where it is None. Plugins named in `block` are not loaded. `version` is the one that dvrules
    must have where the work is done, "" for any. Findings are given only where `findings` asks for them.
    """

    as_of: date
    known_at: date | None = None
    ignore_waivers: bool = False
    lang: Lang = "vi"
    block: tuple[str, ...] = ()
    version: str = ""
    findings: bool = False


@frozen
class Evaluated:
    """A project judged: plain data, the same wherever it was made.

    `path` is the project as it was named, `name` what it calls itself. `states` counts the findings by state; `errors`
    and `warnings` count the diagnostics, and `faults` are their texts, with places as seen from where the project was
    named. `findings` are in the form of `dvrules.report/1`.
    """

    path: str
    name: str
    outcome: Outcome
    states: Mapping[State, int] = field(factory=dict)
    errors: int = 0
    warnings: int = 0
    faults: tuple[str, ...] = ()
    findings: tuple[Mapping[str, Any], ...] = ()

    @property
    def on_time(self) -> float | None:
        """The share done on time, as in `Tally`."""
        return share_on_time(self.states)


class Unopened(Exception):
    """An executor that can't be opened; the text says why."""


def evaluate(projects: Iterable[str | PathLike[str]], request: Request, open_pool: OpenPool) -> Iterator[Evaluated]:
    """Each project judged, in the order in which they come; no more of them are taken than the pool has room for.

    A project fails for itself alone: it is given with what went wrong, and the others go on. Where a worker is lost the
    pool is opened anew. Whoever was at work then can't be told from who broke it; so the first in line is tried by
    itself, and what else was not finished is handed in again. Unopened where there is no pool to be had.
    """
    waiting = (fspath(project) for project in projects)
    line: deque[tuple[str, Future[Evaluated]]] = deque()
    with _Work(request, open_pool) as work:
        while True:
            while len(line) < work.pool.capacity and (path := next(waiting, None)) is not None:
                line.append((path, work.submit(path)))
            if not line:
                return
            path, future = line.popleft()
            result = work.result(path, future)
            if result is None:
                result = work.alone(path)
                line = deque((path, future if _done(future) else work.submit(path)) for path, future in line)
            yield result


class _Work:
    """A pool at work, and opened anew when it has to be."""

    def __init__(self, request: Request, open_pool: OpenPool) -> None:
        self._request, self._open, self._stack = request, open_pool, ExitStack()

    def __enter__(self) -> Self:
        self._reopen()
        return self

    def __exit__(self, *raised: object) -> None:
        self._stack.close()

    def _reopen(self) -> None:
        try:
            self._stack.close()
            self.pool = self._stack.enter_context(self._open())
        except Exception as error:
            raise Unopened(_problem(error)) from error
        self._lost: tuple[type[Exception], ...] = (BrokenExecutor, CancelledError, *self.pool.lost)

    def submit(self, path: str) -> Future[Evaluated]:
        """Hand a project in; a pool that is broken already shows by the result."""
        try:
            return self.pool.executor.submit(evaluate_one, path, Path.cwd() / path, self._request)
        except Exception as error:  # noqa: BLE001 - `result` tells what is lost from what failed
            refused: Future[Evaluated] = Future()
            refused.set_exception(error)
            return refused

    def result(self, path: str, future: Future[Evaluated]) -> Evaluated | None:
        """What came of a project; None where its worker was lost."""
        try:
            return future.result()
        except self._lost:
            return None
        except Exception as error:  # noqa: BLE001 - what fails elsewhere may be of any kind, and is that project's alone
            return _failed(path, Diagnostic("DV703", {"problem": _problem(error)}), self._request)

    def alone(self, path: str) -> Evaluated:
        """What comes of a project in a pool that does nothing else; the pool is in order afterwards."""
        for _ in range(RETRIES):
            self._reopen()
            if result := self.result(path, self.submit(path)):
                return result
        self._reopen()
        return _failed(path, Diagnostic("DV704", {"count": RETRIES + 1}), self._request)


def evaluate_one(path: str, place: Path, request: Request) -> Evaluated:
    """The project named `path`, which lies at `place`, judged; whatever is raised on the way is a fault of it."""
    try:
        project = load(place, block=request.block)
        version = project.catalog.version
        if request.version not in {"", version}:
            return _failed(path, Diagnostic("DV705", {"version": version, "wanted": request.version}), request)
        report = assess(project, as_of=request.as_of, known_at=request.known_at, ignore_waivers=request.ignore_waivers)
        return _evaluated(path, project, report, request)
    except Exception as error:  # noqa: BLE001 - one project's failure is one diagnostic, never the end
        return _failed(path, Diagnostic("DV703", {"problem": _problem(error)}), request)


def _evaluated(path: str, project: Project, report: Report, request: Request) -> Evaluated:
    folder = printable(project_file(path).parent.as_posix())
    prefix = "" if folder == "." else f"{folder}/"
    grave = len(errors(report.diagnostics))
    owing = any(finding.state in project.settings.fail_on for finding in report.findings)
    return Evaluated(
        path=path,
        name=report.project,
        outcome=outcome_of(report.diagnostics) or (Outcome.OWING if owing else Outcome.OK),
        states=summarise(report).states,
        errors=grave,
        warnings=len(report.diagnostics) - grave,
        faults=tuple(render(report.diagnostics, project.texts, messages_in(request.lang), prefix)),
        findings=tuple(findings_to_data(report, request.lang)) if request.findings else (),
    )


def _failed(path: str, diagnostic: Diagnostic, request: Request) -> Evaluated:
    (text,) = render((diagnostic,), {}, messages_in(request.lang))
    return Evaluated(path, path, outcome_of((diagnostic,)), errors=1, faults=(f"{printable(path)}: {text}",))


def _done(future: Future[Evaluated]) -> bool:
    """Whether a future that is no longer at work has its result."""
    return future.done() and not future.cancelled() and future.exception() is None


def _problem(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
