"""dvrules-cel: conditions and evaluators as expressions of the Common Expression Language, checked when they are read.

The language itself is loaded only when a ruleset has an expression.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dvrules.extension import Answer, Circumstances, Condition, Evaluator, Objection, Question, hookimpl
from dvrules.messages import LANGS, messages_in
from dvrules.model.statements import Statement
from dvrules.model.values import field, frozen

if TYPE_CHECKING:
    from attrs import Attribute


def _checked(options: object, attribute: Attribute[str], text: str) -> None:
    """Object to an expression that is wrong: where it stands, in the words of its author."""
    try:
        from dvrules_cel.expressions import check  # noqa: PLC0415 - the language is loaded only for an expression
    except ImportError as error:
        vi, en = (messages_in(lang, __name__).say("cel.not_there", problem=str(error)) for lang in LANGS)
        raise Objection(vi=vi, en=en, key=attribute.name) from error
    check(text, "condition" if isinstance(options, When) else "evaluator", attribute.name)


@frozen
class When:
    """Options of the condition: the `expression` that is true where the obligation applies."""

    expression: str = field(validator=_checked)


@frozen
class Met:
    """Options of the evaluator: the expression that is true as soon as what is owed is done."""

    met: str = field(validator=_checked)


@hookimpl
def dvrules_conditions() -> Iterable[Condition]:
    """The condition `cel`."""
    return [
        Condition("cel", holds, When, summary="áp dụng khi biểu thức CEL đúng / applies where a CEL expression holds")
    ]


@hookimpl
def dvrules_evaluators() -> Iterable[Evaluator]:
    """The evaluator `cel`."""
    return [
        Evaluator("cel", answer, Met, summary="hoàn thành khi biểu thức CEL đúng / done once a CEL expression holds")
    ]


def holds(circumstances: Circumstances, options: When) -> bool | Statement:
    """Whether the expression is true of the circumstances, or what is missing to say so."""
    from dvrules_cel.expressions import evaluate  # noqa: PLC0415 - as above
    from dvrules_cel.values import of_circumstances  # noqa: PLC0415 - as above

    return evaluate(options.expression, "condition", of_circumstances(circumstances), circumstances)


def answer(question: Question, options: Met) -> Answer:
    """Fulfilled by the first record with which the expression is true; what is missing where it can't be told.

    The first record with which the expression is anything but false decides: were a later one taken, a quantity that
    somebody forgot to write down would make the work late.
    """
    from dvrules_cel.expressions import evaluate  # noqa: PLC0415 - as above
    from dvrules_cel.values import of_question  # noqa: PLC0415 - as above

    values = of_question(question)
    for number, record in enumerate(question.evidence, start=1):
        upto = {**values, "evidence": values["evidence"][:number]}
        met = evaluate(options.met, "evaluator", upto, question)
        if isinstance(met, Statement):
            return Answer(missing=(met,))
        if met:
            used = tuple(each.id for each in question.evidence[:number])
            return Answer(fulfilled=record.occurred, evidence=used)
    return Answer()
