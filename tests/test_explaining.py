"""Explanations: for each state what officials read, held word for word."""

from __future__ import annotations

import json
import os
import re
from datetime import date

import pytest
from attrs import evolve, fields, has

import dvrules
from dvrules import states
from dvrules.assessing import explained, judged, linked
from dvrules.building.wire import explanation_to_data
from dvrules.cli.explanation import lines
from dvrules.cli.flowchart import flowchart
from dvrules.cli.main import main
from dvrules.counting.calendars import WorkingDays
from dvrules.counting.reckoning import Reckoner
from dvrules.judges import Judge
from dvrules.judging import judge
from dvrules.messages import messages_in
from dvrules.model.reports import Ending, State
from dvrules.model.rulesets import Evaluation
from dvrules.model.statements import Statement, state_that
from dvrules.needing import Needs
from dvrules.rendering import printable
from explained import CASES, OBLIGATION, REPORT, Case, decision, evidence
from texts import HEAD, ROOT

GOLDEN = ROOT / "tests/data/explained"


def hold(name, text):
    """Compare with the golden text of that name; DVRULES_WRITE_GOLDEN writes it anew."""
    expected = GOLDEN / name
    if os.environ.get("DVRULES_WRITE_GOLDEN"):
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")


def written(explanation, lang):
    messages = messages_in(lang).naming(explanation.names)
    return "".join(printable(line) + "\n" for line in lines(explanation, messages))


@pytest.fixture
def explanation(make):
    """A function that explains a case, as it is or with the occurrences changed."""

    def explained_of(case, change=None):
        project = make(case.ruleset, case.records)
        found, as_of = linked(project), date.fromisoformat(case.as_of)
        assert found.diagnostics == ()
        assessed = judged(project, found, as_of=as_of, known_at=as_of)
        if change:
            reckoner = Reckoner(WorkingDays.of(project.calendar, as_of))
            changed = [change(occurrence) for occurrence in assessed.occurrences]
            days = {"as_of": as_of, "known_at": as_of, "due_soon": 7}
            by = Judge.of(found.cascade, found.records, project.catalog.offers, reckoner, **days)
            judgement = judge(changed, by)
            assessed = evolve(assessed, judgement=judgement)
        return explained(project, found, assessed, case.key, as_of=as_of, known_at=as_of)

    return explained_of


@pytest.mark.parametrize("name", CASES)
def test_each_state_is_explained_so(explanation, name):
    told = explanation(CASES[name])
    assert name.startswith(told.state)
    for lang in ("vi", "en"):
        hold(f"{name}.{lang}.txt", written(told, lang))


def test_what_is_superseded_is_explained_so(explanation):
    """No file can say yet that a document amends another; the value can."""
    by = state_that("reason.said", text="Kế hoạch 9/KH-SO ngày 03/06/2024 thay thế kế hoạch này.")
    ending = Ending(date(2024, 6, 3), "superseded", by, begun="ended")
    told = explanation(CASES["overdue"], lambda occurrence: evolve(occurrence, ending=ending))
    assert told.state is State.SUPERSEDED
    for lang in ("vi", "en"):
        hold(f"superseded.{lang}.txt", written(told, lang))


def test_every_state_has_its_explanation():
    assert {state for state in State if not any(name.startswith(state) for name in CASES)} == {State.SUPERSEDED}


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_rule_of_the_state_function_is_said_in_general(lang):
    rules = {rule.name for rule in states.FIRST} | {"undetermined"}
    rules |= {f"{kind}.{rule.name}" for kind, table in states.BY_KIND.items() for rule in table}
    prefix = "rule_of_state."
    assert {key.removeprefix(prefix) for key in messages_in(lang).words if key.startswith(prefix)} == rules


@pytest.fixture
def run(capsys, make, tmp_path):
    """A function that runs `dvrules explain` on a case."""

    def call(case, *argv):
        make(case.ruleset, case.records)
        code = main(["explain", "-p", str(tmp_path), "--as-of", case.as_of, case.key, *argv])
        return code, *capsys.readouterr()

    return call


@pytest.mark.parametrize(("form", "suffix"), [("json", "json"), ("graph", "mmd")])
def test_the_other_forms_say_the_same(run, form, suffix):
    code, out, err = run(CASES["open"], "--format", form)
    assert (code, err) == (0, "")
    hold(f"open.vi.{suffix}", out)


