"""The plugin as dvrules sees it."""

import subprocess
import sys
import tomllib
from importlib.resources import files
from string import Formatter

import pytest

import dvrules_ics
from dvrules.messages import LANGS, messages_in
from dvrules_ics.exporting import export
from dvrules_ics.options import IcsOptions


def test_what_it_offers_makes_the_feeds(report, options):
    (offer,) = dvrules_ics.dvrules_exporters()
    assert (offer.name, offer.params) == ("ics", IcsOptions)
    assert offer.export(report, "vi", options) == export(report, "vi", options)


def test_loading_it_loads_nothing_but_its_offer_and_its_options():
    code = (
        "import sys, dvrules.extension; before = set(sys.modules)\n"
        "import dvrules_ics; print(*sorted(set(sys.modules) - before))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "dvrules_ics dvrules_ics.options\n"


@pytest.mark.parametrize("lang", LANGS)
def test_its_words_leave_those_of_dvrules_alone(lang):
    assert set(tomllib.loads(files("dvrules_ics").joinpath(f"{lang}.toml").read_text(encoding="utf-8"))) == {"ics"}


def test_both_languages_say_the_same_with_the_same_arguments():
    def arguments(lang):
        words = messages_in(lang, "dvrules_ics").words
        return {
            key: {name for _, name, _, _ in Formatter().parse(text) if name}
            for key, text in words.items()
            if key.startswith("ics.")
        }

    assert arguments("vi") == arguments("en")


@pytest.mark.parametrize(
    ("option", "value"),
    [("alarm_days", (7, -1)), ("alarm_days", (367,)), ("alarm_hour", 24), ("alarm_hour", -1), ("revision", -1)],
)
def test_an_option_out_of_range_is_named_in_the_users_words(report, option, value):
    with pytest.raises(ValueError, match=rf"^\[outputs.ics\] {option} = .* không dùng được"):
        export(report, "vi", IcsOptions(**{option: value}))
