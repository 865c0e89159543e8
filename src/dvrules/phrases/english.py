"""English: how deadlines are said in it; what it has no words for gives None."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dvrules.counting.periods import MONTHS, period_named
from dvrules.model.deadlines import (
    ISSUE,
    Anchor,
    ByReference,
    Continuous,
    Cycle,
    Deadline,
    Fixed,
    Listed,
    Measure,
    OnRequest,
    Periodic,
    Relative,
    Within,
)


def say(deadlines: Sequence[Deadline]) -> str | None:
    """The deadlines in English; None where one of them can't be said."""
    said = [_deadline(each) for each in deadlines]
    if not said or None in said:
        return None
    text = said[0] or ""
    for each, words in zip(deadlines[1:], said[1:], strict=True):
        text += f"{' or ' if isinstance(each, OnRequest) else ', '}{words}"
    return text


def _deadline(deadline: Deadline) -> str | None:  # noqa: PLR0911 - a form a line
    match deadline:
        case Fixed():
            return _fixed(deadline)
        case Within():
            return _within(deadline)
        case Periodic():
            return _periodic(deadline)
        case Relative():
            return _relative(deadline)
        case Continuous():
            return _continuous(deadline)
        case OnRequest(offset=None):
            return f"on {deadline.event}"
        case OnRequest():
            return f"within {_amount(deadline.offset or 0, deadline.measure)} of a {deadline.event}"
        case Listed():
            *days, last = (_day(day) for day in deadline.days)
            return f"on each of {', '.join(days)} and {last}" if days else None
        case ByReference():
            return _by_reference(deadline)
    return None


def _day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month]} {day.year}"


