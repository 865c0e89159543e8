"""What came of a project is given again only while it would come of it again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import nullcontext
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import dvrules.keeping
from dvrules.builtin.pools import processes, serial
from dvrules.codes import Outcome
from dvrules.evaluating import evaluate
from dvrules.evaluations import Evaluated
from dvrules.extension import Pool
from dvrules.inputs import Grounds
from dvrules.keeping import Keep, keeping
from kept import FILES, command, entries, is_kept, judged, write_project
from many import REQUEST, write_projects
from texts import OBLIGATION, PROJECT


def never():
    raise AssertionError("a pool was opened")


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "kept"


@pytest.fixture
def project(tmp_path):
    return write_project(tmp_path)


def test_what_is_kept_is_what_came_of_it_and_nobody_judges_it_again(project, folder):
    first = judged(project, folder)
    assert first[0].faults == ()
    assert judged(project, folder, open_pool=never) == first == judged(project, None)


def test_what_is_kept_and_what_is_judged_come_in_the_order_asked_for(tmp_path, folder):
    projects = write_projects(tmp_path, 6)
    with keeping(folder, REQUEST) as keep:
        for some in (projects[0:1], projects[2:4]):
            list(evaluate(some, REQUEST, serial, keep))
    assert len(entries(folder)) == 3
    with keeping(folder, REQUEST) as keep:
        again = list(evaluate(projects, REQUEST, partial(processes, 2), keep))
    assert again == list(evaluate(projects, REQUEST, serial))
    assert len(entries(folder)) == 6


NEW_PROCESS = """
import sys
from dvrules.cli.main import main
code = main(sys.argv[1:])
print(code, "dvrules.working" in sys.modules, file=sys.stderr)
"""


def test_a_new_process_finds_it_and_loads_nothing_that_judges(project, folder):
    command = [sys.executable, "-c", NEW_PROCESS, "evaluate", str(project), "--as-of", "2024-07-01"]
    environment = {**os.environ, "DVRULES_CACHE_DIR": str(folder)}
    runs = [subprocess.run(command, capture_output=True, text=True, check=True, env=environment) for _ in range(2)]
    assert [run.stderr.splitlines()[-1] for run in runs] == ["1 True", "1 False"]
    assert runs[0].stdout == runs[1].stdout


def append(name, text="\n"):
    def change(project):
        with (project / name).open("a", encoding="utf-8") as file:
            file.write(text)

    change.__name__ = f"append to {name}"
    return change


def same_size(project):
    """The same size and the same times, as far as they can be set."""
    path = project / "ke-hoach.toml"
    times = path.stat()
    path.write_text(path.read_text(encoding="utf-8").replace("06-14", "06-15"), encoding="utf-8")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def add_decisions(project):
    (project / "quyet-dinh/2.toml").touch()


def add_evidence(project):
    (project / "evidence-2.toml").touch()


def rename(project):
    (project / "evidence.toml").rename(project / "evi.toml")


def remove(project):
    (project / "quyet-dinh/1.toml").unlink()


def lose(project):
    (project / "roster.toml").unlink()


def put_a_link(project):
    (project / "roster.toml").rename(project / "other")
    (project / "roster.toml").symlink_to(project / "other")
    append("other")(project)


@pytest.mark.parametrize(
    "change",
    [
        *map(append, ("dvrules.toml", "ke-hoach.toml", "roster.toml", "evidence.toml", "quyet-dinh/1.toml")),
        *map(append, ("lich.toml", "mau.docx")),
        *(same_size, add_decisions, add_evidence, rename, remove, lose, put_a_link),
    ],
    ids=lambda change: change.__name__,
)
def test_nothing_is_given_again_once_a_file_differs(project, folder, change):
    judged(project, folder)
    change(project)
    assert not is_kept(project, folder)
    assert judged(project, folder) == judged(project, None)


def test_files_that_the_project_does_not_name_and_the_times_of_those_that_it_names_are_nothing_to_it(project, folder):
    judged(project, folder)
    append("khác.txt")(project)
    os.utime(project / "ke-hoach.toml", (0, 0))
    assert is_kept(project, folder)


@pytest.mark.parametrize(
    "change",
    [
        {"as_of": date(2024, 7, 2)},
        {"known_at": date(2024, 6, 30)},
        {"ignore_waivers": True},
        {"lang": "en"},
        {"block": ("docx",)},
        {"findings": False},
    ],
    ids=str,
)
def test_nothing_is_given_again_for_another_request(project, folder, change):
    judged(project, folder)
    assert not is_kept(project, folder, evolve(REQUEST, **change))
    assert is_kept(project, folder)


def test_nothing_is_given_again_to_who_asks_otherwise_or_from_elsewhere(project, folder, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    judged(project.name, folder)
    assert is_kept(project.name, folder)
    copy = shutil.copytree(project, tmp_path / "other" / project.name)
    others = [project, copy, project / "dvrules.toml", f"{project.name}/", f"./{project.name}"]
    assert [is_kept(other, folder) for other in others] == [False] * 5
    assert not is_kept(project.name, folder, more="another executor")
    monkeypatch.chdir(copy.parent)
    assert not is_kept(project.name, folder)


def test_nothing_is_given_again_once_what_is_installed_differs(project, folder, monkeypatch):
    judged(project, folder)
    monkeypatch.setattr(dvrules.keeping, "digest", lambda: "another")
    assert not is_kept(project, folder)


def test_nothing_is_kept_where_what_is_installed_can_not_be_told(project, folder, monkeypatch):
    monkeypatch.setattr(dvrules.keeping, "digest", lambda: None)
    judged(project, folder)
    assert (entries(folder), is_kept(project, folder)) == ([], False)


def test_what_was_kept_while_the_code_changed_is_taken_back(project, folder, monkeypatch):
    told = iter(["before", "after"])
    monkeypatch.setattr(dvrules.keeping, "digest", lambda: next(told))
    judged(project, folder)
    assert entries(folder) == []


def test_what_failed_is_tried_again(project, folder):
    keep = Keep(folder, REQUEST)
    grounds = Grounds(str(project), {}, {})
    for outcome in Outcome:
        keep.put(Evaluated(str(outcome), "", outcome, grounds=grounds))
    assert [is_kept(str(outcome), folder) for outcome in Outcome] == [True, True, True, False]


def test_faults_are_kept_as_they_were_told(project, folder):
    append("ke-hoach.toml", "x = 1\n")(project)
    first = judged(project, folder)
    assert "DV202" in first[0].faults[0]
    assert judged(project, folder, open_pool=never) == first


@pytest.mark.parametrize("missing", ["roster.toml", "mau.docx", "lich.toml", "dvrules.toml"])
def test_nothing_is_kept_that_rests_on_a_file_that_could_not_be_read(project, folder, missing):
    (project / missing).unlink()
    (project / missing).mkdir()
    judged(project, folder)
    assert entries(folder) == []


def test_nothing_is_kept_of_workers_that_are_not_from_here(project, folder):
    with serial() as pool:
        judged(project, folder, open_pool=lambda: nullcontext(Pool(pool.executor, capacity=1)))
    assert entries(folder) == []


@pytest.fixture
def run(capsys, monkeypatch, folder):
    return command(capsys, monkeypatch, folder)


def test_the_command_says_and_writes_the_same_byte_for_byte(run, tmp_path, folder, monkeypatch):
    projects = write_projects(tmp_path, 3)
    append("ke-hoach.toml", "x = 1\n")(tmp_path / "xa-1")
    files = [tmp_path / "findings.jsonl", tmp_path / "summaries.jsonl"]
    argv = [*projects, "--force", "--findings", files[0], "--summaries", files[1]]
    first = run(*argv, "--no-cache"), *(file.read_bytes() for file in files)
    assert not folder.exists()
    runs = [(run(*argv), *(file.read_bytes() for file in files)) for _ in range(2)]
    assert runs == [first, first]
    monkeypatch.setattr("dvrules.working.work", never)
    assert run(*argv)[0] == 2
    assert files[0].read_bytes().count(b"\n") > 3


def test_an_executor_that_can_not_be_had_as_asked_is_told_whatever_is_kept(run, project):
    run(project)
    assert run(project, "--jobs", "2")[0] == 2
    assert run(project, "--executor", "seral")[2].startswith("DV701 ")


EVIDENCE = """
[[evidence]]
id = "{}"
obligation = "ke-hoach:bao-cao-1"
by = "van-phong"
occurred = 2024-06-{:02}
recorded = 2024-06-{:02}
"""

#: What may happen to a project: each a file, and what it then holds; None takes it away.
EDITS = st.one_of(
    st.tuples(st.just("evidence.toml"), st.integers(1, 28).map(lambda day: EVIDENCE.format(1, day, day))),
    st.tuples(st.sampled_from(["evi.toml", "evidence-2.toml"]), st.sampled_from([None, "", EVIDENCE.format(2, 3, 3)])),
    st.tuples(
        st.just("ke-hoach.toml"),
        st.lists(st.sampled_from(["2024-06-14", "2024-07-14", "2024-13-14"]), max_size=2).map(
            lambda days: "\n".join(
                OBLIGATION.replace('"bao-cao"', f'"bao-cao-{number}"').replace("2024-06-14", day)
                for number, day in enumerate(days, 1)
            )
        ),
    ),
    st.tuples(st.just("roster.toml"), st.sampled_from([None, 'units = [{ id = "so", name = "Sở" }]\n'])),
    st.tuples(st.just("mau.docx"), st.sampled_from([None, "", "x"])),
    st.tuples(st.just("khác.txt"), st.text(max_size=1)),
)


@settings(max_examples=60)
@given(st.lists(EDITS, min_size=2, max_size=6))
def test_no_edit_of_a_project_gives_what_came_of_it_before(tmp_path_factory, edits):
    folder = tmp_path_factory.mktemp("edited")
    (project,) = map(Path, write_projects(folder, 1))
    text = (PROJECT + FILES).replace('calendar = "lich.toml"\n', "").replace('"evidence.toml"', '"evi*.toml"')
    head = (project / "ke-hoach.toml").read_text(encoding="utf-8").partition("[[obligations]]")[0]
    (project / "dvrules.toml").write_text(text, encoding="utf-8")
    keep = Keep(folder / "kept", REQUEST)
    for name, edited in edits:
        if edited is None:
            (project / name).unlink(missing_ok=True)
        else:
            (project / name).write_text((head if name == "ke-hoach.toml" else "") + edited, encoding="utf-8")
        assert list(evaluate([project], REQUEST, serial, keep)) == judged(project, None)
    shutil.rmtree(folder)
