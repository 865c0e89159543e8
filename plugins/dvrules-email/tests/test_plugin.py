"""The plugin as dvrules sees it."""

import subprocess
import sys
import tomllib
from importlib.resources import files
from string import Formatter

import pytest
from attrs import fields

import dvrules_email
from dvrules.messages import LANGS, messages_in
from dvrules.testing import check_exporter
from dvrules_email.exporting import export
from dvrules_email.options import EmailOptions


def test_it_offers_one_exporter_whose_options_name_the_sender():
    (offer,) = dvrules_email.dvrules_exporters()
    assert (offer.name, offer.params) == ("email", EmailOptions)
    assert [field.name for field in fields(EmailOptions)] == ["sender", "reply_to", "sending"]


def test_it_keeps_to_the_rules_for_exporters(options):
    (offer,) = dvrules_email.dvrules_exporters()
    check_exporter(offer, options)


def test_what_it_offers_makes_the_messages(report, options):
    (offer,) = dvrules_email.dvrules_exporters()
    assert offer.export(report, "vi", options) == export(report, "vi", options)


def test_loading_it_loads_nothing_but_its_offer_and_its_options():
    code = (
        "import sys, dvrules.extension; before = set(sys.modules)\n"
        "import dvrules_email; print(*sorted(set(sys.modules) - before))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "dvrules.messages.wording dvrules_email dvrules_email.addresses dvrules_email.options\n"


def own_words(lang):
    text = files("dvrules_email").joinpath(f"{lang}.toml").read_text(encoding="utf-8")
    return set(tomllib.loads(text))


@pytest.mark.parametrize("lang", LANGS)
def test_its_words_leave_those_of_dvrules_alone(lang):
    assert own_words(lang) == {"email"}


def test_both_languages_say_the_same_with_the_same_arguments():
    def arguments(lang):
        words = messages_in(lang, "dvrules_email").words
        return {
            key: {name for _, name, _, _ in Formatter().parse(text) if name}
            for key, text in words.items()
            if key.startswith("email.")
        }

    assert arguments("vi") == arguments("en")
