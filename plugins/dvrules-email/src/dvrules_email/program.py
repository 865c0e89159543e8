"""dvrules-mail: what is to be told, sent to those whom it concerns, each once."""

from __future__ import annotations

import os
import sqlite3
import sys
from argparse import SUPPRESS, ArgumentParser, Namespace
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import NoReturn, get_args

import dvrules
from dvrules.cli.console import Console, add_days, add_project
from dvrules.cli.outcome import FAILED, OK, OWING, WRONG, report_faults
from dvrules.cli.program import language, translate_argparse
from dvrules.cli.program import run as run_program
from dvrules.cli.writing import write
from dvrules.extension import Objection
from dvrules.loading import project_file
from dvrules.messages import Lang, Messages, messages_in
from dvrules.messages.wording import file_name, plain
from dvrules.model.artifacts import Artifact
from dvrules.model.places import Place
from dvrules_email.accounts import account
from dvrules_email.items import Group
from dvrules_email.options import EmailOptions
from dvrules_email.outbox import STATES, Entry, Mailed, Message, Outbox, Unusable
from dvrules_email.planning import Plan, check, plan
from dvrules_email.posting import Answer, Outcome, Post
from dvrules_email.sending import Clock, Pace, Tally, send

_VIETNAM = timezone(timedelta(hours=7))
_PATIENCE = 300
_OUTBOX = "outbox.sqlite"


def run() -> NoReturn:
    """Run the command with this process's arguments, and end the process with its exit code."""
    run_program(main)


def main(argv: Sequence[str]) -> int:
    """Run one command; returns its exit code.

    0 all well, 1 some messages are refused or wait, 2 the input is wrong, 3 the server or a plugin failed.
    """
    messages = messages_in(language(argv), "dvrules_email")
    translate_argparse(messages)
    arguments = _parser(messages).parse_args(argv)
    command = {"send": _send, "outbox": _outbox}[arguments.command]
    console = Console.of(messages, sys.stdout, sys.stderr)
    try:
        return command(arguments, console)
    except (Unusable, sqlite3.Error) as error:
        key = str(error) if isinstance(error, Unusable) else "email.outbox.unusable"
        return _complain(console, messages.say(key, name=str(_path(arguments))), FAILED)


def _parser(messages: Messages) -> ArgumentParser:
    say = messages.say
    parser = ArgumentParser(prog="dvrules-mail", description=say("email.cli.about"), allow_abbrev=False)
    # It may stand before the command as well; what it says is already known.
    parser.add_argument("--lang", choices=get_args(Lang), help=SUPPRESS)
    common = ArgumentParser(add_help=False, allow_abbrev=False)
    common.add_argument("--lang", choices=get_args(Lang), default=messages.lang, help=say("cli.lang"))
    common.add_argument("--block", action="append", default=[], metavar="PLUGIN", help=say("cli.block"))
    common.add_argument("--outbox", metavar="FILE", help=say("email.cli.file", name=_OUTBOX))
    commands = parser.add_subparsers(dest="command", required=True, metavar=say("cli.command"))
    about = {name: say(f"email.cli.{name}") for name in ("send", "outbox")}
    sending, listing = (
        commands.add_parser(name, help=text, description=text, parents=[common], allow_abbrev=False)
        for name, text in about.items()
    )
    add_days(sending, messages)
    sending.add_argument("--dry-run", action="store_true", help=say("email.cli.dry_run"))
    sending.add_argument("-o", "--out", metavar="DIR", help=say("email.cli.out"))
    sending.add_argument(
        "--patience", type=int, default=_PATIENCE, metavar="SECONDS", help=say("email.cli.patience", seconds=_PATIENCE)
    )
    sending.add_argument("--force", action="store_true", help=say("email.cli.force"))
    add_project(listing, messages)
    return parser


def _path(args: Namespace) -> Path:
    return Path(args.outbox) if args.outbox else project_file(args.project).parent / _OUTBOX


