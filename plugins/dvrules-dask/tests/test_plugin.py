"""The plugin as dvrules sees it."""

from __future__ import annotations

import pytest

import dvrules_dask
from dvrules import testing
from dvrules.building.options import read_options
from dvrules.messages import messages_in
from dvrules.model.places import NOWHERE
from dvrules.plugins import load_plugins
from dvrules_dask.options import DaskOptions


def test_what_it_offers_is_in_the_catalog():
    (offer,) = dvrules_dask.dvrules_executors()
    assert load_plugins().executors["dask"].offer == offer
    assert (offer.name, offer.params) == ("dask", DaskOptions)


def test_it_keeps_to_the_rules_of_all_plugins():
    testing.check_package("dvrules_dask", "dvrules_dask.options")
    (offer,) = dvrules_dask.dvrules_executors()
    testing.check_executor(offer, DaskOptions(jobs=1))


def test_the_options_are_read_as_strictly_as_all_else():
    assert read_options({"jobs": 3, "timeout": 5}, DaskOptions, NOWHERE) == (DaskOptions(jobs=3, timeout=5), ())
    _, faults = read_options({"schedular": "tcp://cum:8786", "timeout": "5"}, DaskOptions, NOWHERE)
    assert [fault.code for fault in faults] == ["DV203", "DV202"]


@pytest.mark.parametrize(
    ("options", "vi", "en"),
    [
        (
            {"scheduler": "tcp://cum:8786", "jobs": 2},
            "số tiến trình do cụm ở scheduler quyết định, không đặt ở đây được",
            "how many processes there are is up to the cluster of the scheduler",
        ),
        ({"jobs": 0}, "jobs phải từ 1 trở lên", "jobs must be 1 or more"),
        ({"timeout": 0}, "timeout phải từ 1 trở lên", "timeout must be 1 or more"),
    ],
)
def test_options_that_make_no_sense_are_objected_to_in_both_languages(options, vi, en):
    _, (fault,) = read_options(options, DaskOptions, NOWHERE)
    said = [messages_in(lang).diagnose(fault) for lang in ("vi", "en")]
    assert [text.partition(": ")[2] for text in said] == [vi, en]
