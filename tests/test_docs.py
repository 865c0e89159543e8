"""What the pages of explanation say of days and phrases is what comes out."""

import re
import tomllib
from datetime import date

import pytest

import dvrules
from dvrules.building.converter import strict_converter
from dvrules.model.deadlines import Deadline
from dvrules.phrases import parse
from texts import HEAD, OBLIGATION, PROJECT, ROOT

DAYS = (ROOT / "docs/explanation/dem-ngay.md").read_text(encoding="utf-8")
WORDS = (ROOT / "docs/explanation/tu-cau-chu-den-han.md").read_text(encoding="utf-8")

EVENTS = """
[[events]]
id = "nhan"
event = "nhận được văn bản"
day = 2024-04-25
recorded = 2024-04-25

[[events]]
id = "hop"
event = "họp"
day = 2024-05-15
recorded = 2024-04-25
"""


HOW_TO = (ROOT / "docs/how-to/write-a-ruleset.md").read_text(encoding="utf-8")


def rows(text, pattern):
    return re.findall(pattern, text, re.MULTILINE)


@pytest.mark.parametrize(("phrase", "due"), rows(DAYS, r"^\| (.+?) \| (\d\d/\d\d/\d{4}) \|"))
def test_each_day_in_the_table_of_examples_comes_out(make, phrase, due):
    ruleset = HEAD + OBLIGATION.replace('{ form = "fixed", by = 2024-06-14 }', f'"{phrase}"')
    report = dvrules.assess(make(ruleset=ruleset, evidence=EVENTS), as_of=date(2024, 12, 31))
    assert [f"{finding.occurrence.due.day:%d/%m/%Y}" for finding in report.findings] == [due]


BESIDE = [
    *rows(WORDS, r"^\| (.+?) \| `(\{ form.+\})` \|"),
    *rows(HOW_TO, r'^\| .+? \| `"(.+?)"`.*? \| `(\{.+?\})`'),
]


@pytest.mark.parametrize(("phrase", "table"), BESIDE)
def test_each_phrase_says_the_table_beside_it(phrase, table):
    data = tomllib.loads(f"deadline = {table}".replace("…", "báo cáo UBND tỉnh"))["deadline"]
    data |= {"obligation": "báo cáo quý"} if data.get("obligation") == "bao-cao-quy" else {}
    assert parse(phrase, lang="vi").deadlines == strict_converter().structure(data, tuple[Deadline, ...])


def test_every_toml_block_of_the_pages_is_taken(make):
    [correction, counting] = rows(DAYS, r"```toml\n((?:.|\n)*?)```")
    [events] = rows(WORDS, r"```toml\n((?:.|\n)*?)```")
    project = make(project=PROJECT + re.sub(r"^  ", "", correction, flags=re.MULTILINE) + counting, evidence=events)
    assert {fault.code for fault in project.diagnostics} == set()
