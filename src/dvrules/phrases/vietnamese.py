"""Vietnamese: how deadlines are said in it; what it has no words for gives None."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dvrules.counting.periods import MONTHS, Period, period_named
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
    """The deadlines in Vietnamese; None where one of them can't be said."""
    said = [_deadline(each) for each in deadlines]
    if not said or None in said:
        return None
    text = said[0] or ""
    for last, each, words in zip(deadlines, deadlines[1:], said[1:], strict=False):
        text += f"{_joint(last, each)}{words}"
    return text


def _joint(last: Deadline, each: Deadline) -> str:
    """What stands between two deadlines; a day after a period and a comma would be that period's own."""
    if isinstance(each, OnRequest):
        return " hoặc "
    return " và " if isinstance(last, Within) and isinstance(each, Fixed) else ", "


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
        case OnRequest():
            return _on_request(deadline)
        case Listed():
            *days, last = (f"{day:%d/%m/%Y}" for day in deadline.days)
            return f"các ngày {', '.join(days)} và {last}" if days else None
        case ByReference():
            return _by_reference(deadline)
    return None


def _day(day: date) -> str:
    return f"ngày {day:%d/%m/%Y}"


def _fixed(deadline: Fixed) -> str | None:
    if deadline.before:
        return f"trước {_day(deadline.before)}"
    if not deadline.by:
        return None
    if deadline.from_ == deadline.by:
        return f"trong {_day(deadline.by)}"
    if deadline.from_:
        return f"từ {_day(deadline.from_)} đến {_day(deadline.by)}"
    return f"chậm nhất {_day(deadline.by)}"


def _within(deadline: Within) -> str | None:
    period = period_named(deadline.period)
    name = _period(deadline.period)
    anchor = deadline.before or deadline.by
    if anchor is None:
        return f"trong {name}"
    if deadline.before == Anchor("first"):
        return f"trước {name}"
    said = _anchor(anchor, MONTHS.get(period.cycle, 0), name) if anchor.of == "this" else None
    return _bound(deadline, said) if said else _within_dated(deadline, period, anchor)


