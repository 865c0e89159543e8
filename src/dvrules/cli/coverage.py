"""dvrules coverage: what the documents above ask, and by what each ruleset answers it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections import Counter

from dvrules.assessing import linked
from dvrules.cli.console import Console, add_project
from dvrules.cli.outcome import OWING, report_faults
from dvrules.cli.tables import table
from dvrules.loading import load
from dvrules.messages import Messages
from dvrules.model.cascades import Cascade
from dvrules.model.links import Cover
from dvrules.tracing import coverage


def arguments(parser: ArgumentParser, messages: Messages) -> None:
    """The project, and the form."""
    add_project(parser, messages)
    parser.add_argument("--format", choices=["text", "json"], default="text", help=messages.say("cli.table_format"))


def run(args: Namespace, console: Console) -> int:
    """A line for each duty from above, and the counts; 1 where one is answered by nothing."""
    project = load(args.project, block=args.block)
    found = linked(project)
    lines = coverage(found.cascade, found.links)
    if args.format == "json":
        import json  # noqa: PLC0415 - at the edge: loaded only when asked for

        from attrs import asdict  # noqa: PLC0415 - as above

        console.print(json.dumps([asdict(line) for line in lines], ensure_ascii=False, indent=2))
    else:
        say = console.messages.say
        head = [say(f"column.{name}") for name in ("ruleset", "above", "cover", "by")]
        rows = [
            [
                line.ruleset,
                _above(line.parent, found.cascade),
                say(f"cover.{line.cover}"),
                _by([_called(name, found.cascade) for name in line.by], line.reason),
            ]
            for line in lines
        ]
        for text in table(head, rows, console.columns) if rows else [say("cli.nothing_above")]:
            console.print(text)
        if rows:
            console.print()
        for cover, count in Counter(line.cover for line in lines).items():
            console.print(f"{count:5}  {say(f'cover.{cover}')}")
    code = report_faults(console, project, found.diagnostics)
    return code or (OWING if any(line.cover is Cover.MISSING for line in lines) else code)


def _above(reference: str, cascade: Cascade) -> str:
    """The document that a duty from above stands in, and what it is called there; "" for none."""
    codes = {ruleset.id: ruleset.document.code for ruleset in cascade.rulesets}
    return f"{codes[reference.partition(':')[0]]}, {_called(reference, cascade)}" if reference else ""


def _by(names: list[str], reason: str) -> str:
    return ": ".join(part for part in (", ".join(names), reason) if part)


def _called(name: str, cascade: Cascade) -> str:
    """What an obligation is called, or a unit or group."""
    if obligation := cascade.by_reference.get(name):
        return f"{obligation.clause}  {obligation.title or obligation.quote}"
    body = cascade.units.get(name) or cascade.groups.get(name)
    return body.name if body else name
