"""The plugin as dvrules sees it."""

import dvrules_xlsx
from dvrules import testing
from dvrules.building.options import read_options
from dvrules.model.places import NOWHERE
from dvrules_xlsx.options import XlsxOptions
from dvrules_xlsx.tracking import export


def test_it_keeps_to_the_rules_of_all_plugins():
    testing.check_package("dvrules_xlsx", "dvrules_xlsx.options")
    testing.check_words("dvrules_xlsx", "xlsx")
    (offer,) = dvrules_xlsx.dvrules_exporters()
    testing.check_exporter(offer, XlsxOptions())


def test_what_it_offers_makes_the_workbook(report, options):
    (offer,) = dvrules_xlsx.dvrules_exporters()
    assert (offer.name, offer.params) == ("xlsx", XlsxOptions)
    assert offer.export(report, "vi", options) == export(report, "vi", options)


def test_without_a_column_there_is_no_table():
    _, [fault] = read_options({"columns": []}, XlsxOptions, NOWHERE)
    assert (fault.code, fault.place.path) == ("DV218", ("columns",))


def test_the_options_are_read_as_strictly_as_all_else():
    read, faults = read_options({"columns": ["number", "key"], "paper": "A3"}, XlsxOptions, NOWHERE)
    assert (read, faults) == (XlsxOptions(columns=("number", "key"), paper="A3"), ())
    _, faults = read_options({"columns": ["number", "stt"], "papper": "A5"}, XlsxOptions, NOWHERE)
    assert [fault.code for fault in faults] == ["DV205", "DV202"]
