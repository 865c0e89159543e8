"""Options of plugins are read as strictly as everything else."""

from __future__ import annotations

import pytest
from attrs import evolve, field, frozen, validators

from dvrules.building.options import read_options
from dvrules.extension import Exporter, Objection, missing_told
from dvrules.loading import load
from dvrules.messages import messages_in
from dvrules.model.artifacts import Artifact, File
from dvrules.model.places import Place
from dvrules.plugins import Offered, load_plugins


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


def only_here(_, attribute, __):
    raise Objection(vi="không hợp", en="unfit", key=attribute.name)


@frozen
class Choosy:
    taste: str = field(validator=only_here)


def test_an_objection_is_placed_at_its_option_and_told_in_the_readers_language():
    _, (fault,) = read_options({"taste": "x"}, Choosy, Place("f", ("outputs",)))
    assert fault.place.path == ("outputs", "taste")
    assert [messages_in(lang).diagnose(fault).rpartition(": ")[2] for lang in ("vi", "en")] == ["không hợp", "unfit"]


def test_a_plugin_tells_what_is_missing_in_the_readers_language():
    missing = missing_told(vi="thiếu số", en="no number")
    assert [messages_in(lang).tell(missing) for lang in ("vi", "en")] == ["thiếu số", "no number"]


@frozen
class Templated:
    template: File | None = None


def copied(_, __, options):
    return [Artifact("copy", "text/plain", options.template.content)]


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A function that loads a project with these options of an exporter that copies the file they name."""
    catalog = load_plugins()
    offered = Offered(Exporter("copier", copied, params=Templated), "test")
    monkeypatch.setattr("dvrules.loading.load_plugins", lambda _: evolve(catalog, exporters={"copier": offered}))

    def write(options):
        text = f'name = "x"\nrulesets = []\nroster = []\ncalendar = "vn"\n[outputs.copier]\n{options}\n'
        (tmp_path / "dvrules.toml").write_text(text, encoding="utf-8")
        return load(tmp_path)

    return write


def test_a_file_that_an_option_names_is_read_from_the_projects_folder(project, tmp_path):
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms/form.bin").write_bytes(b"\x00\xff")
    loaded = project('template = "forms/form.bin"')
    assert loaded.diagnostics == ()
    assert loaded.outputs == {"copier": Templated(File("forms/form.bin", b"\x00\xff"))}
    assert set(loaded.inputs) == {"dvrules.toml", "<vn>"}


@pytest.mark.parametrize(
    ("options", "code"), [('template = "nowhere.bin"', "DV101"), ("template = 3", "DV203"), ('template = "."', "DV101")]
)
def test_a_file_that_can_not_be_had_is_a_fault_at_its_option(project, options, code):
    (fault,) = project(options).diagnostics
    assert (fault.code, fault.place) == (code, Place("dvrules.toml", ("outputs", "copier", "template")))
