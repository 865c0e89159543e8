"""A sender that is killed, at any moment and however often, sends everything once, or says what it can't know."""

import multiprocessing
import os
import random
import signal
import sys
from collections import Counter

import pytest

from dvrules_email.accounts import Account
from dvrules_email.options import Server
from dvrules_email.outbox import Outbox
from dvrules_email.posting import Post
from dvrules_email.program import main
from dvrules_email.sending import Pace, send

KILLS = 200 if os.environ.get("CI") else 40
PLUGINS = ["dvrules.builtin", "dvrules_cel", "dvrules_docx", "dvrules_email", "dvrules_ics", "dvrules_xlsx"]


class Killed(BaseException):
    """What ends a run at a step."""


class Steps:
    """Counts the moments before and after each step of a run, and kills the run at one of them."""

    def __init__(self):
        self.passed, self.last = [], None

    def watch(self, monkeypatch, owner, name):
        step = getattr(owner, name)

        def watched(*args, **kwargs):
            self.reach(f"before {name}")
            result = step(*args, **kwargs)
            self.reach(f"after {name}")
            return result

        monkeypatch.setattr(owner, name, watched)

    def reach(self, moment):
        if len(self.passed) == self.last:
            raise Killed
        self.passed.append(moment)


def test_a_run_killed_between_any_two_steps_is_taken_up_by_the_next(monkeypatch, make_message, office, hours, tmp_path):
    steps = Steps()
    for owner, name in [(Outbox, "plan"), (Outbox, "begin"), (Post, "deliver"), (Outbox, "settle")]:
        steps.watch(monkeypatch, owner, name)
    messages = [make_message(name) for name in "xyz"]
    twice = {}

    def run(path):
        with Outbox(path) as outbox:
            gone = {entry.id for entry in outbox.entries() if entry.state != "queued"}
            outbox.plan([message for message in messages if message.id not in gone], hours.time)
            account = Account(Server("127.0.0.1", security="none", port=office.port))
            send(outbox, Post(account, tmp_path, "b.vn"), Pace(6000, 0), hours.clock)

    for moment in range(len(messages) * 6 + 3):
        steps.passed, steps.last, office.taken = [], moment, []
        path = tmp_path / f"{moment}.sqlite"
        try:
            run(path)
        except Killed:
            killed = steps.passed[-1] if steps.passed else "at the start"
        else:
            killed = "never"
        steps.last = None
        run(path)
        assert set(office.ids) == {message.id for message in messages}
        assert all(taken.content.endswith(b"\r\n") for taken in office.taken)
        twice.setdefault(killed, set()).add(max(Counter(office.ids).values()))

    # Only between the server's answer and the record of it can nobody know.
    assert {killed for killed, times in twice.items() if times != {1}} == {"before deliver", "after deliver"}


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_sender_killed_at_random_moments_loses_nothing_and_repeats_only_what_was_cut_off(project, office):
    folder = project(units=12, more=SERVER.format(port=office.port))
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["dvrules_email.program", "dvrules_email.composing", *PLUGINS])
    chance = random.Random(20240710)  # noqa: S311 - moments, not secrets
    kills = stories = 0
    while kills < KILLS:
        stories += 1
        path, office.taken, cut_off = folder / f"{stories}.sqlite", [], Counter()
        argv = ["send", "-p", str(folder), "--as-of", "2024-07-10", "--outbox", str(path), "--patience", "0"]
        finished = False
        while not finished:
            sender = processes.Process(target=main, args=(argv,))
            calls = office.sessions
            sender.start()
            if kills < KILLS and chance.random() < 0.25:
                sender.join(chance.uniform(0, 0.3))  # while it reads and plans, too
            else:
                while sender.is_alive() and office.sessions == calls:
                    sender.join(0.002)
                sender.join(chance.uniform(0, 0.04) if kills < KILLS else None)
            sender.kill()
            sender.join()
            finished = sender.exitcode == 0
            if not finished:
                assert sender.exitcode == -signal.SIGKILL
                kills += 1
                cut_off.update(in_the_air(path))
            sender.close()
        with Outbox(path) as outbox:
            entries = outbox.entries()
        times = Counter(office.ids)
        assert {entry.state for entry in entries} == {"sent"}
        assert len({entry.address for entry in entries}) == len(entries) == len(times) == 12
        assert set(times) == {entry.id for entry in entries}
        assert all(count <= 1 + cut_off[id_] for id_, count in times.items())


SERVER = """
[outputs.email.sending.server]
host = "127.0.0.1"
security = "none"
port = {port}
rate = 6000
"""


def in_the_air(path):
    """The messages of which a killed run doesn't say whether they were taken."""
    if not path.exists():
        return []
    with Outbox(path) as outbox:
        return [entry.id for entry in outbox.entries() if entry.state == "sending"]
