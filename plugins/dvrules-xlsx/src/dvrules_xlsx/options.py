"""Options: what `[outputs.xlsx]` of a project says."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

Column = Literal[
    "number",
    "document",
    "clause",
    "content",
    "lead",
    "supporting",
    "period",
    "opens",
    "due",
    "done",
    "days_late",
    "state",
    "product",
    "quote",
    "evidence",
    "reasons",
    "key",
]


Paper = Literal["A4", "A3"]


@frozen
class XlsxOptions:
    """The columns of the tracking table, in this order, and the paper it is printed on, laid sideways."""

    columns: tuple[Column, ...] = (
        "number",
        "document",
        "clause",
        "content",
        "lead",
        "supporting",
        "period",
        "opens",
        "due",
        "done",
        "days_late",
        "state",
        "product",
        "quote",
        "evidence",
        "reasons",
    )
    paper: Paper = "A4"
