"""The JSON Schemas of reports, explanations and comparisons, made from the classes that these are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import Enum
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from attrs import fields, has

from dvrules.building.faults import key_of
from dvrules.building.spelling import is_shown
from dvrules.building.wire import COMPARISON, EXPLANATION, SCHEMA
from dvrules.model.comparisons import Comparison
from dvrules.model.days import PartialDate
from dvrules.model.diagnostics import Diagnostic
from dvrules.model.explanations import Explanation
from dvrules.model.reports import Finding, Findings, Report, State
from dvrules.model.statements import Statement
from dvrules.model.summaries import Summary

Schema = dict[str, Any]

_DAY: Schema = {"type": "string", "format": "date"}
_PLAIN: Mapping[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
    date: _DAY,
    PartialDate: {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"},
    Any: {},
}


def report_schema() -> Schema:
    """The schema of `dvrules.report/1`, draft 2020-12: every key is required and no other is allowed."""
    definitions: dict[str, Schema] = {}
    labels = {str(state): {"type": "string"} for state in State}
    extra: dict[str, Schema] = {
        "summary": _table(Summary, definitions),
        "labels": {"type": "object", "properties": labels, "required": list(labels), "additionalProperties": False},
    }
    return _document(SCHEMA, Report, definitions, extra)


def explanation_schema() -> Schema:
    """The schema of `dvrules.explanation/1`, likewise."""
    return _document(EXPLANATION, Explanation, {}, {})


def comparison_schema() -> Schema:
    """The schema of `dvrules.comparison/1`, likewise."""
    return _document(COMPARISON, Comparison, {}, {})


def _document(title: str, cls: type, definitions: dict[str, Schema], extra: Mapping[str, Schema]) -> Schema:
    table = _table(cls, definitions)
    head = {"schema": {"const": title}, "lang": {"enum": ["vi", "en"]}}
    properties = {**head, **extra, **table["properties"]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **table,
        "properties": properties,
        "required": list(properties),
        "$defs": dict(sorted(definitions.items())),
    }


def _table(cls: type, definitions: dict[str, Schema]) -> Schema:
    hints = get_type_hints(cls)
    properties = {
        key_of(field.name): _schema(hints[field.name], definitions) for field in fields(cls) if is_shown(field)
    }
    if cls in {Statement, Diagnostic}:
        properties["text"] = {"type": "string"}
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _schema(kind: Any, definitions: dict[str, Schema]) -> Schema:  # noqa: PLR0911 - one return for each sort of type
    if kind is Findings:
        kind = tuple[Finding, ...]
    if isinstance(kind, type | type(Any)) and kind in _PLAIN:
        return _PLAIN[kind]
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin in {Union, UnionType}:
        return {"anyOf": [_schema(argument, definitions) for argument in arguments]}
    if origin in {tuple, Sequence}:
        return {"type": "array", "items": _schema(arguments[0], definitions)}
    if origin is not None:
        keys, values = (_schema(argument, definitions) for argument in arguments)
        named = {"propertyNames": keys} if "enum" in keys else {}
        return {"type": "object", **named, "additionalProperties": values}
    if issubclass(kind, Enum):
        return {"enum": [str(member) for member in kind]}
    if has(kind) and kind.__name__ not in definitions:
        definitions[kind.__name__] = {}
        definitions[kind.__name__] = _table(kind, definitions)
    return {"$ref": f"#/$defs/{kind.__name__}"}
