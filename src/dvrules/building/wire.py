"""The wire: reports as plain data (`dvrules.report/1`) and back; explanations and comparisons as data.

Days are ISO texts, enumerated values their names, lists lists; places of rulesets and whatever else belongs to the
running program stay out. Keys come in the order of the classes' fields, so equal reports give equal text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from types import UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

from attrs import evolve, fields, has
from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from dvrules.building.converter import Scalar, deadline_forms
from dvrules.building.faults import key_of
from dvrules.messages import Lang, Messages, messages_in
from dvrules.model.days import PartialDate
from dvrules.model.deadlines import Anchor, Deadline
from dvrules.model.diagnostics import Diagnostic
from dvrules.model.explanations import Explanation
from dvrules.model.reports import Finding, Findings, Report, State
from dvrules.model.statements import Statement
from dvrules.model.summaries import summarise

if TYPE_CHECKING:
    from dvrules.model.comparisons import Comparison

SCHEMA = "dvrules.report/1"
#: Fields that the engine fills in and that a reader of the data needs.
TOLD = {"reference", "shared", "among"}

COMPARISON = "dvrules.comparison/1"
EXPLANATION = "dvrules.explanation/1"


def to_data(report: Report, lang: Lang) -> dict[str, Any]:
    """The report as data that JSON can hold, with the text in `lang` beside every statement and diagnostic."""
    return {key: [*value] if key == "findings" else value for key, value in streamed(report, lang).items()}


def streamed(report: Report, lang: Lang) -> dict[str, Any]:
    """The same with an iterator of the findings, which are the most of it, in place of their list."""
    messages = messages_in(lang)
    converter = _report_converter(report, lang)
    data = {
        "schema": SCHEMA,
        "lang": lang,
        **converter.unstructure(evolve(report, findings=())),
        "summary": converter.unstructure(summarise(report)),
        "labels": {str(state): messages.say(f"state.{state}") for state in State},
    }
    return data | {"findings": findings_to_data(report, lang)}


def findings_to_data(report: Report, lang: Lang) -> Iterator[dict[str, Any]]:
    """The report's findings alone, each as `to_data` has it, one by one."""
    return map(_report_converter(report, lang).unstructure, report.findings)


def _report_converter(report: Report, lang: Lang) -> Converter:
    return _converter(lang, tuple((unit.id, unit.name) for unit in report.units))


def explanation_to_data(explanation: Explanation, lang: Lang) -> dict[str, Any]:
    """The explanation as data that JSON can hold, with the text in `lang` beside every statement."""
    converter = _converter(lang, tuple(explanation.names.items()))
    return {"schema": EXPLANATION, "lang": lang, **converter.unstructure(explanation)}


def comparison_to_data(comparison: Comparison, lang: Lang) -> dict[str, Any]:
    """The comparison as data that JSON can hold, with the text in `lang` beside every reason and step."""
    converter = _converter(lang, tuple(comparison.names.items()))
    return {"schema": COMPARISON, "lang": lang, **converter.unstructure(comparison)}


def from_data(data: Any) -> Report:
    """The report that `to_data` made `data` of; ValueError where it is none."""
    schema = data.get("schema") if isinstance(data, Mapping) else None
    if schema != SCHEMA:
        raise ValueError(f"not a {SCHEMA}: {schema!r}")
    try:
        report: Report = _converter("vi").structure(data, Report)
    except Exception as error:  # what is wrong with data shows in a different way for each class
        raise ValueError(f"not a {SCHEMA}: {error!r}") from error
    return report


@lru_cache(maxsize=8)
def _converter(lang: Lang, names: tuple[tuple[str, str], ...] = ()) -> Converter:
    """The converter whose texts are in `lang` and call units by `names`."""
    converter = Converter(detailed_validation=False)
    messages = messages_in(lang).naming(dict(names))
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_structure_hook(date, lambda value, _: date.fromisoformat(value))
    converter.register_unstructure_hook(PartialDate, str)
    converter.register_structure_hook(PartialDate, lambda value, _: PartialDate.parse(value))
    converter.register_unstructure_hook(Findings, lambda findings: [*map(converter.unstructure, findings)])
    converter.register_structure_hook(
        Findings, lambda value, _: Findings.of(converter.structure(value, tuple[Finding, ...]))
    )
    converter.register_structure_hook_func(lambda kind: kind == Deadline, _deadline_hook(converter))
    converter.register_structure_hook_func(_is_plain, lambda value, _: value)
    converter.register_structure_hook_func(
        _is_cut_off, lambda value, _: converter.structure(value, Anchor) if isinstance(value, dict) else value
    )
    converter.register_unstructure_hook_func(
        _is_cut_off, lambda value: converter.unstructure(value) if isinstance(value, Anchor) else value
    )
    converter.register_unstructure_hook_factory(has, lambda cls: _unstructure_hook(cls, converter, messages))
    converter.register_structure_hook_factory(has, lambda cls: _structure_hook(cls, converter))
    return converter


def _is_plain(kind: Any) -> bool:
    return kind in {str | int, Scalar} or (
        get_origin(kind) in {Union, UnionType} and {int} < {*_sorts(kind)} <= {int, Literal}
    )


def _sorts(kind: Any) -> Iterator[Any]:
    yield from (get_origin(argument) or argument for argument in get_args(kind))


def _is_cut_off(kind: Any) -> bool:
    return get_origin(kind) in {Union, UnionType} and {Anchor, Literal} <= {*_sorts(kind)}


def _unstructure_hook(cls: type, converter: Converter, messages: Messages) -> Callable[[Any], dict[str, Any]]:
    plain: Callable[[Any], dict[str, Any]] = make_dict_unstructure_fn(cls, converter, **_overrides(cls))
    if cls is Statement:
        return lambda statement: {**plain(statement), "text": messages.tell(statement)}
    if cls is Diagnostic:
        return lambda diagnostic: {**plain(diagnostic), "text": messages.diagnose(diagnostic)}
    return plain


def _structure_hook(cls: type, converter: Converter) -> Callable[[Any, Any], Any]:
    return make_dict_structure_fn(cls, converter, **_overrides(cls))


def _overrides(cls: type) -> dict[str, Any]:
    return {
        f.name: override(omit=True)
        if f.metadata.get("derived") and f.name not in TOLD
        else override(rename=key_of(f.name))
        for f in fields(cls)
    }


def _deadline_hook(converter: Converter) -> Callable[[Any, Any], Any]:
    forms = deadline_forms()
    return lambda value, _: converter.structure(value, forms[value["form"]])
