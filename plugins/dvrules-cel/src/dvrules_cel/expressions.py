"""Expressions: compiled once, refused where they are wrong, and told what is missing where they can't be worked out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from dvrules.extension import Circumstances, Objection, Question, missing_told
from dvrules.messages import Messages, messages_in
from dvrules.model.statements import Statement, state_that
from dvrules_cel.names import Use, names_for
from dvrules_cel.troubles import Trouble, symbol, troubles_in, types, wrong_days

_NOT_DECLARED = re.compile(r'Key not found in map : "(.*)"', re.DOTALL)
_NO_OVERLOAD = re.compile(r"No matching overloads found : (\S+?)\((.*)\)")
_REASONS: Mapping[re.Pattern[str], str] = {
    re.compile(r'No value with name "(?P<name>.+?)"'): "no_value",
    re.compile(r"Index error: index=(?P<index>-?\d+) size=(?P<size>\d+)"): "no_item",
    re.compile(r"(?:divide|modulus) by zero"): "by_nothing",
    re.compile(r"overflow"): "too_large",
    re.compile(r"no day: (?P<day>.*)", re.DOTALL): "no_day",
}


def check(text: str, use: Use, key: str) -> None:
    """Raise an objection to the option `key` where the expression is wrong."""
    troubles = _compile(text, use)[1]
    if troubles:
        vi, en = (_listed(troubles, messages_in(lang, "dvrules_cel"), text) for lang in ("vi", "en"))
        raise Objection(vi=vi, en=en, key=key)


def evaluate(text: str, use: Use, values: Mapping[str, Any], case: Circumstances | Question) -> bool | Statement:
    """Whether the expression is true with these values; what is missing to say so, where it can't be worked out."""
    expression, troubles = _compile(text, use)
    if troubles:
        return _missing(text, "wrong")
    try:
        result = expression.eval(names_for(use).environment.Activation(values))
        kind, value = result.type().name(), result.value()
    except (RuntimeError, ArithmeticError, ValueError, TypeError) as error:
        kind, value = "ERROR", str(error)
    if kind == "BOOL":
        return bool(value)
    if kind == "ERROR":
        return _why_not(text, str(value), values, case)
    return _missing(text, "no_truth", type=types(kind))


@lru_cache(maxsize=1024)
def _compile(text: str, use: Use) -> tuple[Any, tuple[Trouble, ...]]:
    """The expression, and what is wrong with it."""
    names = names_for(use)
    try:
        expression = names.environment.compile(text)
    except (RuntimeError, ValueError, TypeError) as error:
        return None, troubles_in(str(error), text, tuple(names.variables))
    kind = expression.return_type().name()
    if kind not in {"BOOL", "DYN"}:
        return None, (Trouble(1, 1, "no_truth", {"type": types(kind)}),)
    return expression, wrong_days(text)


def _listed(troubles: tuple[Trouble, ...], messages: Messages, text: str) -> str:
    at = "lines" if "\n" in text else "line"
    said = []
    for trouble in troubles:
        problem = messages.say(f"cel.{trouble.key}", **trouble.args)
        said.append(messages.say(f"cel.at.{at}", problem=problem, line=trouble.line, column=trouble.column))
    return "; ".join(said)


def _why_not(text: str, problem: str, values: Mapping[str, Any], case: Circumstances | Question) -> Statement:
    """What is missing, for what the language says went wrong."""
    if (found := _NOT_DECLARED.search(problem)) and found[1] not in values["facts"]:
        return _not_declared(found[1], case)
    if (found := _NO_OVERLOAD.search(problem)) and "null" in found[2]:
        return _missing(text, "nothing_there", symbol=symbol(found[1]))
    if found:
        return _missing(text, "misfit", symbol=symbol(found[1]), types=types(found[2]))
    if "unit.kind" in problem and isinstance(case, Circumstances) and not case.unit.kind:
        return state_that("missing.unit_kind", unit=case.unit.id)
    for pattern, key in _REASONS.items():
        if found := pattern.search(problem):
            return _missing(text, key, **found.groupdict())
    return _missing(text, "other", problem=problem.partition(": ")[2] or problem)


def _not_declared(name: str, case: Circumstances | Question) -> Statement:
    if isinstance(case, Circumstances):
        return state_that("missing.fact", name=name, unit=case.unit.id, opens=case.opens)
    occurrence = case.occurrence
    opens = occurrence.opens.earliest or case.as_of
    return state_that("missing.fact", name=name, unit=occurrence.bearer, opens=opens)


def _missing(text: str, key: str, **args: str) -> Statement:
    vi, en = (
        messages.say("cel.missing", expression=text, problem=messages.say(f"cel.{key}", **args))
        for messages in (messages_in("vi", "dvrules_cel"), messages_in("en", "dvrules_cel"))
    )
    return missing_told(vi=vi, en=en)
