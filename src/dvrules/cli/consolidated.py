"""dvrules consolidated: what a document asks on a day, with all that other documents changed of it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from dvrules.assessing import linked
from dvrules.cli.console import Console, add_days
from dvrules.cli.outcome import WRONG, report_faults
from dvrules.cli.tables import table
from dvrules.consolidating import Provision, consolidate
from dvrules.loading import load
from dvrules.messages import Messages
from dvrules.messages.wording import document_text
from dvrules.model.cascades import Cascade


def arguments(parser: ArgumentParser, messages: Messages) -> None:
    """The project, the days, the ruleset, and whether to show what holds no longer."""
    add_days(parser, messages)
    parser.add_argument("ruleset", metavar="RULESET", help=messages.say("cli.consolidated_ruleset"))
    parser.add_argument("--all", action="store_true", help=messages.say("cli.consolidated_all"))


def run(args: Namespace, console: Console) -> int:
    """A table of what holds on the day, each duty with the document it rests on; 0, 2 or 3."""
    project = load(args.project, block=args.block)
    found = linked(project)
    cascade, messages = found.cascade, console.messages
    code = report_faults(console, project, found.diagnostics)
    ruleset = cascade.by_id.get(args.ruleset)
    if ruleset is None:
        known = ", ".join(cascade.by_id)
        console.err.write(messages.say("cli.no_ruleset", name=args.ruleset, known=known) + "\n")
        return WRONG
    provisions = consolidate(cascade, args.ruleset, args.as_of, found.records.terminations, args.known_at)
    console.say("cli.consolidated_on", document=document_text(ruleset.document, messages), day=args.as_of)
    console.print()
    head = [
        messages.say(f"column.{name}") for name in ("document", "clause", "obligation", "bearer", "deadline", "note")
    ]
    rows = [_row(each, cascade, messages) for each in provisions if each.holds or args.all]
    for line in table(head, rows, console.columns) if rows else ():
        console.print(line)
    console.print()
    console.say("cli.consolidated_count", holding=sum(each.holds for each in provisions), count=len(provisions))
    return code


def _row(provision: Provision, cascade: Cascade, messages: Messages) -> list[str]:
    from dvrules.phrases import render  # noqa: PLC0415 - a grammar takes long to load, and few commands need it

    obligation = provision.obligation
    bearer = obligation.bearer
    unit, group = cascade.units.get(bearer.unit or ""), cascade.groups.get(bearer.each or "")
    who = (
        unit.name
        if unit
        else bearer.unit or messages.say("word.each_of", group=group.name if group else str(bearer.each))
    )
    words = next((deadline.words for deadline in obligation.deadline if deadline.words), "")
    return [
        messages.document(cascade.document_of(obligation).identity),
        obligation.clause,
        obligation.title or obligation.quote,
        who,
        words or render(obligation.deadline, messages.lang) or "",
        " ".join(_notes(provision, messages)),
    ]


def _notes(provision: Provision, messages: Messages) -> Iterator[str]:
    if provision.ended:
        yield messages.say("note.ended", day=provision.ended.day)
        yield messages.tell(provision.ended.by)
    elif not provision.holds:
        yield messages.say("note.not_yet")
    for key in ("instead_of", "overrides", "overridden"):
        names = getattr(provision, key)
        if names:
            yield messages.say(f"note.{key}", names=", ".join(names))
