"""What must hold of verdicts whatever comes on record, in whatever order."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from attrs import evolve
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

import dvrules
from dvrules.model.days import Span
from dvrules.model.records import Effect, Evidence, Fact, Records, Shows, Suspension, Termination, Waiver
from dvrules.model.reports import State
from dvrules.model.summaries import DIMENSIONS, summarise
from dvrules.tracking import Tracking
from texts import HEAD, PROJECT

RULESET = HEAD.replace("from = 2024-01-01", "from = 2024-01-02") + "".join(
    f"""
[[obligations]]
id = "{name}"
clause = "{name}"
quote = "…"
{keys}
"""
    for name, keys in {
        "quy": 'kind = "achievement"\nbearer = { each = "don-vi" }\n'
        'deadline = { form = "periodic", every = "quarter", by = { day = 5, of = "next" } }',
        "lap": 'kind = "achievement"\nlapses = true\nbearer = "so"\ndeadline = { form = "fixed", by = 2024-05-15 }',
        "giu": 'kind = "maintenance"\ncure = { offset = 10 }\nbearer = "so"\ndeadline = { form = "continuous" }',
        "cam": 'kind = "prohibition"\nbearer = "so"\ndeadline = { form = "continuous" }',
        "duoc": 'kind = "permission"\nforce = "may"\nbearer = "so"\ndeadline = { form = "continuous" }',
        "dieu-kien": 'kind = "achievement"\nbearer = "so"\ndeadline = { form = "fixed", by = 2024-06-15 }\n'
        "applies = { facts = { co = true } }",
    }.items()
)
BEARERS = {"quy": ("van-phong", "trung-tam")}
OBLIGATIONS = ("quy", "lap", "giu", "cam", "duoc", "dieu-kien")
DAYS = st.dates(date(2024, 1, 10), date(2024, 12, 20))
DELAYS = st.integers(0, 40).map(timedelta)


AMENDING = (
    HEAD.replace('"ke-hoach"', '"moi"').replace('"1"', '"2"')
    + """
