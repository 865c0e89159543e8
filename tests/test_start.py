"""What a command does not need is not loaded for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from texts import ROOT

LOADED = """
import sys
from dvrules.cli.main import main
main(sys.argv[1:])
loaded = sorted(sys.modules)
import json
print(json.dumps(loaded))
"""

#: Of what comes with Python, what takes long to be loaded.
LONG = {
    "calendar",
    "copy",
    "difflib",
    "email",
    "importlib.metadata",
    "importlib.resources",
    "json",
    "shutil",
    "tempfile",
    "tomllib",
}


def loaded(*argv):
    command = [sys.executable, "-c", LOADED, *argv]
    # What is kept beside modules is there from the second time on, wherever Python keeps modules.
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    for _ in range(2):
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True, env=environment)
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.fixture(scope="module")
def by_a_report():
    example = ROOT / "examples/quang-tri-2024"
    return loaded("report", "-p", str(example), "--as-of", "2024-07-10")


def test_a_report_loads_no_library_that_only_exporters_or_some_deadlines_need(by_a_report):
    assert not {"cel_expr_python", "dateutil", "distributed", "docx", "icalendar", "jinja2", "xlsxwriter"} & by_a_report


def test_cattrs_is_loaded_only_where_something_is_wrong(by_a_report, tmp_path):
    (tmp_path / "dvrules.toml").write_text("name = 3\n")
    assert ["cattrs" in each for each in (by_a_report, loaded("check", "-p", str(tmp_path)))] == [False, True]


def test_attrs_is_loaded_only_where_there_are_many_values(by_a_report):
    assert "attr" not in by_a_report


def test_a_report_loads_nothing_of_python_that_takes_long_and_is_not_needed(by_a_report):
    assert not LONG & by_a_report


def test_a_report_loads_no_part_of_dvrules_that_explains_compares_or_exports(by_a_report):
    parts = {"api", "comparing", "consolidating", "drawing", "entries", "explaining", "exporting", "needing", "phrases"}
    assert not {f"dvrules.{part}" for part in parts} & by_a_report


def test_an_unchanged_rerun_loads_neither_attrs_nor_what_judges(tmp_path):
    example = ROOT / "examples/quang-tri-2024"
    again = loaded("evaluate", str(example), "--as-of", "2024-07-10", "--cache-dir", str(tmp_path))
    assert not {"attr", "shutil", "dvrules.judges", "dvrules.loading", "dvrules.scheduling"} & again


def test_the_public_names_are_there_once_they_are_asked_for():
    asked = "import sys, dvrules; assert 'attrs' not in sys.modules; print({*dvrules.__all__} <= {*dir(dvrules)}); "
    asked += "print(all(hasattr(dvrules, name) for name in dvrules.__all__), hasattr(dvrules, 'nothing'))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.split() == ["True", "True", "False"]
