"""The plugin as dvrules sees it."""

import subprocess
import sys
import tomllib
from importlib.resources import files
from string import Formatter

import pytest

import dvrules_xlsx
from dvrules.building.options import read_options
from dvrules.messages import LANGS, messages_in
from dvrules.model.places import NOWHERE
from dvrules_xlsx.options import XlsxOptions
from dvrules_xlsx.tracking import export


def test_what_it_offers_makes_the_workbook(report, options):
    (offer,) = dvrules_xlsx.dvrules_exporters()
    assert (offer.name, offer.params) == ("xlsx", XlsxOptions)
    assert offer.export(report, "vi", options) == export(report, "vi", options)


def test_loading_it_loads_nothing_but_its_offer_and_its_options():
    code = (
        "import sys, dvrules.extension; before = set(sys.modules)\n"
        "import dvrules_xlsx; print(*sorted(set(sys.modules) - before))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "dvrules_xlsx dvrules_xlsx.options\n"


@pytest.mark.parametrize("lang", LANGS)
def test_its_words_leave_those_of_dvrules_alone(lang):
    assert set(tomllib.loads(files("dvrules_xlsx").joinpath(f"{lang}.toml").read_text(encoding="utf-8"))) == {"xlsx"}


def test_both_languages_say_the_same_with_the_same_arguments():
    def arguments(lang):
        words = messages_in(lang, "dvrules_xlsx").words
        return {
            key: {name for _, name, _, _ in Formatter().parse(text) if name}
            for key, text in words.items()
            if key.startswith("xlsx.")
        }

    assert arguments("vi") == arguments("en")


def test_without_a_column_there_is_no_table(report):
    with pytest.raises(ValueError, match=r"^\[outputs.xlsx\] columns để trống"):
        export(report, "vi", XlsxOptions(columns=()))


def test_the_options_are_read_as_strictly_as_all_else():
    read, faults = read_options({"columns": ["number", "key"], "paper": "A3"}, XlsxOptions, NOWHERE)
    assert (read, faults) == (XlsxOptions(columns=("number", "key"), paper="A3"), ())
    _, faults = read_options({"columns": ["number", "stt"], "papper": "A5"}, XlsxOptions, NOWHERE)
    assert [fault.code for fault in faults] == ["DV205", "DV202"]
