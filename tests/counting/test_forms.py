"""Forms of deadlines as they stand in TOML: each truth about the days they come to, and about their states."""

from __future__ import annotations

from datetime import date
from unicodedata import normalize

import pytest

import dvrules
from texts import HEAD, PROJECT


def obligation(deadline, name="x", bearer='"van-phong"', kind="achievement"):
    return f"""
[[obligations]]
id = "{name}"
clause = "I"
quote = "…"
kind = "{kind}"
bearer = {bearer}
deadline = {deadline}
"""


def record(name, occurred, about="x", by="van-phong", more=""):
    return f"""
[[evidence]]
id = "{name}"
obligation = "ke-hoach:{about}"
by = "{by}"
occurred = {occurred}
recorded = {occurred}
{more}
"""


def event(name, day, words="nhận hồ sơ", recorded=None, more=""):
    return f"""
[[events]]
id = "{name}"
event = "{words}"
day = {day}
recorded = {recorded or day}
{more}
"""


def counting(profile):
    return f"{PROJECT}counting = {profile}\n"


def term(first, last):
    return HEAD.replace("2024-01-01", first).replace("2024-12-31", last)


def occurrence_of(finding):
    return finding.occurrence.key.removeprefix("ke-hoach:")


def spread(reckoning):
    days = reckoning.earliest, reckoning.latest
    return str(days[0]) if days[0] == days[1] else tuple(map(str, days))


@pytest.fixture
def report(make):
    """A function that assesses obligations and records, and fails if there are diagnostics."""

    def assess(*obligations, as_of="2024-07-01", known_at=None, head=HEAD, **files):
        project = make(head + "".join(obligations), **files)
        known = known_at and date.fromisoformat(known_at)
        found = dvrules.assess(project, as_of=date.fromisoformat(as_of), known_at=known)
        assert found.diagnostics == ()
        return {occurrence_of(finding): finding for finding in found.findings}

    return assess


@pytest.fixture
def dues(report):
    """A function that gives the due days by occurrence; what is uncertain as a pair."""

    def days(*obligations, **files):
        found = report(*obligations, **files)
        return {key: spread(finding.occurrence.due) for key, finding in found.items()}

    return days


@pytest.fixture
def due(dues):
    """A function that gives the one due day of a deadline."""

    def day(deadline, **files):
        (only,) = dues(obligation(deadline), **files).values()
        return only

    return day


@pytest.fixture
def faults(make):
    """A function that gives the codes and reasons of a deadline's faults."""

    def codes(deadline, **files):
        project = make(HEAD + obligation(deadline), **files)
        return [(d.code, *d.args.values()) for d in project.diagnostics]

    return codes


def after(count, measure="day", more=""):
    return f'{{ form = "relative", event = "nhận hồ sơ", offset = {count}, measure = "{measure}"{more} }}'


def monthly(more):
    return f'{{ form = "periodic", every = "month", {more} }}'


def states(found):
    return {key: str(finding.state) for key, finding in found.items()}


# Declared events


def test_what_waits_for_an_event_has_not_begun_and_says_what_it_waits_for(report):
    found = report(obligation(after(5)))["x/van-phong/awaited"]
    assert (found.state, found.occurrence.awaits.args) == ("upcoming", {"event": "nhận hồ sơ"})


def test_each_record_of_an_event_opens_an_occurrence(dues):
    evidence = event("hs-1", "2024-03-04") + event("hs-2", "2024-05-06")
    found = dues(obligation(after(1)), evidence=evidence)
    assert found == {"x/van-phong/hs-1": "2024-03-05", "x/van-phong/hs-2": "2024-05-07"}