def test_what_comes_too_late_to_be_known_or_to_be_judged_is_told_so(run):
    told = run(CASES["open"], "--known-at", "2024-06-30", "--lang", "en")[1]
    assert "mc-4 (done on 2024-06-12, on record 2024-06-12; 46/BC-VP): happens only on 2024-06-12\n" in told
    assert "mc-5 (done on 2024-06-09, on record 2024-06-11; gửi qua thư điện tử): counts for this obligation" in told
    told = run(evolve(CASES["open"], as_of="2024-06-12"), "--known-at", "2024-06-10", "--lang", "en")[1]
    assert "came on record on 2024-06-11, but only what was on record by 2024-06-10 is considered\n" in told


MONTHLY = REPORT.replace(
    '{ form = "fixed", before = 2024-06-15 }', '{ form = "periodic", every = "month", by = { day = 5, of = "next" } }'
)


def considered(explanation, case):
    told = explanation(case)
    return {record.id: (record.counts, record.why.key) for record in told.evidence}


def test_of_other_periods_only_what_might_have_counted_is_told(explanation):
    records = (
        evidence("mc-1", "2024-01-30")
        + evidence("mc-2", "2024-03-02")
        + evidence("mc-3", "2024-03-04", 'fulfils = ["ke-hoach:bao-cao/van-phong/2024-03"]')
        + evidence("mc-4", "2024-03-20", by="so")
        + evidence("mc-5", "2024-05-02")
    )
    february = Case(HEAD + MONTHLY, "2024-07-10", records, "ke-hoach:bao-cao/van-phong/2024-02")
    told = {"mc-2": (True, "rule.earliest_due"), "mc-4": (False, "rejected.not_owed")}
    faults = evolve(february, records=records.replace(evidence("mc-4", "2024-03-20", by="so"), ""))
    assert considered(explanation, faults) == {"mc-2": (True, "rule.earliest_due")}
    assert considered(explanation, february) == told
    april = evolve(faults, key="ke-hoach:bao-cao/van-phong/2024-04")
    assert considered(explanation, april) == {"mc-5": (True, "rule.earliest_due")}


def test_a_record_that_may_count_for_either_is_told_of_both(explanation):
    every = 'by = { day = 5, of = "next" } }'
    twice = f'[{{ form = "periodic", every = "quarter", {every}, {{ form = "periodic", every = "half_year", {every}]'
    ruleset = HEAD + REPORT.replace('{ form = "fixed", before = 2024-06-15 }', twice)
    for period in ("2024-Q2", "2024-H1"):
        records = evidence("mc-0", "2024-03-04") + evidence("mc-1", "2024-06-03")
        case = Case(ruleset, "2024-06-10", records, f"ke-hoach:bao-cao/van-phong/{period}")
        assert considered(explanation, case)["mc-1"] == (False, "rejected.ambiguous")


HOSTILE = (
    '\x1b[31m\u202e"]; click a href "javascript:alert(1)" <img src=x onerror=alert(1)> `**{{x:unit}}` %% #quot; end'
)


@pytest.mark.parametrize("form", ["text", "json", "graph"])
def test_hostile_texts_reach_no_terminal_and_break_no_form(run, form):
    quote = json.dumps(HOSTILE)
    ruleset = HEAD + REPORT.replace('title = "Báo cáo công tác dân vận"', f"title = {quote}")
    case = Case(ruleset, "2024-06-10", evidence("mc-1", "2024-06-03", f'note = {quote}\nshows = "attestation"'))
    code, out, _ = run(case, "--format", form)
    assert code == 0
    assert all(char.isprintable() or char == "\n" for char in out)
    if form == "json":
        assert json.loads(out)["title"] == HOSTILE
    if form == "graph":
        lines_ = out.splitlines()
        for line in lines_[1:]:
            assert re.fullmatch(
                r'  [a-z]+\d*\["([^"`<>\[\]{}%\\*_;]|#\d+;|<br/>)*"\]'
                r'|  [a-z]+\d* (-->|-\.->)(\|"([^"`<>\[\]{}%\\*_;]|#\d+;)*"\|)? [a-z]+\d*',
                line,
            ), line


