"""Many projects, wherever the work is done: the same results, whatever is lost on the way."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import sys
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path

import pytest
from attrs import evolve

import dvrules
from dvrules.builtin.pools import processes, serial
from dvrules.cli.main import main
from dvrules.codes import Outcome
from dvrules.evaluating import Unopened, evaluate
from dvrules.extension import Pool
from many import REQUEST, install_deadly, make_deadly, write_projects
from texts import PROJECT

TWO = partial(processes, 2)


@pytest.fixture
def projects(tmp_path):
    return write_projects(tmp_path, 7)


@pytest.fixture
def deadly(tmp_path, monkeypatch):
    """A function that has the project kill whoever judges it, the first time or every time."""
    install_deadly(tmp_path / "site", monkeypatch)

    def make(path, *, always=False):
        marker = tmp_path / ("nowhere/marker" if always else "marker")
        make_deadly(path, marker)
        return marker

    return make


def evaluated(projects, open_pool=serial, request=REQUEST):
    return list(evaluate(projects, request, open_pool))


def test_each_project_is_judged_as_by_itself_and_given_in_its_turn(projects):
    results = evaluated(projects)
    assert [result.path for result in results] == projects
    for path, result in zip(projects, results, strict=True):
        report = dvrules.assess(dvrules.load(path), as_of=REQUEST.as_of)
        data = dvrules.to_data(report, "vi")
        assert (result.name, list(result.findings)) == (report.project, data["findings"])
        assert (result.states, result.on_time) == (data["summary"]["states"], data["summary"]["on_time"])
    outcomes = [Outcome.OWING, Outcome.OK, Outcome.OK, Outcome.OWING, Outcome.OK, Outcome.OK, Outcome.OWING]
    assert [result.outcome for result in results] == outcomes


def test_the_day_known_and_waivers_are_taken_as_asked(projects):
    decisions = 'decisions = ["quyet-dinh.toml"]\n'
    waiver = """
