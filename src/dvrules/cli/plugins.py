"""dvrules plugins: what is installed, and what it offers."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from dvrules.cli.console import Console
from dvrules.cli.outcome import FAILED, OK
from dvrules.cli.tables import table
from dvrules.codes import errors
from dvrules.messages import Messages
from dvrules.plugins import load_plugins


def arguments(_: ArgumentParser, __: Messages) -> None:
    """No arguments of its own."""


def run(args: Namespace, console: Console) -> int:
    """A table of plugins and one of their offers; 3 where a plugin is broken."""
    catalog = load_plugins(args.block)
    say = console.messages.say
    head = [say(f"column.{name}") for name in ("plugin", "distribution", "status")]
    rows = [[p.name, f"{p.distribution} {p.version}", say(f"plugin_status.{p.status}")] for p in catalog.plugins]
    for line in table(head, rows, console.columns):
        console.print(line)
    console.print()
    offers = [
        [
            say(f"offer.{kind}"),
            name,
            offered.plugin,
            console.messages.words.get(f"summary.{name}", offered.offer.summary),
        ]
        for kind in ("evaluators", "conditions", "exporters", "calendars", "executors")
        for name, offered in getattr(catalog, kind).items()
    ]
    for line in table(
        [say(f"column.{name}") for name in ("offer", "name", "plugin", "summary")], offers, console.columns
    ):
        console.print(line)
    console.complain(catalog.diagnostics, {})
    return FAILED if errors(catalog.diagnostics) else OK
