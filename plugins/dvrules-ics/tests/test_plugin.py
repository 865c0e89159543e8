"""The plugin as dvrules sees it."""

import pytest

import dvrules_ics
from dvrules import testing
from dvrules.building.options import read_options
from dvrules.model.places import NOWHERE
from dvrules_ics.exporting import export
from dvrules_ics.options import IcsOptions


def test_it_keeps_to_the_rules_of_all_plugins():
    testing.check_package("dvrules_ics", "dvrules_ics.options")
    testing.check_words("dvrules_ics", "ics")
    (offer,) = dvrules_ics.dvrules_exporters()
    testing.check_exporter(offer, IcsOptions())


def test_what_it_offers_makes_the_feeds(report, options):
    (offer,) = dvrules_ics.dvrules_exporters()
    assert (offer.name, offer.params) == ("ics", IcsOptions)
    assert offer.export(report, "vi", options) == export(report, "vi", options)


@pytest.mark.parametrize(
    ("option", "value"),
    [("alarm_days", [7, -1]), ("alarm_days", [367]), ("alarm_hour", 24), ("alarm_hour", -1), ("revision", -1)],
)
def test_an_option_out_of_range_is_named_in_the_users_words(option, value):
    _, faults = read_options({option: value}, IcsOptions, NOWHERE)
    assert [(fault.code, fault.place.path) for fault in faults] == [("DV218", (option,))]
    assert " không dùng được" in faults[0].args["problem.vi"]
