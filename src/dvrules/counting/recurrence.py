"""Recurrence: the days of RFC 5545 rules, for those rules that pass over no period in silence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from dateutil.rrule import rrule, rrulestr

from dvrules.counting.periods import periods
from dvrules.model.deadlines import Cycle

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


def problem_of(rule: str, start: date) -> str:
    """Why a rule is refused: `rrule_unreadable`, `rrule_time`, `rrule_empty`, `rrule_skips`; "" if it is not.

    A rule skips if one of the days it names, taken by itself, is missing from a year, month or week that the rule
    covers: RFC 5545 passes over such a period without a word.
    """
    parts = _parts(rule)
    if parts.get("FREQ") in {"HOURLY", "MINUTELY", "SECONDLY"} or any(key.startswith(_TIMES) for key in parts):
        return "rrule_time"
    if parts.get("FREQ") not in _CYCLES or not parts.keys() <= _KEYS:
        return "rrule_unreadable"
    try:
        until = _moment(start.replace(year=start.year + _FULL_TURN))
        if not any(_parse(rule, start).between(_moment(start), until, inc=True)):
            return "rrule_empty"
        return "rrule_skips" if any(_skips(each, start, until) for each in _apart(parts)) else ""
    except (ValueError, TypeError):
        return "rrule_unreadable"


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
    parsed = rrulestr(rule.strip(), dtstart=_moment(start), ignoretz=True)
    if not isinstance(parsed, rrule):
        raise TypeError(rule)
    return parsed


def _label(cycle: Cycle | None, day: date) -> str:
    return periods(cycle, day, day)[0].label if cycle else day.isoformat()


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - dateutil's rules take naive moments
