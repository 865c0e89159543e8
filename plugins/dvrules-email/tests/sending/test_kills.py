"""A sender that is killed, at any moment and however often, sends everything once, or says what it can't know."""

import json
import os
import random
import select
import signal
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

from dvrules_email.accounts import Account
from dvrules_email.options import Server
from dvrules_email.outbox import Outbox
from dvrules_email.posting import Post
from dvrules_email.sending import Pace, send

KILLS = 200 if os.environ.get("CI") else 40


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


FORKING = r"""
import json, os, sys
from dvrules_email.program import main

answers = os.fdopen(os.dup(1), "w", buffering=1)
os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
main(json.loads(sys.argv[1]))
answers.write("ready\n")
for line in sys.stdin:
    child = os.fork()
    if not child:
        os._exit(main(json.loads(line)))
    answers.write(f"{child}\n")
    answers.write(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\n")
"""


class Sender:
    """The program, each run in a process of its own, forked from one that has everything loaded."""

    def __init__(self, *argv):
        command = [sys.executable, "-c", FORKING, json.dumps([*argv, "--dry-run"])]
        self.parent = subprocess.Popen(command, bufsize=0, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.parent.stdout.readline()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.parent.stdin.close()
        self.parent.stdout.close()
        self.parent.wait()

    def start(self, *argv):
        self.parent.stdin.write(json.dumps(argv).encode() + b"\n")
        self.child = int(self.parent.stdout.readline())

    def ended(self, within):
        return bool(select.select([self.parent.stdout], [], [], within)[0])

    def kill(self):
        """Kill the run, if it hasn't ended, and give what it ended with."""
        with suppress(ProcessLookupError):
            os.kill(self.child, signal.SIGKILL)
        return int(self.parent.stdout.readline())


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
def test_a_sender_killed_at_random_moments_loses_nothing_and_repeats_only_what_was_cut_off(project, office):
    argv = ["send", "-p", str(project(units=12, more=SERVER.format(port=office.port))), "--as-of", "2024-07-10"]
    chance = random.Random(20240710)  # noqa: S311 - moments, not secrets
    kills = stories = 0
    with Sender(*argv) as sender:
        while kills < KILLS:
            stories += 1
            path, office.taken, cut_off = Path(argv[2], f"{stories}.sqlite"), [], Counter()
            ended = None
            while ended != 0:
                calls = office.sessions
                sender.start(*argv, "--outbox", str(path), "--patience", "0")
                if kills < KILLS and chance.random() < 0.25:
                    sender.ended(chance.uniform(0, 0.15))  # while it reads and plans, too
                else:
                    while office.sessions == calls and not sender.ended(0.002):
                        pass
                    sender.ended(chance.uniform(0, 0.06) if kills < KILLS else None)
                ended = sender.kill()
                if ended:
                    assert ended == -signal.SIGKILL
                    kills += 1
                    cut_off.update(in_the_air(path))
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
