"""Rhythms: made-up obligations that come round, or last all year."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from benchmarks.turns import (
    FIRST,
    LAST,
    QUARTERS,
    YEAR,
    Mould,
    Turn,
    month_end,
    months,
    next_quarters,
    quarters,
    quoted,
)


def monthly_in_words(chance: Random) -> Mould:
    """Due every month, in words."""
    day = chance.randint(16, 28)
    return Mould("Báo cáo công tác tháng", quoted(f"ngày {day} hằng tháng"), months(day))


def monthly_with_lead(chance: Random) -> Mould:
    """A monthly report with its four days."""
    day = chance.randint(18, 25)
    deadline = (
        f'{{ form = "periodic", every = "month", by = {{ day = {day} }}, from = {{ day = {day - 12} }}, '
        'cut_off = "nd-09-2019", lead = 2 }'
    )
    turns = tuple(Turn(turn.period, date(YEAR, n, day - 12), turn.due) for n, turn in enumerate(months(day), start=1))
    return Mould("Tổng hợp số liệu cải cách hành chính", deadline, turns)


def monthly_for_each(chance: Random) -> Mould:
    """Due every month from each department."""
    day = chance.randint(5, 25)
    deadline = f'{{ form = "periodic", every = "month", before = {{ day = {day + 1} }} }}'
    return Mould("Sinh hoạt chuyên đề, nắm tình hình nhân dân", deadline, months(day), bearer="each_department")


def quarterly_in_words(chance: Random) -> Mould:
    """Due every quarter, in words."""
    day = chance.randint(10, 27)
    return Mould("Báo cáo kết quả quý", quoted(f"trước ngày {day + 1} của tháng cuối quý"), quarters(day))


def quarterly_after(chance: Random) -> Mould:
    """Due after every quarter."""
    day = chance.randint(3, 15)
    deadline = f'{{ form = "periodic", every = "quarter", by = {{ day = {day}, of = "next" }} }}'
    return Mould("Công khai kết quả giải quyết kiến nghị", deadline, next_quarters(day))


def quarterly_last_working(_: Random) -> Mould:
    """Due on the last working day of every quarter."""
    deadline = '{ form = "periodic", every = "quarter", by = { day = "last_working" } }'
    turns = tuple(
        Turn(turn.period, turn.opens, month_end(3 * q) - timedelta(days=3))
        for q, turn in zip(QUARTERS, quarters(1), strict=True)
    )
    return Mould("Đối thoại với nhân dân", deadline, turns)


def quarterly_for_each(chance: Random) -> Mould:
    """Due every quarter from each department."""
    day = chance.randint(10, 27)
    deadline = f'{{ form = "periodic", every = "quarter", by = {{ day = {day} }} }}'
    more = ('applies = { kinds = ["phòng"] }',)
    return Mould("Tự kiểm tra, chấm điểm", deadline, quarters(day), bearer="each_department", more=more)


def half_years(_: Random) -> Mould:
    """Due twice a year, moved back where that is a day off."""
    deadline = '{ form = "periodic", every = "half_year", by = { day = 10, month = 6 }, roll = "previous" }'
    turns = (
        Turn(f"{YEAR}-H1", FIRST, date(YEAR, 6, 8)),
        Turn(f"{YEAR}-H2", date(YEAR, 7, 1), date(YEAR, 12, 8)),
    )
    return Mould("Sơ kết phong trào thi đua", deadline, turns, bearer="issuer")


def nine_months_and_year(_: Random) -> Mould:
    """Two deadlines of one obligation."""
    deadline = (
        '[{ form = "periodic", every = "nine_months", by = { day = 14 } }, '
        '{ form = "periodic", every = "year", before = { day = 15, month = 12 } }]'
    )
    turns = (Turn(f"{YEAR}-9M", FIRST, date(YEAR, 9, 14)), Turn(f"{YEAR}", FIRST, date(YEAR, 12, 14)))
    return Mould("Báo cáo chín tháng và cả năm", deadline, turns, bearer="issuer", waivable=False)


def kept_up(_: Random) -> Mould:
    """To be kept up all year; a breach can be cured."""
    return Mould(
        "Duy trì tiếp công dân hằng tuần",
        '{ form = "continuous" }',
        (Turn("term", FIRST, LAST),),
        kind="maintenance",
        more=("cure = { offset = 10 }",),
        waivable=False,
    )


def forbidden(_: Random) -> Mould:
    """Not to be done all year."""
    turns = (Turn("term", FIRST, LAST),)
    return Mould(
        "Không gây phiền hà cho nhân dân", '{ form = "continuous" }', turns, kind="prohibition", waivable=False
    )


def allowed(_: Random) -> Mould:
    """Allowed all year."""
    return Mould(
        "Lồng ghép với các phong trào khác",
        '{ form = "continuous" }',
        (Turn("term", FIRST, LAST),),
        kind="permission",
        more=('force = "may"',),
        waivable=False,
    )


def programme(_: Random) -> Mould:
    """Assessed every quarter."""
    deadline = '{ form = "continuous", review = "quarter" }'
    turns = tuple(
        Turn(turn.period, turn.opens, month_end(3 * q)) for q, turn in zip(QUARTERS, quarters(1), strict=True)
    )
    return Mould("Đẩy mạnh tuyên truyền, vận động", deadline, turns, kind="programme", bearer="issuer", waivable=False)


def quota(_: Random) -> Mould:
    """A number of performances every month, in words."""
    turns = tuple(Turn(turn.period, turn.opens, month_end(n)) for n, turn in enumerate(months(1), start=1))
    return Mould("Đăng tin, bài", quoted("thường xuyên, mỗi tháng ít nhất 01 bài"), turns, waivable=False)


def report_upward(day: int) -> Mould:
    """The quarterly report to the unit above, due by a day."""
    deadline = f'{{ form = "periodic", every = "quarter", by = {{ day = {day} }} }}'
    return Mould("Báo cáo cấp trên", deadline, quarters(day), bearer="issuer", waivable=False)


def report_from_below(day: int) -> Mould:
    """The quarterly reports of the units below, fulfilled by their own obligations."""
    deadline = f'{{ form = "periodic", every = "quarter", by = {{ day = {day} }} }}'
    more = ("lead = 2", 'evaluator = { name = "children", need = "all" }')
    return Mould(
        "Cấp dưới gửi báo cáo để tổng hợp",
        deadline,
        quarters(day),
        bearer="each_below",
        more=more,
        evidenced=False,
        waivable=False,
    )