@pytest.mark.parametrize(
    ("day", "count", "measure", "expected"),
    [
        ("2024-03-01", 10, "day", "2024-03-11"),
        ("2024-03-01", 1, "week", "2024-03-08"),
        ("2024-03-01", 1, "half_month", "2024-03-18"),
        ("2024-01-31", 1, "month", "2024-02-29"),
        ("2024-01-31", 2, "month", "2024-04-01"),
        ("2023-08-31", 1, "half_year", "2024-02-29"),
        ("2024-02-29", 1, "year", "2025-02-28"),
        ("2024-02-07", 2, "working_day", "2024-02-16"),
        ("2024-02-10", 1, "working_day", "2024-02-15"),
        ("2024-05-03", 1, "working_day", "2024-05-04"),
    ],
)
def test_a_count_begins_on_the_day_after_and_ends_on_a_working_day(due, day, count, measure, expected):
    assert due(after(count, measure), evidence=event("1", day)) == expected


@pytest.mark.parametrize(
    ("count", "measure", "expected"),
    [(-5, "day", "2024-03-10"), (-3, "working_day", "2024-03-12"), (-1, "month", "2024-02-15")],
)
def test_a_count_back_from_an_event_moves_for_no_day_off(due, count, measure, expected):
    assert due(after(count, measure), evidence=event("1", "2024-03-15")) == expected


def test_what_is_counted_back_is_open_before_the_event(report):
    found = report(obligation(after(-5)), evidence=event("1", "2024-09-16", recorded="2024-02-01"), as_of="2024-03-01")
    assert states(found) == {"x/van-phong/1": "open"}


def test_a_written_roll_stands_before_that_of_the_profile(due):
    days = [due(after(2, more=f', roll = "{r}"'), evidence=event("1", "2024-03-07")) for r in ("none", "previous")]
    assert days == ["2024-03-09", "2024-03-08"]


def test_an_event_that_came_on_record_later_was_not_known_earlier(report):
    evidence = event("1", "2024-03-04", recorded="2024-03-20")
    found = [report(obligation(after(5)), evidence=evidence, known_at=day) for day in ("2024-03-19", "2024-03-20")]
    assert [*map(list, found)] == [["x/van-phong/awaited"], ["x/van-phong/1"]]


def test_an_event_is_known_by_its_words_whatever_their_case_blanks_and_accents(due):
    for words in ("NHẬN  hồ sơ", normalize("NFD", " Nhận hồ sơ")):
        assert due(after(1), evidence=event("1", "2024-03-04", words)) == "2024-03-05"


def test_an_event_that_names_an_obligation_counts_for_that_one_alone(dues):
    evidence = event("1", "2024-03-04", more='obligation = "ke-hoach:b"')
    found = dues(obligation(after(1), "a"), obligation(after(2), "b"), evidence=evidence)
    assert [*found] == ["a/van-phong/awaited", "b/van-phong/1"]


def test_an_event_that_names_a_unit_counts_for_that_one_alone(dues):
    evidence = event("1", "2024-03-04") + event("2", "2024-03-05", more='unit = "trung-tam"')
    found = dues(obligation(after(1), bearer='{ each = "don-vi" }'), evidence=evidence)
    assert [*found] == ["x/trung-tam/1", "x/trung-tam/2", "x/van-phong/1"]


def test_an_event_for_which_nothing_waits_is_an_error(make):
    found = dvrules.assess(make(evidence=event("1", "2024-03-04")), as_of=date(2024, 7, 1))
    assert [d.code for d in found.diagnostics] == ["DV307"]


def test_issue_is_the_day_of_the_document_itself(due):
    assert due('{ form = "relative", event = "issue", offset = 10, measure = "working_day" }') == "2024-01-16"


# On request


def test_each_request_opens_an_occurrence_and_without_one_nothing_is_owed(dues):
    asked = obligation('{ form = "on_request", event = "yêu cầu", offset = 3, measure = "working_day" }')
    evidence = event("1", "2024-03-01", "yêu cầu") + event("2", "2024-06-03", "yêu cầu")
    assert dues(asked) == {}
    assert dues(asked, evidence=evidence) == {"x/van-phong/1": "2024-03-06", "x/van-phong/2": "2024-06-06"}


