"""dvrules review: links whose clause above was never reviewed or has changed since, and accepting them as they are."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from pathlib import Path

from dvrules.assessing import linked
from dvrules.cli.console import Console, add_project
from dvrules.cli.outcome import OWING, report_faults
from dvrules.cli.tables import table
from dvrules.cli.writing import write
from dvrules.loading import Project, load
from dvrules.messages import Messages
from dvrules.model.artifacts import Artifact
from dvrules.model.links import Link
from dvrules.reading.locating import Extent, index
from dvrules.tracing import links


def arguments(parser: ArgumentParser, messages: Messages) -> None:
    """The project, which obligations, and whether to accept."""
    add_project(parser, messages)
    parser.add_argument("obligations", nargs="*", metavar="OBLIGATION", help=messages.say("cli.review_which"))
    parser.add_argument("--accept", action="store_true", help=messages.say("cli.accept"))


def run(args: Namespace, console: Console) -> int:
    """A line for each link that wants to be reviewed; 1 where any still does."""
    project = load(args.project, block=args.block)
    found = linked(project)
    own = {ruleset.id: ruleset.document.identity for ruleset in found.cascade.rulesets}
    wanting = [
        link
        for link in links(found.cascade)
        # Of its own text whoever writes a ruleset needs no reminder.
        if link.fingerprint
        and link.document != own[link.child.partition(":")[0]]
        and link.fingerprint != link.reviewed
        and (not args.obligations or link.child in args.obligations)
    ]
    say = console.messages.say
    head = [say(f"column.{name}") for name in ("obligation", "above", "review")]
    rows = [
        [link.child, f"{link.document}, {link.clause}", say(f"review.{'suspect' if link.reviewed else 'unreviewed'}")]
        for link in wanting
    ]
    for line in table(head, rows, console.columns) if rows else [say("cli.nothing_to_review")]:
        console.print(line)
    if not args.accept:
        return report_faults(console, project, found.diagnostics) or (OWING if wanting else 0)
    written, faults = write(_accepted(project, wanting), str(project.root), force=True)
    for path in written:
        console.print(str(path))
    return report_faults(console, project, faults)


def _accepted(project: Project, wanting: Iterable[Link]) -> Iterable[Artifact]:
    """The ruleset files with the fingerprints of now; everything else in them stays as it is, letter for letter."""
    by_file: dict[str, list[Link]] = {}
    for link in wanting:
        by_file.setdefault(link.place.file, []).append(link)
    for name, changed in by_file.items():
        content = Path(project.root, name).read_bytes()
        yield Artifact(name, "application/toml", edited(content.decode("utf-8-sig"), changed).encode())


def edited(text: str, changed: Iterable[Link]) -> str:
    """The text of a ruleset with the fingerprint of each link set, beside the clause that it names."""
    places = index(text)
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    edits = []
    for link in changed:
        path = link.place.path
        value = f'"{link.fingerprint}"'
        given = places.get((*path, "fingerprint"))
        clause = places[(*path, "clause")]
        if given and given.value:
            edits.append((_offsets(given.value, starts), value))
        elif clause.value:
            _, end = _offsets(clause.value, starts)
            inline = places[path].value is not None
            edits.append(((end, end), f"{', ' if inline else chr(10)}fingerprint = {value}"))
    for (first, last), put in sorted(edits, reverse=True):
        text = text[:first] + put + text[last:]
    return text


def _offsets(extent: Extent, starts: list[int]) -> tuple[int, int]:
    (line, column), (last_line, last_column) = extent.start, extent.end
    return starts[line - 1] + column - 1, starts[last_line - 1] + last_column - 1
