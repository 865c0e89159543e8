"""Long work says how far it has come, to whoever looks on."""

from __future__ import annotations

import sys
from io import StringIO

import pytest

from dvrules.cli.main import main
from dvrules.cli.progress import Progress
from many import write_projects
from texts import ROOT


class Terminal(StringIO):
    """A stream that people look at; `lines` is what they see in the end, each line as last written over."""

    def isatty(self):
        return True

    @property
    def lines(self):
        seen = []
        for line in self.getvalue().split("\n"):
            shown = ""
            for part in line.split("\r"):
                shown = part + shown[len(part) :]
            seen.append(shown.rstrip())
        return seen


@pytest.fixture
def terminal(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    return Terminal()


def test_the_line_is_written_over_and_gone_in_the_end(terminal):
    with Progress(terminal, 80) as progress:
        progress.show("mười hai")
        progress.show("ba")
        assert terminal.lines == ["ba"]
        progress.clear()
        assert terminal.lines == [""]
        progress.show("bốn")
    assert terminal.lines == [""]


def test_the_line_never_reaches_the_edge_of_the_terminal(terminal):
    with Progress(terminal, 10) as progress:
        progress.show("a" * 10)
        assert terminal.lines == ["a" * 9]


def test_where_nobody_looks_nothing_is_written(monkeypatch):
    file, dumb = StringIO(), Terminal()
    monkeypatch.setenv("TERM", "dumb")
    for stream in (file, dumb):
        with Progress(stream, 80) as progress:
            progress.show("một")
    assert (file.getvalue(), dumb.getvalue()) == ("", "")


def test_many_projects_are_counted_while_their_faults_stay_whole(terminal, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "stderr", terminal)
    paths = [*write_projects(tmp_path, 2), "nơi-khác"]
    main(["evaluate", *paths, "--executor", "serial", "--as-of", "2024-07-01"])
    written = terminal.getvalue()
    assert [f"Đã xét {done}/3 dự án…" in written for done in range(5)] == [True, True, True, True, False]
    assert terminal.lines == [
        "nơi-khác/dvrules.toml: DV101 lỗi: không đọc được tệp “dvrules.toml”",
        "  → Chạy trong thư mục dự án, hoặc nêu thư mục ấy: -p THƯ_MỤC.",
        "Dữ liệu vào có lỗi: báo cáo trên chưa đầy đủ.",
        "",
    ]


def test_an_export_says_what_it_is_at(terminal, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "stderr", terminal)
    example = str(ROOT / "examples/quang-tri-2024")
    main(["export", "-p", example, "--as-of", "2024-07-10", "json", "picture", "-o", str(tmp_path), "--lang", "en"])
    assert ["exporting json…" in terminal.getvalue(), "exporting picture…" in terminal.getvalue()] == [True, True]
    assert terminal.lines == [""]