def test_the_day_that_a_request_sets_stands_before_the_count_and_for_no_day_off(due):
    evidence = event("1", "2024-03-01", "yêu cầu", more="due = 2024-03-09")
    assert due('{ form = "on_request", event = "yêu cầu", offset = 3 }', evidence=evidence) == "2024-03-09"


def test_a_request_without_a_day_is_undetermined_until_it_is_met(report):
    asked, evidence = obligation('{ form = "on_request", event = "yêu cầu" }'), event("1", "2024-03-01", "yêu cầu")
    found = report(asked, evidence=evidence)["x/van-phong/1"]
    assert (found.state, [missing.key for missing in found.missing]) == ("undetermined", ["missing.day_of_request"])


# Quotas and reviews

QUOTAS = """{ form = "continuous", at_least = [{ count = 4, every = "year" }, { count = 1, every = "quarter" }] }"""


def test_each_quota_is_judged_by_itself_and_a_record_counts_in_each(report):
    done = "".join(
        record(str(n), day) for n, day in enumerate(["2024-01-10", "2024-02-10", "2024-03-10", "2024-05-10"])
    )
    assert states(report(obligation(QUOTAS), evidence=done, as_of="2024-10-01")) == {
        "x/van-phong/2024": "fulfilled",
        "x/van-phong/2024-Q1": "fulfilled",
        "x/van-phong/2024-Q2": "fulfilled",
        "x/van-phong/2024-Q3": "overdue",
        "x/van-phong/2024-Q4": "open",
    }


def test_a_quota_is_met_on_the_day_of_the_last_performance_it_needs(report):
    quota = '{ form = "continuous", at_least = [{ count = 2, every = "quarter" }] }'
    done = record("1", "2024-01-10") + record("2", "2024-04-02")
    found = report(obligation(quota), evidence=done, as_of="2024-04-10")["x/van-phong/2024-Q1"]
    assert (found.state, found.done, found.days_late) == ("fulfilled_late", date(2024, 4, 2), 2)


@pytest.mark.parametrize(("count", "state"), [(3, "overdue"), (4, "fulfilled")])
def test_four_a_year_are_four_a_year(report, count, state):
    quota = obligation('{ form = "continuous", at_least = [{ count = 4, every = "year" }] }')
    done = "".join(record(str(n), f"2024-0{n}-10") for n in range(1, count + 1))
    assert states(report(quota, evidence=done, as_of="2025-01-01")) == {"x/van-phong/2024": state}


def test_no_quota_asks_for_less_than_one(faults):
    quota = '{ form = "continuous", at_least = [{ count = 0, every = "year" }] }'
    assert faults(quota) == [("DV211", "count_range")]


def test_a_review_judges_each_period_by_itself(report):
    kept = obligation('{ form = "continuous", review = "quarter" }', kind="maintenance")
    breach = record("1", "2024-02-10", more='shows = "breach"')
    assert states(report(kept, evidence=breach)) == {
        "x/van-phong/2024-Q1": "breached",
        "x/van-phong/2024-Q2": "fulfilled",
        "x/van-phong/2024-Q3": "open",
        "x/van-phong/2024-Q4": "upcoming",
    }


def test_what_is_owed_in_a_stretch_without_days_is_undetermined_and_says_which(report):
    during = obligation('{ form = "continuous", during = "trong thời gian bầu cử" }')
    found = report(during)["x/van-phong/term"]
    assert (found.state, found.missing[0].args) == ("undetermined", {"during": "trong thời gian bầu cử"})


# Single periods, lists and recurrences