def test_what_is_below_is_waited_for(explanation):
    above = REPORT + 'evaluator = { name = "children", need = 1 }\n'
    below = REPORT.replace('"bao-cao"', '"gop-y"').replace("Mục III.2", "Mục III.3").replace("van-phong", "trung-tam")
    below += 'implements = [{ document = "1/KH-SO@2024-01-02", clause = "Mục III.2" }]'
    told = explanation(Case(HEAD + above + below, "2024-06-10"))
    assert [child.key for child in told.children] == ["ke-hoach:gop-y/trung-tam/once"]
    assert [statement.key for statement in told.waiting] == ["reason.child"]
    assert [statement.key for statement in told.needed] == ["needed.children"]
    child = explanation(Case(HEAD + above + below, "2024-06-10", key="ke-hoach:gop-y/trung-tam/once"))
    assert [parent.key for parent in child.parents] == ["ke-hoach:bao-cao/van-phong/once"]


FIXED = '{ form = "fixed", before = 2024-06-15 }'
EVENT = '{ form = "relative", event = "nhận được văn bản", offset = 5, measure = "day" }'
SUM = 'evaluator = { name = "sum", at_least = 100.5, unit = "triệu đồng" }'
ATTESTED = 'evaluator = { name = "attested", post = "Chánh Văn phòng" }'
SUSPENDED = decision("suspensions", "td-1", f"{OBLIGATION}\ndecided = 2024-05-20")
WAIVED = decision("waivers", "mien-1", f"{OBLIGATION}\ndecided = 2024-05-20")
ALLOWED = REPORT.replace("achievement", "permission").replace("deadline", 'force = "may"\ndeadline')
FORBIDDEN = REPORT.replace("achievement", "prohibition").replace(FIXED, '{ form = "continuous" }')


QUOTA = '{ form = "continuous", at_least = [{ count = 3, every = "year" }] }'
RECEIVED = """
[[events]]
id = "sk"
event = "nhận được văn bản"
day = "2024-06"
recorded = 2024-06-01
"""


@pytest.mark.parametrize(
    ("obligation", "records", "needed", "time", "last"),
    [
        (REPORT, "", ["performance"], ["on_time"], "2024-06-14"),
        (REPORT + "lapses = true", "", ["performance"], ["on_time", "lapses"], "2024-06-14"),
        (REPORT + SUM, evidence("mc-1", "2024-06-03", "quantity = 40"), ["sum"], ["on_time"], "2024-06-14"),
        (REPORT + ATTESTED, "", ["attested"], ["on_time"], "2024-06-14"),
        (REPORT.replace(FIXED, EVENT), "", ["event", "performance"], [], None),
        (REPORT, SUSPENDED, ["suspended"], ["suspended"], "2024-06-14"),
        (REPORT, WAIVED, [], ["waived"], None),
        (ALLOWED, "", ["use"], ["allowed"], "2024-06-14"),
        (FORBIDDEN, "", ["kept"], [], "2024-12-31"),
        (REPORT.replace(FIXED, QUOTA), evidence("mc-1", "2024-03-04"), ["quota"], ["on_time"], "2024-12-31"),
    ],
)
def test_what_it_takes_is_told_for_each_evaluator_and_state(explanation, obligation, records, needed, time, last):
    period = (
        "2024"
        if "at_least = [" in obligation
        else "term"
        if "continuous" in obligation
        else "awaited"
        if "event" in obligation
        else "once"
    )
    key = f"ke-hoach:bao-cao/van-phong/{period}"
    told = explanation(Case(HEAD + obligation, "2024-06-10", records, key))
    assert [statement.key for statement in told.needed] == [f"needed.{name}" for name in needed]
    assert [statement.key for statement in told.time] == [f"time.{name}" for name in time]
    assert str(told.last) == str(last)


def test_of_a_due_day_that_is_a_range_the_first_day_is_safe(explanation):
    case = Case(HEAD + REPORT.replace(FIXED, EVENT), "2024-06-01", RECEIVED, "ke-hoach:bao-cao/van-phong/sk")
    told = explanation(case)
    assert [statement.key for statement in (*told.needed, *told.time)] == ["needed.missing", "time.range"]
    assert told.last == date(2024, 6, 6)
    assert explanation(evolve(case, as_of="2024-06-10")).last is None


