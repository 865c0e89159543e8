"""A real scheduler and two worker processes, one of which is killed at work."""

from __future__ import annotations

import json
import logging
from functools import partial

import pytest
from distributed import Client, LocalCluster

from dvrules.builtin.pools import serial
from dvrules.cli.main import main
from dvrules.codes import Outcome
from dvrules.evaluating import Unopened, evaluate
from dvrules_dask.clusters import cluster
from dvrules_dask.options import DaskOptions
from many import REQUEST, install_deadly, make_deadly, write_projects


@pytest.fixture
def projects(tmp_path, monkeypatch):
    install_deadly(tmp_path / "site", monkeypatch)
    return write_projects(tmp_path, 6)


@pytest.fixture
def scheduler(projects, tmp_path):  # noqa: ARG001 - the workers are to find the plugin that the projects name
    """The address of a scheduler with two worker processes, that gives up on what has killed a worker."""
    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        dashboard_address="127.0.0.1:0",
        local_directory=tmp_path / "scratch",
        silence_logs=logging.CRITICAL,
        scheduler_kwargs={"allowed_failures": 0},
    ) as running:
        yield running.scheduler_address


def evaluated(projects, open_pool=serial):
    return list(evaluate(projects, REQUEST, open_pool))


def test_a_worker_that_is_killed_costs_a_retry_and_nothing_else(projects, tmp_path):
    marker = tmp_path / "marker"
    make_deadly(projects[2], marker)
    results = evaluated(projects, partial(cluster, DaskOptions(jobs=2)))
    assert marker.exists()
    assert results == evaluated(projects)


def test_a_project_that_kills_every_worker_costs_the_others_nothing(projects, scheduler, tmp_path):
    others = evaluated([*projects[:1], *projects[2:]])
    make_deadly(projects[1], tmp_path / "nowhere/marker")
    results = evaluated(projects, partial(cluster, DaskOptions(scheduler)))
    lost = results.pop(1)
    assert results == others
    assert (lost.path, lost.outcome, lost.findings) == (projects[1], Outcome.FAILED, ())
    assert "DV704" in lost.faults[0]


def test_a_scheduler_that_is_there_is_used_and_left_running(projects, scheduler, tmp_path, capsys):
    make_deadly(projects[4], tmp_path / "marker")
    said = []
    for executor in (["dask", "--set", f"scheduler={scheduler}"], ["serial"]):
        file = tmp_path / f"{executor[0]}.jsonl"
        given = ["--as-of", "2024-07-01", "--executor", *executor, "--findings", str(file), "--no-cache"]
        code = main(["evaluate", *projects, *given])
        said.append((code, *capsys.readouterr(), file.read_text(encoding="utf-8")))
    assert (tmp_path / "marker").exists()
    assert said[0] == said[1]
    assert len([json.loads(line) for line in said[0][-1].splitlines()]) == 13
    with Client(scheduler, set_as_default=False) as client:
        assert sum(client.nthreads().values()) > 0


def test_a_scheduler_that_is_not_there_is_told_of(projects):
    nobody = DaskOptions(scheduler="tcp://127.0.0.1:9", timeout=1)
    with pytest.raises(Unopened, match=r"tcp://127\.0\.0\.1:9"):
        evaluated(projects, partial(cluster, nobody))
