"""The folder of what is kept: whatever is odd about it, the outcome is the same."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from threading import Thread
from time import time

import pytest

import dvrules.keeping
from dvrules.keeping import Keep
from kept import command, entries, is_kept, judged, write_project
from many import REQUEST, write_projects


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "kept"


@pytest.fixture
def project(tmp_path):
    return write_project(tmp_path)


def halve(content):
    return content[: len(content) // 2]


def forge(content):
    return content.replace(b'"errors": 0', b'"errors": 1')


def other_format(content):
    return content.replace(b"dvrules.kept/1", b"dvrules.kept/2", 1)


@pytest.mark.parametrize(
    "spoil",
    [halve, forge, other_format, lambda _: b"", lambda _: b"\xff\n" * 9, lambda c: c + b"{}\n", lambda c: c[::-1]],
)
def test_an_entry_that_is_spoilt_is_as_none_and_is_made_anew(project, folder, spoil):
    first = judged(project, folder)
    (entry,) = entries(folder)
    whole = entry.read_bytes()
    entry.write_bytes(spoil(whole))
    assert not is_kept(project, folder)
    assert judged(project, folder) == first
    assert entry.read_bytes() == whole


def test_an_entry_whose_stamp_is_right_and_whose_data_are_odd_is_as_none(project, folder):
    judged(project, folder)
    (entry,) = entries(folder)
    for data in (b"{}\n", b"[]\n", b"null\n", b'{"grounds": null}\n', b"{\n", b"\xff\n", b""):
        entry.write_bytes(dvrules.keeping._stamp(data, b"") + data)
        assert not is_kept(project, folder)


def test_where_nothing_can_be_kept_the_outcome_is_given_all_the_same(project, folder):
    first = judged(project, folder)
    (entry,) = entries(folder)
    entry.unlink()
    entry.mkdir()
    assert judged(project, folder) == first
    shutil.rmtree(folder)
    folder.write_text("a file where the folder would be", encoding="utf-8")
    assert judged(project, folder) == first
    assert judged(project, folder / "in it") == first


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such rights")
@pytest.mark.parametrize("mode", [0o770, 0o707])
def test_a_folder_that_others_can_write_to_is_not_used(project, folder, mode):
    judged(project, folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    folder.chmod(mode)
    assert not is_kept(project, folder)
    entries(folder)[0].unlink()
    judged(project, folder)
    assert entries(folder) == []


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such rights")
def test_an_entry_that_others_could_write_to_is_not_used(project, folder):
    judged(project, folder)
    entries(folder)[0].chmod(0o622)
    assert not is_kept(project, folder)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such rights")
def test_others_have_no_rights_to_what_is_kept_whatever_is_the_custom(project, folder):
    custom = os.umask(0)
    try:
        judged(project, folder)
    finally:
        os.umask(custom)
    assert [path.stat().st_mode & 0o777 for path in (folder, *entries(folder))] == [0o700, 0o600]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such owners")
def test_a_folder_of_someone_else_is_not_used(project, folder, monkeypatch):
    judged(project, folder)
    other = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: other)
    assert not is_kept(project, folder)


def test_several_that_write_at_once_leave_one_whole_entry_and_nothing_else(project, folder):
    (result,) = judged(project, None)
    done = []

    def write():
        keep = Keep(folder, REQUEST)
        for _ in range(20):
            keep.put(result)
            done.append(keep.find(os.fspath(project)) in (result, None))

    threads = [Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(done)
    assert len(done) == 80
    assert is_kept(project, folder)
    names = {path.suffix or path.name for path in folder.iterdir()}
    assert names == {".gitignore", ".kept", ".TAG"}


def test_what_was_of_no_use_for_long_goes(tmp_path, folder):
    old, used, part = write_projects(tmp_path, 3)
    for path in (old, used):
        judged(path, folder)
    for entry in entries(folder):
        os.utime(entry, (0, 0))
    part = entries(folder)[0].with_suffix(".1.part")
    part.touch()
    os.utime(part, (0, 0))
    mine = folder / "mine.kept"
    mine.touch()
    os.utime(mine, (0, 0))
    assert is_kept(used, folder)
    judged(tmp_path / "xa-2", folder)
    assert [is_kept(path, folder) for path in (old, used, tmp_path / "xa-2")] == [False, True, True]
    assert (part.exists(), mine.exists()) == (False, True)


def test_the_oldest_go_where_there_is_too_much(tmp_path, folder, monkeypatch):
    projects = write_projects(tmp_path, 4)
    for age, path in zip((30, 20, 10), projects, strict=False):
        judged(path, folder)
        newest = max(entries(folder), key=lambda entry: entry.stat().st_mtime)
        os.utime(newest, (time() - age, time() - age))
    smallest = min(entry.stat().st_size for entry in entries(folder))
    monkeypatch.setattr(dvrules.keeping, "LARGEST", 4 * smallest - 1)
    judged(projects[3], folder)
    assert [is_kept(path, folder) for path in projects][::3] == [False, True]


@pytest.fixture
def run(capsys, monkeypatch, folder):
    return command(capsys, monkeypatch, folder)


def test_the_folder_is_the_one_asked_for_or_the_users_own(run, project, tmp_path, folder, monkeypatch):
    run(project)
    assert len(entries(folder)) == 1
    run(project, "--cache-dir", tmp_path / "asked")
    monkeypatch.setenv("DVRULES_CACHE_DIR", "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "custom"))
    run(project)
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    run(project)
    for path in ("asked", "custom/dvrules", "home/.cache/dvrules"):
        assert len(entries(tmp_path / path)) == 1
    assert (tmp_path / "asked/CACHEDIR.TAG").read_bytes().startswith(b"Signature: 8a477f597d28d172789f06886806bc55\n")


def test_where_nobody_is_at_home_nothing_is_kept(run, project, monkeypatch):
    def nobody():
        raise RuntimeError

    monkeypatch.setenv("DVRULES_CACHE_DIR", "")
    monkeypatch.setenv("XDG_CACHE_HOME", "")
    monkeypatch.setattr(Path, "home", nobody)
    assert run(project)[0] == 1
