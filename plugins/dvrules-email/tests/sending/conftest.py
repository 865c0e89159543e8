"""A real mail server that does as it is told, a clock that needs no time, and a project to write letters for."""

import socket
import ssl
from collections import defaultdict
from email import message_from_bytes
from email.policy import default

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

from dvrules_email.accounts import Account
from dvrules_email.letters import Reminder
from dvrules_email.options import Server
from dvrules_email.outbox import Message, Outbox
from dvrules_email.posting import Post
from dvrules_email.sending import Clock, Pace, send


class Session(SMTP):
    """A session that can be cut while a message is coming in."""

    async def smtp_DATA(self, arg):  # noqa: N802 - aiosmtpd's name
        if self.event_handler.turn("cut in mid-message"):
            await self.push("354 go on")
            await self._reader.readline()
            self.transport.abort()
        else:
            await super().smtp_DATA(arg)


class Office:
    """Takes messages, and does to each what `does` says for its addressee, one thing after another, then takes it.

    A thing is an answer at a stage (`("RCPT", "550 …")`), `cut in mid-message`, `cut before the answer` or `silence`.
    """

    def __init__(self):
        self.taken, self.logins, self.does, self.sessions, self._to = [], [], defaultdict(list), 0, ""

    def turn(self, *things):
        """The next thing to do for the current addressee, if it is one of these."""
        waiting = self.does[self._to]
        return waiting.pop(0) if waiting and waiting[0] in things else None

    def answer(self, stage):
        waiting = self.does[self._to]
        return waiting.pop(0)[1] if waiting and waiting[0][0] == stage else None

    async def handle_EHLO(self, _server, session, _envelope, hostname, responses):  # noqa: N802
        self.sessions += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, _server, _session, envelope, address, _options):  # noqa: N802
        self._to = address
        if answer := self.answer("MAIL"):
            return answer
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        self._to = address
        if answer := self.answer("RCPT"):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if answer := self.answer("DATA"):
            return answer
        self.taken.append(envelope)
        encrypted = server.transport.get_extra_info("ssl_object") is not None
        self.logins.append((encrypted, session.authenticated))
        if self.turn("cut before the answer"):
            server.transport.abort()
        if self.turn("silence"):
            await server.loop.create_future()
        return "250 taken"

    @property
    def messages(self):
        return [message_from_bytes(envelope.content, policy=default) for envelope in self.taken]

    @property
    def ids(self):
        return [str(message["Message-ID"]).strip("<>") for message in self.messages]


class Running(Controller):
    def factory(self):
        return Session(self.handler, **self.SMTP_kwargs)


@pytest.fixture(scope="session")
def authority():
    """A certificate authority that nobody but these tests trusts."""
    return trustme.CA()


@pytest.fixture(scope="session")
def certified(authority):
    """The TLS context of a server that the authority vouches for."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


def know(_server, _session, _envelope, _mechanism, data):
    """Lets one user in."""
    return AuthResult(success=(data.login, data.password) == (b"dvrules", b"secret"), handled=False)


@pytest.fixture
def start():
    """Starts a server, for users of its own if it is `guarded`; gives what happened there, and its port."""
    running = []

    def make(*, guarded=False, **settings):
        if guarded:
            settings |= {"authenticator": know, "auth_require_tls": "tls_context" in settings}
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        office = Office()
        controller = Running(office, hostname="127.0.0.1", port=port, **settings)
        controller.start()
        running.append(controller)
        office.sessions = 0
        return office, port

    yield make
    for controller in running:
        controller.stop()


@pytest.fixture
def office(start):
    """A server without encryption; gives what happened there, with its port."""
    office, office.port = start()
    return office


class Hours:
    """A clock whose hours pass when it is told to sleep."""

    def __init__(self):
        self.time, self.slept = 1_720_573_200.0, []

    def now(self):
        return self.time

    def sleep(self, seconds):
        self.time += seconds
        if seconds:
            self.slept.append(seconds)

    @property
    def clock(self):
        return Clock(self.now, self.sleep)


@pytest.fixture
def hours():
    """A clock that needs no time."""
    return Hours()


def message(name, told=(("o", "overdue+0w@2024-07-05"),), slot="2024-07-10"):
    """A message to `name`, about what it says it told."""
    content = f"Message-ID: <{name}@b.vn>\r\nSubject: {name}\r\n\r\n.\r\n..{name}\r\n".encode("ascii")
    reminders = tuple(Reminder(*each) for each in told)
    return Message(f"{name}@b.vn", f"unit/{name}", "a@b.vn", f"{name}@b.vn", slot, reminders, name, content)


@pytest.fixture
def make_message():
    """Makes a message to someone."""
    return message


PROJECT = """
name = "Thử"
rulesets = ["ke-hoach.toml"]
roster = ["roster.toml"]
evidence = ["evidence.toml"]
calendar = "vn"

[outputs.ics]

[outputs.email]
sender = "Văn phòng Sở <vanphong@so.vn>"
reply_to = "vanphong@so.vn"
"""
RULESET = """
id = "ke-hoach"

[document]
type = "KH"
number = "1"
symbol = "KH-SO"
issuer = "so"
date = 2024-01-02
term = { from = 2024-01-01, through = 2024-12-31 }

[[obligations]]
id = "bao-cao"
clause = "I"
title = "Báo cáo quý"
quote = "Các đơn vị báo cáo"
kind = "achievement"
bearer = { each = "don-vi" }
deadline = { form = "periodic", every = "quarter", by = { day = 5, of = "next" } }
"""


@pytest.fixture
def project(tmp_path):
    """Writes a project of so many units that all owe reports, with more in its project file, and gives its folder."""

    def write(units=2, more="", evidence=""):
        names = [f"dv-{number}" for number in range(1, units + 1)]
        lines = [
            f'    {{ id = "{name}", name = "Đơn vị {name[3:]}", parent = "so", email = "{name}@so.vn", '
            f'head = "Trưởng đơn vị", head_email = "truong.{name}@so.vn" }},\n'
            for name in names
        ]
        roster = f'units = [\n    {{ id = "so", name = "Sở", email = "so@so.vn" }},\n{"".join(lines)}]\n'
        roster += f'groups = [{{ id = "don-vi", name = "Các đơn vị", members = {names} }}]\n'
        texts = {"dvrules": PROJECT + more, "ke-hoach": RULESET, "roster": roster, "evidence": evidence}
        for name, text in texts.items():
            (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
        return tmp_path

    return write


@pytest.fixture
def outbox(tmp_path):
    """An empty outbox."""
    with Outbox(tmp_path / "outbox.sqlite") as opened:
        yield opened


@pytest.fixture
def sent(outbox, office, hours, tmp_path):
    """Sends messages to these names, or what the outbox holds; gives the tally and what was told."""

    def run(*names, patience=0.0, rate=6000, timeout=2, **server):
        if names:
            outbox.plan([message(name) for name in names], hours.time)
        settings = Server("127.0.0.1", **{"port": office.port, "security": "none", "timeout": timeout, **server})
        told = []
        post = Post(Account(settings, "secret" if server.get("user") else ""), tmp_path, "b.vn")
        tally = send(outbox, post, Pace(rate, patience), hours.clock, lambda e, a: told.append((e.subject, a.outcome)))
        return tally, told

    return run
