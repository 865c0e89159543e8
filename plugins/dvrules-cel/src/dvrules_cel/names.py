"""Names: what an expression may speak of, with the type of each; nothing else is known to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, Literal

from attrs import frozen
from cel_expr_python import cel  # type: ignore[import-untyped]
from google.protobuf import (  # type: ignore[import-untyped]
    any_pb2,
    descriptor_pb2,
    descriptor_pool,
    message_factory,
    timestamp_pb2,
    wrappers_pb2,
)

#: For what an expression is written.
Use = Literal["condition", "evaluator"]

_TEXTS = "texts"
_WRITTEN_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DAY, _NUMBER, _PERHAPS = "google.protobuf.Timestamp", "google.protobuf.DoubleValue", "google.protobuf.Any"

#: The things that lists hold, with the type of each field; "" is a text. A day that may be missing is an `Any`: empty
#: it is null, and compares with nothing, where an empty timestamp would be the first of January 1970.
THINGS: Mapping[str, Mapping[str, str]] = {
    "Evidence": {
        "id": "",
        "by": "",
        "occurred": _DAY,
        "recorded": _DAY,
        "shows": "",
        "result": "",
        "quantity": _NUMBER,
        "to": _TEXTS,
        "post": "",
        "document": "",
        "note": "",
    },
    "Child": {"key": "", "state": "", "fulfilled": _PERHAPS},
}

#: What may be done with values, for those who misspell one: functions and macros of the language, and `day`.
FUNCTIONS = (
    *("all", "bool", "contains", "day", "double", "duration", "dyn", "endsWith", "exists", "exists_one", "filter"),
    *("getDate", "getDayOfMonth", "getDayOfWeek", "getDayOfYear", "getFullYear", "getHours", "getMonth", "has"),
    *("int", "map", "matches", "size", "startsWith", "string", "timestamp", "type"),
)


@frozen
class Words:
    """The names for one use, with their types, and the environment in which expressions are compiled."""

    variables: Mapping[str, Any]
    environment: Any


@cache
def names_for(use: Use) -> Words:
    """The names that an expression of this use may speak of."""
    kinds = cel.Type
    variables: dict[str, Any] = {"facts": kinds.Map(kinds.STRING, kinds.DYN)}
    if use == "condition":
        texts = ("unit.id", "unit.name", "unit.kind", "unit.parent")
        variables |= dict.fromkeys((*texts, "obligation.id", "obligation.clause", "obligation.title"), kinds.STRING)
        variables["opens"] = kinds.TIMESTAMP
    else:
        variables |= dict.fromkeys(("occurrence.key", "occurrence.period", "occurrence.bearer"), kinds.STRING)
        variables |= dict.fromkeys(("occurrence.opens", "occurrence.due", "as_of"), kinds.TIMESTAMP)
        variables["recipients"] = kinds.List(kinds.STRING)
        variables["evidence"] = kinds.List(kinds("dvrules.Evidence"))
        variables["children"] = kinds.List(kinds("dvrules.Child"))
    to_day = cel.Overload("day_of_text", kinds.TIMESTAMP, [kinds.STRING], impl=moment_of)
    day = cel.FunctionDecl("day", [to_day])
    return Words(variables, cel.NewEnv(descriptor_pool=_pool(), variables=variables, functions=[day]))


def moment_of(text: str) -> datetime:
    """The day that a text like 2024-07-01 names, as the language's timestamp; ValueError where it names none."""
    if not _WRITTEN_DAY.fullmatch(text):
        raise ValueError(f"no day: {text}")
    try:
        return moment(date.fromisoformat(text))
    except ValueError as error:
        raise ValueError(f"no day: {text}") from error


def moment(day: date) -> datetime:
    """A day as the language's timestamp: its first instant, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


@cache
def thing(name: str) -> type[Any]:
    """The class of one of the things that lists hold."""
    cls: type[Any] = message_factory.GetMessageClass(_pool().FindMessageTypeByName(f"dvrules.{name}"))
    return cls


@cache
def _pool() -> Any:
    pool = descriptor_pool.DescriptorPool()
    file = descriptor_pb2.FileDescriptorProto(name="dvrules.proto", package="dvrules", syntax="proto3")
    for known in (any_pb2, timestamp_pb2, wrappers_pb2):
        pool.AddSerializedFile(known.DESCRIPTOR.serialized_pb)
        file.dependency.append(known.DESCRIPTOR.name)
    kind = descriptor_pb2.FieldDescriptorProto
    for name, fields in THINGS.items():
        message = file.message_type.add(name=name)
        for number, (field, type_) in enumerate(fields.items(), start=1):
            label = kind.LABEL_REPEATED if type_ == _TEXTS else kind.LABEL_OPTIONAL
            if type_ in {"", _TEXTS}:
                message.field.add(name=field, number=number, label=label, type=kind.TYPE_STRING)
            else:
                message.field.add(name=field, number=number, label=label, type=kind.TYPE_MESSAGE, type_name=f".{type_}")
    pool.Add(file)
    return pool