@pytest.mark.parametrize(
    ("deadline", "expected"),
    [
        ('period = "2024-03"', "2024-03-31"),
        ('period = "2024-Q1"', "2024-03-31"),
        ('period = "2024-H1"', "2024-06-30"),
        ('period = "2024-9M"', "2024-09-30"),
        ('period = "2024"', "2024-12-31"),
        ('period = "2024-W07"', "2024-02-18"),
        ('period = "2020-W53"', "2021-01-03"),
        ('period = "2024-Q1", before = { day = 15 }', "2024-03-14"),
        ('period = "2024-Q1", by = { day = 10, of = "next" }', "2024-04-10"),
        ('period = "2024-9M", by = { day = 5, of = "next" }', "2024-10-05"),
        ('period = "2024", by = { day = "middle" }', "2024-06-30"),
        ('period = "2024", by = { day = "middle", month = 2 }', "2024-02-15"),
        ('period = "2024-02", by = { day = 30 }', "2024-02-29"),
        ('period = "2024-W07", by = { day = 5 }', "2024-02-16"),
        ('period = "2024-W06", by = { day = "last_working" }', "2024-02-07"),
        ('period = "2024-Q1", by = { day = "last", roll = "next" }', None),
        ('period = "2024-Q1", roll = "next"', "2024-04-01"),
        ('period = "2024-Q1", by = { day = "last", offset = -5, measure = "working_day" }', "2024-03-25"),
    ],
)
def test_a_single_period_is_due_on_its_anchor_or_its_last_day(due, faults, deadline, expected):
    within = f'{{ form = "within", {deadline} }}'
    if expected is None:
        assert [code for code, *_ in faults(within)] == ["DV202"]
    else:
        assert due(within) == expected


@pytest.mark.parametrize("label", ["2024-13", "2024-Q5", "2024-W60", "2023-W53", "quý I", "24"])
def test_a_label_that_names_no_period_is_refused(faults, label):
    assert faults(f'{{ form = "within", period = "{label}" }}') == [("DV211", "period_label")]


def test_a_list_has_an_occurrence_for_each_of_its_days(dues):
    listed = obligation('{ form = "listed", days = [2024-03-09, 2024-09-30], roll = "next" }')
    assert dues(listed) == {"x/van-phong/1": "2024-03-11", "x/van-phong/2": "2024-09-30"}


@pytest.mark.parametrize("days", ["[]", "[2024-09-30, 2024-03-09]", "[2024-03-09, 2024-03-09]"])
def test_a_list_names_its_days_once_and_in_order(faults, days):
    assert faults(f'{{ form = "listed", days = {days} }}') == [("DV211", "days_order")]


def recurring(rule, start="2024-01-01", more=""):
    return f'{{ form = "recurring", rrule = "{rule}", from = {start}{more} }}'


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=MONTHLY;BYDAY=-1FR;BYMONTH=1,2,3", ["2024-01-26", "2024-02-23", "2024-03-29"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3", ["2024-01-31", "2024-02-29", "2024-03-31"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20240131", ["2024-01-02", "2024-01-16", "2024-01-30"]),
        ("FREQ=YEARLY;BYMONTH=10;BYDAY=1MO", ["2024-10-07"]),
        ("FREQ=MONTHLY;BYMONTHDAY=5,20;UNTIL=20240210", ["2024-01-05", "2024-01-20", "2024-02-05"]),
    ],
)
def test_a_recurrence_rule_has_its_days_within_the_term(dues, rule, expected):
    assert sorted(dues(obligation(recurring(rule))).values()) == expected


def test_the_days_of_a_recurrence_rule_move_for_days_off_only_where_it_says_so(due):
    days = [due(recurring("FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=15", more=more)) for more in ("", ', roll = "next"')]
    assert days == ["2024-06-15", "2024-06-17"]


