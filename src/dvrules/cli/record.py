"""dvrules record: one more record of evidence, checked before it is written, and what it counts for."""

from __future__ import annotations

import re
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import file_digest
from math import isfinite
from os.path import relpath
from pathlib import Path

from dvrules.assessing import judged, linked
from dvrules.cli.console import Console, add_project, day_option
from dvrules.cli.locking import locked
from dvrules.cli.outcome import OK, WRONG, report_faults
from dvrules.cli.report import standing
from dvrules.cli.writing import rewrite
from dvrules.codes import errors
from dvrules.entries import added
from dvrules.judging import Judgement
from dvrules.loading import Project, load, project_file, replaced
from dvrules.messages import Messages
from dvrules.model.diagnostics import Diagnostic, misnamed
from dvrules.model.places import NOWHERE
from dvrules.model.records import Attachment, Evidence, Result, Shows
from dvrules.model.statements import Statement, state_that
from dvrules.model.values import evolve

LOCK = ".dvrules.lock"
#: Seconds; whoever writes needs less than one.
PATIENCE = 60.0


def arguments(parser: ArgumentParser, messages: Messages) -> None:
    """The project, and the keys of the record."""

    def text(value: str) -> str:
        if any("\ud800" <= char <= "\udfff" for char in value):
            raise ArgumentTypeError(messages.say("cli.bad_text"))
        return value

    def number(value: str) -> float:
        try:
            amount = float(value)
        except ValueError:
            amount = -1.0
        if not (isfinite(amount) and amount >= 0):
            raise ArgumentTypeError(messages.say("cli.bad_number", value=value))
        return amount

    add_project(parser, messages)
    words = {"obligation": messages.say("cli.record_obligation"), "by": messages.say("cli.record_by")}
    parser.add_argument("obligation", metavar="OBLIGATION", type=text, help=words["obligation"])
    parser.add_argument("--by", required=True, metavar="UNIT", type=text, help=words["by"])
    day_option(parser, messages, "--occurred", help=messages.say("cli.record_occurred"))
    today = date.today()  # noqa: DTZ011 - the day where the user is
    day_option(parser, messages, "--recorded", default=today, help=messages.say("cli.record_recorded"))
    for name, metavar in (("fulfils", "KEY"), ("to", "UNIT")):
        about = messages.say(f"cli.record_{name}")
        parser.add_argument(f"--{name}", action="append", default=[], metavar=metavar, type=text, help=about)
    parser.add_argument("--shared", action="store_true", help=messages.say("cli.record_shared"))
    shows, results = [str(each) for each in Shows], [str(each) for each in Result]
    parser.add_argument("--shows", choices=shows, default="performance", help=messages.say("cli.record_shows"))
    parser.add_argument("--result", choices=results, help=messages.say("cli.record_result"))
    parser.add_argument("--quantity", type=number, metavar="N", help=messages.say("cli.record_quantity"))
    for name in ("post", "document", "source", "note", "corrects", "id"):
        about = messages.say(f"cli.record_{name}")
        parser.add_argument(f"--{name}", default="", metavar=name.upper(), type=text, help=about)
    for name in ("attach", "file"):
        parser.add_argument(f"--{name}", metavar="FILE", type=text, help=messages.say(f"cli.record_{name}"))


def run(args: Namespace, console: Console) -> int:
    """Write the record and tell what it counts for; 2, and nothing written, where it is wrong."""
    file = project_file(args.project)
    if not file.is_file():
        project = load(args.project, block=args.block)
        return report_faults(console, project, project.diagnostics)
    lock = file.parent / LOCK
    try:
        with locked(lock, PATIENCE):
            return _record(args, console)
    except TimeoutError:
        fault = Diagnostic("DV607", {"name": str(lock)})
    except OSError as error:
        fault = Diagnostic("DV604", {"name": str(error.filename or lock), "problem": error.strerror or str(error)})
    console.complain([fault], {})
    return WRONG


