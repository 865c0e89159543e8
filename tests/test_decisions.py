"""Waivers, extensions, suspensions, terminations and conditions, from their texts to states and diagnostics."""

from __future__ import annotations

from datetime import date

import pytest

import dvrules
from texts import HEAD, PROJECT

DUE = "2024-06-14"
PROJECT_ = PROJECT + 'decisions = ["decisions.toml"]\n'


def obligation(deadline='{ form = "fixed", by = 2024-06-14 }', bearer='"van-phong"', kind="achievement", more=""):
    return f"""
[[obligations]]
id = "a"
clause = "I"
quote = "…"
kind = "{kind}"
bearer = {bearer}
deadline = {deadline}
{more}
"""


def waiver(more="", by="so", decided="2024-06-01", name="mien"):
    return f"""
[[waivers]]
id = "{name}"
obligation = "ke-hoach:a"
by = "{by}"
reason = "…"
decided = {decided}
recorded = {decided}
{more}
"""


@pytest.fixture
def report(make):
    def assess(as_of, decisions="", ruleset=None, known_at=None, **options):
        files = {key: options.pop(key) for key in ("evidence", "roster") if key in options}
        project = make(ruleset or HEAD + obligation(), project=PROJECT_, decisions=decisions, **files)
        known = date.fromisoformat(known_at) if known_at else None
        return dvrules.assess(project, as_of=date.fromisoformat(as_of), known_at=known, **options)

    return assess


def seen(report):
    return [str(f.state) for f in report.findings], [d.code for d in report.diagnostics]


@pytest.mark.parametrize(
    ("as_of", "more", "state", "codes"),
    [
        ("2024-05-31", "", "open", []),
        ("2024-06-10", "", "waived", []),
        ("2024-07-10", "", "waived", []),
        ("2024-07-10", "through = 2024-07-10", "waived", []),
        ("2024-07-10", "through = 2024-07-09", "overdue", ["DV514"]),
        ("2024-07-10", "from = 2024-07-11", "overdue", []),
        ("2024-07-10", 'effect = "defers"\ndue = 2024-07-10', "open", []),
        ("2024-07-11", 'effect = "defers"\ndue = 2024-07-10', "overdue", []),
        ("2024-07-10", 'unit = "trung-tam"', "overdue", ["DV511"]),
        ("2024-07-10", 'occurrences = ["ke-hoach:a/van-phong/once"]', "waived", []),
        ("2024-07-10", 'occurrences = ["ke-hoach:a/van-phong/2024"]', "overdue", ["DV511"]),
    ],
)
def test_a_waiver_holds_on_its_days_and_for_what_it_names(report, as_of, more, state, codes):
    assert seen(report(as_of, waiver(more))) == ([state], codes)


def test_a_waived_finding_shows_what_it_would_be_without(report):
    with_it, without = (report("2024-07-10", waiver(), ignore_waivers=each) for each in (False, True))
    (finding,) = with_it.findings
    assert (finding.waiver, str(finding.underlying), finding.violations) == ("mien", "overdue", ())
    assert [str(f.state) for f in without.findings] == [str(finding.without_waivers)]


def test_an_extension_moves_the_due_day_that_is_shown(report):
    (finding,) = report("2024-07-01", waiver('effect = "defers"\ndue = 2024-07-31')).findings
    assert (finding.occurrence.due.day, str(finding.underlying)) == (date(2024, 7, 31), "overdue")
    assert finding.occurrence.due.steps[-1].key == "step.deferred"


def test_a_waiver_not_yet_on_record_is_not_known(report):
    later = waiver().replace("recorded = 2024-06-01", "recorded = 2024-07-05")
    assert seen(report("2024-07-10", later, known_at="2024-07-04"))[0] == ["overdue"]
    assert seen(report("2024-07-10", later))[0] == ["waived"]


def test_who_may_not_decide_decides_nothing(report):
    assert seen(report("2024-07-10", waiver(by="trung-tam"))) == (["overdue"], ["DV311"])


@pytest.mark.parametrize(
    ("competence", "codes"),
    [
        ('may = ["waive"]\nby = ["trung-tam"]', []),
        ('may = ["extend"]\nby = ["trung-tam"]', ["DV311"]),
        ('may = ["waive"]\nby = ["trung-tam"]\nobligations = ["a"]', []),
        ('may = ["waive"]\nby = ["ban"]', ["DV301", "DV311"]),
    ],
)
def test_a_ruleset_says_who_may_decide(report, competence, codes):
    ruleset = HEAD + f"[[competences]]\n{competence}\n" + obligation()
    assert sorted(seen(report("2024-07-10", waiver(by="trung-tam"), ruleset))[1]) == codes


