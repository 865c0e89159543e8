"""Recurrence: the days of RFC 5545 rules, for those rules that pass over no period in silence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from dvrules.counting.periods import periods
from dvrules.model.deadlines import Cycle

if TYPE_CHECKING:
    from dateutil.rrule import rrule

_CYCLES = {"YEARLY": Cycle.YEAR, "MONTHLY": Cycle.MONTH, "WEEKLY": Cycle.WEEK, "DAILY": None}
_VALUES = ("BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYDAY", "BYSETPOS")
_KEYS = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYMONTH", *_VALUES}

#: Leap years and weekdays come round together after 28 years.
_FULL_TURN = 28


def recurring_days(rule: str, start: date, last: date) -> Iterator[tuple[str, date]]:
    """The days of a sound rule from `start` through `last`, both inclusive, each with the label of its period."""
    cycle = _CYCLES[_parts(rule)["FREQ"]]
    for moment in _parse(rule, start).between(_moment(start), _moment(last), inc=True):
        yield _label(cycle, moment.date()), moment.date()


@lru_cache(maxsize=1024)
def problem_of(rule: str, start: date) -> str:
    """Why a rule is refused: `rrule_unreadable`, `rrule_time`, `rrule_empty`, `rrule_skips`; "" if it is not.

    A rule skips if one of the days it names, taken by itself, is missing from a year, month or week that the rule
    covers: RFC 5545 passes over such a period without a word.
    """
    parts = _parts(rule)
    if parts.get("FREQ") in {"HOURLY", "MINUTELY", "SECONDLY"} or any(key.startswith(_TIMES) for key in parts):
        return "rrule_time"
    odd = parts.get("FREQ") not in _CYCLES or not parts.keys() <= _KEYS or {"COUNT", "UNTIL"} <= parts.keys()
    if odd or not re.fullmatch(_STEP, parts.get("INTERVAL", "1")):
        return "rrule_unreadable"
    try:
        until = _moment(start.replace(day=min(start.day, _SHORTEST_MONTH), year=start.year + _FULL_TURN))
        if _skips_nothing(parts, start):
            first = _parse(rule, start).after(_moment(start), inc=True)
            return "" if first and first <= until else "rrule_empty"
        if not any(_parse(rule, start).between(_moment(start), until, inc=True)):
            return "rrule_empty"
        return "rrule_skips" if any(_skips(each, start, until) for each in _apart(parts)) else ""
    except (ValueError, TypeError):
        return "rrule_unreadable"


#: dateutil does not come back from a rule without a step, nor soon from one with a huge one.
_STEP = r"[1-9][0-9]{0,2}"
_WEEKDAY = "(?:MO|TU|WE|TH|FR|SA|SU)"
_MONTHDAY = r"-?(?:[1-9]|1\d|2[0-8])"
_MONTH = r"(?:[1-9]|1[0-2])"
#: For each frequency the keys and values whose days no period lacks.
_EVERYWHERE = {
    "DAILY": {},
    "WEEKLY": {"BYDAY": _WEEKDAY},
    "MONTHLY": {"BYDAY": rf"(?:[+-]?[1-4])?{_WEEKDAY}", "BYMONTHDAY": _MONTHDAY},
    "YEARLY": {"BYMONTH": _MONTH, "BYMONTHDAY": _MONTHDAY},
}


def _skips_nothing(parts: Mapping[str, str], start: date) -> bool:
    """Whether that is plain from how the rule is written; where it is not, its days have to be gone through."""
    known = _EVERYWHERE[parts["FREQ"]]
    given = parts.keys() - {"FREQ", "INTERVAL", "COUNT", "UNTIL"}
    if not given <= known.keys() or {"BYDAY", "BYMONTHDAY"} <= given:
        return False
    if any(not re.fullmatch(rf"{known[key]}(?:,{known[key]})*", parts[key], re.ASCII) for key in given):
        return False
    # Without a day of its own a rule has that of its start.
    return parts["FREQ"] in {"DAILY", "WEEKLY"} or bool(given - {"BYMONTH"}) or start.day <= _SHORTEST_MONTH


_SHORTEST_MONTH = 28
_TIMES = ("BYHOUR", "BYMINUTE", "BYSECOND")


def _parts(rule: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in rule.upper().strip().split(";"))
    return {key.strip(): value.strip() for key, _, value in pairs}


def _apart(parts: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """The rule with each of its values alone, and without its end."""
    endless = {key: value for key, value in parts.items() if key not in {"COUNT", "UNTIL"}}
    lists = [key for key in _VALUES if key in endless]
    if not lists:
        yield endless
    for key in lists:
        # A set position picks among the days that the other values give together.
        values = endless[key].split(",") if key == "BYSETPOS" or "BYSETPOS" not in endless else [endless[key]]
        for value in values:
            yield {**endless, key: value}


def _skips(parts: Mapping[str, str], start: date, until: datetime) -> bool:
    cycle = _CYCLES[parts["FREQ"]]
    if cycle is None:
        return False
    months = {int(month) for month in parts.get("BYMONTH", "").split(",") if month}
    rule = ";".join(f"{key}={value}" for key, value in parts.items())
    met = {_label(cycle, moment.date()) for moment in _parse(rule, start).between(_moment(start), until, inc=True)}
    covered = list(periods(cycle, start, until.date()))[:: int(parts.get("INTERVAL", "1"))]
    return any(
        period.label not in met
        for period in covered
        if period.first > start
        and period.last < until.date()
        and (cycle is not Cycle.MONTH or not months or period.first.month in months)
    )


def _parse(rule: str, start: date) -> rrule:
    from dateutil.rrule import rrule, rrulestr  # noqa: PLC0415 - few projects have rules, and need not wait for it

    parsed = rrulestr(rule.strip(), dtstart=_moment(start), ignoretz=True)
    if not isinstance(parsed, rrule):
        raise TypeError(rule)
    return parsed


def _label(cycle: Cycle | None, day: date) -> str:
    return periods(cycle, day, day)[0].label if cycle else day.isoformat()


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - dateutil's rules take naive moments
