"""SEQUENCE, on judged projects: it never falls, and grows whenever day or status of an entry change."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from attrs import evolve
from icalendar import Calendar

import dvrules
from dvrules.model.records import Evidence
from dvrules.model.rulesets import Evaluation, Parent
from dvrules_ics.exporting import export
from dvrules_ics.options import IcsOptions
from texts import HEAD, OBLIGATION, PROJECT, ROSTER

OTHER = OBLIGATION.replace('"bao-cao"', '"khac"').replace("2024-06-14", "2024-06-20")
AFTER = """
[[obligations]]
id = "sau"
clause = "II"
quote = "Sau khi báo cáo"
kind = "achievement"
bearer = "trung-tam"
deadline = { form = "relative", obligation = "bao-cao", of = "fulfilment", offset = 5 }
"""
DECIDED = 'by = "so"\nreason = "Bão."\n'
RECORDS = {
    "evidence": """
[[evidence]]
id = "mc-1"
obligation = "ke-hoach:bao-cao"
by = "van-phong"
occurred = 2024-06-10
recorded = 2024-06-12
""",
    "late": """
[[evidence]]
id = "mc-1"
obligation = "ke-hoach:bao-cao"
by = "van-phong"
occurred = 2024-06-18
recorded = 2024-06-18

[[evidence]]
id = "mc-2"
obligation = "ke-hoach:bao-cao"
by = "van-phong"
occurred = 2024-06-12
recorded = 2024-06-22
corrects = "mc-1"
""",
    "waiver": f"""
[[waivers]]
id = "mien"
obligation = "ke-hoach:bao-cao"
decided = 2024-06-05
recorded = 2024-06-06
through = 2024-06-16
{DECIDED}
""",
    "deferral": f"""
[[waivers]]
id = "gia-han"
obligation = "ke-hoach:bao-cao"
effect = "defers"
due = 2024-06-28
decided = 2024-06-17
recorded = 2024-06-18
{DECIDED}
""",
    "suspension": f"""
[[suspensions]]
id = "dung"
obligation = "ke-hoach:bao-cao"
decided = 2024-06-03
recorded = 2024-06-04
through = 2024-06-08
tolls = true
{DECIDED}
""",
    "termination": """
[[terminations]]
id = "dut"
ruleset = "ke-hoach"
by = "so"
reason = "Sáp nhập."
day = 2024-06-12
recorded = 2024-06-10
""",
}


@pytest.fixture
def sequences(tmp_path):
    """The days of June with what a feed says of each UID on them."""

    def judge(records, component="event", as_of=None):
        texts = {"ke-hoach": HEAD + OBLIGATION + OTHER + AFTER, "dvrules": PROJECT, "roster": ROSTER}
        for name, text in {**texts, "evidence": records}.items():
            (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
        project = dvrules.load(tmp_path)
        for day in (date(2024, 6, 1) + timedelta(days=n) for n in range(30)):
            yield day, _read(dvrules.assess(project, as_of=as_of or day, known_at=day), component)

    return judge


def _read(report, component):
    said = {}
    for artifact in export(report, "vi", IcsOptions(component)):
        for entry in Calendar.from_ical(artifact.content).walk(f"V{component.upper()}"):
            key = str(entry["description"]).rpartition("Mã: ")[2]
            day = entry["due" if component == "todo" else "dtstart"].dt
            said[key] = (int(entry["sequence"]), day, str(entry["status"]))
    return said


@pytest.mark.parametrize("component", ["event", "todo"])
@pytest.mark.parametrize("record", RECORDS)
def test_it_never_falls_and_grows_with_every_change_of_day_or_status(sequences, record, component):
    seen = set()
    for (_, before), (day, after) in pairwise(sequences(RECORDS[record], component)):
        for key, (sequence, *said) in after.items():
            earlier, *said_before = before.get(key, (-1,))
            assert sequence >= earlier, (day, key)
            assert sequence > earlier or said == said_before, (day, key)
            seen.add((key, *said))
    if component == "todo":
        assert len(seen) > len({key for key, *_ in seen}), "the record changed nothing"


@pytest.mark.parametrize("as_of", [None, date(2024, 6, 30)])
def test_all_at_once_it_still_never_falls(sequences, as_of):
    records = RECORDS["late"] + RECORDS["deferral"] + RECORDS["waiver"]
    for (_, before), (day, after) in pairwise(sequences(records, as_of=as_of)):
        assert all(after[key][0] >= value[0] for key, value in before.items() if key in after), day


def test_what_is_about_another_obligation_leaves_it(sequences):
    key = "ke-hoach:khac/van-phong/once"
    with_waiver = [said[key] for _, said in sequences(RECORDS["waiver"])]
    without = [said[key] for _, said in sequences("")]
    assert with_waiver == without


def test_the_revision_of_the_project_is_added_to_all(one):
    first, second = (
        Calendar.from_ical(export(one(), "vi", IcsOptions(revision=n))[0].content).events[0]["sequence"] for n in (0, 1)
    )
    assert second == first + 1


@pytest.mark.parametrize(("evaluator", "grows"), [(Evaluation("children"), True), (None, False)])
def test_a_record_of_what_implements_an_obligation_counts_where_its_evaluator_may_ask_for_it(one, evaluator, grows):
    report = one(duty={"evaluator": evaluator})
    (above,) = report.obligations
    document = report.documents[0].document.identity
    below = evolve(above, reference="phong:viec", implements=(Parent(document),), evaluator=None)
    record = Evidence("mc-1", "phong:viec", "phong", report.as_of, report.known_at)
    report = evolve(report, obligations=(above, below))
    before, after = (
        Calendar.from_ical(export(each, "vi", IcsOptions())[0].content).events[0]["sequence"]
        for each in (report, evolve(report, evidence=(record,)))
    )
    assert (after > before) == grows
