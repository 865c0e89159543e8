"""`dvrules calendar` shows a year as someone who plans by it wants to see it."""

import pytest

from dvrules.cli import main as command
from texts import HEAD, OBLIGATION, PROJECT, ROOT

OWN = """
name = "rieng"
title = "Lịch riêng"
first = 2024-06-01
last = 2025-12-31
weekend = [6, 7]

[[days]]
day = 2024-06-14
worked = false
name = "nghỉ mát"
source = "Thông báo 1"
"""

CORRECTION = """
[[corrections]]
day = 2025-06-13
worked = false
name = "nghỉ đột xuất \\u001b[31m"
source = "Thông báo 2"
published = 2025-06-02
certainty = "unconfirmed"
"""


@pytest.fixture
def shown(monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "100")

    def run(*argv):
        code = command.main(["calendar", *argv])
        return code, *capsys.readouterr()

    return run


@pytest.mark.parametrize(("lang", "year"), [("vi", "2024"), ("en", "2026")])
def test_a_year_is_shown_with_every_day_off_its_reason_and_the_saturdays_worked(shown, lang, year):
    golden = ROOT / f"tests/data/calendar-{year}.{lang}.txt"
    assert shown(year, "--lang", lang) == (0, golden.read_text(encoding="utf-8"), "")


def test_what_was_not_yet_published_is_not_shown(shown):
    before, after = (shown("2026", "--known-at", day)[1] for day in ("2025-12-24", "2025-12-25"))
    assert ("12729/VPCP-KGVX" in before, "12729/VPCP-KGVX" in after) == (False, True)


def test_a_year_that_the_calendar_does_not_have_is_refused_with_those_it_has(shown):
    assert shown("2031", "--lang", "en") == (
        2,
        "",
        (
            "DV404 error: the calendar “vn” goes from 2019-01-01 through 2026-12-31 and has no year 2031\n"
            "  → Ask for another year, or add that year in a calendar file of the project.\n"
        ),
    )


def test_a_calendar_that_nobody_offers_is_refused(shown):
    code, out, err = shown("2024", "--calendar", "xx")
    assert (code, out, err.split()[0]) == (2, "", "DV401")


def test_a_project_may_have_its_own_calendar_file_and_corrections_of_it(shown, make, tmp_path):
    project = make(ruleset=HEAD + OBLIGATION, project=PROJECT.replace('"vn"', '"lich.toml"') + CORRECTION, lich=OWN)
    assert project.diagnostics == ()
    out = [shown(year, "-p", str(tmp_path))[1] for year in ("2024", "2025")]
    assert out[0].splitlines()[0] == "LỊCH LÀM VIỆC NĂM 2024 (Lịch riêng): 151 ngày làm việc"
    assert "14/06  T6   nghỉ mát  Thông báo 1" in out[0]
    assert "13?" in out[1]
    assert "\x1b" not in out[1]
    assert "nghỉ đột xuất" not in shown("2025", "-p", str(tmp_path), "--known-at", "2025-06-01")[1]


def test_the_months_stand_side_by_side_as_the_terminal_has_room(shown, monkeypatch):
    across = []
    for columns in ("40", "60", "100", "140"):
        monkeypatch.setenv("COLUMNS", columns)
        across.append(shown("2024")[1].splitlines()[2].count("Tháng"))
    assert across == [1, 2, 3, 4]
