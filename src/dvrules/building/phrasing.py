"""Phrasing: deadlines that an author wrote in words, made into tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Self

from dvrules.building.faults import Fault, key_of
from dvrules.model.deadlines import Deadline, Fixed
from dvrules.model.values import evolve

if TYPE_CHECKING:
    from dvrules.phrases import Problem


class Phrase(str):
    """A deadline in words, with the year that its document speaks of."""

    __slots__ = ("year",)
    year: int | None

    def __new__(cls, words: str, year: int | None) -> Self:
        """The phrase `words` of a document for `year`."""
        phrase = super().__new__(cls, words)
        phrase.year = year
        return phrase

    def __getnewargs__(self) -> tuple[str, int | None]:  # type: ignore[override]
        """What a copy is made of."""
        return str(self), self.year


def with_year(data: Mapping[str, Any], lists: Iterable[str]) -> dict[str, Any]:
    """The data of a ruleset with the document's year given to each deadline in words in the tables of `lists`."""
    year = _year(data.get("document"))
    return {key: _told(value, year) if key in lists else value for key, value in data.items()}


def _told(tables: Any, year: int | None) -> Any:
    if not isinstance(tables, list):
        return tables
    return [
        {**table, "deadline": _phrased(table["deadline"], year)}
        if isinstance(table, dict) and isinstance(table.get("deadline"), str | list)
        else table
        for table in tables
    ]


def _phrased(value: Any, year: int | None) -> Any:
    if isinstance(value, list):
        return [_phrased(each, year) for each in value]
    return Phrase(value, year) if isinstance(value, str) else value


def _year(document: Any) -> int | None:
    """The one year of the document's term; without a term, the year of its date."""
    if not isinstance(document, dict):
        return None
    term = document.get("term")
    if isinstance(term, dict) and term:
        years = {day.year for day in (term.get("from"), term.get("through")) if isinstance(day, date)}
        return years.pop() if len(years) == 1 and len(term) > 1 else None
    day = document.get("date")
    if isinstance(day, date):
        return day.year
    return int(day[:4]) if isinstance(day, str) and day[:4].isdecimal() else None


def deadlines_said(phrase: str) -> tuple[Deadline, ...]:
    """The deadlines that a phrase states, each with its `words`; a Fault where it has no one meaning."""
    return _said(str(phrase), getattr(phrase, "year", None))


@lru_cache(maxsize=4096)
def _said(words: str, year: int | None) -> tuple[Deadline, ...]:
    from dvrules.phrases import parse  # noqa: PLC0415 - a project without phrases need not wait for it

    reading = parse(words, year=year)
    if reading.problem:
        raise _fault(words, reading.problem)
    return tuple(evolve(each, words=words) for each in reading.deadlines)


def _fault(phrase: str, problem: Problem) -> Fault:
    if problem.key == "ambiguous":
        readings = "; ".join(_written(reading) for reading in problem.readings)
        return Fault("DV220", phrase=phrase, readings=readings)
    return Fault(_CODES[problem.key], phrase=phrase, part=problem.part)


_CODES = {"not_understood": "DV219", "no_year": "DV221", "impossible": "DV222", "not_days": "DV223"}


def _written(deadlines: Iterable[Deadline]) -> str:
    """A reading as it may be copied into the ruleset, with its last day where the calendar alone tells it."""
    import tomli_w  # noqa: PLC0415 - only where something is wrong

    written = []
    for each in deadlines:
        [_, line, _] = tomli_w.dumps({"deadline": [_plain(each)]}).splitlines()
        last = _last(each) if isinstance(each, Fixed) else None
        written.append(f"{line.strip(' ,')}{f' → {last:%d/%m/%Y}' if last else ''}")
    return ", ".join(written)


def _last(deadline: Fixed) -> date | None:
    return deadline.before - timedelta(days=1) if deadline.before else deadline.by


def _plain(value: Any) -> Any:
    from attrs import NOTHING, fields, has  # noqa: PLC0415 - as above

    if has(type(value)):
        parts = ((f, getattr(value, f.name)) for f in fields(type(value)))
        return {key_of(f.name): _plain(part) for f, part in parts if f.default is NOTHING or part != f.default}
    return [_plain(each) for each in value] if isinstance(value, tuple) else value
