"""Working: projects judged wherever an executor does its work, and the results in the order asked for."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Future
from contextlib import AbstractContextManager, ExitStack
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Self

from dvrules.assessing import assess
from dvrules.building.wire import findings_spelled
from dvrules.codes import Outcome, errors, outcome_of
from dvrules.evaluations import Evaluated, Request, Unopened, head_of, lines_of
from dvrules.extension import Pool
from dvrules.keeping import Keep
from dvrules.loading import Project, load, project_file
from dvrules.messages import messages_in
from dvrules.model.diagnostics import Diagnostic
from dvrules.model.reports import Report
from dvrules.model.summaries import counts
from dvrules.model.values import evolve
from dvrules.rendering import printable, render

#: How often a project whose worker was lost is tried again by itself.
RETRIES = 2

OpenPool = Callable[[], AbstractContextManager[Pool]]


def work(
    projects: Iterable[tuple[str, Evaluated | None]], request: Request, open_pool: OpenPool, keep: Keep | None
) -> Iterator[Evaluated]:
    """Each project judged, but for what is given with it, in the order in which they come; as `evaluate` says.

    What comes of it is put in `keep`.
    """
    waiting = iter(projects)
    line: deque[tuple[str, Future[Evaluated] | Evaluated]] = deque()
    request = request if request.version else evolve(request, version=_version())
    with _Work(request, open_pool) as at_work:
        while True:
            while len(line) < at_work.pool.capacity and (each := next(waiting, None)):
                path, known = each
                line.append((path, known or at_work.submit(path)))
            if not line:
                return
            path, result = line.popleft()
            if isinstance(result, Evaluated):
                yield result
                continue
            done = at_work.result(path, result)
            if done is None:
                done = at_work.alone(path)
                line = deque((path, each if _done(each) else at_work.submit(path)) for path, each in line)
            if keep and at_work.pool.fresh:
                keep.put(done)
            yield done


def _version() -> str:
    """The version of dvrules here; "" where it is not installed."""
    try:
        return version("dvrules")
    except PackageNotFoundError:
        return ""


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
        except Unopened:
            raise
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
        found = project.catalog.version
        if request.version not in {"", found}:
            return _failed(path, Diagnostic("DV705", {"version": found, "wanted": request.version}), request)
        report = assess(project, as_of=request.as_of, known_at=request.known_at, ignore_waivers=request.ignore_waivers)
        return _evaluated(path, project, report, request)
    except Exception as error:  # noqa: BLE001 - one project's failure is one diagnostic, never the end
        return _failed(path, Diagnostic("DV703", {"problem": _problem(error)}), request)


def _evaluated(path: str, project: Project, report: Report, request: Request) -> Evaluated:
    folder = printable(project_file(path).parent.as_posix())
    prefix = "" if folder == "." else f"{folder}/"
    grave = len(errors(report.diagnostics))
    head = head_of(path, report.project, request)
    findings = findings_spelled(report, request.lang) if request.findings else ()
    owing = any(state in project.settings.fail_on for state in report.findings.states)
    return Evaluated(
        path=path,
        name=report.project,
        outcome=outcome_of(report.diagnostics) or (Outcome.OWING if owing else Outcome.OK),
        states=counts(report.findings.states),
        errors=grave,
        warnings=len(report.diagnostics) - grave,
        faults=tuple(render(report.diagnostics, project.texts, messages_in(request.lang), prefix)),
        lines=lines_of(head, findings),
        grounds=project.grounds,
    )


def _failed(path: str, diagnostic: Diagnostic, request: Request) -> Evaluated:
    (text,) = render((diagnostic,), {}, messages_in(request.lang))
    return Evaluated(path, path, outcome_of((diagnostic,)), errors=1, faults=(f"{printable(path)}: {text}",))


def _done(result: Future[Evaluated] | Evaluated) -> bool:
    """Whether there is a result, or a future that is no longer at work has one."""
    return isinstance(result, Evaluated) or (result.done() and not result.cancelled() and result.exception() is None)


def _problem(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
