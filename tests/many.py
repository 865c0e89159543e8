"""Many small projects, and a plugin whose evaluator ends the process that it runs in."""

from __future__ import annotations

import sys
from datetime import date

from dvrules.evaluating import Request
from texts import HEAD, OBLIGATION, PROJECT, ROSTER

REQUEST = Request(date(2024, 7, 1), findings=True)

DEADLY = """
import os
import signal
from pathlib import Path

from attrs import frozen

import dvrules.extension as dv


@frozen
class Deadly:
    unless: str


def answer(question, params):
    marker = Path(params.unless)
    if not marker.exists():
        if marker.parent.exists():
            marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return dv.Answer()


@dv.hookimpl
def dvrules_evaluators():
    return [dv.Evaluator("deadly", answer, Deadly)]
"""


def write_projects(folder, count):
    """So many projects below `folder`, no two alike in their states; gives their paths."""
    paths = []
    for number in range(count):
        path = folder / f"xa-{number}"
        path.mkdir()
        ruleset = HEAD + "".join(
            OBLIGATION.replace('"bao-cao"', f'"bao-cao-{each}"').replace("2024-06-14", f"2024-0{5 + each}-14")
            for each in range(1, number % 4 + 2)
        )
        evidence = '[[evidence]]\nid = "1"\nobligation = "ke-hoach:bao-cao-1"\nby = "van-phong"\n'
        texts = {
            "dvrules": PROJECT.replace("Thử", f"Xã {number}"),
            "roster": ROSTER,
            "ke-hoach": ruleset,
            "evidence": evidence + "occurred = 2024-06-03\nrecorded = 2024-06-03\n" if number % 3 else "",
        }
        for name, text in texts.items():
            (path / f"{name}.toml").write_text(text, encoding="utf-8")
        paths.append(str(path))
    return paths


def make_deadly(path, marker):
    """Have whatever judges the project in `path` killed while the file `marker` is not there.

    The file is made just before, so that it happens once; but not where its folder isn't there either.
    """
    with open(f"{path}/ke-hoach.toml", "a", encoding="utf-8") as ruleset:  # noqa: PTH123 - shortest
        ruleset.write(f'evaluator = {{ name = "deadly", unless = "{marker}" }}\n')


def install_deadly(site, monkeypatch):
    """Install the plugin in the folder `site`, where this process and those that it starts find it."""
    info = site / "deadly-1.0.dist-info"
    info.mkdir(parents=True)
    (site / "deadly.py").write_text(DEADLY, encoding="utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: deadly\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[dvrules]\ndeadly = deadly\n")
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.delitem(sys.modules, "deadly", raising=False)
