"""The feeds as calendar programs read them."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import vobject
from attrs import evolve
from icalendar import Calendar

from dvrules.model.days import Reckoning
from dvrules.model.reports import Progress, State
from dvrules.model.rulesets import Kind
from dvrules_ics.exporting import export
from dvrules_ics.options import IcsOptions

EXPECTED = Path(__file__).with_name("expected")
CANCELLED = {State.WAIVED, State.SUPERSEDED, State.TERMINATED, State.NOT_APPLICABLE}


def entries(report, **options):
    """The entries of the first feed, read by a parser that has nothing in common with what wrote it."""
    artifact = export(report, "vi", IcsOptions(**options))[0]
    calendar = vobject.readOne(artifact.content.decode())
    return list(calendar.vtodo_list if options.get("component") == "todo" else calendar.vevent_list)


def entry(report, **options):
    (only,) = entries(report, **options)
    return only


def test_each_unit_that_bears_something_dated_has_a_feed(report, options):
    artifacts = export(report, "vi", options)
    assert [(artifact.name, artifact.media_type) for artifact in artifacts] == [
        ("ics/van-phong-so.ics", "text/calendar"),
        ("ics/trung-tam.ics", "text/calendar"),
    ]


@pytest.mark.parametrize(("lang", "component"), [("vi", "event"), ("en", "todo")])
def test_the_whole_feed_is_what_it_was(report, lang, component):
    content = export(report, lang, IcsOptions(component))[0].content
    unfolded = content.decode().replace("\r\n ", "").replace("\r\n", "\n")
    assert unfolded == (EXPECTED / f"van-phong-so.{lang}.{component}.txt").read_text(encoding="utf-8")


def test_an_independent_parser_reads_what_was_meant(report):
    events = entries(report)
    assert [event.dtstart.value for event in events] == [
        date(2024, 3, 14),
        date(2024, 6, 14),
        date(2024, 9, 13),
        date(2024, 12, 13),
    ]
    overdue = events[1]
    assert overdue.dtend.value == date(2024, 6, 15)
    assert overdue.summary.value == (
        "Báo cáo kết quả công tác dân vận hằng quý (quý II năm 2024) – chưa hoàn thành, quá hạn"
    )
    assert overdue.categories.value == ["chưa hoàn thành, quá hạn"]
    assert overdue.dtstamp.value == datetime(2024, 7, 11, tzinfo=UTC)
    assert overdue.description.value.split("\n")[-3:] == [
        "Trích: “Thực hiện nghiêm túc chế độ thông tin báo cáo; đúng nội dung, thời gian quy định.”",
        "Lý do: Đến ngày xét chưa ghi nhận việc đã làm xong; hạn là hết ngày 14/06/2024, đã quá 26 ngày.",
        "Mã: skhcn:bao-cao/van-phong-so/2024-Q2",
    ]


@pytest.mark.parametrize("component", ["event", "todo"])
def test_both_parsers_read_the_same(report, component):
    for artifact in export(report, "vi", IcsOptions(component)):
        theirs = vobject.readOne(artifact.content.decode())
        ours = Calendar.from_ical(artifact.content)
        for one, other in zip(theirs.contents[f"v{component}"], ours.walk(f"V{component.upper()}"), strict=True):
            for key in ("uid", "summary", "description", "status"):
                assert one.contents[key][0].value == str(other[key])
            assert int(one.sequence.value) == other["sequence"]


def test_lines_are_folded_to_75_octets_between_letters(report, options):
    for artifact in export(report, "vi", options):
        lines = artifact.content.split(b"\r\n")
        assert lines.pop() == b""
        assert max(map(len, lines)) <= 75
        assert all(line.decode() and b"\n" not in line for line in lines)


@pytest.mark.parametrize("component", ["event", "todo"])
def test_the_same_report_gives_the_same_bytes(report, component):
    assert export(report, "vi", IcsOptions(component)) == export(evolve(report), "vi", IcsOptions(component))


@pytest.mark.parametrize("state", State)
def test_what_nobody_owes_is_cancelled(one, state):
    assert entry(one(state)).status.value == ("CANCELLED" if state in CANCELLED else "CONFIRMED")
    assert (entry(one(state), component="todo").status.value == "CANCELLED") == (state in CANCELLED)


def test_a_moved_due_day_leaves_the_uid(one):
    first, moved, other = (
        entry(report).uid.value for report in (one(), one(due=date(2024, 8, 30)), one(duty={"reference": "skhcn:khac"}))
    )
    assert first == moved != other


def test_what_has_no_certain_day_is_in_no_feed(one, options):
    vague = Reckoning(date(2024, 7, 1), date(2024, 7, 31))
    (finding,) = one().findings
    report = one(findings=(evolve(finding, occurrence=evolve(finding.occurrence, due=vague)),))
    assert export(report, "vi", options) == []


def test_alarms_go_off_in_the_morning_some_days_before(one):
    alarms = entry(one(), alarm_days=(1, 7, 7), alarm_hour=9).valarm_list
    assert [alarm.trigger.value for alarm in alarms] == [
        timedelta(days=-7, hours=9),
        timedelta(days=-1, hours=9),
    ]
    assert {alarm.action.value for alarm in alarms} == {"DISPLAY"}
    assert not hasattr(entry(one(), alarm_days=()), "valarm")


@pytest.mark.parametrize("state", set(State) - {State.UPCOMING, State.OPEN, State.UNDETERMINED})
def test_nothing_rings_for_what_is_over(one, state):
    assert not hasattr(entry(one(state)), "valarm")


def test_nothing_rings_for_what_is_owed_throughout(one):
    (finding,) = one().findings
    standing = evolve(finding, occurrence=evolve(finding.occurrence, kind=Kind.MAINTENANCE))
    assert not hasattr(entry(one(findings=(standing,))), "valarm")


def test_a_task_says_when_it_may_begin_how_far_it_is_and_when_it_was_done(one):
    begun = entry(one(finding={"progress": Progress(1, 3)}), component="todo")
    assert (begun.dtstart.value, begun.due.value) == (date(2024, 4, 1), date(2024, 7, 25))
    assert (begun.status.value, begun.percent_complete.value) == ("IN-PROCESS", "33")
    assert begun.valarm.trigger.params == {"RELATED": ["END"]}
    done = entry(one(State.FULFILLED, finding={"done": date(2024, 7, 2)}), component="todo")
    assert (done.status.value, done.percent_complete.value) == ("COMPLETED", "100")
    assert done.completed.value == datetime(2024, 7, 2, 5, tzinfo=UTC)


def test_a_task_due_on_the_day_it_opens_has_no_beginning(one):
    assert not hasattr(entry(one(due=date(2024, 4, 1)), component="todo"), "dtstart")


@pytest.mark.parametrize(
    ("unit", "name"),
    [
        ("phong-1.a", "ics/phong-1.a.ics"),
        ("VP", "ics/vp-b7d2b63f.ics"),
        ("../../etc/passwd", "ics/etc-passwd-eb111efe.ics"),
        ("đơn vị", "ics/n-v-91de1b73.ics"),
        ("", "ics/6f49cdbd.ics"),
    ],
)
def test_a_unit_names_its_file_as_in_its_mail_and_never_another_folder(one, options, unit, name):
    assert [artifact.name for artifact in export(one(unit={"id": unit}), "vi", options)] == [name]
