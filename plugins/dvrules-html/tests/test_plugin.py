"""The plugin as dvrules sees it."""

import dvrules_html
from dvrules import testing


def test_it_keeps_to_the_rules_of_all_plugins():
    testing.check_package("dvrules_html")
    testing.check_words("dvrules_html", "html")
    (offer,) = dvrules_html.dvrules_exporters()
    testing.check_exporter(offer)


def test_it_offers_one_exporter_that_explains():
    (offer,) = dvrules_html.dvrules_exporters()
    assert (offer.name, offer.params, offer.explains) == ("html", None, True)