[[waivers]]
id = "m-1"
obligation = "ke-hoach:bao-cao-1"
by = "so"
decided = 2024-06-10
recorded = 2024-06-10
reason = "Bão."
"""
    path = Path(projects[0])
    (path / "dvrules.toml").write_text(PROJECT + decisions, encoding="utf-8")
    (path / "quyet-dinh.toml").write_text(waiver, encoding="utf-8")
    told = {}
    for known_at, ignore in ((None, False), (None, True), (date(2024, 6, 9), False)):
        request = evolve(REQUEST, known_at=known_at, ignore_waivers=ignore)
        (result,) = evaluated([path], request=request)
        report = dvrules.assess(dvrules.load(path), as_of=REQUEST.as_of, known_at=known_at, ignore_waivers=ignore)
        assert list(result.findings) == dvrules.to_data(report, "vi")["findings"]
        told[known_at, ignore] = [*result.states], result.errors
    assert [*told.values()] == [(["waived"], 0), (["overdue"], 0), (["overdue"], 0)]


def test_processes_give_the_same_as_one_after_the_other(projects):
    assert evaluated(projects, TWO) == evaluated(projects)


def test_a_worker_that_is_killed_costs_a_retry_and_nothing_else(projects, deadly):
    marker = deadly(projects[2])
    results = evaluated(projects, TWO)
    assert marker.exists()
    assert results == evaluated(projects)


def test_a_project_that_kills_every_worker_costs_the_others_nothing(projects, deadly):
    others = evaluated([*projects[:3], *projects[4:]])
    deadly(projects[3], always=True)
    results = evaluated(projects, TWO)
    lost = results.pop(3)
    assert results == others
    assert (lost.path, lost.outcome, lost.errors, lost.findings) == (projects[3], Outcome.FAILED, 1, ())
    (fault,) = lost.faults
    assert fault.startswith(f"{projects[3]}: DV704 lỗi: không xét được dự án: 3 lần xét đều làm hỏng tiến trình\n")


class Failing(Executor):
    """Does the work but for what is named; that it fails at, by an exception of the kind given."""

    def __init__(self, name, error):
        self.name, self.error, self.asked = name, error, []

    def submit(self, fn, /, *args):
        self.asked.append(args[0])
        future = Future()
        if self.name in args[0]:
            future.set_exception(self.error)
        else:
            future.set_result(fn(*args))
        return future


def test_what_fails_is_not_tried_again(projects):
    executor = Failing("xa-1", ValueError("no such luck"))
    results = evaluated(projects[:3], lambda: nullcontext(Pool(executor, capacity=2)))
    assert executor.asked == projects[:3]
    failed = results.pop(1)
    assert failed.faults == (f"{projects[1]}: DV703 lỗi: không xét được dự án: ValueError: no such luck",)
    assert results == evaluated([projects[0], projects[2]])


class WorkerGone(Exception):
    """What some executor says when a worker is lost."""


def test_what_an_executor_calls_lost_is_tried_again(projects):
    executors = [Failing("xa-1", WorkerGone()), Failing("nothing", None)]
    opened = iter(executors)
    pool = partial(Pool, capacity=2, lost=(WorkerGone,))
    results = evaluated(projects[:3], lambda: nullcontext(pool(next(opened))))
    assert results == evaluated(projects[:3])
    assert [executor.asked for executor in executors] == [projects[:3], projects[1:2]]


def test_no_more_projects_are_taken_than_there_is_room_for(projects):
    taken = []

    def streaming():
        for project in projects:
            taken.append(project)
            yield project

    with ThreadPoolExecutor(1) as executor:
        results = evaluate(streaming(), REQUEST, lambda: nullcontext(Pool(executor, capacity=3)))
        assert [result.path for result in islice(results, 2)] == projects[:2]
        assert len(taken) == 4
        results.close()


def test_the_pool_is_closed_when_nobody_wants_more(projects):
    closed = []

    @contextmanager
    def pool():
        with serial() as opened:
            yield opened
        closed.append(True)

    @contextmanager
    def left():
        try:
            with serial() as opened:
                yield opened
        finally:
            closed.append(False)

    assert len(evaluated(projects, pool)) == 7
    results = evaluate(projects, REQUEST, left)
    next(results)
    results.close()
    assert closed == [True, False]


def test_a_pool_that_does_not_open_is_told_as_such(projects):
    @contextmanager
    def closed():
        raise TimeoutError("nobody there")
        yield

    with pytest.raises(Unopened, match=r"^TimeoutError: nobody there$"):
        evaluated(projects, closed)


def test_where_dvrules_is_another_there_is_no_verdict(projects):
    (result,) = evaluated(projects[:1], request=evolve(REQUEST, version="0.0.1"))
    assert (result.outcome, result.states, result.findings) == (Outcome.FAILED, {}, ())
    assert "DV705 lỗi: không xét được dự án: nơi xét dùng dvrules 0.1.0, ở đây là 0.0.1" in result.faults[0]


@pytest.mark.usefixtures("projects")
def test_a_project_that_can_not_be_read_is_told_with_its_places_as_seen_from_here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "xa-0/ke-hoach.toml").write_text("[document]\n", encoding="utf-8")
    wrong, missing = evaluated(["xa-0", "không/có"])
    assert (wrong.outcome, missing.outcome) == (Outcome.WRONG, Outcome.WRONG)
    assert wrong.faults[0].startswith("xa-0/ke-hoach.toml:1:1: DV201 lỗi: thiếu khóa “id”")
    assert missing.faults[0].startswith("không/có/dvrules.toml: DV101 lỗi: ")


def test_results_are_plain_data(projects):
    results = evaluated(projects[:2])
    assert pickle.loads(pickle.dumps(results)) == results  # noqa: S301 - our own
    assert json.loads(json.dumps([list(result.findings) for result in results]))


@pytest.fixture
def run(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")

    def call(*argv):
        code = main(["evaluate", "--as-of", "2024-07-01", "--executor", "serial", *argv])
        return code, *capsys.readouterr()

    return call


TABLE = """\
Xét ngày 01/07/2024, theo thông tin ghi nhận đến ngày 01/07/2024.