def test_a_waiver_ends_with_the_event_it_names(report):
    ends = waiver('until = "có trụ sở mới"')
    event = '[[events]]\nid = "1"\nevent = "Có trụ sở mới"\nday = 2024-06-20\nrecorded = 2024-06-20\n'
    assert [seen(report(day, ends + event))[0] for day in ("2024-06-20", "2024-06-21")] == [["waived"], ["overdue"]]


def test_a_waiver_is_about_the_occurrences_that_it_names_whatever_their_duty(report):
    other = obligation().replace('id = "a"', 'id = "b"')
    named = waiver('occurrences = ["ke-hoach:b/van-phong/once"]')
    assert seen(report("2024-07-10", named, ruleset=HEAD + obligation() + other)) == (["overdue", "waived"], [])


def test_who_decides_is_competent_for_every_duty_that_a_waiver_names_an_occurrence_of(report):
    other = obligation().replace('id = "a"', 'id = "b"')
    may = '[[competences]]\nmay = ["waive"]\nby = ["trung-tam"]\nobligations = ["a"]\nclause = "IV"\n'
    named = waiver('occurrences = ["ke-hoach:b/van-phong/once"]', by="trung-tam")
    plan = HEAD + may + obligation() + other
    assert seen(report("2024-07-10", waiver(by="trung-tam"), ruleset=plan)) == (["waived", "overdue"], [])
    assert seen(report("2024-07-10", named, ruleset=plan)) == (["overdue", "overdue"], ["DV311"])


def test_of_two_waivers_the_one_decided_last_stands(report):
    two = waiver() + waiver('effect = "defers"\ndue = 2024-08-01', decided="2024-06-05", name="gia-han")
    found = report("2024-07-10", two)
    assert [f.waiver for f in found.findings] == ["gia-han"]
    assert [d.code for d in found.diagnostics] == ["DV512", "DV513"]


def test_a_waiver_of_what_was_done_before_it_is_told_to_be_unused(report):
    assert seen(report("2024-07-10", waiver(), evidence=evidence("1", "2024-05-20"))) == (["fulfilled"], ["DV512"])


def suspension(more="", start="2024-06-03"):
    return f"""
[[suspensions]]
id = "dung"
ruleset = "ke-hoach"
by = "so"
reason = "…"
decided = {start}
recorded = {start}
{more}
"""


@pytest.mark.parametrize(
    ("as_of", "more", "state", "due"),
    [
        ("2024-06-02", "", "open", "2024-06-14"),
        ("2024-06-20", "", "suspended", "2024-06-14"),
        ("2024-06-20", "through = 2024-06-12", "overdue", "2024-06-14"),
        ("2024-06-20", "through = 2024-06-12\ntolls = true", "open", "2024-06-24"),
        ("2024-06-25", "through = 2024-06-12\ntolls = true", "overdue", "2024-06-24"),
    ],
)
def test_a_suspension_stops_and_where_it_says_so_keeps_the_time(report, as_of, more, state, due):
    """Ten days, from 3 to 12 June, put 14 June off to 24 June, a Monday."""
    found = report(as_of, suspension(more))
    assert [(str(f.state), str(f.occurrence.due.day)) for f in found.findings] == [(state, due)]


def test_a_tolled_day_that_is_a_day_off_moves_on(report):
    (finding,) = report("2024-06-10", suspension("through = 2024-06-03\ntolls = true")).findings
    assert str(finding.occurrence.due.day) == "2024-06-17"


ENDED = """
[[terminations]]
id = "het"
ruleset = "ke-hoach"
by = "so"
reason = "…"
day = {day}
recorded = 2024-05-01
"""


@pytest.mark.parametrize(
    ("day", "as_of", "state"),
    [
        ("2024-06-01", "2024-05-31", "open"),
        ("2024-06-01", "2024-06-01", "terminated"),
        ("2024-06-15", "2024-07-10", "overdue"),
    ],
)
def test_a_plan_that_ends_ends_what_is_not_yet_due(report, day, as_of, state):
    assert seen(report(as_of, ENDED.format(day=day))) == ([state], [])