def _send(args: Namespace, console: Console) -> int:
    """Plan, then show the plan or send it."""
    say = console.messages.say
    project = dvrules.load(args.project, block=args.block)
    report = dvrules.assess(project, as_of=args.as_of, known_at=args.known_at)
    options = project.outputs.get("email")
    faults = list(report.diagnostics)
    if isinstance(options, EmailOptions):
        place = Place(project_file(args.project).name, ("outputs", "email", "sending"))
        faults += check(project, options.sending, place)
    code = report_faults(console, project, faults)
    if not isinstance(options, EmailOptions):
        return _complain(console, say("email.fault.no_options"))
    if code and not args.force:
        return _complain(console, say("email.fault.faulty"), code)

    def planned(mailed: Mailed) -> tuple[Plan, int]:
        made = plan(project, report, options, mailed, lang=args.lang, written=written)
        return made, report_faults(console, project, made.diagnostics)

    written, path = datetime.now(_VIETNAM), _path(args)
    if args.dry_run or args.out:
        mailed = _mailed(path)
        made, code = planned(mailed)
        return code or _show(made, mailed, args.out, console)
    try:
        chosen = account(options.sending.server, os.environ)
    except Objection as error:
        return _complain(console, say("email.fault.server", **error.message_args))
    with Outbox(path) as outbox:
        made, code = planned(outbox.mailed())
        if code:
            return code
        outbox.plan(made.messages, written.timestamp())
        post = Post(chosen, project.root, options.sender_mailbox.domain)
        pace = Pace(chosen.server.rate, args.patience)
        return _outcome(send(outbox, post, pace, Clock(), _teller(console)), console)


def _mailed(path: Path) -> Mailed:
    if not path.exists():
        return Mailed()
    with Outbox(path) as outbox:
        return outbox.mailed()


def _show(made: Plan, mailed: Mailed, out: str | None, console: Console) -> int:
    for message in made.messages:
        console.say("email.plan.message", address=message.address, subject=message.subject)
        for reminder in message.reminders:
            if (message.recipient, reminder) not in mailed.history.told:
                known = (message.recipient, reminder.occurrence) in mailed.history.first
                group = reminder.group if known or reminder.group is not Group.OPEN else Group.NEW
                said = console.messages.say(f"email.short.{group}")
                console.say("email.plan.reminder", group=said, occurrence=plain(reminder.occurrence))
    console.say("email.plan.total", count=len(made.messages))
    if out is None:
        return OK
    artifacts = [Artifact(_file(message), "message/rfc822", message.content) for message in made.messages]
    written, faults = write(artifacts, out, force=True)
    for path in written:
        console.print(str(path))
    console.complain(faults, {})
    return WRONG if faults else OK


def _file(message: Message) -> str:
    role, _, unit = message.recipient.partition("/")
    return f"{role}-{file_name(unit)}.eml"


def _teller(console: Console) -> Callable[[Entry, Answer], None]:
    def tell(entry: Entry, answer: Answer) -> None:
        args = {"address": entry.address, "subject": entry.subject, "reply": answer.reply}
        console.say(f"email.outcome.{answer.outcome}", **args)
        console.out.flush()

    return tell


def _outcome(tally: Tally, console: Console) -> int:
    sent, refused = tally.outcomes[Outcome.ACCEPTED], tally.outcomes[Outcome.REFUSED]
    console.say("email.outcome.total", sent=sent, refused=refused, waiting=tally.waiting)
    if tally.problem:
        return _complain(console, console.messages.say("email.fault.stopped", problem=tally.problem), FAILED)
    return OWING if refused or tally.waiting else OK


def _outbox(args: Namespace, console: Console) -> int:
    """List what the outbox holds."""
    path = _path(args)
    if not path.exists():
        return _complain(console, console.messages.say("email.outbox.none", name=str(path)))
    with Outbox(path) as outbox:
        entries = outbox.entries()
    for entry in entries:
        changed = datetime.fromtimestamp(entry.changed, _VIETNAM)
        state = console.messages.say(f"email.state.{entry.state}")
        facts = {"state": state, "address": entry.address, "subject": entry.subject, "time": f"{changed:%H:%M}"}
        console.say("email.outbox.entry", day=changed.date(), attempts=entry.attempts, **facts)
        if entry.reply:
            console.say("email.outbox.reply", reply=entry.reply)
    counts = Counter(entry.state for entry in entries)
    console.say("email.outbox.total", **{state: counts[state] for state in STATES})
    return OK


def _complain(console: Console, text: str, code: int = WRONG) -> int:
    console.err.write(f"{text}\n")
    return code
