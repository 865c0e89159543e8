"""Months: the twelve grids of a year, as many side by side as a terminal has room for."""

from __future__ import annotations

from calendar import Calendar as Weeks
from collections.abc import Callable, Iterator
from datetime import date
from itertools import zip_longest

from dvrules.rendering import width

_CELL = 3
_WIDTH = 7 * (_CELL + 1) - 1
_GAP = "   "


def months(
    year: int, heads: list[str], weekdays: list[str], mark: Callable[[date], str], columns: int
) -> Iterator[str]:
    """The lines of a year's months; `heads` are their titles, `mark` gives the sign after a day, or one blank."""
    across = max(1, min(4, (columns + len(_GAP)) // (_WIDTH + len(_GAP))))
    grids = [list(_grid(year, month, heads[month - 1], weekdays, mark)) for month in range(1, 13)]
    for first in range(0, 12, across):
        for line in zip_longest(*grids[first : first + across], fillvalue=""):
            yield _GAP.join(text + " " * (_WIDTH - width(text)) for text in line).rstrip()
        yield ""


def _grid(year: int, month: int, head: str, weekdays: list[str], mark: Callable[[date], str]) -> Iterator[str]:
    yield head
    yield " ".join(f"{name:>2} " for name in weekdays)
    for week in Weeks().monthdatescalendar(year, month):
        yield " ".join(f"{day.day:>2}{mark(day)}" if day.month == month else " " * _CELL for day in week)
