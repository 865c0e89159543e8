"""dvrules record: what it writes, what it refuses, and that nothing is lost when several write or one is killed."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
import time
from datetime import date

import pytest

import dvrules
from dvrules.cli import record
from dvrules.cli.locking import locked
from dvrules.cli.main import main
from dvrules.model.records import Attachment
from texts import HEAD, OBLIGATION, PROJECT, ROSTER

OWN = "ke-hoach:bao-cao"
DAYS = ["--occurred", "2024-05-03", "--recorded", "2024-05-04"]
NAMES = ["so.toml", "so.jsonl", "so.csv"]


@pytest.fixture(autouse=True)
def _wide(monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.delenv("DVRULES_LANG", raising=False)


@pytest.fixture
def project(tmp_path):
    """A function that writes a project with these files of evidence, empty unless it is said what they hold."""

    def write(*names, **contents):
        listed = ", ".join(f'"{name}"' for name in names)
        texts = {"ke-hoach": HEAD + OBLIGATION, "roster": ROSTER, "dvrules": PROJECT.replace('"evidence.toml"', listed)}
        for name, text in texts.items():
            (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
        for name in names:
            (tmp_path / name).write_bytes(contents.get(name.replace(".", "_"), b""))
        return tmp_path

    return write


@pytest.fixture
def add(tmp_path, capsys):
    def call(*argv, obligation=OWN, by="van-phong", days=DAYS):
        code = main(["record", "-p", str(tmp_path), obligation, "--by", by, *days, *argv])
        return code, *capsys.readouterr()

    return call


def files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != record.LOCK}


@pytest.mark.parametrize("name", NAMES)
def test_a_record_is_added_with_all_it_says_and_it_is_told_what_it_counts_for(name, project, add):
    root = project(name)
    (root / "bc.pdf").write_bytes(b"xin")
    said = ["--document", "12/BC", "--source", "Sổ", "--note", 'a;b, "c"\nd', "--post", "Chánh VP", "--quantity", "2.5"]
    more = ["--to", "so", "--to", "trung-tam", "--fulfils", f"{OWN}/van-phong/once", "--attach", str(root / "bc.pdf")]
    code, out, err = add(*said, *more)
    assert (code, err) == (0, "")
    assert out == (
        f"Đã ghi mc-001 vào {name}: {OWN}, van-phong, ngày 03/05/2024, ghi nhận ngày 04/05/2024.\n"
        f"Tính cho {OWN}/van-phong/once (nêu đúng kỳ này): hoàn thành đúng hạn.\n"
    )
    loaded = dvrules.load(root)
    [kept] = loaded.records.evidence
    assert loaded.diagnostics == ()
    assert (kept.document, kept.source, kept.post, kept.quantity) == ("12/BC", "Sổ", "Chánh VP", 2.5)
    assert (kept.note, kept.to, kept.fulfils) == ('a;b, "c"\nd', ("so", "trung-tam"), (f"{OWN}/van-phong/once",))
    assert kept.attachment == Attachment("bc.pdf", hashlib.sha256(b"xin").hexdigest())
    assert (kept.occurred, kept.recorded) == (date(2024, 5, 3), date(2024, 5, 4))


def test_a_record_is_of_today_unless_it_is_said_otherwise(project, add):
    root = project("so.jsonl")
    assert add(days=[])[0] == 0
    [kept] = dvrules.load(root).records.evidence
    assert kept.occurred == kept.recorded == date.today()  # noqa: DTZ011 - as the command counts


def test_a_record_that_counts_for_nothing_is_kept_and_told_why(project, add):
    project("so.jsonl")
    add()
    reasons = {
        "mọi kỳ mở đến ngày ấy đã xong": {},
        "trung-tam không phải bên chủ trì nhiệm vụ này": {"by": "trung-tam"},
        "ngày 31/12/2023 chưa có kỳ nào mở": {"days": ["--occurred", "2023-12-31", "--recorded", "2024-05-04"]},
    }
    for number, (reason, given) in enumerate(reasons.items(), 2):
        code, out, err = add(**given)
        assert (code, err) == (0, "")
        assert out.splitlines()[1] == f"Không tính cho kỳ nào: {reason}."
        assert out.startswith(f"Đã ghi mc-{number:03} ")
    assert add("--shows", "nothing", "--corrects", "mc-001")[1].endswith(": bản ghi này chỉ để rút lại mc-001.\n")
    assert add("--shows", "receipt", "--fulfils", f"{OWN}/van-phong/once")[1].endswith(
        ": không phải loại minh chứng mà cách xét việc này cần.\n"
    )


WRONG = [
    ({"obligation": "ke-hoach:bao-co"}, [], ["DV208"]),
    ({"by": "van-phg"}, ["--to", "s0"], ["DV301", "DV301"]),
    ({}, ["--id", "mc-001"], ["DV207"]),
    ({}, ["--id", "a b"], ["DV206"]),
    ({}, ["--corrects", "mc-9"], ["DV309"]),
    ({}, ["--shows", "nothing"], ["DV201"]),
    ({}, ["--shows", "assessment"], ["DV217"]),
    ({"days": ["--occurred", "2024-05-05", "--recorded", "2024-05-04"]}, [], ["DV215"]),
    ({"by": "so"}, ["--fulfils", f"{OWN}/van-phong/once"], ["DV503"]),
    ({}, ["--file", "so.jsn"], ["DV610"]),
    ({"by": "x"}, ["--attach", "không-có"], ["DV301", "DV611"]),
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("given", "argv", "codes"), WRONG)
def test_a_record_that_is_wrong_is_not_written_and_every_fault_is_told(name, given, argv, codes, project, add):
    root = project(name)
    add()
    before = files(root)
    code, out, err = add(*argv, **given)
    assert (code, out, files(root)) == (2, "", before)
    assert [line.split()[0] for line in err.splitlines() if line.startswith("DV")] == codes


@pytest.mark.parametrize("argv", [["--quantity", "nan"], ["--quantity", "-1"], ["--occurred", "3/5/2024"]])
def test_an_argument_that_is_no_amount_or_day_is_refused(argv, project, add):
    project("so.jsonl")
    with pytest.raises(SystemExit) as stopped:
        add(*argv)
    assert stopped.value.code == 2


def test_of_several_files_one_must_be_named(project, add):
    root = project("mot.jsonl", "hai.csv")
    code, _, err = add()
    assert (code, "mot.jsonl, hai.csv" in err) == (2, True)
    assert add("--file", "hai.csv")[0] == add("--file", str(root / "mot.jsonl"))[0] == 0
    assert sorted(each.id for each in dvrules.load(root).records.evidence) == ["mc-001", "mc-002"]


def test_a_file_with_faults_is_not_added_to(project, add):
    root = project("so.jsonl", so_jsonl=b"{")
    code, _, err = add()
    assert (code, (root / "so.jsonl").read_bytes()) == (2, b"{")
    assert "so.jsonl:1:2: DV104" in err


def test_a_sheet_without_the_column_that_is_needed_is_not_added_to(project, add):
    head = b"obligation;id;by;recorded;occurred\r\n"
    root = project("so.csv", so_csv=head)
    code, _, err = add("--note", "x")
    assert (code, err.startswith("DV608"), (root / "so.csv").read_bytes()) == (2, True, head)
    assert add()[0] == 0
    row = b"ke-hoach:bao-cao;mc-001;van-phong;2024-05-04;2024-05-03\r\n"
    assert (root / "so.csv").read_bytes() == head + row


def test_where_there_is_no_project_it_says_so(add):
    code, _, err = add()
    assert (code, "DV101" in err) == (2, True)


def test_a_file_keeps_who_may_read_it_and_a_link_stays_a_link(project, add):
    root = project("so.jsonl")
    (root / "so.jsonl").rename(root / "thật.txt")
    (root / "thật.txt").chmod(0o640)
    (root / "so.jsonl").symlink_to("thật.txt")
    assert add()[0] == 0
    assert (root / "so.jsonl").is_symlink()
    assert (root / "thật.txt").stat().st_mode & 0o777 == 0o640
    assert b"mc-001" in (root / "thật.txt").read_bytes()


def test_whoever_waits_too_long_for_the_lock_is_told_and_writes_nothing(project, add, monkeypatch):
    root = project("so.jsonl")
    monkeypatch.setattr(record, "PATIENCE", 0.05)
    with locked(root / record.LOCK, 1):
        code, _, err = add()
    assert (code, err.startswith("DV607"), (root / "so.jsonl").read_bytes()) == (2, True, b"")
    assert add()[0] == 0


def command(root, *argv):
    script = "from dvrules.cli.main import run; run()"
    return [sys.executable, "-c", script, "record", "-p", str(root), OWN, "--by", "van-phong", *DAYS, *argv]


MANY_TIMES = """
import sys
from dvrules.cli.main import main
*argv, who, times = sys.argv[1:]
sys.exit(max(main([*argv, "--note", f"{who}/{number}"]) for number in range(int(times))))
"""


@pytest.mark.parametrize(("name", "times"), [("so.jsonl", 50), ("so.csv", 10), ("so.toml", 10)])
def test_many_who_record_at_once_lose_nothing_and_take_no_id_twice(name, times, project):
    root = project(name)
    writers = range(3)
    arguments = command(root)[3:]
    started = [
        subprocess.Popen(
            [sys.executable, "-c", MANY_TIMES, *arguments, str(who), str(times)], stdout=subprocess.DEVNULL
        )
        for who in writers
    ]
    assert [process.wait() for process in started] == [0, 0, 0]
    loaded = dvrules.load(root)
    assert loaded.diagnostics == ()
    kept = loaded.records.evidence
    assert [each.id for each in kept] == [f"mc-{number:03}" for number in range(1, times * len(writers) + 1)]
    assert {each.note for each in kept} == {f"{who}/{number}" for who in writers for number in range(times)}


@pytest.mark.skipif(os.name == "nt", reason="kills a process as POSIX does")
@pytest.mark.parametrize("name", NAMES)
def test_a_recorder_killed_at_any_moment_leaves_the_file_readable_and_nothing_lost(name, project, add):
    root = project(name)
    chance = random.Random(1)  # noqa: S311 - moments, not secrets
    began = time.monotonic()
    add()
    subprocess.run(command(root), check=True, capture_output=True)
    longest = time.monotonic() - began
    content = (root / name).read_bytes()
    for _ in range(12):
        process = subprocess.Popen(command(root), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(longest * 0.3, longest))
        process.kill()
        process.wait()
        after = (root / name).read_bytes()
        assert after.startswith(content)
        assert dvrules.load(root).diagnostics == ()
        content = after
    assert add()[0] == 0
    assert not [*root.glob(".*.draft")]
