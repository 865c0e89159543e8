"""dvrules check: is the input right?"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections import Counter

from dvrules.assessing import linked
from dvrules.cli.console import Console, add_project
from dvrules.cli.outcome import report_faults
from dvrules.codes import Severity, severity_of
from dvrules.loading import load, load_ruleset
from dvrules.messages import Messages


def arguments(parser: ArgumentParser, messages: Messages) -> None:
    """Ruleset files to check by themselves; without any, the project as a whole."""
    add_project(parser, messages)
    parser.add_argument("files", nargs="*", metavar="FILE", help=messages.say("cli.files"))


def run(args: Namespace, console: Console) -> int:
    """Show every fault, then how many there are; 0, 2 or 3."""
    code, counts = 0, Counter[Severity]()
    files = [load_ruleset(file, block=args.block) for file in args.files]
    projects = files or [load(args.project, block=args.block)]
    for project in projects:
        diagnostics = project.diagnostics if args.files else linked(project).diagnostics
        counts.update(severity_of(diagnostic.code) for diagnostic in diagnostics)
        code = max(code, report_faults(console, project, diagnostics))
    console.say(
        "cli.checked",
        rulesets=sum(len(project.rulesets) for project in projects),
        obligations=sum(len(ruleset.obligations) for project in projects for ruleset in project.rulesets),
        errors=counts[Severity.ERROR],
        warnings=counts[Severity.WARNING],
    )
    return code