@pytest.mark.parametrize(
    ("rule", "start"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=31", "2024-01-01"),
        ("FREQ=MONTHLY;BYMONTHDAY=28,31", "2024-01-01"),
        ("FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=31", "2024-01-01"),
        ("FREQ=MONTHLY", "2024-01-31"),
        ("FREQ=MONTHLY;BYDAY=5MO", "2024-01-01"),
        ("FREQ=MONTHLY;BYDAY=FR;BYSETPOS=5", "2024-01-01"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "2024-01-01"),
        ("FREQ=YEARLY", "2024-02-29"),
        ("FREQ=YEARLY;BYYEARDAY=366", "2024-01-01"),
        ("FREQ=YEARLY;BYWEEKNO=53", "2024-01-01"),
    ],
)
def test_a_recurrence_rule_that_would_pass_over_a_period_in_silence_is_refused(faults, rule, start):
    assert faults(recurring(rule, start)) == [("DV211", "rrule_skips")]


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=1;UNTIL=20230101", "rrule_empty"),
        ("FREQ=HOURLY", "rrule_time"),
        ("FREQ=DAILY;BYHOUR=9", "rrule_time"),
        ("hằng tháng", "rrule_unreadable"),
        ("FREQ=MONTHLY;BYEASTER=1", "rrule_unreadable"),
        ("FREQ=MONTHLY;INTERVAL=x", "rrule_unreadable"),
        ("FREQ=DAILY;COUNT=3;UNTIL=20240301", "rrule_unreadable"),
        ("FREQ=DAILY;INTERVAL=0", "rrule_unreadable"),
        ("FREQ=DAILY;INTERVAL=1000000000000", "rrule_unreadable"),
        ("FREQ=YEARLY;BYMONTH=1,13;BYMONTHDAY=x", "rrule_unreadable"),
        ("FREQ=YEARLY;INTERVAL=30;BYMONTH=6;UNTIL=20240501", "rrule_empty"),
    ],
)
def test_a_recurrence_rule_that_gives_no_days_is_refused(faults, rule, reason):
    assert faults(recurring(rule)) == [("DV211", reason)]


# After other obligations

BASE = '{ form = "periodic", every = "quarter", by = { day = 14 }, roll = "next" }'


def following(count, more="", of="due"):
    measure = 'measure = "working_day"'
    return f'{{ form = "relative", obligation = "a", of = "{of}", offset = {count}, {measure}{more} }}'


def test_what_follows_a_due_day_follows_where_it_moved(dues):
    found = dues(obligation(BASE, "a"), obligation(following(-1), "b"), obligation(following(2), "c"))
    assert (found["a/van-phong/2024-Q3"], found["b/van-phong/2024-Q3"]) == ("2024-09-16", "2024-09-13")
    assert found["c/van-phong/2024-Q4"] == "2024-12-18"


def test_what_follows_what_follows_is_counted_step_by_step(dues):
    chain = following(-1).replace('"a"', '"b"')
    found = dues(obligation(BASE, "a"), obligation(following(-1), "b"), obligation(chain, "c"))
    assert found["c/van-phong/2024-Q3"] == "2024-09-12"


def test_what_follows_an_unknown_due_day_is_as_unknown(report):
    unknown = '{ form = "periodic", every = "quarter", unknown = ["by"] }'
    found = report(obligation(unknown, "a"), obligation(following(-1), "b"), head=term("2024-01-01", "2024-03-31"))
    assert [finding.missing[0].key for finding in found.values()] == ["missing.day_of_period"] * 2


def test_what_follows_a_fulfilment_waits_for_it_and_is_counted_from_its_day(report):
    pair = obligation(BASE, "a"), obligation(following(5, of="fulfilment"), "b", '"so"')
    waiting, begun = report(*pair), report(*pair, evidence=record("1", "2024-03-20", "a"))
    found = begun["b/so/2024-Q1"]
    assert (waiting["b/so/2024-Q1"].state, waiting["b/so/2024-Q1"].occurrence.awaits.key) == (
        "upcoming",
        "missing.fulfilment",
    )
    assert (found.state, spread(found.occurrence.opens), spread(found.occurrence.due)) == (
        "overdue",
        "2024-03-20",
        "2024-03-27",
    )
    assert begun["b/so/2024-Q2"].state == "upcoming"


