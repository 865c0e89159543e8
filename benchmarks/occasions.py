"""Occasions: made-up obligations that are due on stated days, or after something happened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from benchmarks.turns import FIRST, LAST, QUARTERS, YEAR, Mould, Turn, month_end, quoted, some_day, week_of

ROMAN = ("I", "II", "III", "IV")


def fixed(chance: Random) -> Mould:
    """Due by a day."""
    day = some_day(chance)
    deadline = f'{{ form = "fixed", by = {day} }}'
    return Mould("Tổ chức hội nghị triển khai, tập huấn", deadline, (Turn("once", FIRST, day),))


def fixed_in_words(chance: Random) -> Mould:
    """Due before a day, in the words of officials."""
    day = some_day(chance)
    before = day + timedelta(days=1)
    if before.year > YEAR:
        words = f"chậm nhất ngày {day.day}/{day.month}/{day.year}"
    else:
        words = f"trước ngày {before.day}/{before.month}/{before.year}"
    return Mould("Hoàn thành rà soát, lập danh mục", quoted(words), (Turn("once", FIRST, day),))


def fixed_for_each(chance: Random) -> Mould:
    """Due by a day, moved where that is a day off, from each department."""
    day = some_day(chance)
    deadline = f'{{ form = "fixed", by = {day}, roll = "next" }}'
    return Mould("Ký cam kết thi đua", deadline, (Turn("once", FIRST, day),), bearer="each_department")


def fixed_for_some(chance: Random) -> Mould:
    """Owed by those who have declared a fact."""
    day = some_day(chance)
    deadline = f'{{ form = "fixed", before = {day} }}'
    turns = (Turn("once", FIRST, day - timedelta(days=1)),)
    return Mould(
        "Bố trí nơi tiếp công dân tại nhà văn hóa",
        deadline,
        turns,
        more=('applies = { facts = { "nhà văn hóa" = true } }',),
        evidenced=False,
        waivable=False,
    )


def below(number: int) -> Callable[[Random], Mould]:
    """A target for each unit below."""

    def mould(chance: Random) -> Mould:
        day = some_day(chance, 3)
        deadline = f'{{ form = "fixed", by = {day} }}'
        return Mould(
            f"Giao chỉ tiêu số {number} cho cấp dưới", deadline, (Turn("once", FIRST, day),), bearer="each_below"
        )

    return mould


def within_quarter(chance: Random) -> Mould:
    """Due within a quarter, in words."""
    quarter = chance.choice(QUARTERS)
    turn = Turn(f"{YEAR}-Q{quarter}", date(YEAR, 3 * quarter - 2, 1), month_end(3 * quarter))
    return Mould("Kiểm tra việc thực hiện quy chế dân chủ", quoted(f"trong quý {ROMAN[quarter - 1]}/{YEAR}"), (turn,))


def within_month(chance: Random) -> Mould:
    """Due within a month."""
    month = chance.randint(2, 12)
    label = f"{YEAR}-{month:02}"
    turn = Turn(label, date(YEAR, month, 1), month_end(month))
    deadline = f'{{ form = "within", period = "{label}" }}'
    return Mould("Phát động tháng cao điểm", deadline, (turn,), more=("lapses = true",))


def after_event(chance: Random) -> Mould:
    """Counted in working days from an event that happens twice, in words."""
    words = f"nhận được văn bản hướng dẫn số {chance.randint(1, 99)}"
    happened = [some_day(chance, 2, 6), some_day(chance, 7, 11)]
    events = tuple({"event": words, "day": day.isoformat(), "recorded": day.isoformat()} for day in happened)
    turns = tuple(Turn("", day, day + timedelta(days=7)) for day in happened)
    deadline = quoted(f"trong thời hạn 05 ngày làm việc kể từ ngày {words}")
    return Mould("Xây dựng phương án chi tiết", deadline, turns, events=events, waivable=False)


def after_issue(chance: Random) -> Mould:
    """Counted from the day of the plan."""
    count = chance.randint(10, 40)
    deadline = f'{{ form = "relative", event = "issue", offset = {count} }}'
    turns = (Turn("once", date(YEAR, 1, 31), date(YEAR, 1, 31) + timedelta(days=count)),)
    return Mould("Quán triệt kế hoạch trong cơ quan", deadline, turns, bearer="issuer", waivable=False)


def on_request(chance: Random) -> Mould:
    """Owed twice, when it is requested."""
    words = f"yêu cầu cung cấp thông tin lĩnh vực {chance.randint(1, 99)}"
    happened = [some_day(chance, 1, 6), some_day(chance, 7, 11)]
    events = tuple({"event": words, "day": day.isoformat(), "recorded": day.isoformat()} for day in happened)
    turns = tuple(Turn("", day, day + timedelta(days=5)) for day in happened)
    deadline = f'{{ form = "on_request", event = {quoted(words)}, offset = 3, measure = "working_day" }}'
    return Mould("Giải trình, cung cấp thông tin", deadline, turns, events=events, waivable=False)


def listed(chance: Random) -> Mould:
    """Due on three days."""
    days = [date(YEAR, month, chance.randint(1, 28)) for month in (3, 6, 9)]
    deadline = f'{{ form = "listed", days = [{", ".join(map(str, days))}] }}'
    turns = tuple(Turn(str(number), FIRST, day) for number, day in enumerate(days, start=1))
    return Mould("Tổ chức ra quân", deadline, turns)


def weekly(_: Random) -> Mould:
    """Due every fourth Friday."""
    start = date(YEAR, 1, 9)
    days = [start + timedelta(weeks=4 * n) for n in range(13)]
    deadline = f'{{ form = "recurring", rrule = "FREQ=WEEKLY;INTERVAL=4;BYDAY=FR", from = {start} }}'
    turns = tuple(Turn(week_of(day), FIRST, day) for day in days if day <= LAST)
    return Mould("Giao ban công tác dân vận", deadline, turns)