def test_with_its_term_a_plan_ends_what_has_no_last_day(report):
    ruleset = HEAD.replace("2024-12-31", "2024-06-30") + obligation('{ form = "continuous", during = "…" }')
    endless = HEAD.replace("2024-12-31", "2024-06-30") + obligation('{ form = "fixed", by = 2024-07-20 }')
    assert seen(report("2024-07-10", ruleset=endless))[0] == ["open"]
    assert seen(report("2024-07-10", ruleset=ruleset))[0] == ["undetermined"]


@pytest.mark.parametrize(
    ("applies", "facts", "state"),
    [
        ('applies = { kinds = ["phòng"] }', "", "overdue"),
        ('applies = { kinds = ["trung tâm"] }', "", "not_applicable"),
        ('applies = { except = ["van-phong"] }', "", "not_applicable"),
        ("applies = { from = 2024-01-02 }", "", "overdue"),
        ("applies = { from = 2024-01-03 }", "", "not_applicable"),
        ("applies = { facts = { tru-so = true } }", "", "undetermined"),
        ("applies = { facts = { tru-so = true } }", 'name = "tru-so"\n', "overdue"),
        ("applies = { facts = { tru-so = true } }", 'name = "tru-so"\nvalue = false\n', "not_applicable"),
        ("applies = { facts = { tru-so = true } }", 'name = "tru-so"\nunit = "trung-tam"\n', "undetermined"),
        ("applies = { facts = { bien-che = 9 } }", 'name = "bien-che"\nvalue = 9\nunit = "van-phong"\n', "overdue"),
    ],
)
def test_an_obligation_falls_on_whom_its_conditions_say(report, applies, facts, state):
    roster = """
units = [
    { id = "so", name = "Sở" },
    { id = "van-phong", name = "Văn phòng", kind = "phòng" },
    { id = "trung-tam", name = "Trung tâm" },
]
"""
    # The document is of 2 January, and its term begins on that day.
    ruleset = HEAD.replace("from = 2024-01-01", "from = 2024-01-02") + obligation(more=applies)
    declared = f'[[facts]]\nid = "1"\nrecorded = 2024-01-02\n{facts}' if facts else ""
    assert seen(report("2024-07-10", ruleset=ruleset, roster=roster, evidence=declared))[0] == [state]


def test_what_is_missing_to_say_whether_it_applies_stands_in_the_order_of_days(report):
    for month in ("02", "03", "04", "05", "06"):
        plan = HEAD.replace("date = 2024-01-02", f'date = "2024-{month}"').replace("from = 2024-01-01, ", "")
        (finding,) = report(
            "2024-07-10", ruleset=plan + obligation(more="applies = { facts = { co-kho = true } }")
        ).findings
        days = [missing.args["opens"] for missing in finding.missing if missing.key == "missing.fact"]
        assert days == sorted(days)
        assert len(days) == 2


def evidence(name, day, more="", recorded=None):
    return f"""
[[evidence]]
id = "{name}"
obligation = "ke-hoach:a"
by = "van-phong"
occurred = {day}
recorded = {recorded or day}
{more}
"""


CURABLE = obligation(
    '{ form = "continuous" }', kind="maintenance", more="cure = { offset = 5, measure = 'working_day' }"
)


@pytest.mark.parametrize(
    ("cured", "as_of", "state"),
    [
        (None, "2024-05-09", "open"),
        (None, "2024-05-10", "breached"),
        ("2024-05-09", "2024-05-13", "open"),
        ("2024-05-10", "2024-05-13", "breached"),
    ],
)
def test_a_breach_can_be_made_good_in_its_time(report, cured, as_of, state):
    """Broken on Friday, 3 May; five working days are 4 (a Saturday worked for 29 April), 6, 7, 8 and 9 May."""
    records = evidence("1", "2024-05-03", 'shows = "breach"')
    records += evidence("2", cured, 'shows = "cure"') if cured else ""
    found = report(as_of, ruleset=HEAD + CURABLE, evidence=records)
    assert seen(found) == ([state], [])
    assert [v.day for v in found.findings[0].violations] == [date(2024, 5, 3)]


def test_a_correction_stands_in_the_place_of_what_it_corrects(report):
    first = evidence("1", "2024-06-10")
    second = evidence("2", "2024-06-20", 'corrects = "1"')
    assert seen(report("2024-07-10", evidence=first + second))[0] == ["fulfilled_late"]
    assert seen(report("2024-06-15", evidence=first + second))[0] == ["fulfilled"]
    withdrawn = first + evidence("2", "2024-06-20", 'corrects = "1"\nshows = "nothing"')
    assert seen(report("2024-07-10", evidence=withdrawn)) == (["overdue"], [])