def test_each_unit_follows_its_own_fulfilment_and_another_the_last(dues):
    group = '{ each = "don-vi" }'
    trio = (
        obligation(BASE, "a", group),
        obligation(following(1, of="fulfilment"), "b", group),
        obligation(following(1, of="fulfilment"), "c", '"so"'),
    )
    evidence = record("1", "2024-03-11", "a") + record("2", "2024-03-13", "a", "trung-tam")
    found = dues(*trio, evidence=evidence)
    assert (found["b/van-phong/2024-Q1"], found["b/trung-tam/2024-Q1"]) == ("2024-03-12", "2024-03-14")
    assert found["c/so/2024-Q1"] == "2024-03-14"


# Internal days and cut-offs


@pytest.mark.parametrize(("lead", "internal"), [(0, "2024-06-14"), (1, "2024-06-13"), (3, "2024-06-11")])
def test_the_internal_day_precedes_the_due_day_by_working_days(report, lead, internal):
    found = report(obligation(monthly(f"by = {{ day = 14 }}, lead = {lead}")))["x/van-phong/2024-06"]
    assert (spread(found.occurrence.internal), spread(found.occurrence.due)) == (internal, "2024-06-14")


def test_the_internal_day_moves_no_state(report):
    found = report(obligation(monthly("by = { day = 14 }, lead = 5")), as_of="2024-06-14")
    assert found["x/van-phong/2024-06"].state == "open"


def test_a_lead_looks_only_ahead(faults):
    assert faults(monthly("by = { day = 14 }, lead = -1")) == [("DV211", "lead_range")]


#: Decree 09/2019/NĐ-CP, article 12, for the periods of 2024.
CUT_OFFS = {
    "month": {f"2024-{m:02}": (f"2024-{m - 1:02}-15", f"2024-{m:02}-14") for m in range(2, 13)}
    | {"2024-01": ("2023-12-15", "2024-01-14")},
    "quarter": {
        "2024-Q1": ("2023-12-15", "2024-03-14"),
        "2024-Q2": ("2024-03-15", "2024-06-14"),
        "2024-Q3": ("2024-06-15", "2024-09-14"),
        "2024-Q4": ("2024-09-15", "2024-12-14"),
    },
    "half_year": {"2024-H1": ("2023-12-15", "2024-06-14"), "2024-H2": ("2024-06-15", "2024-12-14")},
    "nine_months": {"2024-9M": ("2023-12-15", "2024-09-14")},
    "year": {"2024": ("2023-12-15", "2024-12-14")},
}


@pytest.mark.parametrize("cycle", CUT_OFFS)
def test_the_cut_offs_are_those_of_decree_09_of_2019(report, cycle):
    found = report(obligation(f'{{ form = "periodic", every = "{cycle}", cut_off = "nd-09-2019" }}'))
    data = {finding.occurrence.period: finding.occurrence.data for finding in found.values()}
    assert {label: (str(span.from_), str(span.through)) for label, span in data.items()} == CUT_OFFS[cycle]
    assert {finding.occurrence.due.steps[-1].source for finding in found.values()} == {"nd-09-2019-12"}


def test_another_cut_off_begins_on_the_day_after_that_of_the_period_before(report):
    found = report(obligation(monthly("cut_off = { day = 31 }")))
    spans = [finding.occurrence.data for finding in found.values()]
    assert [(span.from_.day, span.through.day) for span in spans[:3]] == [(1, 31), (1, 29), (1, 31)]


# Profiles


def test_vn_cites_the_code_for_each_rule_it_applies(report):
    found = report(obligation(after(1, "month")), evidence=event("1", "2024-05-31"))["x/van-phong/1"]
    assert spread(found.occurrence.due) == "2024-07-01"
    assert {"bllds-2015-147", "bllds-2015-148-3", "bllds-2015-148-5"} <= {s.source for s in found.occurrence.due.steps}


def test_plain_moves_for_no_day_off_and_cites_nothing(report):
    files = {"evidence": event("1", "2024-05-31"), "project": counting('"plain"')}
    found = report(obligation(after(1, "month")), **files)["x/van-phong/1"]
    assert spread(found.occurrence.due) == "2024-06-30"
    assert {step.source for step in found.occurrence.due.steps} == {""}


