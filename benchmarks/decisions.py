"""Decisions: the rule of states as data, so that every engine can be given it, and the facts of a report to decide on.

The rules are read from the top; the first whose comparisons all hold gives the state. They say what `dvrules.states`
says, in whole numbers and with no more than one field or number on either side, which is what all engines understand.
"""

from __future__ import annotations

import json
import operator
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.records import AS_OF
from dvrules.assessing import assess
from dvrules.loading import load
from dvrules.model.records import Effect
from dvrules.model.reports import Finding, Report, State
from dvrules.model.rulesets import Kind, Obligation

#: Days are their ordinals; what has no last day is due later than any day, what has not happened happens later still.
NO_END, NOT_YET = 9_000_000, 9_999_999
TODAY = AS_OF.toordinal()

KINDS = {kind: number for number, kind in enumerate(Kind)}
_OF_KIND = {str(kind): ("kind", "==", number) for kind, number in KINDS.items()}

Field = str
Comparison = tuple[Field, str, Field | int]

COMPARE: Mapping[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}

_DONE = ("done", "<", NOT_YET)
_BEFORE = ("opens", ">", TODAY)
_WITHIN = ("due", ">=", TODAY)


def _kept_up(kind: str) -> tuple[tuple[str, tuple[Comparison, ...]], ...]:
    of_kind = _OF_KIND[kind]
    return (
        ("breached", (of_kind, ("breached", "<", NOT_YET))),
        ("upcoming", (of_kind, _BEFORE)),
        ("open", (of_kind, _WITHIN)),
        ("fulfilled", (of_kind,)),
    )


_ACHIEVEMENT, _PERMISSION, _PROGRAMME = (_OF_KIND[kind] for kind in ("achievement", "permission", "programme"))

RULES: tuple[tuple[str, tuple[Comparison, ...]], ...] = (
    ("undetermined", (("certain", "==", 0),)),
    ("not_applicable", (("applies", "==", 0),)),
    ("waived", (("waived", "<", NOT_YET), ("settled", ">=", "waived"))),
    ("suspended", (("suspended", "==", 1), ("settled", ">", TODAY))),
    ("fulfilled", (_ACHIEVEMENT, ("done", "<=", "due"))),
    ("breached", (_ACHIEVEMENT, ("lapses", "==", 1), ("due", "<", TODAY))),
    ("fulfilled_late", (_ACHIEVEMENT, _DONE)),
    ("upcoming", (_ACHIEVEMENT, _BEFORE)),
    ("open", (_ACHIEVEMENT, _WITHIN)),
    ("overdue", (_ACHIEVEMENT,)),
    *_kept_up("maintenance"),
    *_kept_up("prohibition"),
    ("fulfilled", (_PERMISSION, _DONE)),
    ("upcoming", (_PERMISSION, _BEFORE)),
    ("open", (_PERMISSION, _WITHIN)),
    ("terminated", (_PERMISSION,)),
    ("upcoming", (_PROGRAMME, _BEFORE)),
    ("unassessed", (_PROGRAMME, ("assessed", "==", NOT_YET))),
    ("fulfilled", (_PROGRAMME, _DONE)),
    ("open", (_PROGRAMME, _WITHIN)),
    ("terminated", (_PROGRAMME,)),
)

Row = dict[str, int]


def kind_of(comparisons: tuple[Comparison, ...]) -> Comparison | None:
    """The comparison by which a rule is about one kind only."""
    return next((comparison for comparison in comparisons if comparison[0] == "kind"), None)


def by_the_rules(row: Row) -> str:
    """The state of one row, by walking the rules."""

    def holds(comparison: Comparison) -> bool:
        left, sign, right = comparison
        return bool(COMPARE[sign](row[left], row[right] if isinstance(right, str) else right))

    return next(state for state, comparisons in RULES if all(map(holds, comparisons)))


def rows_of(report: Report) -> tuple[list[Row], list[str]]:
    """The facts of a report's findings, with the state that dvrules found for each.

    Breaches that can be made good are left out: what becomes of them hangs on more than these facts.
    """
    obligations = {obligation.reference: obligation for obligation in report.obligations}
    waivers = {w.id: w.start for w in report.waivers if w.effect is Effect.EXCUSES}
    units = {unit.id: number for number, unit in enumerate(report.units)}
    documents = {source.ruleset: number for number, source in enumerate(report.documents)}
    rows, states = [], []
    for finding in report.findings:
        obligation = obligations[finding.occurrence.obligation]
        if obligation.cure and any(violation.sort == "breach" for violation in finding.violations):
            continue
        row = _row(finding, obligation, waivers)
        row["unit"] = units[finding.occurrence.bearer]
        row["document"] = documents[obligation.reference.partition(":")[0]]
        rows.append(row)
        states.append(str(finding.state))
    return rows, states


def _row(finding: Finding, obligation: Obligation, waivers: Mapping[str, date]) -> Row:
    occurrence = finding.occurrence
    breaches = [violation.day for violation in finding.violations if violation.sort == "breach"]
    assessed = [str(reason.args["assessed"]) for reason in finding.reasons if reason.key == "reason.assessed"]
    due = _ordinal(occurrence.due.earliest, NO_END)
    done = _ordinal(finding.done, NOT_YET)
    breached = _ordinal(min(breaches, default=None), NOT_YET)
    lapsed = due + 1 if obligation.lapses and due < TODAY else NOT_YET
    return {
        "kind": KINDS[occurrence.kind],
        "opens": NOT_YET if occurrence.awaits else _ordinal(occurrence.opens.earliest, 0),
        "due": due,
        "done": done,
        "breached": breached,
        "assessed": date.fromisoformat(assessed[-1]).toordinal() if assessed else NOT_YET,
        "settled": min(done, breached, lapsed),
        "waived": _ordinal(waivers.get(finding.waiver), NOT_YET),
        "lapses": int(obligation.lapses),
        "suspended": int(bool(finding.suspension)),
        "applies": int(finding.state is not State.NOT_APPLICABLE),
        "certain": int(not finding.missing),
        "month": date.fromordinal(due).month if due < NO_END else 0,
    }


def _ordinal(day: date | None, otherwise: int) -> int:
    return day.toordinal() if day else otherwise


def save(report: Report, file: Path) -> int:
    """Write the rows and states of a report for the processes that decide them; how many there are."""
    rows, states = rows_of(report)
    file.write_text(json.dumps({"rows": rows, "states": states}), encoding="utf-8")
    return len(rows)


if __name__ == "__main__":
    save(assess(load(sys.argv[1]), as_of=AS_OF), Path(sys.argv[2]))
