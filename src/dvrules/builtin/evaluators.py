"""The built-in evaluators: one for each kind of norm, and those for what is counted, received, attested or below."""

from __future__ import annotations

from datetime import date
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Literal

from dvrules.extension import Answer, Breach, Question, fulfilled_by
from dvrules.model.records import Evidence, Result, Shows, alike
from dvrules.model.reports import Progress, State
from dvrules.model.statements import state_that
from dvrules.model.values import field, frozen

if TYPE_CHECKING:
    from attrs import Attribute


def answer_performance(question: Question, _: None) -> Answer:
    """Fulfilled on the day of the first record that shows a performance; of a quota, of the last one needed."""
    return fulfilled_by(question.evidence, Shows.PERFORMANCE, question.occurrence.quota)


def answer_no_breach(question: Question, _: None) -> Answer:
    """The breaches that records show; each is made good by the first record of a cure from its day on."""
    cures = [record for record in question.evidence if record.shows is Shows.CURE]
    breaches: list[Breach] = []
    used: list[str] = []
    for record in question.evidence:
        if record.shows is Shows.BREACH:
            cure = next((each for each in cures if each.occurred >= record.occurred), None)
            breaches.append(Breach(record.occurred, cure.occurred if cure else None, record.id))
            used += [record.id, *([cure.id] if cure else [])]
    return Answer(breaches=tuple(breaches), evidence=tuple(dict.fromkeys(used)))


def answer_assessment(question: Question, _: None) -> Answer:
    """Assessed by the last record that assesses, and fulfilled where it found the programme met."""
    assessments = [record for record in question.evidence if record.shows is Shows.ASSESSMENT]
    if not assessments:
        return Answer()
    last = assessments[-1]
    return Answer(
        fulfilled=last.occurred if last.result is Result.MET else None,
        assessed=last.occurred,
        evidence=(last.id,),
        reasons=(state_that("reason.assessed", result=str(last.result), assessed=last.occurred, by=last.by),),
    )


def _some(_: object, attribute: Attribute[Any], value: Any) -> None:
    """An attrs validator: more than nothing is needed; what it objects to is read by whoever wrote the ruleset."""
    if not value > 0:
        raise ValueError(f"{attribute.name} phải lớn hơn 0 / must be more than 0")


@frozen
class Count:
    """How many performances are needed; `unit` is what they are called ("bài", "lượt")."""

    at_least: int = field(validator=_some)
    unit: str = ""


def answer_count(question: Question, params: Count) -> Answer:
    """Fulfilled on the day of the performance with which the number is reached."""
    return _counted(question, params.at_least, params.unit)


@frozen
class Sum:
    """How much is needed of what records give as `quantity`, and in which unit ("triệu đồng", "hộ")."""

    at_least: float = field(validator=_some)
    unit: str = ""


def answer_sum(question: Question, params: Sum) -> Answer:
    """Fulfilled on the day of the performance with which the sum of quantities is reached."""
    records = [record for record in _performances(question) if record.quantity is not None]
    sums = list(accumulate(record.quantity or 0.0 for record in records))
    reached = next((n for n, total in enumerate(sums) if total >= params.at_least), None)
    total = sums[-1] if sums else 0.0
    return Answer(
        fulfilled=None if reached is None else records[reached].occurred,
        evidence=tuple(record.id for record in (records if reached is None else records[: reached + 1])),
        progress=Progress(total, params.at_least, params.unit),
    )


@frozen
class Children:
    """How many of the obligations below must be fulfilled: `all`, `any`, or a number."""

    need: int | Literal["all", "any"] = "all"


#: Children in these states count for nothing: nobody owes them.
_NOT_OWED = {State.WAIVED, State.NOT_APPLICABLE, State.SUPERSEDED, State.TERMINATED}


def answer_children(question: Question, params: Children) -> Answer:
    """Fulfilled on the day on which enough of the occurrences below were."""
    owed = [child for child in question.children if child.state not in _NOT_OWED]
    if not owed:
        return Answer(missing=(state_that("missing.children"),))
    needed = {"all": len(owed), "any": 1}.get(str(params.need), params.need)
    done = sorted(child.fulfilled for child in owed if child.fulfilled)
    waited_for = (child for child in owed if not child.fulfilled)
    reached = len(done) >= int(needed)
    return Answer(
        fulfilled=done[int(needed) - 1] if reached else None,
        progress=Progress(len(done), int(needed)),
        reasons=() if reached else tuple(state_that("reason.child", key=c.key, state=str(c.state)) for c in waited_for),
    )


def answer_received(question: Question, _: None) -> Answer:
    """Fulfilled on the day on which the last recipient got it, by records whose `to` names the recipients."""
    if not question.recipients:
        return Answer(missing=(state_that("missing.recipients"),))
    got: dict[str, Evidence] = {}
    for record in question.evidence:
        if record.shows in {Shows.RECEIPT, Shows.PERFORMANCE}:
            for unit in record.to:
                got.setdefault(unit, record)
    reached = [got[unit] for unit in question.recipients if unit in got]
    lacking = [unit for unit in question.recipients if unit not in got]
    return Answer(
        fulfilled=None if lacking else max(record.occurred for record in reached),
        evidence=tuple(dict.fromkeys(record.id for record in reached)),
        progress=Progress(len(reached), len(question.recipients)),
        reasons=tuple(state_that("reason.not_received", unit=unit) for unit in lacking),
    )


@frozen
class Attested:
    """Who must attest that it was done: the name of a post ("Chánh Văn phòng")."""

    post: str


def answer_attested(question: Question, params: Attested) -> Answer:
    """Fulfilled on the day of the first attestation by the post."""
    for record in question.evidence:
        if record.shows is Shows.ATTESTATION and alike(record.post) == alike(params.post):
            return Answer(fulfilled=record.occurred, evidence=(record.id,))
    return Answer(reasons=(state_that("reason.not_attested", post=params.post),))


def _counted(question: Question, needed: int, unit: str) -> Answer:
    performances = _performances(question)
    counted = performances[:needed]
    day: date | None = counted[-1].occurred if len(counted) == needed else None
    return Answer(
        fulfilled=day,
        evidence=tuple(record.id for record in counted),
        progress=Progress(len(performances), needed, unit),
    )


def _performances(question: Question) -> list[Evidence]:
    return [record for record in question.evidence if record.shows is Shows.PERFORMANCE]
