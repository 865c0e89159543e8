"""Whatever texts a project brings, a feed stays the feed it was meant to be."""

import re

import vobject
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from dvrules.messages import messages_in
from dvrules.messages.wording import plain
from dvrules.model.reports import State
from dvrules.model.statements import state_that
from dvrules_ics.exporting import export
from dvrules_ics.options import IcsOptions

NASTY = [
    "\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:khác\r\n",
    "\nBEGIN:VALARM\nACTION:AUDIO\n",
    "\r\n ATTACH:http://example.vn/x",
    "\\nBEGIN:VEVENT",
    "\\;\\,\\\\",
    ';X="a":b,c',
    "\x00\x1b[31m",
    "\x85\u2028\u2029",
    "\ud800",
    "\u202eđảo\u202c\u200f",
    "😀👩‍👩‍👧",
    "ngôn-ngữ-dài-không-có-dấu-cách" * 10,
    "{as_of:day}",
    " ",
]
texts = st.lists(st.sampled_from(NASTY) | st.text(st.characters(), max_size=8), max_size=4).map("".join)
NAMES = {
    *("UID", "DTSTAMP", "SEQUENCE", "SUMMARY", "DESCRIPTION", "CATEGORIES", "STATUS"),
    *("DTSTART", "DTEND", "TRANSP", "DUE"),
}


@given(
    title=texts,
    quote=texts,
    name=texts,
    project=texts,
    key=texts,
    said=texts,
    component=st.sampled_from(["event", "todo"]),
)
def test_no_text_makes_an_entry_a_property_or_a_line(one, title, quote, name, project, key, said, component):
    report = one(
        State.OPEN,
        unit={"name": name, "id": key or "x"},
        duty={"title": title, "quote": quote, "product": said},
        finding={"reasons": (state_that("reason.said", text=said),)},
        project=project,
    )
    (artifact,) = export(report, "vi", IcsOptions(component, alarm_days=(3,)))
    assert all(len(line) <= 75 for line in artifact.content.split(b"\r\n"))
    assert re.sub(rb"\r\n", b"", artifact.content).find(b"\n") == -1
    for calendar in (Calendar.from_ical(artifact.content),):
        assert [part.name for part in calendar.walk()] == ["VCALENDAR", f"V{component.upper()}", "VALARM"]
    (read,) = vobject.readOne(artifact.content.decode()).contents[f"v{component}"]
    assert {line.name for line in read.lines()} <= NAMES
    messages = messages_in("vi", "dvrules_ics")
    lines = read.description.value.split("\n")
    if plain(said):
        assert f"Lý do: {plain(messages.say('reason.said', text=said))}" in lines
    if plain(quote):
        assert f"Trích: “{plain(quote)}”" in lines
    assert lines[0] == "Tình trạng: đang thực hiện, trong hạn"
