"""Moulds: the forty obligations of a made-up plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from benchmarks import occasions, rhythms
from benchmarks.turns import FIRST, LAST, Mould, Turn, quarters, quoted

#: The clause that sets a time for those who refer to it.
SHARED_CLAUSE = "IV.1"


def moulds(chance: Random, *, reports_by: int, upward: str, has_below: bool) -> Iterator[Mould]:
    """The forty obligations of a plan, in order.

    It reports upward by the day `reports_by` of the last month of a quarter; `upward` is the document whose clause sets
    the time for one of them. Where units lie below, four obligations are theirs.
    """
    yield rhythms.report_upward(reports_by)
    if has_below:
        yield rhythms.report_from_below(reports_by - 1)
        yield from (occasions.below(number)(chance) for number in (1, 2, 3))
    else:
        yield occasions.fixed_for_each(chance)
        yield from (occasions.fixed(chance) for _ in range(3))
    yield from (occasions.fixed(chance) for _ in range(3))
    yield from (occasions.fixed_in_words(chance) for _ in range(5))
    yield occasions.fixed_for_some(chance)
    yield occasions.within_quarter(chance)
    yield occasions.within_month(chance)
    yield from (rhythms.monthly_in_words(chance) for _ in range(2))
    yield rhythms.monthly_with_lead(chance)
    yield rhythms.monthly_for_each(chance)
    yield from (rhythms.quarterly_in_words(chance) for _ in range(2))
    yield rhythms.quarterly_after(chance)
    yield rhythms.quarterly_last_working(chance)
    yield rhythms.quarterly_for_each(chance)
    yield rhythms.half_years(chance)
    yield rhythms.nine_months_and_year(chance)
    yield occasions.after_event(chance)
    yield occasions.after_issue(chance)
    yield Mould(
        "Chuẩn bị báo cáo quý",
        '{ form = "relative", obligation = "n01", offset = -5, measure = "working_day" }',
        tuple(Turn(t.period, t.opens, t.due - timedelta(days=9)) for t in quarters(reports_by)),
        waivable=False,
    )
    yield Mould(
        "Công bố kết quả hội nghị",
        '{ form = "relative", obligation = "n06", of = "fulfilment", offset = 10 }',
        (Turn("once", FIRST, LAST),),
        follows="n06",
        waivable=False,
    )
    yield Mould(
        "Báo cáo theo chế độ chung",
        f'{{ form = "by_reference", document = {quoted(upward)}, clause = "{SHARED_CLAUSE}" }}',
        quarters(22),
        bearer="issuer",
        waivable=False,
    )
    yield occasions.on_request(chance)
    yield rhythms.kept_up(chance)
    yield rhythms.forbidden(chance)
    yield rhythms.allowed(chance)
    yield rhythms.programme(chance)
    yield rhythms.quota(chance)
    yield occasions.listed(chance)
    yield occasions.weekly(chance)
