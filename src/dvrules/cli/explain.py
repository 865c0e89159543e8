"""dvrules explain: one finding, with its authority, its days step by step, its evidence, and the reasons for it."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from typing import Any

from dvrules.assessing import explained, judged, linked
from dvrules.cli.console import Console, add_days
from dvrules.cli.explanation import lines, paragraph
from dvrules.cli.flowchart import flowchart
from dvrules.cli.outcome import OK, WRONG, report_faults
from dvrules.loading import load
from dvrules.messages import Messages
from dvrules.model.diagnostics import in_order, misnamed
from dvrules.model.explanations import Explanation
from dvrules.model.places import NOWHERE
from dvrules.rendering import printable


def arguments(parser: ArgumentParser, messages: Messages) -> None:
    """The project, the days, the key of the occurrence, and the form."""
    add_days(parser, messages)
    parser.add_argument("key", metavar="KEY", help=messages.say("cli.key"))
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--paragraph", action="store_true", help=messages.say("cli.paragraph"))
    form.add_argument("--format", choices=[*_FORMS], default="text", help=messages.say("cli.format"))


def run(args: Namespace, console: Console) -> int:
    """The explanation; 2 where there is no such occurrence."""
    project = load(args.project, block=args.block)
    known_at = args.known_at or args.as_of
    found = linked(project)
    assessed = judged(project, found, as_of=args.as_of, known_at=known_at)
    keys = [occurrence.key for occurrence in assessed.judgement.findings.occurrences]
    fitting = [args.key] if args.key in keys else [key for key in keys if args.key in key]
    if len(fitting) > 1:
        console.say("cli.several", part=printable(args.key))
        for key in fitting:
            console.print(f"  {printable(key)}")
        return WRONG
    if not fitting:
        faults = in_order((*found.diagnostics, *assessed.diagnostics, *assessed.judgement.diagnostics))
        report_faults(console, project, [*faults, misnamed("DV505", args.key, keys, NOWHERE)])
        if project.settings.from_:
            console.err.write(console.messages.say("cli.followed_from", day=project.settings.from_) + "\n")
        return WRONG
    explanation = explained(project, found, assessed, fitting[0], as_of=args.as_of, known_at=known_at)
    messages = console.messages.naming(explanation.names)
    for line in (paragraph if args.paragraph else _FORMS[args.format])(explanation, messages):
        console.print(printable(line))
    return OK


def _json(explanation: Explanation, messages: Messages) -> list[str]:
    from dvrules.building.wire import explanation_to_data  # noqa: PLC0415 - loaded only where it is asked for

    text = json.dumps(explanation_to_data(explanation, messages.lang), ensure_ascii=False, indent=2)
    return [_escaped(line) for line in text.split("\n")]


def _escaped(line: str) -> str:
    """A line of JSON that says the same with nothing in it that a terminal would obey."""
    return "".join(char if char.isprintable() else json.dumps(char)[1:-1] for char in line)


_FORMS: Mapping[str, Callable[[Explanation, Messages], Any]] = {"text": lines, "json": _json, "graph": flowchart}
