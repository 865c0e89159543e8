"""The command line, as its users meet it."""

from __future__ import annotations

import json
import re
import tomllib

import pytest

import dvrules
from dvrules.cli.main import main
from dvrules.messages import messages_in
from texts import HEAD, OBLIGATION, ROOT

EXAMPLE = ["-p", str(ROOT / "examples/quang-tri-2024")]
DAY = [*EXAMPLE, "--as-of", "2024-07-10"]


@pytest.fixture(autouse=True)
def _wide(monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.delenv("DVRULES_LANG", raising=False)


@pytest.fixture
def run(capsys):
    def call(*argv):
        code = main(argv)
        return code, *capsys.readouterr()

    return call


def test_how_a_due_day_was_counted_is_told_in_one_paragraph(run):
    told = run("explain", *DAY, "--paragraph", "III.3.b/phong-do-luong/2024-Q2")[1]
    assert told.count("\n") == 1
    assert told.startswith("“Báo cáo kết quả gửi Văn phòng Sở”, kỳ 2024-Q2: hạn là hết ngày 02/07/2024. ")
    assert told.endswith("2024-Q2: 05/07/2024. Lùi 3 ngày làm việc: 02/07/2024. [Bộ luật Dân sự 2015, Điều 147]\n")
    unknown = run("explain", *DAY, "--paragraph", "I.2.2")[1]
    assert unknown == (
        "“Kiểm tra, đôn đốc, đánh giá kết quả các phòng, đơn vị”: chưa tính được hạn. Còn thiếu: thời hạn ghi “theo"
        " định kỳ và theo yêu cầu của UBND tỉnh” mà không nêu văn bản nào.\n"
    )


PERIODIC = """[
    { form = "periodic", every = "month", by = { day = 20 }, cut_off = "nd-09-2019", lead = 3 },
]"""


def test_a_periodic_report_shows_its_period_its_data_its_internal_day_and_its_due_day(run, make, tmp_path):
    make(ruleset=HEAD + OBLIGATION.replace('{ form = "fixed", by = 2024-06-14 }', PERIODIC))
    _, out, _ = run("explain", "-p", str(tmp_path), "--as-of", "2024-06-10", "bao-cao/van-phong/2024-06")
    assert out.splitlines()[4:9] == [
        "Kỳ: tháng 6 năm 2024",
        "Bắt đầu từ ngày: 01/06/2024",
        "Hạn: 20/06/2024",
        "Số liệu: 15/05/2024–14/06/2024",
        "Hạn nội bộ: 17/06/2024",
    ]


def test_the_example_shows_every_state_it_is_meant_to(run):
    code, out, err = run("report", *DAY)
    assert (code, err) == (1, "")
    counts = dict(re.findall(r"^ +(\d+)  (.+)$", out, re.MULTILINE))
    assert {text: int(count) for count, text in counts.items()} or counts
    for state in ("fulfilled", "fulfilled_late", "overdue", "open", "upcoming", "undetermined", "unassessed"):
        assert re.search(rf"^ +\d+  {messages_in('vi').say(f'state.{state}')}$", out, re.MULTILINE), state


def test_what_was_recorded_later_is_overdue_to_those_who_did_not_know(run):
    key = "III.3.b/trung-tam-nc-cg-dmst/2024-Q2"
    told = [run("explain", *DAY, "--known-at", day, key)[1] for day in ("2024-07-05", "2024-07-08")]
    assert ["quá hạn" in text for text in told] == [True, False]


def test_an_explanation_tells_authority_days_and_reasons(run):
    code, out, _ = run("explain", *DAY, "so-khcn-dan-van-2024:III.3.b/phong-do-luong/2024-Q2", "--lang", "en")
    assert code == 0
    assert out == (ROOT / "tests/data/explanation.en.txt").read_text(encoding="utf-8")


def test_without_the_assumption_the_missing_document_is_named(tmp_path, run):
    text = (ROOT / "examples/quang-tri-2024/dvrules.toml").read_text(encoding="utf-8")
    settings = text[: text.index("[[assumptions]]")] + "[outputs.json]\n"
    settings = settings.replace("../../rulesets", str(ROOT / "rulesets"))
    for name in ("roster.toml", "evidence.toml"):
        settings = settings.replace(f'"{name}"', f'"{ROOT / "examples/quang-tri-2024" / name}"')
    (tmp_path / "dvrules.toml").write_text(settings, encoding="utf-8")
    code, out, _ = run("explain", "-p", str(tmp_path), "--as-of", "2024-07-10", "III.1.b/van-phong-so/unresolved")
    assert code == 0
    assert "chưa đủ căn cứ" in out
    assert "thiếu Phụ lục của văn bản 339/UBND-NC ngày 06/02/2023" in out


def test_check_finds_nothing_wrong_with_what_we_ship(run):
    assert run("check", *EXAMPLE) == (0, "3 bộ quy tắc, 16 nhiệm vụ: 0 lỗi, 0 lưu ý.\n", "")


def test_check_ends_with_2_where_the_input_is_wrong(tmp_path, run):
    file = tmp_path / "sai.toml"
    file.write_text(HEAD + OBLIGATION.replace("kind", "knid"), encoding="utf-8")
    code, out, err = run("check", str(file))
    assert (code, out) == (2, "1 bộ quy tắc, 0 nhiệm vụ: 1 lỗi, 0 lưu ý.\n")
    assert ":16:1: DV202 lỗi: không có khóa nào tên là “knid”" in err


def test_export_writes_each_file_once_and_overwrites_only_when_told(tmp_path, run):
    out = ["-o", str(tmp_path / "out")]
    assert run("export", *DAY, "json", *out)[0] == 0
    written = tmp_path / "out/report.json"
    first = written.read_bytes()
    assert json.loads(first)["schema"] == "dvrules.report/1"
    written.write_bytes(b"mine")
    code, _, err = run("export", *DAY, "json", *out)
    assert (code, written.read_bytes()) == (2, b"mine")
    assert "DV603" in err
    assert run("export", *DAY, "json", *out, "--force")[0] == 0
    assert (written.read_bytes(), [path.name for path in written.parent.iterdir()]) == (first, ["report.json"])


@pytest.mark.parametrize("argv", [["report", "-p", "/nowhere"], ["export", "xyz", *DAY], ["explain", "xyz", *DAY]])
def test_wrong_input_ends_with_2_and_no_traceback(run, argv):
    code, out, err = run(*argv)
    assert code == 2
    assert "Traceback" not in out + err


def test_a_command_is_missing_where_none_is_given(capsys):
    with pytest.raises(SystemExit) as ended:
        main([])
    assert (ended.value.code, capsys.readouterr().err) == (
        2,
        "cách dùng: dvrules [-h] LỆNH ...\ndvrules: lỗi: thiếu đối số: LỆNH\n",
    )


def test_help_is_in_vietnamese_unless_asked_otherwise(capsys):
    for argv, words in ((["--help"], "cách dùng: dvrules"), (["--help", "--lang", "en"], "usage: dvrules")):
        with pytest.raises(SystemExit):
            main(argv)
        assert words in capsys.readouterr().out


def test_plugins_lists_what_is_installed(run):
    code, out, err = run("plugins")
    assert (code, err) == (0, "")
    assert re.search(r"^cách xuất +json +builtin", out, re.MULTILINE)
    assert re.search(r"^nơi xét +processes +builtin +nhiều tiến trình của máy này$", out, re.MULTILINE)


def test_both_languages_have_the_same_messages_with_the_same_arguments():
    def arguments(text):
        return set(re.findall(r"{(\w+)[:}]", text))

    vi, en = (
        {k: v for k, v in messages_in(lang).words.items() if not k.startswith("argparse.")} for lang in ("vi", "en")
    )
    assert {key: arguments(text) for key, text in vi.items()} == {key: arguments(text) for key, text in en.items()}


def test_the_public_surface_is_this():
    assert sorted(dvrules.__all__) == [
        "Artifact",
        "Diagnostic",
        "Finding",
        "Occurrence",
        "Project",
        "Report",
        "State",
        "assess",
        "compare",
        "export",
        "from_data",
        "load",
        "summarise",
        "to_data",
    ]


def test_the_how_to_for_departments_is_a_project_without_a_fault(tmp_path, run):
    text = (ROOT / "docs/how-to/write-a-ruleset.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    for name, block in zip(("ke-hoach", "dvrules", "don-vi", "minh-chung"), blocks, strict=True):
        tomllib.loads(block)
        (tmp_path / f"{name}.toml").write_text(block, encoding="utf-8")
    assert run("check", "-p", str(tmp_path)) == (0, "1 bộ quy tắc, 1 nhiệm vụ: 0 lỗi, 0 lưu ý.\n", "")


def test_the_five_lines_of_the_readme_run(monkeypatch):
    monkeypatch.chdir(ROOT)
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    names: dict = {}
    exec(code, names)  # noqa: S102 - our own README
    assert (names["faults"], len(names["artifacts"])) == ((), 1)


def test_what_the_readme_shows_is_what_the_commands_print(run, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    printed = run("report", *DAY)[1] + run("explain", *DAY, "III.3.b/phong-do-luong/2024-Q2")[1]
    for block in re.findall(r"```text\n(.*?)```", readme, re.DOTALL):
        for piece in block.split("[…]"):
            assert piece.strip("\n") in printed
