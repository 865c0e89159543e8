"""The quick converter takes and refuses what the detailed one does."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date, datetime
from typing import get_args, get_type_hints

import pytest
from attrs import fields

from dvrules.building.converter import strict_converter
from dvrules.model.calendars import Calendar, CalendarDay
from dvrules.model.days import Span
from dvrules.model.deadlines import Anchor, Deadline, Quota
from dvrules.model.documents import Citation, Document, Recipient, Signatory
from dvrules.model.profiles import Profile
from dvrules.model.projects import Overlay, Settings
from dvrules.model.records import Assumption, Attachment, Event, Evidence, Fact, Suspension, Termination, Waiver
from dvrules.model.rulesets import (
    Applies,
    Bearer,
    Clause,
    Competence,
    Cure,
    Obligation,
    Parent,
    Removal,
    Ruleset,
    Scope,
)
from dvrules.model.units import FormerName, Group, Roster, Unit

CLASSES = (
    *(Calendar, CalendarDay, Span, Anchor, Quota, *get_args(Deadline), Citation, Document, Recipient, Signatory),
    *(Profile, Overlay, Settings, Assumption, Attachment, Event, Evidence, Fact, Suspension, Termination, Waiver),
    *(Applies, Clause, Competence, Cure, Obligation, Parent, Removal, Ruleset, Scope, FormerName, Group, Roster, Unit),
)
DAY = date(2024, 3, 15)
VALUES = (
    *("", "x", "x;y", "2024-03-15", "2024", "true", "3", "2.5", "performance", "month", "vn", "last", "fixed"),
    *("trước ngày 15/3/2024", 3, 0, True, 2.5, 10**400, float("nan"), DAY, datetime(2024, 3, 15)),  # noqa: DTZ001 - as TOML has it
    *([], [3], ["x"], ["x", 3], [DAY], [[]], [{}], [{"unit": "x"}], ["vi"], ["overdue"]),
    *({}, {"x": 3}, {"x": "y"}, {"x": []}, {"unit": "x"}, {"unit": 3}, {"unit": "x", "y": "z"}, {"from": DAY}),
    *({"form": "fixed", "by": DAY}, {"form": "x"}, {"form": 3}, {"day": 15}, {"day": "last"}, {"day": True}),
    *(
        {"name": "x"},
        {"name": "x", "y": 3},
        {"name": 3},
        {"path": "x"},
        {"base": "vn"},
        {"offset": 3, "measure": "day"},
    ),
)


def outcome(value, kind, form, *, detailed):
    """What a converter makes of a value, by its kind and as it is shown, or None where it refuses."""
    try:
        found = strict_converter(form, detailed=detailed).structure(value, kind)
    except Exception:  # noqa: BLE001 - that it refuses is all there is to tell
        return None
    return type(found), repr(found)


@pytest.mark.parametrize("form", ["toml", "jsonl", "csv"])
@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_both_make_the_same_of_each_value_for_each_key(cls, form):
    hints = get_type_hints(cls)
    for each in fields(cls):
        for value in VALUES:
            quickly = outcome(value, hints[each.name], form, detailed=False)
            assert quickly == outcome(value, hints[each.name], form, detailed=True), (each.name, value)


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_both_make_the_same_of_a_whole_table(cls):
    for value in VALUES:
        assert outcome(value, cls, "toml", detailed=False) == outcome(value, cls, "toml", detailed=True), value


@pytest.mark.parametrize(
    "table",
    [
        {"id": "m", "obligation": "r:x", "by": "a", "occurred": DAY, "recorded": DAY},
        {"id": "m", "obligation": "r:x", "by": "a", "occurred": DAY},
        {"id": "m", "obligation": 3, "by": "a", "occurred": DAY, "recorded": DAY},
        {"id": "m", "obligation": "r:x", "by": "a", "occurred": DAY, "recorded": DAY, "listed": "x"},
        {"id": "m", "obligation": "r:x", "by": "a", "occurred": DAY, "recorded": DAY, "number": 3},
        {"id": "m", "obligation": "r:x", "by": "a", "occurred": DAY, "recorded": DAY, "shows": "receipt", "to": ["b"]},
    ],
)
def test_both_take_a_record_for_what_it_is(table):
    assert outcome(table, Evidence, "toml", detailed=False) == outcome(table, Evidence, "toml", detailed=True)


def test_what_many_records_repeat_is_kept_once():
    line = '{"obligation": "r:x", "by": "a", "occurred": "2024-03-15", "recorded": "2024-03-15"}'
    tables = [{"id": each, **json.loads(line)} for each in "mn"]
    one, other = strict_converter("jsonl", detailed=False).structure(tables, tuple[Evidence, ...])
    assert one.obligation is other.obligation
    assert one.occurred is other.recorded


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        (tuple[Deadline, ...], {"form": "periodic", "every": "quarter", "by": {"day": 15}}),
        (tuple[Deadline, ...], {"form": "fixed", "by": DAY}),
        (tuple[Parent, ...], [{"document": "2/KH-UBND@2024-01-22", "clause": "II.2"}]),
        (Bearer, "van-phong"),
        (Bearer, {"each": "cac-xa", "post": "Chủ tịch"}),
    ],
)
def test_what_many_plans_write_alike_is_made_once(kind, written):
    converter = strict_converter(detailed=False)
    assert converter.structure(deepcopy(written), kind) is converter.structure(written, kind)
    assert converter.structure(written, kind) == strict_converter().structure(written, kind)


def test_what_is_only_nearly_alike_is_made_apart():
    converter = strict_converter(detailed=False)
    one, other, last = (
        converter.structure({"form": "fixed", "by": DAY, "words": words}, tuple[Deadline, ...])[0].words
        for words in ("a", "b", "A")
    )
    assert (one, other, last) == ("a", "b", "A")
