"""What a report was made from, and whether it comes out again."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from datetime import date
from importlib.metadata import version

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import dvrules
from dvrules.cli.main import main
from dvrules.loading import load_report
from dvrules.model.reports import Provenance
from dvrules.verifying import verify
from texts import ROOT, golden
from year import FILES, LATER

JULY = date(2024, 7, 10)


@pytest.fixture
def year(make):
    return make(**FILES)


@pytest.fixture
def report(year, tmp_path):
    """The path of a report of the year, made from the files in the same folder."""
    [artifact], _ = dvrules.export(year, dvrules.assess(year, as_of=JULY), "json")
    path = tmp_path / "report.json"
    path.write_bytes(artifact.content)
    return path


@pytest.fixture
def run(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "140")

    def call(*argv):
        code = main([str(argument) for argument in argv])
        return code, *capsys.readouterr()

    return call


def test_a_report_names_the_hash_of_every_file_that_was_read(year, tmp_path):
    inputs = dvrules.assess(year, as_of=JULY).provenance.inputs
    names = ["dvrules.toml", "evidence.toml", "ke-hoach.toml", "later.toml", "roster.toml"]
    assert list(inputs) == ["<vn>", *names]
    for name in names:
        assert inputs[name] == hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()


def test_a_report_names_the_versions_of_what_judged(year):
    provenance = dvrules.assess(year, as_of=JULY).provenance
    assert provenance.version == version("dvrules")
    assert provenance.plugins["dvrules-docx"] == version("dvrules-docx")
    blocked = dvrules.load(year.root, block=["docx"])
    assert "dvrules-docx" not in dvrules.assess(blocked, as_of=JULY).provenance.plugins


def test_files_outside_the_project_go_by_their_way_from_it():
    example = dvrules.load(ROOT / "examples/quang-tri-2024")
    names = dvrules.assess(example, as_of=JULY).provenance.inputs
    assert "../../rulesets/quang-tri/2024/so-khcn-ke-hoach-dan-van.toml" in names


def test_a_past_report_is_made_again_byte_for_byte():
    argv = ["export", "json", "-p", str(ROOT / "examples/quang-tri-2024"), "--as-of", "2024-06-14", "-o", "-"]
    made = {
        subprocess.run(
            [sys.executable, "-m", "dvrules", *argv],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=False,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(made) == 1
    assert json.loads(made.pop())["as_of"] == "2024-06-14"


def test_what_is_recorded_later_changes_nothing_of_what_was_known_but_the_provenance(make):
    then = dvrules.assess(make(**FILES | {"later": ""}), as_of=JULY, known_at=date(2024, 6, 15))
    now = dvrules.assess(make(**FILES), as_of=JULY, known_at=date(2024, 6, 15))
    assert now.findings == then.findings
    assert now.provenance != then.provenance
    assert evolve(now, provenance=Provenance(), diagnostics=()) == evolve(then, provenance=Provenance(), diagnostics=())


def test_a_version_that_changed_is_told_once():
    was = evolve(EXAMPLE.provenance, version="0.0.1", plugins={**EXAMPLE.provenance.plugins, "dvrules": "0.0.1"})
    [change] = verify(evolve(EXAMPLE, provenance=was), EXAMPLE).inputs
    assert (change.name, change.was, change.now, change.status) == ("dvrules", "0.0.1", version("dvrules"), "changed")


def test_a_report_of_unchanged_files_is_verified(run, report):
    code, out, err = run("verify", report, "-p", report.parent)
    assert (code, err) == (0, "")
    assert out.endswith("Dữ liệu vào và phiên bản không đổi.\n12 kết luận, tất cả vẫn như trong báo cáo.\n")


def test_a_changed_input_alone_is_told_and_no_fault(run, report):
    roster = report.parent / "roster.toml"
    roster.write_text(roster.read_text(encoding="utf-8") + "# …\n", encoding="utf-8")
    code, out, _ = run("verify", report, "-p", report.parent, "--lang", "en")
    assert code == 0
    assert "\nroster.toml  changed\n" in out
    assert out.endswith("\n12 findings, all as in the report.\n")


def test_a_report_without_waivers_is_made_again_without_them(run, report):
    assert (
        run("export", "json", "-p", report.parent, "--as-of", JULY, "--ignore-waivers", "-o", report.parent / "x")[0]
        == 0
    )
    code, out, _ = run("verify", report.parent / "x/report.json", "-p", report.parent)
    assert code == 0
    assert "Không tính các quyết định miễn, gia hạn." in out


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_command_prints_this(run, report, lang):
    data = json.loads(report.read_text(encoding="utf-8"))
    data["provenance"]["plugins"]["dvrules-cu"] = "1.2"
    data["provenance"]["inputs"]["cu.toml"] = "0" * 64
    del data["provenance"]["inputs"]["roster.toml"]
    report.write_text(json.dumps(data), encoding="utf-8")
    lessened = LATER.replace("occurred = 2024-07-04", "occurred = 2024-07-08").replace(
        "due = 2024-07-19", "due = 2024-07-22"
    )
    (report.parent / "later.toml").write_text(lessened[: lessened.index("[[suspensions]]")], encoding="utf-8")
    ruleset = FILES["ruleset"].replace('id = "sua-lai"', 'id = "sua-khac"').replace("Việc co-kho", "Việc kho")
    (report.parent / "ke-hoach.toml").write_text(ruleset, encoding="utf-8")
    code, out, _ = run("verify", report, "-p", report.parent, "--lang", lang)
    assert code == 2
    golden(f"verify.{lang}.txt", out)


def test_a_report_that_does_not_say_what_it_was_made_from_is_still_judged_again(run, report):
    data = json.loads(report.read_text(encoding="utf-8"))
    data["provenance"] = {"version": "", "plugins": {}, "inputs": {}}
    report.write_text(json.dumps(data), encoding="utf-8")
    code, out, _ = run("verify", report, "-p", report.parent, "--lang", "en")
    assert code == 0
    assert out.splitlines()[2:] == [
        "",
        "The report does not say what it was made from.",
        "12 findings, all as in the report.",
    ]


def test_a_finding_that_differs_ends_with_1(run, report):
    (report.parent / "later.toml").write_text(LATER.replace('reason = "Sửa', 'reason = "Xây'), encoding="utf-8")
    code, out, err = run("verify", report, "-p", report.parent)
    assert (code, err) == (1, "")
    assert "lý do" in out


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "DV110"),
        (b"{", "DV110"),
        (b"\xff\xfe\x00", "DV110"),
        (b"[]", "DV110"),
        (b"[" * 100_000, "DV110"),
        (b'{"schema": "dvrules.report/2"}', "DV110"),
        (b'{"schema": "dvrules.report/1"}', "DV110"),
        (None, "DV101"),
    ],
)
def test_what_is_no_report_is_a_diagnostic(run, tmp_path, content, said):
    path = tmp_path / "x.json"
    if content is not None:
        path.write_bytes(content)
    code, out, err = run("verify", path, "-p", ROOT / "examples/quang-tri-2024")
    assert (code, out) == (2, "")
    assert said in err
    assert run("compare", path, "2024-07-10", "-p", ROOT / "examples/quang-tri-2024")[0] == 2


def test_a_project_that_is_not_there_is_a_diagnostic(run, report):
    code, _, err = run("verify", report, "-p", "/nowhere")
    assert code == 2
    assert "DV101" in err


EXAMPLE = dvrules.assess(dvrules.load(ROOT / "examples/quang-tri-2024"), as_of=JULY)
DATA = json.dumps(dvrules.to_data(EXAMPLE, "vi"))
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["2024-13-01", "step.period"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)


@given(st.data())
def test_a_report_with_junk_anywhere_in_it_is_a_report_or_a_diagnostic(tmp_path_factory, data):
    damaged = json.loads(DATA)
    at = damaged
    while True:
        key = data.draw(st.sampled_from(sorted(at) if isinstance(at, dict) else range(len(at))))
        if not isinstance(at[key], dict | list) or not at[key] or data.draw(st.integers(0, 5)) == 0:
            break
        at = at[key]
    at[key] = data.draw(JUNK)
    path = tmp_path_factory.getbasetemp() / "damaged.json"
    path.write_text(json.dumps(damaged), encoding="utf-8")
    report, faults = load_report(path)
    assert (report is None) == bool(faults)
    if report:
        verify(report, EXAMPLE)
        for comparison in (dvrules.compare(report, EXAMPLE), dvrules.compare(EXAMPLE, report)):
            assert comparison.changes == () or comparison.changes[0].reasons