_MONTHS = (
    *("", "January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def _fixed(deadline: Fixed) -> str | None:
    if deadline.before:
        return f"before {_day(deadline.before)}"
    if not deadline.by:
        return None
    if deadline.from_ == deadline.by:
        return f"on {_day(deadline.by)}"
    if deadline.from_:
        return f"from {_day(deadline.from_)} to {_day(deadline.by)}"
    return f"by {_day(deadline.by)}"


def _within(deadline: Within) -> str | None:
    name = _period(deadline.period)
    anchor = deadline.before or deadline.by
    if anchor is None:
        return f"in {name}"
    if deadline.before == Anchor("first"):
        return f"before {name}"
    said = _anchor(anchor, MONTHS.get(period_named(deadline.period).cycle, 0), name)
    return said and _bound(deadline, said, anchor)


def _period(label: str) -> str:
    year, _, part = label.partition("-")
    if not part:
        return year
    if part[0] == "Q":
        return f"Q{part[1]} {year}"
    if part[0] == "H":
        return f"the {'first' if part == 'H1' else 'second'} half of {year}"
    if part[0] == "W":
        return f"week {int(part[1:])} of {year}"
    return f"the first nine months of {year}" if part == "9M" else f"{_MONTHS[int(part)]} {year}"


def _bound(deadline: Within | Periodic, said: str, anchor: Anchor) -> str | None:
    if deadline.from_ is not None:
        return f"on {said}" if deadline.from_ == deadline.by else None
    if anchor.offset:
        return None if deadline.before else f"within {said}" if anchor.offset > 0 else said
    return f"{'before' if deadline.before else 'by'} {said}"


def _anchor(anchor: Anchor, months: int, name: str) -> str | None:
    """The anchor within a period of so many months that is called `name`."""
    if anchor.offset:
        if anchor.day != "last" or anchor.month:
            return None
        side = "after" if anchor.offset > 0 else "before"
        return f"{_amount(anchor.offset, anchor.measure)} {side} the end of {name}"
    if isinstance(anchor.day, str):
        return None if anchor.month else f"the {_POINTS[anchor.day]} of {name}"
    if anchor.month is None or months in {0, 1, 12}:
        return None
    nth = "last" if anchor.month == months else _NTH.get(anchor.month)
    return nth and f"the {_ordinal(anchor.day)} of the {nth} month of {name}"


_POINTS = {
    "first": "start",
    "middle": "middle",
    "last": "end",
    "first_working": "first working day",
    "last_working": "last working day",
}
_NTH = {1: "first", 2: "second", 3: "third", 4: "fourth"}


def _ordinal(number: int) -> str:
    teens = range(11, 14)
    return f"{number}{'th' if number in teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _amount(count: int, measure: Measure) -> str:
    if measure in {Measure.HALF_MONTH, Measure.HALF_YEAR}:
        return f"half a {measure.removeprefix('half_')}" if abs(count) == 1 else "?"
    return f"{abs(count)} {measure.replace('_', ' ')}{'' if abs(count) == 1 else 's'}"


def _periodic(deadline: Periodic) -> str | None:
    if deadline.every is None:
        return "periodically" if deadline == Periodic("periodic", unknown=("every", "by")) else None
    anchor = deadline.before or deadline.by
    if anchor is None:
        return f"periodic reports {_EVERY[deadline.every]}" if deadline.unknown else _EVERY[deadline.every]
    months = MONTHS.get(deadline.every, 0)
    name = _EVERY[deadline.every].replace("every", "the following" if anchor.of == "next" else "every")
    if deadline.from_ and deadline.from_ != deadline.by:
        days = [_numbered(each, months, "") for each in (deadline.from_, deadline.by) if each]
        of = "of " if months == 1 else ""
        return f"from {days[0]} to {days[1]} {of}{name}" if None not in days and len(days) > 1 else None
    said = _numbered(anchor, months, name) or _anchor(anchor, months, name)
    return said and _bound(deadline, said, anchor)


def _numbered(anchor: Anchor, months: int, name: str) -> str | None:
    """A day that a number names, in a week, a month or a year; within a longer period it needs more words."""
    if anchor.offset or not isinstance(anchor.day, int) or (anchor.month is None) == (months == 12):  # noqa: PLR2004
        return None
    of = f" of {name}" if name else ""
    if not months:
        return f"{_WEEKDAYS[anchor.day]}{of}" if anchor.day < len(_WEEKDAYS) else None
    if months == 1:
        return f"the {_ordinal(anchor.day)}{of}"
    return f"{anchor.day} {_MONTHS[anchor.month or 0]} {name}".rstrip() if months == 12 else None  # noqa: PLR2004 - a year


_EVERY = {
    Cycle.WEEK: "every week",
    Cycle.MONTH: "every month",
    Cycle.QUARTER: "every quarter",
    Cycle.HALF_YEAR: "every half-year",
    Cycle.NINE_MONTHS: "every nine months",
    Cycle.YEAR: "every year",
}
_WEEKDAYS = ("", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _relative(deadline: Relative) -> str | None:
    amount = _amount(deadline.offset, deadline.measure)
    if deadline.obligation:
        whence = "the fulfilment of" if deadline.of == "fulfilment" else "the due day of"
        return f"{amount} {'before' if deadline.offset < 0 else 'after'} {whence} {deadline.obligation}"
    event = "the issue of this document" if deadline.event == ISSUE else deadline.event
    if deadline.unknown:
        return f"after {event}"
    if deadline.from_:
        return f"from {_day(deadline.from_)} to the day of {event}"
    if not deadline.offset:
        return f"on the day of {event}"
    return f"{amount} before {event}" if deadline.offset < 0 else f"within {amount} of {event}"


def _continuous(deadline: Continuous) -> str | None:
    span = deadline.span
    if deadline.during:
        said = deadline.during
    elif span and span.through:
        said = f"continuously from {_day(span.from_)} to {_day(span.through)}" if span.from_ else ""
    elif span and span.from_:
        said = f"from {_day(span.from_)} onwards"
    else:
        said = "continuously"
    if deadline.review:
        said += f", {_EVERY[deadline.review]}"
    quotas = (f", at least {quota.count} times {_EVERY[quota.every]}" for quota in deadline.at_least)
    return said + "".join(quotas)


def _by_reference(deadline: ByReference) -> str:
    if deadline.document is None:
        return f"under {deadline.clause}" if deadline.clause else "as prescribed"
    number, _, day = deadline.document.partition("@")
    clause = f"{deadline.clause} of " if deadline.clause else ""
    return f"under {clause}document {number}{'' if day == '?' else f' of {_day(date.fromisoformat(day))}'}"
