"""The plugin as dvrules sees it."""

import subprocess
import sys
import tomllib
from importlib.resources import files
from string import Formatter

import pytest

import dvrules_html
from dvrules.messages import LANGS, messages_in


def test_it_offers_one_exporter_that_explains():
    (offer,) = dvrules_html.dvrules_exporters()
    assert (offer.name, offer.params, offer.explains) == ("html", None, True)


def test_loading_it_loads_nothing_but_its_offer():
    code = (
        "import sys, dvrules.extension; before = set(sys.modules)\n"
        "import dvrules_html; print(*sorted(set(sys.modules) - before))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "dvrules_html\n"


@pytest.mark.parametrize("lang", LANGS)
def test_its_words_leave_those_of_dvrules_alone(lang):
    assert set(tomllib.loads(files("dvrules_html").joinpath(f"{lang}.toml").read_text(encoding="utf-8"))) == {"html"}


def test_both_languages_say_the_same_with_the_same_arguments():
    def arguments(lang):
        words = messages_in(lang, "dvrules_html").words
        return {
            key: {name for _, name, _, _ in Formatter().parse(text) if name}
            for key, text in words.items()
            if key.startswith("html.")
        }

    assert arguments("vi") == arguments("en")
