"""Turns: the periods of made-up obligations, by the generator's own counting.

Evidence is made up from them without asking the program that is measured.
"""

from __future__ import annotations

import json
from calendar import monthrange
from datetime import date
from random import Random

from attrs import frozen

YEAR = 2026
FIRST, LAST = date(YEAR, 1, 1), date(YEAR, 12, 31)
QUARTERS = (1, 2, 3, 4)


@frozen
class Turn:
    """One period of an obligation: its label, the day it opens, and about when it is due."""

    period: str
    opens: date
    due: date


@frozen
class Mould:
    """An obligation of the forty: what it is about, its deadline in TOML, and its turns.

    `bearer` is the issuer, one department, each department or each unit below; `more` are further lines of TOML.
    `events` are records of events, one for each turn. Where `evidenced` is false no evidence is made up, where
    `waivable` is no waiver; `follows` is the id of the obligation from whose fulfilment it is counted.
    """

    about: str
    deadline: str
    turns: tuple[Turn, ...]
    kind: str = "achievement"
    bearer: str = "department"
    more: tuple[str, ...] = ()
    evidenced: bool = True
    waivable: bool = True
    follows: str = ""
    events: tuple[dict[str, str], ...] = ()


def quoted(text: str) -> str:
    """A text as TOML and JSON write it."""
    return json.dumps(text, ensure_ascii=False)


def some_day(chance: Random, first: int = 2, last: int = 12) -> date:
    """A day of the year, of the months from `first` to `last`."""
    month = chance.randint(first, last)
    return date(YEAR, month, chance.randint(1, monthrange(YEAR, month)[1]))


def month_end(month: int) -> date:
    """The last day of a month."""
    return date(YEAR, month, monthrange(YEAR, month)[1])


def months(day: int) -> tuple[Turn, ...]:
    """The months, each due on a day of its own."""
    return tuple(Turn(f"{YEAR}-{m:02}", date(YEAR, m, 1), date(YEAR, m, day)) for m in range(1, 13))


def quarters(day: int) -> tuple[Turn, ...]:
    """The quarters, each due on a day of its last month."""
    return tuple(Turn(f"{YEAR}-Q{q}", date(YEAR, 3 * q - 2, 1), date(YEAR, 3 * q, day)) for q in QUARTERS)


def next_quarters(day: int) -> tuple[Turn, ...]:
    """The quarters, each due on a day of the first month after it."""
    following = [(YEAR + q // 4, 3 * q % 12 + 1) for q in QUARTERS]
    return tuple(
        Turn(f"{YEAR}-Q{q}", date(YEAR, 3 * q - 2, 1), date(*after, day))
        for q, after in zip(QUARTERS, following, strict=True)
    )


def week_of(day: date) -> str:
    """The label of the week of a day."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"
