"""dvrules evaluate: many projects on one day, wherever an executor does the work."""

from __future__ import annotations

import json
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from glob import glob
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dvrules.cli.caches import cache_folder, cache_options
from dvrules.cli.console import Console, day_options, waivers_option
from dvrules.cli.progress import Progress
from dvrules.cli.tables import table
from dvrules.cli.writing import Unwritten, lines_file
from dvrules.codes import Outcome
from dvrules.evaluating import evaluate
from dvrules.evaluations import Evaluated, Request, Unopened, head_of, line_of
from dvrules.keeping import keeping
from dvrules.messages import Messages
from dvrules.model.diagnostics import Diagnostic, misnamed
from dvrules.model.places import NOWHERE, Place
from dvrules.model.reports import State
from dvrules.model.summaries import share_on_time
from dvrules.model.values import evolve

if TYPE_CHECKING:
    from dvrules.extension import Pool


def arguments(parser: ArgumentParser, messages: Messages) -> None:
    """The projects, the days, who does the work, and where the results go."""
    parser.add_argument("projects", nargs="+", metavar="PROJECT", help=messages.say("cli.projects"))
    day_options(parser, messages)
    waivers_option(parser, messages)
    parser.add_argument("--executor", default="processes", metavar="NAME", help=messages.say("cli.executor"))
    parser.add_argument("--jobs", type=int, metavar="N", help=messages.say("cli.jobs"))
    setting = _setting(messages)
    parser.add_argument(
        "--set", type=setting, action="append", default=[], metavar="KEY=VALUE", help=messages.say("cli.set")
    )
    parser.add_argument("--findings", metavar="FILE", help=messages.say("cli.findings_file"))
    parser.add_argument("--summaries", metavar="FILE", help=messages.say("cli.summaries_file"))
    parser.add_argument("--force", action="store_true", help=messages.say("cli.force"))
    cache_options(parser, messages)


def _setting(messages: Messages) -> Callable[[str], str]:
    """What makes a line of TOML of KEY=VALUE; a value that is none is a text as it stands."""

    def setting(text: str) -> str:
        key, given, value = text.partition("=")
        if not (key and given):
            raise ArgumentTypeError(messages.say("cli.bad_setting", value=text))
        import tomllib  # noqa: PLC0415 - only where something is set

        try:
            tomllib.loads(f"value = {value}")
        except tomllib.TOMLDecodeError:
            value = json.dumps(value, ensure_ascii=False)
        return f"{key} = {value}"

    return setting


def run(args: Namespace, console: Console) -> int:
    """A table of the projects with their counts by state; the gravest of 0, 1, 2 and 3 among them."""
    request = Request(
        as_of=args.as_of,
        known_at=args.known_at,
        ignore_waivers=args.ignore_waivers,
        lang=args.lang,
        block=tuple(args.block),
        findings=args.findings is not None,
    )
    projects = [path for given in args.projects for path in _named(given)]
    settings = [*([] if args.jobs is None else [f"jobs = {args.jobs}"]), *args.set]

    def open_pool() -> AbstractContextManager[Pool]:
        return _opened(args.executor, settings, args.block)

    try:
        with (
            keeping(cache_folder(args), request, str([args.executor, settings])) as keep,
            lines_file(args.findings, force=args.force) as add_findings,
            lines_file(args.summaries, force=args.force) as add_summary,
        ):
            rows = []
            for result in _followed(evaluate(projects, request, open_pool, keep), len(projects), console):
                add_summary(line_of(head_of(result.path, result.name, request) | _summary(result)))
                add_findings(result.lines)
                rows.append(evolve(result, lines=b"", faults=(), grounds=None))
    except _Unfit as error:
        console.complain(error.faults, error.texts)
        return Outcome.WRONG
    except Unopened as error:
        console.complain([Diagnostic("DV702", {"name": args.executor, "problem": str(error)})], {})
        return Outcome.FAILED
    except Unwritten as error:
        console.complain([error.diagnostic], {})
        return Outcome.WRONG
    console.say("cli.judged", as_of=request.as_of, known_at=request.known_at or request.as_of)
    if request.ignore_waivers:
        console.say("cli.ignoring_waivers")
    console.print()
    for line in _table(rows, console):
        console.print(line)
    gravest = max(row.outcome for row in rows)
    if gravest >= Outcome.WRONG:
        console.err.write(console.messages.say("cli.incomplete") + "\n")
    return gravest


def _named(given: str) -> list[str]:
    """The paths that a pattern names, where the shell did not look for them; a path names itself."""
    return [given] if Path(given).exists() else sorted(glob(given)) or [given]  # noqa: PTH207 - as the shell would


class _Unfit(Unopened):
    """An executor that can't be had as it is asked for, and the diagnostics that say why."""

    def __init__(self, faults: Iterable[Diagnostic], texts: Mapping[str, str]) -> None:
        super().__init__()
        self.faults, self.texts = faults, texts


def _opened(name: str, settings: Sequence[str], block: Collection[str]) -> AbstractContextManager[Pool]:
    """The pool of the executor of this name with these settings, lines of TOML."""
    # At the edge: loaded only where something is left to be judged.
    from dvrules.building.options import read_options  # noqa: PLC0415
    from dvrules.plugins import load_plugins  # noqa: PLC0415
    from dvrules.reading.texts import read  # noqa: PLC0415

    text, faults = read("--set", "\n".join(settings).encode(errors="surrogateescape"))
    catalog = load_plugins(block)
    offered = catalog.executors.get(name)
    if offered is None:
        faults = (*catalog.diagnostics, misnamed("DV701", name, catalog.executors, NOWHERE))
    elif text.data is not None:
        params, faults = read_options(text.data, offered.offer.params, Place("--set"))
        if not faults:
            return offered.offer.open(params)
    raise _Unfit(faults, {"--set": text.text})


def _followed(results: Iterator[Evaluated], total: int, console: Console) -> Iterator[Evaluated]:
    """The results as they come, each with its faults told, and a line of progress below them."""
    with Progress(console.err, console.columns) as progress:
        for done in count():
            progress.show(console.messages.say("cli.evaluating", done=done, total=total))
            result = next(results, None)
            if result is None:
                return
            if result.faults:
                progress.clear()
                console.err.writelines(f"{fault}\n" for fault in result.faults)
            yield result


def _summary(result: Evaluated) -> dict[str, Any]:
    return {
        "outcome": result.outcome.name.lower(),
        "states": dict(result.states),
        "on_time": result.on_time,
        "errors": result.errors,
        "warnings": result.warnings,
    }


def _table(rows: Sequence[Evaluated], console: Console) -> Iterator[str]:
    messages = console.messages
    every = Counter[State]()
    for row in rows:
        every.update(row.states)
    states = [state for state in State if every[state]]

    def cells(name: str, counts: Mapping[State, int], faults: int) -> list[str]:
        each = [str(counts.get(state) or "") for state in states]
        return [name, *each, str(sum(counts.values())), messages.share(share_on_time(counts)), str(faults or "")]

    head = [
        messages.say("column.project"),
        *(messages.say(f"state.{state}") for state in states),
        *(messages.say(f"column.{name}") for name in ("count", "on_time", "errors")),
    ]
    lines = [cells(row.path, row.states, row.errors) for row in rows]
    lines.append(cells(messages.say("word.total"), every, sum(row.errors for row in rows)))
    yield from table(head, lines, console.columns, firm=1)
