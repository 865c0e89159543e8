"""Options of plugins are read as strictly as everything else."""

from __future__ import annotations

import pytest
from attrs import field, frozen, validators

from dvrules.building.options import read_options
from dvrules.model.places import Place


@frozen
class Options:
    minimum: int = field(validator=validators.ge(1))
    unit: str = ""


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({"minimum": 3}, []),
        ({}, ["DV201"]),
        ({"minimum": "3"}, ["DV203"]),
        ({"minimum": True}, ["DV203"]),
        ({"minimum": 3, "unti": "x"}, ["DV202"]),
        ({"minimum": 0}, ["DV218"]),
    ],
)
def test_a_fault_of_an_option_is_a_placed_diagnostic(given, codes):
    place = Place("dvrules.toml", ("outputs", "x"))
    options, faults = read_options(given, Options, place)
    assert [fault.code for fault in faults] == codes
    assert all(fault.place.path[:2] == place.path for fault in faults)
    assert (options == Options(3)) == (codes in ([], ["DV202"]))


def test_a_plugin_without_options_takes_none():
    _, (fault,) = read_options({"x": 1}, None, Place("f"))
    assert fault.code == "DV202"
