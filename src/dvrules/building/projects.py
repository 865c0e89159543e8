"""Building what a project holds beside its rulesets: its settings, roster, evidence and calendars."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, get_args

from dvrules.building.checks import check_deadlines, check_ids, check_span
from dvrules.building.converter import strict_converter
from dvrules.building.faults import keys_of
from dvrules.building.quick import taker
from dvrules.building.structuring import Structured, structure, tell_places
from dvrules.building.writings import told
from dvrules.model.calendars import Calendar
from dvrules.model.days import Span
from dvrules.model.diagnostics import Diagnostic
from dvrules.model.places import Place
from dvrules.model.projects import Overlay, Settings
from dvrules.model.records import Assumption, Effect, Evidence, Records, Shows
from dvrules.model.units import Roster
from dvrules.model.values import fields
from dvrules.reading.formats import Form


def build_settings(name: str, data: Mapping[str, Any]) -> tuple[Settings | None, tuple[Diagnostic, ...]]:
    """The settings in the project file `name`, and every fault in them."""
    place = Place(name)
    built = structure(data, Settings, place)
    if built.value is None:
        return None, built.diagnostics
    tell_places(built, place, "assumptions")
    faults = [*built.diagnostics, *_check_assumptions(built.value.assumptions)]
    for index, correction in enumerate(built.value.corrections):
        if correction.published is None:
            faults.append(Diagnostic("DV201", {"key": "published"}, place.at("corrections", index)))
    return (built.value if built.sound else None), tuple(faults)


def build_roster(name: str, data: Mapping[str, Any]) -> tuple[Roster | None, tuple[Diagnostic, ...]]:
    """The roster in the file `name`, and every fault in it."""
    place = Place(name)
    built = structure(data, Roster, place)
    if built.value is None or not built.sound:
        return None, built.diagnostics
    tell_places(built, place, "units", "groups")
    return built.value, (*built.diagnostics, *_check_roster(built.value))


def build_overlay(name: str, data: Mapping[str, Any]) -> tuple[tuple[Records, Overlay] | None, tuple[Diagnostic, ...]]:
    """What the overlay file `name` supposes, records of any kind and what is beside them; every fault in it."""
    place = Place(name)
    beside = {key: value for key, value in data.items() if key in keys_of(Overlay)}
    records, faults = build_records(name, {key: value for key, value in data.items() if key not in beside})
    built = structure(beside, Overlay, place)
    if built.value is None:
        return (records, Overlay()), (*faults, *built.diagnostics)
    tell_places(built, place, "units", "assumptions")
    faults += (*built.diagnostics, *_check_roster(Roster(built.value.units)))
    faults += (*_check_assumptions(built.value.assumptions),)
    return (records, built.value), faults


def _check_assumptions(assumptions: Iterable[Assumption]) -> Iterator[Diagnostic]:
    for assumption in assumptions:
        if (assumption.obligation is None) == (assumption.document is None or assumption.clause is None):
            yield Diagnostic("DV216", {}, assumption.place)
        yield from check_deadlines(assumption)


def _check_roster(roster: Roster) -> Iterator[Diagnostic]:
    yield from _check_names((*roster.units, *roster.groups))
    for unit in roster.units:
        yield from check_span(Span(unit.from_, unit.through), unit.place)
        if unit.into and unit.through is None:
            yield Diagnostic("DV201", {"key": "through"}, unit.place)
    for group in roster.groups:
        for index, member in enumerate(group.members):
            yield from check_span(member.span, group.place.at("members", index, "span"))


def _check_names(items: Sequence[Any]) -> Iterator[Diagnostic]:
    return check_ids([item.id for item in items], lambda index: items[index].place)


def build_records(name: str, data: Mapping[str, Any], form: Form = "toml") -> tuple[Records, tuple[Diagnostic, ...]]:
    """The records and decisions in the file `name`, whose data were written in this form, and every fault in them."""
    place = Place(name)
    built = structure(data, Records, place, form=form)
    if built.value is None:
        return Records(), tuple(told(built.diagnostics, form))
    tell_places(built, place, *keys_of(Records))
    return built.value, (*told(built.diagnostics, form), *_check_records(built.value))


def build_lines(name: str, content: bytes) -> tuple[Records, tuple[Diagnostic, ...]] | None:
    """What `build_records` gives of a file of JSON lines, each built before the next one is read.

    None where one can't be; then it is told by reading and building all of them.
    """
    from dvrules.reading.json_lines import tables  # noqa: PLC0415 - each format once a file asks for it

    converter = strict_converter("jsonl", detailed=False)
    take = {f.name: taker(get_args(f.type)[0], converter) for f in fields(Records)}
    made: dict[str, list[Any]] = {key: [] for key in take}
    try:
        for key, table in tables(name, content):
            made[key].append(take[key](table))
    except Exception:  # noqa: BLE001 - what is wrong is found out by whoever reads all of them
        return None
    records = Records(**{key: tuple(each) for key, each in made.items()})
    tell_places(Structured(records, (), sound=True), Place(name), *take)
    return records, tuple(_check_records(records))


def _check_records(records: Records) -> Iterator[Diagnostic]:
    yield from _check_evidence(records.evidence)
    yield from _check_decisions(records)
    for key in keys_of(Records):
        yield from _check_names(getattr(records, key))


def _check_evidence(records: tuple[Evidence, ...]) -> Iterator[Diagnostic]:
    for record in records:
        if record.recorded < record.occurred:
            args = {"occurred": record.occurred.isoformat(), "recorded": record.recorded.isoformat()}
            yield Diagnostic("DV215", args, record.place.at("recorded"))
        if (record.shows is Shows.ASSESSMENT) != (record.result is not None):
            yield Diagnostic("DV217", {}, record.place)
        if record.shows is Shows.NOTHING and not record.corrects:
            yield Diagnostic("DV201", {"key": "corrects"}, record.place)
        if record.quantity is not None and not 0 <= record.quantity < float("inf"):
            yield Diagnostic("DV228", {"value": str(record.quantity)}, record.place.at("quantity"))


def _check_decisions(records: Records) -> Iterator[Diagnostic]:
    for waiver in records.waivers:
        yield from check_span(Span(waiver.start, waiver.through), waiver.place)
        if (waiver.effect is Effect.DEFERS) != (waiver.due is not None):
            yield Diagnostic("DV224", {}, waiver.place)
    for suspension in records.suspensions:
        yield from check_span(Span(suspension.start, suspension.through), suspension.place)
        if (suspension.ruleset is None) == (suspension.obligation is None):
            yield Diagnostic("DV225", {}, suspension.place)
    for fact in records.facts:
        yield from check_span(Span(fact.from_, fact.through), fact.place)


def build_calendar(name: str, data: Mapping[str, Any]) -> tuple[Calendar | None, tuple[Diagnostic, ...]]:
    """The calendar in the file `name`, and every fault in it."""
    built = structure(data, Calendar, Place(name))
    return (built.value if built.sound else None), built.diagnostics
