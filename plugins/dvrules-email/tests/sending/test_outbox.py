"""The outbox as a file: who may hold it, what it keeps, and what it makes of what it finds."""

import sqlite3
import sys

import pytest

from dvrules_email.letters import Reminder
from dvrules_email.outbox import Outbox, Unusable


def test_only_one_run_can_hold_an_outbox(tmp_path, monkeypatch):
    monkeypatch.setattr("dvrules_email.outbox._PATIENCE", 0)
    with Outbox(tmp_path / "outbox.sqlite"), pytest.raises(Unusable, match="locked"):
        Outbox(tmp_path / "outbox.sqlite")


@pytest.mark.parametrize("content", [b"no database at all, but long enough to be taken for one" * 20, None])
def test_a_file_that_is_no_outbox_is_left_as_it_is(tmp_path, content):
    file = tmp_path / "other"
    if content:
        file.write_bytes(content)
    else:
        with sqlite3.connect(file) as other:
            other.execute("CREATE TABLE mine (x)")
        other.close()
    before = file.read_bytes()
    with pytest.raises(Unusable, match="foreign"):
        Outbox(file)
    assert file.read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="has other permissions")
def test_an_outbox_is_for_its_owner_alone(outbox, tmp_path):
    assert outbox.entries() == []
    assert (tmp_path / "outbox.sqlite").stat().st_mode & 0o777 == 0o600


def test_an_outbox_in_no_folder_cannot_be_opened(tmp_path):
    with pytest.raises(Unusable, match="unusable"):
        Outbox(tmp_path / "none/outbox.sqlite")


def test_a_plan_stands_whole_or_not_at_all(outbox, make_message, hours):
    outbox.plan([make_message("x")], hours.time)
    with pytest.raises(sqlite3.IntegrityError):
        outbox.plan([make_message("y"), make_message("y")], hours.time)
    assert [entry.subject for entry in outbox.entries()] == ["x"]


def test_what_is_queued_was_told_to_no_one_and_what_went_out_was(outbox, make_message, hours):
    x, y = make_message("x"), make_message("y", told=(("o", "open@"), ("p", "open@")))
    outbox.plan([x, y], hours.time)
    assert outbox.mailed().history.told == frozenset()
    outbox.begin(outbox.next(hours.time), hours.time)
    outbox.settle(outbox.next(hours.time), "sent", "250", hours.time)
    outbox.begin(outbox.next(hours.time), hours.time)
    mailed = outbox.mailed()
    told = {("unit/x", Reminder("o", "overdue+0w@2024-07-05"))}
    told |= {("unit/y", Reminder("o", "open@")), ("unit/y", Reminder("p", "open@"))}
    assert mailed.history.told == told
    assert mailed.history.first == {("unit/x", "o"): x.id, ("unit/y", "o"): y.id, ("unit/y", "p"): y.id}
    assert mailed.slots == {("unit/x", "2024-07-10"), ("unit/y", "2024-07-10")}


def test_a_refused_message_told_no_one_and_may_be_planned_again(outbox, make_message, hours):
    outbox.plan([make_message("x")], hours.time)
    outbox.settle(outbox.next(hours.time), "refused", "550", hours.time)
    assert outbox.mailed().history.told == frozenset()
    outbox.plan([make_message("x")], hours.time)
    assert [(entry.state, entry.attempts) for entry in outbox.entries()] == [("queued", 0)]