def _within_dated(deadline: Within, period: Period, anchor: Anchor) -> str | None:
    """A period followed by its day, which the calendar must have."""
    if anchor.offset or isinstance(anchor.day, str) or anchor.month is None or deadline.from_:
        return None
    month = period.first.month - 1 + anchor.month - 1 + (MONTHS[period.cycle] if anchor.of == "next" else 0)
    try:
        day = date(period.first.year + month // 12, month % 12 + 1, anchor.day)
    except ValueError:
        return None
    return f"{_period(deadline.period)} {'trước' if deadline.before else 'chậm nhất'} {_day(day)}"


def _period(label: str) -> str:
    year, _, part = label.partition("-")
    if not part:
        return f"năm {year}"
    if part[0] == "Q":
        return f"quý {_ROMAN[int(part[1])]}/{year}"
    if part[0] == "H":
        return f"6 tháng {'đầu' if part == 'H1' else 'cuối'} năm {year}"
    if part[0] == "W":
        return f"tuần {int(part[1:])} năm {year}"
    return f"9 tháng đầu năm {year}" if part == "9M" else f"tháng {int(part)}/{year}"


_ROMAN = ("", "I", "II", "III", "IV")


def _bound(deadline: Within | Periodic, said: str) -> str | None:
    """An anchor under its bound: what is due on it, by it or before it."""
    if deadline.from_ is not None:
        return f"vào {said}" if deadline.from_ == deadline.by else None
    return f"trước {said}" if deadline.before else said


def _anchor(anchor: Anchor, months: int, name: str) -> str | None:
    """The anchor within a period of so many months that is called `name`."""
    if anchor.offset:
        if anchor.day != "last" or anchor.month:
            return None
        side = "sau" if anchor.offset > 0 else "trước"
        return f"{_amount(anchor.offset, anchor.measure)} {side} khi kết thúc {name}"
    if isinstance(anchor.day, str):
        return None if anchor.month else f"{_POINTS[anchor.day]} {name}"
    if anchor.month is None or months in {0, 1, 12}:
        return None
    nth = "cuối" if anchor.month == months else _NTH.get(anchor.month, f"thứ {anchor.month}")
    return f"ngày {anchor.day:02} tháng {nth} {name}"


_NTH = {1: "đầu", 2: "thứ hai", 3: "thứ ba", 4: "thứ tư", 5: "thứ năm"}
_POINTS = {
    "first": "đầu",
    "middle": "giữa",
    "last": "cuối",
    "first_working": "ngày làm việc đầu tiên",
    "last_working": "ngày làm việc cuối cùng",
}


def _amount(count: int, measure: Measure) -> str:
    if abs(count) == 1 and measure in _HALVES:
        return _HALVES[measure]
    return f"{abs(count):02} {_MEASURES[measure]}" if measure in _MEASURES else "?"


_MEASURES = {
    Measure.DAY: "ngày",
    Measure.WORKING_DAY: "ngày làm việc",
    Measure.WEEK: "tuần",
    Measure.MONTH: "tháng",
    Measure.YEAR: "năm",
}
_HALVES = {Measure.HALF_MONTH: "nửa tháng", Measure.HALF_YEAR: "nửa năm"}


def _periodic(deadline: Periodic) -> str | None:
    if deadline.every is None:
        return "định kỳ theo quy định" if deadline == Periodic("periodic", unknown=("every", "by")) else None
    anchor = deadline.before or deadline.by
    if anchor is None:
        return f"định kỳ {_EVERY[deadline.every]}" if deadline.unknown else _EVERY[deadline.every]
    months, cycle = MONTHS.get(deadline.every, 0), _CYCLES[deadline.every]
    name, every = f"mỗi {cycle}", _EVERY[deadline.every]
    if anchor.of == "next":
        name, every = f"{cycle} sau", f"{'hằng ' if months == 12 else ''}{cycle} sau"  # noqa: PLR2004 - a year
    months_said = _months(deadline, anchor)
    if months_said:
        return f"{months_said} {every}"
    if deadline.from_ and deadline.from_ != deadline.by:
        days = [_numbered(each, months) for each in (deadline.from_, deadline.by) if each]
        return f"từ {days[0]} đến {days[1]} {every}" if None not in days and len(days) > 1 else None
    said = _numbered(anchor, months)
    said = f"{said} {every}" if said else _anchor(anchor, months, name)
    return said and _bound(deadline, said)


def _months(deadline: Periodic, anchor: Anchor) -> str | None:
    """The months of a year that it is due within, or before."""
    first = deadline.before or deadline.from_
    if not first or not first.month or not anchor.month or first != Anchor("first", of=first.of, month=first.month):
        return None
    if deadline.by and anchor != Anchor("last", of=first.of, month=anchor.month):
        return None
    if anchor.month == first.month:
        return f"{'trước' if deadline.before else 'trong'} tháng {first.month}"
    if anchor.month == first.month + 2 and anchor.month % 3 == 0:
        return f"trong quý {_ROMAN[anchor.month // 3]}"
    return f"từ tháng {first.month} đến tháng {anchor.month}"


def _numbered(anchor: Anchor, months: int) -> str | None:
    """A day that a number names, in a week, a month or a year; within a longer period it needs more words."""
    if isinstance(anchor.day, str) and anchor.month and months == 12 and not anchor.offset:  # noqa: PLR2004 - a year
        return f"{_POINTS[anchor.day]} tháng {anchor.month}"
    if anchor.offset or not isinstance(anchor.day, int) or (anchor.month is None) == (months == 12):  # noqa: PLR2004
        return None
    if not months:
        return _WEEKDAYS[anchor.day] if anchor.day < len(_WEEKDAYS) else None
    if months == 1:
        return f"ngày {anchor.day:02}"
    if months != 12 or anchor.month is None:  # noqa: PLR2004 - a year
        return None
    # A nought stands before the first two months only (Decree 30/2020/NĐ-CP, annex I).
    return f"ngày {anchor.day:02} tháng {anchor.month:0{2 if anchor.month < 3 else 1}}"  # noqa: PLR2004 - as said


_CYCLES = {
    Cycle.WEEK: "tuần",
    Cycle.MONTH: "tháng",
    Cycle.QUARTER: "quý",
    Cycle.HALF_YEAR: "6 tháng",
    Cycle.NINE_MONTHS: "9 tháng",
    Cycle.YEAR: "năm",
}
_EVERY = {cycle: f"{'mỗi' if 'tháng' in name[1:] else 'hằng'} {name}" for cycle, name in _CYCLES.items()}
_WEEKDAYS = ("", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def _relative(deadline: Relative) -> str | None:
    if deadline.obligation:
        return _following(deadline)
    event = "ký ban hành văn bản này" if deadline.event == ISSUE else deadline.event
    if deadline.unknown:
        return f"sau khi {event}"
    if deadline.from_:
        return f"từ {_day(deadline.from_)} đến ngày {event}"
    if not deadline.offset:
        return f"trong ngày {event}"
    amount = _amount(deadline.offset, deadline.measure)
    if deadline.offset < 0:
        return f"chậm nhất {amount} trước ngày {event}"
    return f"trong thời hạn {amount} kể từ ngày {event}"


def _following(deadline: Relative) -> str:
    amount = _amount(deadline.offset, deadline.measure)
    if deadline.of == "fulfilment":
        return f"trong thời hạn {amount} kể từ khi hoàn thành nhiệm vụ {deadline.obligation}"
    side = "trước" if deadline.offset < 0 else "sau"
    return f"chậm nhất {amount} {side} thời hạn {deadline.obligation}"


def _continuous(deadline: Continuous) -> str | None:
    span = deadline.span
    if deadline.during:
        said = deadline.during
    elif span and span.through:
        said = f"thường xuyên từ {_day(span.from_)} đến {_day(span.through)}" if span.from_ else ""
    elif span and span.from_:
        said = f"từ {_day(span.from_)} trở đi"
    else:
        said = "thường xuyên"
    if deadline.review:
        said += f", {_EVERY[deadline.review]}"
    return said + "".join(f", {_EVERY[quota.every]} ít nhất {quota.count:02} lần" for quota in deadline.at_least)


def _on_request(deadline: OnRequest) -> str:
    if deadline.offset is not None:
        return f"trong thời hạn {_amount(deadline.offset, deadline.measure)} kể từ khi có {deadline.event}"
    if deadline.event in {"đột xuất", "được giao"}:
        return {"đột xuất": "đột xuất", "được giao": "khi được giao"}[deadline.event]
    return f"do {deadline.event}" if deadline.event.endswith(" giao") else f"khi có {deadline.event}"


def _by_reference(deadline: ByReference) -> str:
    if deadline.document is None:
        return f"theo quy định tại {deadline.clause}" if deadline.clause else "theo quy định"
    number, _, day = deadline.document.partition("@")
    clause = f"{deadline.clause} " if deadline.clause else ""
    dated = "" if day == "?" else f" {_day(date.fromisoformat(day))}"
    return f"theo {clause}văn bản số {number}{dated}"
