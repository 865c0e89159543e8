"""Projects with files of every kind, and what is kept of them."""

from __future__ import annotations

import os
from pathlib import Path

from dvrules.builtin.pools import serial
from dvrules.cli.main import main
from dvrules.evaluating import evaluate
from dvrules.keeping import Keep, keeping
from many import REQUEST, write_projects
from texts import PROJECT

FILES = """
calendar = "lich.toml"
decisions = ["quyet-dinh/*.toml"]

[outputs.docx]
template = "mau.docx"
"""

CALENDAR = """
name = "lịch"
title = "Lịch"
source = "Lịch"
first = 2024-01-01
last = 2025-12-31
weekend = [6, 7]
days = []
"""


def write_project(folder):
    """A project with files of every kind; gives its path."""
    (path,) = map(Path, write_projects(folder, 1))
    text = (PROJECT + FILES).replace('calendar = "vn"\n', "").replace('"evidence.toml"', '"evi*.toml"')
    texts = {"dvrules.toml": text, "lich.toml": CALENDAR, "mau.docx": "", "quyet-dinh/1.toml": "", "khác.txt": ""}
    for name, text in texts.items():
        (path / name).parent.mkdir(exist_ok=True)
        (path / name).write_text(text, encoding="utf-8")
    return path


def judged(project, folder, request=REQUEST, open_pool=serial, more=""):
    """What comes of a project, judged if need be, and kept."""
    with keeping(folder, request, more) as keep:
        return list(evaluate([project], request, open_pool, keep))


def is_kept(project, folder, request=REQUEST, more=""):
    return Keep(folder, request, more).find(os.fspath(project)) is not None


def entries(folder):
    return sorted(folder.glob("*.kept"))


def command(capsys, monkeypatch, folder):
    """What runs `dvrules evaluate`, with what is kept in a folder: its exit code, and what it wrote."""
    monkeypatch.setenv("DVRULES_CACHE_DIR", str(folder))

    def call(*argv):
        code = main(["evaluate", "--as-of", "2024-07-01", "--executor", "serial", *map(str, argv)])
        return code, *capsys.readouterr()

    return call