@pytest.mark.parametrize(
    ("profile", "count", "measure", "expected"),
    [
        ('{ name = "p", month_end = "next" }', 1, "month", "2024-03-01"),
        ('{ name = "p", first_day = true }', 10, "day", "2024-02-09"),
        ('{ name = "p", first_day = true }', 2, "working_day", "2024-02-01"),
        ('{ name = "p", first_day = true }', -2, "working_day", "2024-01-30"),
        ('{ name = "p", roll_back = "previous" }', -3, "day", "2024-01-26"),
        ('{ name = "p", base = "vn" }', 3, "day", "2024-02-05"),
        ('{ name = "p", base = "vn", roll = "previous" }', 3, "day", "2024-02-02"),
        ('{ name = "p" }', 3, "day", "2024-02-03"),
    ],
)
def test_a_project_counts_by_a_profile_of_its_own(due, profile, count, measure, expected):
    assert due(after(count, measure), evidence=event("1", "2024-01-31"), project=counting(profile)) == expected


def test_the_middle_of_a_month_is_the_day_that_the_profile_says(due):
    middle = '{ form = "within", period = "2024-03", by = { day = "middle" } }'
    assert [due(middle), due(middle, project=counting('{ name = "p", middle = 16 }'))] == ["2024-03-15", "2024-03-16"]


def test_a_profile_keeps_the_sources_of_its_base_but_for_those_it_gives(report):
    profile = '{ name = "p", base = "vn", sources = { month_end = "quy-che-5" } }'
    files = {"evidence": event("1", "2024-01-31"), "project": counting(profile)}
    steps = report(obligation(after(1, "month")), **files)["x/van-phong/1"].occurrence.due.steps
    assert [step.source for step in steps if step.source] == ["quy-che-5", "bllds-2015-147"]


def test_where_the_profile_does_not_round_a_missing_day_is_undetermined_and_named(report):
    files = {"project": counting('{ name = "p", month_end = "error" }'), "head": term("2024-01-01", "2024-03-31")}
    found = report(obligation(monthly("by = { day = 31 }")), **files)
    assert [str(finding.state) for finding in found.values()] == ["overdue", "undetermined", "overdue"]
    (missing,) = found["x/van-phong/2024-02"].missing
    assert dict(missing.args) == {"number": 31, "month": "02/2024", "profile": "p"}


def test_where_the_profile_does_not_round_a_count_of_months_may_be_undetermined(report):
    files = {"evidence": event("1", "2024-01-31"), "project": counting('{ name = "p", month_end = "error" }')}
    found = report(obligation(after(1, "month")), **files)["x/van-phong/1"]
    assert (found.state, found.missing[0].key) == ("undetermined", "missing.month_end")


def test_a_profile_has_a_base_that_there_is(make):
    assert [d.code for d in make(project=counting('{ name = "p", base = "us" }')).diagnostics] == ["DV205"]


# What is uncertain


def test_an_event_on_an_unknown_day_gives_a_range_of_due_days(dues):
    evidence = event("1", '"2024-02"', recorded="2024-02-20")
    assert dues(obligation(after(1, "month")), evidence=evidence) == {"x/van-phong/1": ("2024-03-01", "2024-03-29")}


@pytest.mark.parametrize(
    ("as_of", "state"),
    [
        ("2024-02-15", "undetermined"),
        ("2024-02-29", "open"),
        ("2024-03-01", "open"),
        ("2024-03-02", "undetermined"),
        ("2024-03-29", "undetermined"),
        ("2024-03-30", "overdue"),
    ],
)
def test_a_range_of_days_is_undetermined_only_where_they_differ_in_state(report, as_of, state):
    files = {"evidence": event("1", '"2024-02"', recorded="2024-01-20"), "as_of": as_of}
    assert states(report(obligation(after(1, "month")), **files)) == {"x/van-phong/1": state}