def test_what_the_evaluator_of_a_third_party_asks_for_is_said_in_general(make):
    case = CASES["overdue"]
    project = make(case.ruleset, case.records)
    days = {"as_of": date(2024, 7, 10), "known_at": date(2024, 7, 10)}
    found = linked(project)
    [finding] = judged(project, found, **days).judgement.findings
    [obligation] = found.cascade.obligations
    theirs = evolve(obligation, evaluator=Evaluation("numbered"))
    reckoner = Reckoner(WorkingDays.of(project.calendar, days["as_of"]))
    assert [*Needs(finding, theirs, (), reckoner, days["as_of"]).needed()] == [
        state_that("needed.evaluator", name="numbered")
    ]


def test_how_much_is_lacking_is_told_as_people_write_numbers(explanation):
    told = explanation(Case(HEAD + REPORT + SUM, "2024-06-10", evidence("mc-1", "2024-06-03", "quantity = 40")))
    assert "  - Văn phòng does 60.5 more triệu đồng, with evidence of how much.\n" in written(told, "en")
    assert "  - Văn phòng làm thêm 60,5 triệu đồng, có minh chứng ghi khối lượng.\n" in written(told, "vi")


def statements(value):
    if isinstance(value, Statement):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from statements(each)
    elif has(type(value)):
        for each in fields(type(value)):
            yield from statements(getattr(value, each.name))


@pytest.mark.parametrize("as_of", ["2023-06-01", "2024-07-10", "2024-12-20", "2030-01-01"])
def test_every_finding_of_the_example_can_be_explained_in_every_form(as_of):
    project = dvrules.load(ROOT / "examples/quang-tri-2024")
    days = {"as_of": date.fromisoformat(as_of), "known_at": date.fromisoformat(as_of)}
    found = linked(project)
    assessed = judged(project, found, **days)
    for finding in assessed.judgement.findings:
        told = explained(project, found, assessed, finding.occurrence.key, **days)
        assert told == explained(project, found, assessed, finding.occurrence.key, **days)
        for lang in ("vi", "en"):
            messages = messages_in(lang).naming(told.names)
            assert all(statement.key in messages for statement in statements(told))
            assert written(told, lang)
            assert [*flowchart(told, messages)]
            assert json.dumps(explanation_to_data(told, lang))


def test_of_a_breach_never_made_good_it_is_told_until_when_it_could_have_been(explanation):
    case = CASES["breached"]
    alone = evolve(case, records=case.records.partition('\n[[evidence]]\nid = "mc-2"')[0])
    told = written(explanation(alone), "vi")
    assert "kể từ ngày vi phạm); đến ngày xét chưa ghi nhận đã khắc phục.\n" in told
    assert "mc-1 (vi phạm ngày 20/06/2024, ghi nhận ngày 20/06/2024): tính cho nhiệm vụ này\n" in told


def test_only_the_cure_that_came_too_late_is_told_so(explanation):
    case = CASES["breached"]
    by = {"about": "truc-tiep-dan", "by": "trung-tam"}
    earlier = evidence("mc-3", "2024-03-04", 'shows = "breach"', **by)
    earlier += evidence("mc-4", "2024-03-05", 'shows = "cure"', **by)
    why = considered(explanation, evolve(case, records=case.records + earlier))
    assert (why["mc-4"], why["mc-2"]) == ((True, "rule.alone"), (True, "rule.cured_late"))


@pytest.mark.parametrize(
    ("obligation", "time"),
    [
        (FORBIDDEN, ["time.breached", "time.still_prohibition"]),
        (FORBIDDEN.replace('"prohibition"', '"maintenance"'), ["time.breached", "time.still_maintenance"]),
    ],
)
def test_what_is_breached_holds_on(explanation, obligation, time):
    breach = evidence("mc-1", "2024-05-06", 'shows = "breach"')
    case = Case(HEAD + obligation, "2024-06-10", breach, "ke-hoach:bao-cao/van-phong/term")
    assert [statement.key for statement in explanation(case).time] == time
    assert [statement.key for statement in explanation(evolve(case, as_of="2024-12-31")).time] == time
    assert [statement.key for statement in explanation(evolve(case, as_of="2025-01-01")).time] == time[:1]


def test_a_waiver_that_ends_and_a_due_day_that_nobody_set(explanation):
    through = WAIVED + "through = 2024-06-30\n"
    obligation = REPORT.replace(FIXED, EVENT)
    told = explanation(Case(HEAD + obligation, "2024-06-10", through, "ke-hoach:bao-cao/van-phong/awaited"))
    assert [statement.key for statement in told.time] == ["time.waived_through", "time.after_waiver_endless"]