def _record(args: Namespace, console: Console) -> int:
    before = load(args.project, block=args.block)
    name, faults = _file(args.file, before)
    record, more = _evidence(args, before)
    if not name:
        return report_faults(console, before, [*_unreadable(before), *faults, *more]) or WRONG
    content = (before.root / name).read_bytes()
    if wrong := [fault for fault in errors(before.diagnostics) if fault.place.file == name]:
        return report_faults(console, before, wrong)
    content, unwritten = added(name, content, record)
    after = replaced(before, name, content)
    found = linked(after)
    judgement = judged(after, found, as_of=record.recorded, known_at=record.recorded).judgement
    known = linked(before).diagnostics
    fresh = [fault for fault in found.diagnostics if fault not in known]
    fresh += [fault for fault in judgement.diagnostics if fault.args.get("id") == record.id]
    if wrong := [*more, *unwritten, *errors(fresh)]:
        return report_faults(console, after, _without_places(wrong))
    rewrite(before.root / name, content)
    days = {"occurred": record.occurred, "recorded": record.recorded}
    console.say("record.written", id=record.id, file=name, obligation=record.obligation, by=record.by, **days)
    for line in _told(record, judgement, console.messages):
        console.print(line)
    return OK


def _unreadable(project: Project) -> list[Diagnostic]:
    """What kept the project file from being read: without it, nothing is known of files and records."""
    return [] if project.settings.evidence else errors(project.diagnostics)


def _file(given: str | None, project: Project) -> tuple[str, list[Diagnostic]]:
    """The file to write to: the one given, seen from here or from the project, or the only one."""
    names = project.evidence
    if given is None:
        known = ", ".join(names)
        return (names[0], []) if len(names) == 1 else ("", [Diagnostic("DV609", {"known": known})])
    meant = [name for name in names if given == name or Path(given).resolve() == (project.root / name).resolve()]
    return (meant[0], []) if meant else ("", [misnamed("DV610", given, names, NOWHERE)])


def _evidence(args: Namespace, project: Project) -> tuple[Evidence, list[Diagnostic]]:
    faults: list[Diagnostic] = []
    attachment = None
    if args.attach is not None:
        try:
            attachment = _attachment(Path(args.attach), project.root)
        except OSError as error:
            faults.append(Diagnostic("DV611", {"name": args.attach, "problem": error.strerror or str(error)}))
    record = Evidence(
        id=args.id or _free_id(record.id for record in project.records.evidence),
        obligation=args.obligation,
        by=args.by,
        occurred=args.occurred or args.recorded,
        recorded=args.recorded,
        fulfils=tuple(args.fulfils),
        shared=args.shared,
        shows=Shows(args.shows),
        result=Result(args.result) if args.result else None,
        quantity=args.quantity,
        to=tuple(args.to),
        post=args.post,
        corrects=args.corrects,
        document=args.document,
        source=args.source,
        attachment=attachment,
        note=args.note,
    )
    return record, faults


def _free_id(ids: Iterable[str]) -> str:
    """The id after the last of those that are numbered."""
    last = max((int(found[1]) for each in ids if (found := re.fullmatch(r"mc-([0-9]{1,9})", each))), default=0)
    return f"mc-{last + 1:03}"


def _attachment(file: Path, root: Path) -> Attachment:
    with file.open("rb") as stream:
        digest = file_digest(stream, "sha256").hexdigest()
    try:
        return Attachment(Path(relpath(file.resolve(), root.resolve())).as_posix(), digest)
    except ValueError:  # on another drive than the project
        return Attachment(file.resolve().as_posix(), digest)


def _without_places(faults: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The faults as they concern arguments: there is no such line in any file, unless its text could not be read."""
    plain: list[Diagnostic] = []
    for each in faults:
        fault = each if each.place.line else evolve(each, place=NOWHERE)
        plain += [] if fault in plain else [fault]
    return plain


def _told(record: Evidence, judgement: Judgement, messages: Messages) -> Iterator[str]:
    """For which occurrences the record counts, or why for none."""
    counts = False
    for finding in judgement.findings:
        for match in finding.evidence:
            if match.evidence == record.id and match.used:
                counts = True
                key, rule = finding.occurrence.key, match.rule
                yield messages.say("record.counts", key=key, rule=rule, state=standing(finding, messages))
    if not counts:
        yield messages.say("record.counts_not", reason=messages.tell(_against(record, judgement)))


def _against(record: Evidence, judgement: Judgement) -> Statement:
    if record.shows is Shows.NOTHING:
        return state_that("rejected.withdraws", id=record.corrects)
    return judgement.rejected.get(record.id) or state_that("rejected.unused")