@pytest.mark.parametrize(
    ("done", "state"),
    [("2024-03-01", "fulfilled"), ("2024-03-15", "undetermined"), ("2024-04-01", "fulfilled_late")],
)
def test_what_is_done_within_a_range_of_due_days_is_undetermined(report, done, state):
    evidence = event("1", '"2024-02"', recorded="2024-01-20") + record("2", done)
    assert states(report(obligation(after(1, "month")), evidence=evidence)) == {"x/van-phong/1": state}


@pytest.mark.parametrize(
    ("as_of", "state"), [("2024-02-29", "upcoming"), ("2024-03-01", "open"), ("2024-03-02", "undetermined")]
)
def test_a_period_whose_day_is_unknown_is_undetermined_from_the_day_after_it_opens(report, as_of, state):
    found = report(obligation(monthly('unknown = ["by"]')), as_of=as_of)["x/van-phong/2024-03"]
    assert (found.state, found.occurrence.due.latest) == (state, None)


def test_a_count_of_unknown_length_is_undetermined_and_says_so(report):
    deadline = '{ form = "relative", event = "nhận hồ sơ", unknown = ["offset"] }'
    found = report(obligation(deadline), evidence=event("1", "2024-03-04"))["x/van-phong/1"]
    assert (found.state, found.missing[0].key) == ("undetermined", "missing.offset")


def test_what_comes_round_no_one_knows_how_often_is_undetermined_and_says_so(report):
    found = report(obligation('{ form = "periodic", unknown = ["every"] }'))["x/van-phong/unresolved"]
    assert (found.state, found.missing[0].key) == ("undetermined", "missing.rhythm")


@pytest.mark.parametrize(
    ("more", "reason"), [("", "every"), (", every = 'quarter', by = { day = 'middle' }", "no_middle")]
)
def test_a_rhythm_and_a_day_that_there_is_are_needed(faults, more, reason):
    assert faults(f'{{ form = "periodic"{more} }}') == [("DV211", reason)]


# Corrections of the calendar


def correction(day, published, worked="false"):
    return f'{{ day = {day}, worked = {worked}, name = "nghỉ bão", source = "1/CĐ", published = {published} }}'


def corrected(*corrections):
    return f"{PROJECT}corrections = [{', '.join(corrections)}]\n"


@pytest.mark.parametrize(
    ("known_at", "expected"),
    [("2024-08-09", "2024-08-16"), ("2024-08-10", "2024-08-19"), ("2024-08-12", "2024-08-16")],
)
def test_a_correction_holds_from_when_it_was_published_and_the_last_one_stands(due, known_at, expected):
    project = corrected(correction("2024-08-16", "2024-08-12", "true"), correction("2024-08-16", "2024-08-10"))
    deadline = '{ form = "fixed", by = 2024-08-16, roll = "next" }'
    assert due(deadline, project=project, known_at=known_at, as_of="2024-09-01") == expected


def test_a_correction_stands_before_the_calendar(due):
    project = corrected(correction("2024-09-03", "2024-01-01", "true"))
    deadline = '{ form = "fixed", by = 2024-09-02, roll = "next" }'
    assert [due(deadline), due(deadline, project=project)] == ["2024-09-04", "2024-09-03"]


def test_a_correction_is_named_with_its_source_where_it_moves_a_day(report):
    deadline = obligation('{ form = "fixed", by = 2024-08-16, roll = "next" }')
    found = report(deadline, project=corrected(correction("2024-08-16", "2024-01-01")))["x/van-phong/once"]
    assert ("step.off", "1/CĐ") in [(step.key, step.source) for step in found.occurrence.due.steps]


def test_a_correction_says_when_it_was_published_and_lies_within_the_calendar(make):
    for entry, code in (
        (correction("2024-08-16", "2024-01-01").replace(", published = 2024-01-01", ""), "DV201"),
        (correction("2030-08-16", "2024-01-01"), "DV402"),
    ):
        assert [d.code for d in make(project=corrected(entry)).diagnostics] == [code]
