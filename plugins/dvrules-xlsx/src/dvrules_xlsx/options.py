"""Options: what `[outputs.xlsx]` of a project says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, get_args

from dvrules.extension import Objection
from dvrules.messages import LANGS, messages_in
from dvrules.model.values import field, frozen

if TYPE_CHECKING:
    from attrs import Attribute

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

#: The columns that a table has unless the project says otherwise.
_USUAL: tuple[Column, ...] = tuple(column for column in get_args(Column) if column != "key")


def _some(_: Any, attribute: Attribute[tuple[Column, ...]], value: tuple[Column, ...]) -> None:
    if not value:
        vi, en = (messages_in(lang, "dvrules_xlsx").say("xlsx.fault.columns") for lang in LANGS)
        raise Objection(vi=vi, en=en, key=attribute.name)


@frozen
class XlsxOptions:
    """The columns of the tracking table, in this order, and the paper it is printed on, laid sideways."""

    columns: tuple[Column, ...] = field(default=_USUAL, validator=_some)
    paper: Paper = "A4"
