"""What the pages of explanation say of days and phrases is what comes out."""

import re
import tomllib
from datetime import date

import pytest

import dvrules
from dvrules.assessing import linked
from dvrules.building.converter import strict_converter
from dvrules.model.deadlines import Deadline
from dvrules.phrases import parse
from texts import HEAD, OBLIGATION, PROJECT, ROOT, ROSTER

CASCADE = (ROOT / "docs/explanation/he-thong-van-ban.md").read_text(encoding="utf-8")
DAYS = (ROOT / "docs/explanation/dem-ngay.md").read_text(encoding="utf-8")
STATES = (ROOT / "docs/explanation/tinh-trang.md").read_text(encoding="utf-8")
TOML = r"```toml\n((?:.|\n)*?)```"
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


def test_the_page_on_states_shows_decisions_conditions_and_facts_that_are_taken(make):
    decisions, competence, applies, facts = (re.sub(r"^  ", "", b, flags=re.MULTILINE) for b in rows(STATES, TOML))
    obligation = OBLIGATION.replace('"bao-cao"', '"bao-cao-quy"').replace(
        'form = "fixed", by = 2024-06-14', 'form = "periodic", every = "quarter", by = { day = 10 }'
    )
    ruleset = HEAD.replace("2024", "2025").replace('"ke-hoach"', '"ke-hoach-dan-van-2025"')
    roster = ROSTER.replace('name = "Văn phòng"', 'name = "Văn phòng", kind = "phòng"')
    project = make(
        ruleset=ruleset + competence + obligation + applies.replace(', except = ["van-phong"]', ""),
        project=PROJECT + 'decisions = ["quyet-dinh.toml"]',
        roster=roster,
        evidence=facts,
        **{"quyet-dinh": decisions},
    )
    states = {}
    for day in ("2025-04-20", "2025-06-15", "2025-09-20", "2025-09-26"):
        report = dvrules.assess(project, as_of=date.fromisoformat(day))
        states[day] = {f.occurrence.period: str(f.state) for f in report.findings}
        assert {fault.code for fault in report.diagnostics} <= {"DV514"}
    key = "2025-04-20"
    assert states[key]["2025-Q1"] == "not_applicable"
    assert states[key]["2025-Q2"] == "waived"
    assert states["2025-06-15"]["2025-Q2"] == "open"
    assert states["2025-09-20"]["2025-Q2"] == "suspended"


def test_the_page_on_cascades_shows_what_is_taken(make):
    implements, scope, deadline, citation, removal, units = rows(CASCADE, TOML)
    derived = OBLIGATION.replace('"bao-cao"', '"theo"').replace(
        'deadline = { form = "fixed", by = 2024-06-14 }', deadline
    )
    quarterly = OBLIGATION.replace('"bao-cao"', '"bao-cao-quy"') + implements
    own = HEAD.replace('number = "1"', 'number = "2"')
    project = make(own + scope + citation + quarterly + derived, roster=ROSTER.replace("units = [", units[:-3], 1))
    assert linked(project).diagnostics == ()
    assert len(project.roster.units) == 5
    [struck] = tomllib.loads(removal)["removes"]
    assert struck["obligation"] == "ke-hoach-cu:hop-thang"
