"""Values: what the names of an expression stand for, in one case. What is not known gets no value."""

from __future__ import annotations

from typing import Any

from dvrules.extension import Child, Circumstances, Question
from dvrules.model.records import Evidence
from dvrules_cel.names import moment, thing


def of_circumstances(circumstances: Circumstances) -> dict[str, Any]:
    """The values for a condition."""
    unit, obligation = circumstances.unit, circumstances.obligation
    return {
        "unit.id": unit.id,
        "unit.name": unit.name,
        **({"unit.kind": unit.kind} if unit.kind else {}),
        "unit.parent": unit.parent,
        "opens": moment(circumstances.opens),
        "facts": dict(circumstances.facts),
        "obligation.id": obligation.id,
        "obligation.clause": obligation.clause,
        "obligation.title": obligation.title,
    }


def of_question(question: Question) -> dict[str, Any]:
    """The values for an evaluator."""
    occurrence = question.occurrence
    days = {"occurrence.opens": occurrence.opens.day, "occurrence.due": occurrence.due.day, "as_of": question.as_of}
    return {
        "evidence": [_record(record) for record in question.evidence],
        "occurrence.key": occurrence.key,
        "occurrence.period": occurrence.period,
        "occurrence.bearer": occurrence.bearer,
        **{name: moment(day) for name, day in days.items() if day},
        "facts": dict(question.facts),
        "children": [_child(child) for child in question.children],
        "recipients": list(question.recipients),
    }


def _record(record: Evidence) -> Any:
    message = thing("Evidence")(
        id=record.id,
        by=record.by,
        shows=str(record.shows),
        result=str(record.result or ""),
        to=record.to,
        post=record.post,
        document=record.document,
        note=record.note,
    )
    message.occurred.FromDatetime(moment(record.occurred))
    message.recorded.FromDatetime(moment(record.recorded))
    if record.quantity is not None:
        message.quantity.value = record.quantity
    return message


def _child(child: Child) -> Any:
    message = thing("Child")(key=child.key, state=str(child.state))
    if child.fulfilled:
        day = thing("Evidence")().occurred
        day.FromDatetime(moment(child.fulfilled))
        message.fulfilled.Pack(day)
    return message
