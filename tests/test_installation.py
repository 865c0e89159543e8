"""What is installed is told by its content: no code can change without that being told."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from zipfile import ZipFile

import pytest

from dvrules.installation import digest
from texts import ROOT

EDITABLE = '{"dir_info":{"editable":true},"url":"file:///anywhere"}'


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A folder where modules and distributions are found."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    return folder


def install(site, name, version="1.0", entry_points="", origin=""):
    info = site / f"{name}-{version}.dist-info"
    info.mkdir()
    for file, text in {"entry_points.txt": entry_points, "direct_url.json": origin}.items():
        if text:
            (info / file).write_text(text, encoding="utf-8")
    return info


def install_plugin(site, **more):
    package = site / "nhiem_vu"
    (package / "inner").mkdir(parents=True)
    for name in ("__init__.py", "inner/words.toml"):
        (package / name).write_text("x = 1\n", encoding="utf-8")
    install(site, "nhiem_vu", entry_points="[console_scripts]\na = b:c\n\n[dvrules]\nnv = nhiem_vu.plugin:it\n", **more)
    return package


def test_what_is_installed_is_the_same_until_it_changes(site):
    install_plugin(site)
    assert digest() == digest() is not None


@pytest.mark.parametrize("name", ["__init__.py", "inner/words.toml", "inner/new.py"])
@pytest.mark.parametrize("origin", ["", EDITABLE])
def test_any_file_of_a_plugin_tells(site, name, origin):
    file = install_plugin(site, origin=origin) / name
    before = digest()
    file.write_text("x = 2\n", encoding="utf-8")
    os.utime(file, (0, 0))
    assert digest() not in {before, None}


def test_a_plugin_that_is_one_module_tells(site):
    install(site, "one", entry_points="[dvrules]\none = one\n")
    missing = digest()
    (site / "one.py").write_text("x = 1\n", encoding="utf-8")
    before = digest()
    (site / "one.py").write_text("x = 2\n", encoding="utf-8")
    assert len({missing, before, digest()}) == 3


def test_what_python_and_dvrules_keep_beside_the_code_tells_nothing(site):
    package = install_plugin(site)
    before = digest()
    (package / "__pycache__").mkdir()
    (package / "__pycache__/vi.json").touch()
    assert digest() == before


def test_dvrules_own_code_tells(tmp_path):
    copy = shutil.copytree(ROOT / "src/dvrules", tmp_path / "dvrules", ignore=shutil.ignore_patterns("__pycache__"))

    def told():
        command = [sys.executable, "-c", "from dvrules.installation import digest; print(digest())"]
        environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
        return subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout

    before = told()
    with (copy / "judging.py").open("a", encoding="utf-8") as file:
        file.write("\n")
    assert len({before, told(), "None\n"}) == 3


def test_what_else_is_installed_tells_by_name_and_version(site):
    told = {digest()}
    info = install(site, "library")
    told.add(digest())
    info.rename(site / "library-1.1.dist-info")
    told.add(digest())
    assert len(told - {None}) == 3


def test_where_python_looks_and_how_it_was_started_tell(tmp_path, monkeypatch):
    before = digest()
    monkeypatch.setattr(sys, "warnoptions", ["error", "once"])
    warning = digest()
    monkeypatch.syspath_prepend(str(tmp_path))
    assert len({before, warning, digest(), None}) == 4


def test_code_that_may_change_untold_is_told_as_such(site, tmp_path, monkeypatch):
    library = install(site, "library", origin=EDITABLE)
    assert digest() is None
    shutil.rmtree(library)
    assert digest() is not None
    (site / "library.egg-link").touch()
    assert digest() is None
    (site / "library.egg-link").unlink()
    ZipFile(tmp_path / "code.zip", "w").close()
    monkeypatch.syspath_prepend(str(tmp_path / "code.zip"))
    assert digest() is None


def test_a_plugin_that_is_not_there_is_no_failure(site):
    install(site, "nowhere", entry_points="[dvrules]\nnowhere = nowhere\nodd =\n")
    assert digest() is not None


def test_what_can_not_be_read_can_not_be_told(site):
    (install_plugin(site) / "broken.py").symlink_to("nowhere")
    assert digest() is None
