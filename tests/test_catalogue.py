"""The catalogue of codes: it says of every code why, and its examples are what it says they are."""

from __future__ import annotations

import re
import shlex

import pytest

import dvrules
from dvrules.catalogue import AS_OF, catalogue, small_project
from dvrules.cli.main import main
from dvrules.codes import FAILURES, WARNINGS
from dvrules.messages import LANGS, messages_in
from texts import golden

CATALOGUE = catalogue()
EXAMPLES = [entry for entry in CATALOGUE.values() if entry.example]


def lay_out(files, folder):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def codes_of(example, text, folder, monkeypatch, capsys):
    """The codes that come of an example's text: of its commands in turn, or of checking and judging its project."""
    lay_out(example.files(text), folder)
    if example.file:
        report = dvrules.assess(dvrules.load(folder), as_of=AS_OF)
        return {diagnostic.code for diagnostic in report.diagnostics}
    monkeypatch.chdir(folder)
    for line in text.strip().splitlines():
        program, *argv = shlex.split(line)
        assert program == "dvrules"
        main(argv)
    return {*re.findall(r"DV\d{3}", capsys.readouterr().err)}


@pytest.mark.parametrize("lang", LANGS)
def test_every_code_has_a_message_and_says_why(lang):
    told = {key.split(".")[1] for key in messages_in(lang).words if key.startswith("codes.")}
    assert {*CATALOGUE} == told
    assert [*CATALOGUE] == sorted(CATALOGUE)
    assert told >= WARNINGS | FAILURES
    assert all(entry.why[lang].endswith(".") for entry in CATALOGUE.values())


def test_codes_are_numbered_by_stage():
    digits = {}
    for entry in CATALOGUE.values():
        digits.setdefault(entry.stage, set()).add(entry.code[2])
    assert [*digits.values()] == [{digit} for digit in "12345679"]


@pytest.mark.parametrize("entry", EXAMPLES, ids=lambda entry: entry.code)
def test_an_example_has_one_place(entry):
    example = entry.example
    wrong, right = (example.files(text) for text in (example.wrong, example.right))
    assert [name for name in right if wrong[name] != right[name]] == ([example.file] if example.file else [])
    for files, text in ((wrong, example.wrong), (right, example.right)):
        assert not example.file or files[example.file].count(f"{text.strip()}\n") == 1


def test_the_small_project_has_no_fault(tmp_path):
    lay_out(small_project(), tmp_path)
    assert dvrules.assess(dvrules.load(tmp_path), as_of=AS_OF).diagnostics == ()


@pytest.mark.parametrize("entry", EXAMPLES, ids=lambda entry: entry.code)
def test_a_wrong_example_has_its_fault_and_no_other(entry, tmp_path, monkeypatch, capsys):
    assert codes_of(entry.example, entry.example.wrong, tmp_path, monkeypatch, capsys) == {entry.code}


@pytest.mark.parametrize("entry", EXAMPLES, ids=lambda entry: entry.code)
def test_a_right_example_has_no_fault(entry, tmp_path, monkeypatch, capsys):
    assert codes_of(entry.example, entry.example.right, tmp_path, monkeypatch, capsys) == set()


def test_these_codes_have_no_example():
    """Each says in its file why; the list may only become shorter."""
    without = [code for code, entry in CATALOGUE.items() if not entry.example]
    assert without == [
        *["DV102", "DV602", "DV605", "DV607", "DV612", "DV613", "DV702", "DV703", "DV704", "DV705"],
        *["DV901", "DV902", "DV903", "DV906", "DV907", "DV908"],
    ]


def test_the_page_of_reference_is_what_the_command_prints(capsys):
    assert main(["code", "--format", "markdown"]) == 0
    golden("codes.md", capsys.readouterr().out, folder="docs/reference")


@pytest.fixture
def run(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "70")

    def call(*argv):
        code = main(argv)
        return code, capsys.readouterr().out

    return call


def test_a_code_is_explained_with_its_way_out_and_both_examples(run):
    assert run("code", "dv215") == (
        0,
        """\
DV215 lỗi: ghi nhận ngày …, trước cả ngày xảy ra …

Không thể ghi sổ một việc trước khi nó xảy ra. Hai ngày ấy quyết định
vào một ngày xét đã biết những gì, nên sai thì báo cáo của ngày cũ
cũng sai theo.

Cách sửa: recorded là ngày đưa vào sổ, không thể sớm hơn occurred.

Sai, trong minh-chung/so-theo-doi.toml:

    recorded = 2024-06-11

Đúng:

    recorded = 2024-06-13
""",
    )
    assert run("code", "DV905", "--lang", "en") == (
        0,
        """\
DV905 note: block names “…”, but there is no such plugin or
distribution

The project blocks a plugin or distribution that isn't there. If the
name is mistyped, the one that was to be blocked is still at work.

Wrong, in dvrules.toml:

    block = ["dvrules-cu"]

Right:

    block = []
""",
    )


def test_without_a_code_all_of_them_are_listed(run):
    code, out = run("code", "--lang", "en")
    head, _, *rows = out.splitlines()
    assert (code, head.split()) == (0, ["Code", "Severity", "Message"])
    assert [row[:5] for row in rows if row[:5].strip()] == [*CATALOGUE]
    assert "DV235  note      … rests on clause “…”, which is not among the" in rows


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (["DV209x"], "không có mã lỗi “DV209x”; gần giống: DV209, DV609, DV509"),
        (["?", "--lang", "en"], "there is no code “?”"),
    ],
)
def test_an_unknown_code_is_told_with_those_near_it(argv, told, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["code", *argv])
    assert ended.value.code == 2
    assert capsys.readouterr().err.rstrip().endswith(told)
