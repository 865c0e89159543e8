"""A project kept open takes another content of a ruleset, and stands where a full run on it does."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import dvrules
from dvrules import loading
from dvrules.judges import Judge
from dvrules.model.days import PartialDate
from dvrules.model.records import Event, Evidence, Suspension, Waiver
from dvrules.tracking import Tracking
from test_histories import tallied, tallied_from
from test_levels import OTHER, OWN, PROJECT_, PROVINCE, ROSTER_, document, done

AS_OF = date(2024, 6, 30)
HEADS = {"tinh": document("tinh", 9, "tinh"), "ke-hoach": document("ke-hoach", 1, "so")}
HEADS["khac"] = document("khac", 8, "so-khac")
IDENTITIES = {"tinh": "9/KH-SO@2024-01-02", "ke-hoach": "1/KH-SO@2024-01-02", "khac": "8/KH-SO@2024-01-02"}
ABOVE = {"tinh": [], "ke-hoach": ["tinh"], "khac": ["tinh", "ke-hoach"]}
ISSUERS = {"tinh": "tinh", "ke-hoach": "so", "khac": "so-khac"}
NAMES = ("a", "b", "c", "d")
BEARERS = ('"so"', '"so-khac"', '"doi"', '{ each = "don-vi" }', '{ each = "cac-so" }')
UNITS = ("so", "so-khac", "doi", "van-phong", "trung-tam")
REFERENCES = [f"{document}:{name}" for document in HEADS for name in NAMES]

DEADLINES = st.one_of(
    st.integers(10, 28).map(lambda day: f'{{ form = "fixed", by = 2024-06-{day} }}'),
    st.integers(1, 28).map(
        lambda day: f'{{ form = "periodic", every = "quarter", by = {{ day = {day}, of = "next" }} }}'
    ),
    st.tuples(st.sampled_from(REFERENCES), st.sampled_from(["due", "due", "fulfilment"]), st.integers(-5, 5)).map(
        lambda told: '{{ form = "relative", obligation = "{}", of = "{}", offset = {} }}'.format(*told)
    ),
    st.tuples(st.sampled_from(sorted(IDENTITIES.values())), st.sampled_from(NAMES)).map(
        lambda target: '{{ form = "by_reference", document = "{}", clause = "{}" }}'.format(*target)
    ),
    st.sampled_from(["có đề nghị", "có biến động"]).map(
        lambda words: f'{{ form = "on_request", event = "{words}", offset = 3 }}'
    ),
)


@st.composite
def obligations(draw, level):
    """An obligation as TOML, but for its name; mostly it implements only what stands in a document above."""
    upward = [*IDENTITIES] if draw(st.integers(0, 15)) == 0 else ABOVE[level]
    kind = draw(st.sampled_from(["achievement"] * 6 + ["prohibition", "maintenance"]))
    above = draw(st.lists(st.tuples(st.sampled_from(upward), st.sampled_from(NAMES)), max_size=2)) if upward else []
    links = ", ".join(f'{{ document = "{IDENTITIES[name]}", clause = "{clause}" }}' for name, clause in above)
    deadline = draw(DEADLINES) if kind == "achievement" else '{ form = "continuous" }'
    lines = [
        f'clause = "{draw(st.sampled_from(NAMES))}"',
        f'quote = "{draw(st.sampled_from(["…", "khác"]))}"',
        f'kind = "{kind}"',
        f"bearer = {draw(st.sampled_from(BEARERS))}",
        f"deadline = {deadline}",
        f"implements = [{links}]",
    ]
    if kind == "achievement" and draw(st.booleans()):
        lines.append('evaluator = { name = "children", need = "all" }')
    if draw(st.integers(0, 12)) == 0:
        lines.append(f'replaces = ["{draw(st.sampled_from(REFERENCES))}"]')
    if draw(st.integers(0, 12)) == 0:
        lines.append(f'overrides = ["{draw(st.sampled_from(REFERENCES))}"]')
    return "\n".join(lines)


def bodies_of(level, **sizes):
    """What a document may hold: obligations by name, and the deadlines of clauses by the clause."""
    duties = st.dictionaries(st.sampled_from(NAMES), st.none() | obligations(level), **sizes)
    return st.tuples(duties, st.dictionaries(st.sampled_from(NAMES), st.none() | DEADLINES, max_size=1))


BODIES = {level: bodies_of(level, max_size=4) for level in HEADS}
SLIPS = st.sampled_from(
    [""] * 9 + ["\nmột dòng sai", "\n[[removes]]\nobligation = 'tinh:a'\nclause = 'x'\nquote = 'x'"]
)


def written(name, body, slip=""):
    duties, deadlines = body
    stated = "".join(
        f'\n[[clauses]]\nclause = "{clause}"\n' + (f"deadline = {deadlines[clause]}\n" if deadlines.get(clause) else "")
        for clause in NAMES
    )
    owed = "".join(f'\n[[obligations]]\nid = "{own}"\n{text}\n' for own, text in duties.items() if text)
    return HEADS[name] + stated + owed + slip


@st.composite
def edits(draw):
    """A document, and for each of its obligations and clauses that changes its text, None for one that goes."""
    name = draw(st.sampled_from([*HEADS]))
    return name, draw(bodies_of(name, max_size=2)), draw(SLIPS)


PERIODS = st.sampled_from(["", "", "once", "2024-Q1"])
RECORDS = st.tuples(st.sampled_from(REFERENCES), st.sampled_from(UNITS), st.integers(0, 29), PERIODS)
STEPS = st.lists(st.one_of(edits(), RECORDS, st.integers(1, 20)), min_size=1, max_size=6)
DECIDED = date(2024, 6, 1)


@st.composite
def decisions(draw):
    """Events, waivers and suspensions on record from the beginning."""
    about = draw(st.sampled_from(REFERENCES))
    document, _, _ = about.partition(":")
    by = ISSUERS[document]
    event = Event("e", "có đề nghị", PartialDate(2024, 6, 3), DECIDED)
    waiver = Waiver("w", about, by, "…", DECIDED, DECIDED)
    whole = Suspension("s", by, "…", DECIDED, DECIDED, document, through=date(2024, 6, 20))
    return {
        "events": draw(st.sampled_from([(), (event,)])),
        "waivers": draw(st.sampled_from([(), (waiver,)])),
        "suspensions": draw(st.sampled_from([(), (), (whole,)])),
    }


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(bodies=st.fixed_dictionaries(BODIES), steps=STEPS, decided=decisions())
def test_random_edits_records_and_days_leave_it_where_a_full_run_is(make, bodies, steps, decided):
    texts = {name: written(name, body) for name, body in bodies.items()}
    project = make(texts.pop("ke-hoach"), project=PROJECT_, roster=ROSTER_, **texts)
    project = evolve(project, records=evolve(project.records, **decided))
    day = AS_OF
    tracking = Tracking(project, day, day)
    for number, step in enumerate(steps):
        if isinstance(step, int):
            day += timedelta(step)
            tracking.advance(day)
        elif isinstance(step[1], tuple):
            name, changes, slip = step
            bodies[name] = tuple({**was, **now} for was, now in zip(bodies[name], changes, strict=True))
            content = written(name, bodies[name], slip).encode()
            project = loading.revised(project, f"{name}.toml", content)
            tracking.revise(f"{name}.toml", content)
        else:
            about, by, ago, period = step
            occurred = AS_OF - timedelta(ago)
            fulfils = (f"{about}/{by}/{period}",) if period else ()
            record = Evidence(f"r{number}", about, by, occurred, occurred, fulfils=fulfils)
            if tracking.add(record) == ():
                project = evolve(project, records=evolve(project.records, evidence=(*project.records.evidence, record)))
        full = dvrules.assess(project, as_of=day)
        assert tracking.findings == {finding.occurrence.key: finding for finding in full.findings}
        assert tallied(tracking) == tallied_from(full)


@pytest.fixture
def project(make):
    evidence = done("1", "ke-hoach:c", "van-phong", 18) + done("2", "khac:c", "doi", 19)
    return make(OWN, evidence, PROJECT_, ROSTER_, tinh=PROVINCE, khac=OTHER)


def test_an_edited_obligation_is_judged_with_what_rests_on_it_and_nothing_else(project, monkeypatch):
    tracking = Tracking(project, AS_OF, AS_OF)
    judged, part = [], Judge.part

    def told(self, owed, *more):
        judged.append(owed.obligation.reference)
        return part(self, owed, *more)

    monkeypatch.setattr(Judge, "part", told)
    assert tracking.revise("khac.toml", OTHER.replace("2024-06-20", "2024-06-18").encode()) == ()
    assert tracking.finding("khac:c/doi/once").state == "fulfilled_late"
    assert judged == ["khac:c", "tinh:b"]


def test_an_edited_clause_counts_for_each_of_two_obligations_that_have_one_name(make):
    clause = '\n[[clauses]]\nclause = "x"\ndeadline = { form = "fixed", by = 2024-06-20 }\n'
    named_twice = OTHER + OTHER[OTHER.index("[[obligations]]") :]
    named_twice = named_twice.replace(
        '{ form = "fixed", by = 2024-06-20 }',
        '{ form = "by_reference", document = "9/KH-SO@2024-01-02", clause = "x" }',
        1,
    )
    project = make(OWN, project=PROJECT_, roster=ROSTER_, tinh=PROVINCE + clause, khac=named_twice)
    content = (PROVINCE + clause.replace("06-20", "06-10")).encode()
    tracking = Tracking(project, AS_OF, AS_OF)
    tracking.revise("tinh.toml", content)
    full = dvrules.assess(loading.revised(project, "tinh.toml", content), as_of=AS_OF)
    assert tallied(tracking) == tallied_from(full)


def test_while_a_file_is_broken_nothing_in_it_is_owed_and_its_faults_are_told(project):
    tracking = Tracking(project, AS_OF, AS_OF)
    before = tracking.findings
    faults = tracking.revise("khac.toml", OTHER.replace("clause =", "clause", 1).encode())
    assert [(fault.code, fault.place.file) for fault in faults] == [("DV103", "khac.toml")]
    assert {key for key in before if key not in tracking.findings} == {"khac:c/doi/once"}
    assert tracking.revise("khac.toml", OTHER.encode()) == ()
    assert tracking.findings == before