def test_the_same_record_twice_counts_once(report):
    twice = evidence("1", "2024-06-10", 'document = "1/BC"') + evidence("2", "2024-06-10", 'document = "1/BC"')
    assert seen(report("2024-07-10", evidence=twice)) == (["fulfilled"], ["DV507"])


def test_evidence_that_may_be_for_either_of_two_counts_for_neither(report):
    two = HEAD + obligation('[{ form = "fixed", by = 2024-06-14 }, { form = "fixed", by = 2024-06-14 }]')
    found = report("2024-07-10", ruleset=two, evidence=evidence("1", "2024-06-10"))
    assert seen(found) == (["overdue", "overdue"], ["DV506"])


@pytest.mark.parametrize(
    ("evaluator", "records", "state", "progress"),
    [
        ("{ name = 'count', at_least = 2 }", evidence("1", "2024-06-10"), "overdue", (1, 2)),
        (
            "{ name = 'count', at_least = 2 }",
            evidence("1", "2024-06-10") + evidence("2", "2024-06-11"),
            "fulfilled",
            (2, 2),
        ),
        ("{ name = 'sum', at_least = 10 }", evidence("1", "2024-06-10", "quantity = 4"), "overdue", (4, 10)),
        (
            "{ name = 'sum', at_least = 10 }",
            evidence("1", "2024-06-10", "quantity = 4") + evidence("2", "2024-06-20", "quantity = 6.5"),
            "fulfilled_late",
            (10.5, 10),
        ),
        ("'received'", evidence("1", "2024-06-10", 'to = ["so"]'), "overdue", (1, 2)),
        (
            "'received'",
            evidence("1", "2024-06-10", 'to = ["so"]') + evidence("2", "2024-06-11", 'to = ["trung-tam"]'),
            "fulfilled",
            (2, 2),
        ),
        ("{ name = 'attested', post = 'Giám đốc' }", evidence("1", "2024-06-10"), "overdue", None),
        (
            "{ name = 'attested', post = 'Giám đốc' }",
            evidence("1", "2024-06-10", "shows = 'attestation'\npost = 'giám  đốc'"),
            "fulfilled",
            None,
        ),
    ],
)
def test_an_evaluator_says_when_it_is_enough(report, evaluator, records, state, progress):
    more = f'evaluator = {evaluator}\nrecipients = ["so", "trung-tam"]'
    found = report("2024-07-10", ruleset=HEAD + obligation(more=more), evidence=records)
    (finding,) = found.findings
    assert (str(finding.state), found.diagnostics) == (state, ())
    assert (finding.progress and (finding.progress.done, finding.progress.needed)) == progress


PARENT = """
[[obligations]]
id = "tong-hop"
clause = "II"
quote = "…"
kind = "achievement"
bearer = "so"
deadline = { form = "fixed", by = 2024-06-30 }
evaluator = { name = "children", need = NEED }
"""
BELOW = obligation(
    bearer='{ each = "don-vi" }', more='implements = [{ document = "1/KH-SO@2024-01-02", clause = "II" }]'
)


@pytest.mark.parametrize(
    ("need", "state"), [('"all"', "overdue"), ('"any"', "fulfilled"), ("1", "fulfilled"), ("2", "overdue")]
)
def test_a_parent_is_done_when_enough_below_it_is(report, need, state):
    ruleset = HEAD + PARENT.replace("NEED", need) + BELOW
    found = report("2024-07-10", ruleset=ruleset, evidence=evidence("1", "2024-06-10"))
    states = {f.occurrence.key: str(f.state) for f in found.findings}
    assert states["ke-hoach:tong-hop/so/once"] == state
    assert found.diagnostics == ()


def test_a_waived_child_is_not_waited_for(report):
    ruleset = HEAD + PARENT.replace("NEED", '"all"') + BELOW
    found = report("2024-07-10", waiver('unit = "trung-tam"'), ruleset, evidence=evidence("1", "2024-06-10"))
    assert {f.occurrence.key: str(f.state) for f in found.findings}["ke-hoach:tong-hop/so/once"] == "fulfilled"


def test_a_faulty_obligation_is_told_once_and_not_missed_by_its_records(report):
    faulty = HEAD + obligation(deadline="5")
    found = report("2024-07-10", waiver(), faulty, evidence=evidence("1", "2024-06-10"))
    assert [diagnostic.code for diagnostic in found.diagnostics] == ["DV203"]