Dự án      đang thực hiện, trong hạn  hoàn thành đúng hạn  chưa hoàn thành, quá hạn  Tổng số  Đúng hạn  Lỗi
─────────  ─────────────────────────  ───────────────────  ────────────────────────  ───────  ────────  ───
xa-0                                                       1                         1        0,0%
xa-1       1                          1                                              2        100,0%
nơi-khác                                                                             0        –         1
Tổng cộng  1                          1                    1                         3        50,0%     1
"""


@pytest.mark.usefixtures("projects")
def test_the_command_shows_a_table_with_totals_and_ends_with_the_gravest_code(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, out, err = run("xa-0", "xa-1", "nơi-khác")
    assert (code, out) == (2, TABLE)
    assert err.startswith("nơi-khác/dvrules.toml: DV101 lỗi: ")
    assert [run(*paths)[0] for paths in (["xa-1"], ["xa-0", "xa-1"])] == [0, 1]


@pytest.mark.usefixtures("projects")
def test_a_pattern_that_the_shell_left_alone_names_what_it_matches(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run("xa-*") == run(*(f"xa-{number}" for number in range(7)))
    assert run("xa-[01]/dvrules.toml")[1].count("/dvrules.toml ") == 2
    assert run("xã-*")[2].startswith("xã-*/dvrules.toml: DV101 ")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such names")
def test_names_of_folders_may_be_anything(run, projects, tmp_path):
    names = ["\x1b[31m", "một\nhai", os.fsdecode(b"\xff")]
    paths = [shutil.copytree(projects[1], tmp_path / name) for name in names]
    (paths[0] / "ke-hoach.toml").unlink()
    file = tmp_path / "summaries.jsonl"
    code, out, err = run(*map(str, paths), "--summaries", str(file))
    assert (code, "\x1b" in out + err) == (2, False)
    assert "\N{REPLACEMENT CHARACTER}[31m/dvrules.toml:3:" in err
    lines = file.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["project"] for line in lines] == [str(path) for path in paths]


def test_findings_and_summaries_go_to_lines_that_stand_for_themselves(run, projects, tmp_path):
    findings, summaries = tmp_path / "out/findings.jsonl", tmp_path / "out/summaries.jsonl"
    run(*projects, "--findings", str(findings), "--summaries", str(summaries))
    lines = [json.loads(line) for line in findings.read_text(encoding="utf-8").splitlines()]
    head = {"as_of": "2024-07-01", "known_at": "2024-07-01", "ignores_waivers": False}
    assert lines == [
        {"project": result.path, "name": result.name, **head, **finding}
        for result in evaluated(projects)
        for finding in result.findings
    ]
    first = json.loads(summaries.read_text(encoding="utf-8").splitlines()[0])
    counts = {"outcome": "owing", "states": {"overdue": 1}, "on_time": 0.0, "errors": 0, "warnings": 0}
    assert first == {"project": projects[0], "name": "Xã 0", **head, **counts}
    assert sorted(path.name for path in findings.parent.iterdir()) == ["findings.jsonl", "summaries.jsonl"]


def test_a_file_that_is_there_stays_unless_told_otherwise(run, projects, tmp_path):
    file = tmp_path / "findings.jsonl"
    file.write_text("mine", encoding="utf-8")
    code, out, err = run(*projects, "--findings", str(file))
    assert (code, out, file.read_text(encoding="utf-8")) == (2, "", "mine")
    assert err == f"DV603 lỗi: tệp đã có, không ghi đè: {file}\n  → Thêm --force để ghi đè, hoặc chọn tệp khác.\n"
    assert run(*projects, "--findings", str(file), "--force")[0] == 1
    assert file.read_text(encoding="utf-8").startswith('{"project": ')


def test_nothing_is_left_of_a_run_that_did_not_end_well(run, projects, tmp_path, monkeypatch):
    @contextmanager
    def closed(_):
        raise OSError("no room")
        yield

    monkeypatch.setattr("dvrules.builtin.open_serial", closed)
    code, out, err = run(*projects, "--findings", str(tmp_path / "out/findings.jsonl"))
    assert (code, out, err) == (3, "", "DV702 lỗi: không mở được nơi xét “serial”: OSError: no room\n")
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (["--executor", "seral"], "DV701 lỗi: không có nơi xét nào tên là “seral”\n  → Có phải định viết “serial”?\n"),
        (["--jobs", "2"], "--set:1:1: DV202 lỗi: không có khóa nào tên là “jobs”\n  1 | jobs = 2\n    | ^^^^\n"),
        (
            ["--executor", "processes", "--set", "jobs=hai"],
            """--set:1:8: DV203 lỗi: cần số nguyên, nhưng đây là đoạn chữ trong ngoặc kép
  1 | jobs = "hai"
    |        ^^^^^
""",
        ),
        (
            ["--executor", "processes", "--jobs", "0"],
            "--set:1:8: DV218 lỗi: tùy chọn không dùng được: jobs phải từ 1 trở lên\n  1 | jobs = 0\n    |        ^\n",
        ),
    ],
)
def test_an_executor_that_can_not_be_had_as_asked_is_wrong_input(run, argv, told):
    assert run("anywhere", *argv) == (2, "", told)