[[obligations]]
id = "quy"
clause = "quy"
quote = "…"
kind = "achievement"
bearer = { each = "don-vi" }
deadline = { form = "periodic", every = "quarter", by = { day = 10, of = "next" } }
replaces = ["ke-hoach:quy"]
"""
)


@pytest.fixture
def project(make):
    two = PROJECT.replace('["ke-hoach.toml"]', '["ke-hoach.toml", "moi.toml"]')
    return make(RULESET, project=two, moi=AMENDING)


def tallied(tracking):
    """The counts without what is zero."""
    found = {}
    for dimension, places in tracking.counts.items():
        counted = {place: {state: count for state, count in each.items() if count} for place, each in places.items()}
        found[dimension] = {place: counts for place, counts in counted.items() if counts}
    return found


def tallied_from(report):
    summary = summarise(report)
    return {
        dimension: {place: dict(tally.states) for place, tally in summary.by(dimension).items()}
        for dimension in DIMENSIONS
    }


class Histories(RuleBasedStateMachine):
    """Records are added one by one; after each, what must hold is held."""

    project = None

    def __init__(self):
        super().__init__()
        self.records = Records()
        self.count = 0

    @initialize(as_of=DAYS, known_at=DAYS, amended=st.one_of(st.none(), DAYS))
    def days(self, as_of, known_at, amended):
        self.as_of, self.known_at, self.amended = as_of, known_at, amended
        self.before = self.report()

    def rulesets(self):
        """The plan and, from the day on which it is amended, the one that amends it."""
        plan, amending = sorted(self.project.rulesets, key=lambda ruleset: ruleset.id)
        if self.amended is None:
            return (plan,)
        term = Span(self.amended, date(2024, 12, 31))
        return (plan, evolve(amending, document=evolve(amending.document, term=term)))

    def report(self, records=None, rulesets=None, **options):
        records = self.records if records is None else records
        project = evolve(self.project, records=records, rulesets=rulesets or self.rulesets())
        return dvrules.assess(project, as_of=self.as_of, known_at=self.known_at, **options)

    def add(self, kind, record):
        tracking = self.tracking() if kind == "evidence" else None
        self.records = evolve(self.records, **{kind: (*getattr(self.records, kind), record)})
        after = self.report()
        if record.recorded > self.known_at:
            assert after.findings == self.before.findings
        self.before = after
        if tracking:
            assert tracking.add(record) == ()
            self.is_followed(tracking)

    def is_followed(self, tracking):
        """A project that was kept open stands where a full run has it."""
        assert sorted(tracking.findings.items()) == [(f.occurrence.key, f) for f in self.before.findings]
        assert tallied(tracking) == tallied_from(self.before)

    def tracking(self):
        project = evolve(self.project, records=self.records, rulesets=self.rulesets())
        return Tracking(project, self.as_of, self.known_at)

    def name(self):
        self.count += 1
        return f"r{self.count:03}"

    @rule(steps=st.lists(st.integers(0, 70), min_size=1, max_size=3), lag=st.integers(0, 15))
    def days_pass(self, steps, lag):
        tracking = self.tracking()
        for days in steps:
            self.as_of += timedelta(days)
            self.known_at = max(self.known_at, self.as_of - timedelta(lag))
            tracking.advance(self.as_of, self.known_at)
            self.before = self.report()
            self.is_followed(tracking)

    @rule(data=st.data(), about=st.sampled_from(OBLIGATIONS), occurred=DAYS, delay=DELAYS)
    def evidence(self, data, about, occurred, delay):
        by = data.draw(st.sampled_from(BEARERS.get(about, ("so",))))
        shows = data.draw(st.sampled_from([Shows.PERFORMANCE, Shows.PERFORMANCE, Shows.BREACH, Shows.CURE]))
        prefix = f"ke-hoach:{about}/{by}/"
        keys = [(f.occurrence.key,) for f in self.before.findings if f.occurrence.key.startswith(prefix)]
        more = {"shows": shows, "fulfils": data.draw(st.sampled_from([(), *keys]))}
        self.add("evidence", Evidence(self.name(), f"ke-hoach:{about}", by, occurred, occurred + delay, **more))

    @rule(data=st.data(), day=DAYS, delay=DELAYS)
    def correction(self, data, day, delay):
        if self.records.evidence:
            old = data.draw(st.sampled_from(self.records.evidence))
            new = evolve(old, id=self.name(), occurred=day, recorded=day + delay, corrects=old.id)
            self.add("evidence", new)

    @rule(
        about=st.sampled_from(OBLIGATIONS),
        start=DAYS,
        length=st.one_of(st.none(), DELAYS),
        delay=DELAYS,
        put_off=DELAYS,
    )
    def waiver(self, about, start, length, delay, put_off):
        defers = put_off.days % 2 == 0
        record = Waiver(
            self.name(),
            f"ke-hoach:{about}",
            "so",
            "…",
            start,
            start + delay,
            effect=Effect.DEFERS if defers else Effect.EXCUSES,
            through=None if length is None else start + length,
            due=start + put_off if defers else None,
        )
        self.add("waivers", record)

    @rule(start=DAYS, length=st.one_of(st.none(), DELAYS), delay=DELAYS, tolls=st.booleans())
    def suspension(self, start, length, delay, tolls):
        through = None if length is None else start + length
        self.add(
            "suspensions",
            Suspension(self.name(), "so", "…", start, start + delay, ruleset="ke-hoach", through=through, tolls=tolls),
        )

    @rule(day=DAYS, delay=DELAYS)
    def termination(self, day, delay):
        self.add("terminations", Termination(self.name(), "ke-hoach", "so", "…", day, day + delay))

    @rule(recorded=DAYS, value=st.booleans())
    def fact(self, recorded, value):
        self.add("facts", Fact(self.name(), "co", recorded, value))

    @invariant()
    def every_occurrence_is_judged_once_and_in_one_state(self):
        keys = [finding.occurrence.key for finding in self.before.findings]
        assert len(keys) == len(set(keys))
        assert all(finding.state in State for finding in self.before.findings)

    @invariant()
    def the_order_of_records_is_irrelevant(self):
        turned = Records(
            *(tuple(reversed(getattr(self.records, kind))) for kind in Records.__slots__ if kind[0] != "_")
        )
        assert self.report(turned) == self.before

    @invariant()
    def nothing_is_violated_before_it_is_due(self):
        for finding in self.before.findings:
            for violation in finding.violations:
                assert violation.day <= self.as_of
                if violation.sort == "late":
                    assert violation.day > finding.occurrence.due.day

    @invariant()
    def a_waiver_changes_nothing_outside_its_span(self):
        in_force = [
            waiver
            for waiver in self.records.waivers
            if self.as_of in Span(waiver.start, waiver.through) and waiver.recorded <= self.known_at
        ]
        without = {finding.occurrence.key: finding for finding in self.report(ignore_waivers=True).findings}
        for finding in self.before.findings:
            if all(waiver.obligation != finding.occurrence.obligation for waiver in in_force):
                assert finding == without[finding.occurrence.key]
            assert finding.without_waivers is without[finding.occurrence.key].state

    @invariant()
    def an_amendment_changes_nothing_before_its_day_and_keeps_what_had_begun(self):
        plain = {f.occurrence.key: f for f in self.report(rulesets=self.rulesets()[:1]).findings}
        for finding in self.before.findings:
            occurrence = finding.occurrence
            if self.amended is None or occurrence.obligation == "moi:quy":
                continue
            if (
                self.as_of < self.amended
                or occurrence.opens.day < self.amended
                or occurrence.obligation != "ke-hoach:quy"
            ):
                assert finding.state is plain[occurrence.key].state
            else:
                assert finding.state in {State.SUPERSEDED, State.FULFILLED, State.FULFILLED_LATE, State.TERMINATED}

    @invariant()
    def suspending_for_no_days_changes_nothing(self):
        none = Suspension(
            "khong",
            "so",
            "…",
            self.as_of,
            date(2024, 1, 1),
            ruleset="ke-hoach",
            through=self.as_of - timedelta(1),
            tolls=True,
        )
        with_it = evolve(self.records, suspensions=(*self.records.suspensions, none))
        assert self.report(with_it).findings == self.before.findings


def test_what_must_hold_holds_for_every_history(project):
    Histories.project = project
    run_state_machine_as_test(Histories, settings=settings(max_examples=25, stateful_step_count=10, deadline=None))
