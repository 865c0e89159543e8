"""Posting: one session with a mail server (SMTP, RFC 5321), and what each answer means."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from smtplib import SMTP, SMTP_SSL, SMTPDataError, SMTPException, SMTPNotSupportedError, SMTPResponseException

from attrs import frozen

from dvrules.messages.wording import plain, shortened
from dvrules_email.accounts import Account
from dvrules_email.options import Security
from dvrules_email.outbox import Entry

_PORTS: Mapping[Security, int] = {"starttls": 587, "tls": 465, "none": 25}
_DONE, _PERMANENT, _CLOSING = 250, 500, 421
_TAKEN = {_DONE, 251}
_LONGEST_REPLY = 300


class Outcome(StrEnum):
    """What became of a message.

    `accepted`: the server has it. `refused`: it never will. `deferred`: it doesn't, and may later. `unknown`: the
    message went out and no answer came back. `barred`: the server takes nothing from this sender.
    """

    ACCEPTED = "accepted"
    REFUSED = "refused"
    DEFERRED = "deferred"
    UNKNOWN = "unknown"
    BARRED = "barred"


@frozen
class Answer:
    """What became of a message, and the server's words for it."""

    outcome: Outcome
    reply: str


class Unreachable(Exception):
    """There is no session to be had; it may pass by itself unless `lasting`."""

    def __init__(self, reason: str, *, lasting: bool) -> None:
        super().__init__(reason)
        self.reason, self.lasting = reason, lasting


class Post:
    """A mail server, with a session that is opened when it is needed; `helo` is the name we give ourselves."""

    def __init__(self, account: Account, root: Path, helo: str) -> None:
        self._account, self._root, self._helo = account, root, helo
        self._session: SMTP | None = None

    def open(self) -> None:
        """Have a session, encrypted and logged in as the server's settings say; `Unreachable` where there is none."""
        if self._session:
            return
        try:
            self._session = self._connected()
            self._log_in(self._session)
        except SMTPResponseException as error:
            self.close()
            reason = _said(error.smtp_code, error.smtp_error)
            raise Unreachable(reason, lasting=error.smtp_code >= _PERMANENT) from error
        except (SMTPNotSupportedError, ssl.SSLCertVerificationError) as error:
            self.close()
            raise Unreachable(_told(error), lasting=True) from error
        except (SMTPException, OSError) as error:
            self.close()
            raise Unreachable(_told(error), lasting=False) from error

    def close(self) -> None:
        """End the session, if there is one, without waiting for an answer."""
        if self._session:
            self._session.close()
            self._session = None

    def leave(self) -> None:
        """End the session, if there is one, as the protocol wants it."""
        if self._session:
            with suppress(SMTPException, OSError):
                self._session.quit()
            self.close()

    def deliver(self, entry: Entry) -> Answer:
        """Hand the message over, in the open session; nothing is raised for what the server or the line does."""
        assert self._session  # noqa: S101 - opened before
        try:
            answer = self._offered(self._session, entry) or self._handed_over(self._session, entry)
        except (SMTPException, OSError) as error:
            # Before the message itself went out: it was surely not taken.
            answer = Answer(Outcome.DEFERRED, _told(error))
            self.close()
        return answer

    def _connected(self) -> SMTP:
        server = self._account.server
        port, helo = server.port or _PORTS[server.security], self._helo
        if server.security == "tls":
            return SMTP_SSL(server.host, port, helo, timeout=server.timeout, context=self._trust())
        session = SMTP(server.host, port, helo, timeout=server.timeout)
        if server.security == "starttls":
            self._session = session  # so that it is closed if this fails
            session.starttls(context=self._trust())
        return session

    def _trust(self) -> ssl.SSLContext:
        ca_file = self._account.server.ca_file
        return ssl.create_default_context(cafile=self._root / ca_file if ca_file else None)

    def _log_in(self, session: SMTP) -> None:
        if self._account.server.user:
            session.login(self._account.server.user, self._account.password)
        else:
            session.ehlo_or_helo_if_needed()

    def _offered(self, session: SMTP, entry: Entry) -> Answer | None:
        """Sender and recipient; None where the server takes both."""
        code, reply = session.mail(entry.sender)
        if code != _DONE:
            outcome = Outcome.BARRED if code >= _PERMANENT else Outcome.DEFERRED
            return self._declined(session, outcome, code, reply)
        code, reply = session.rcpt(entry.address)
        if code not in _TAKEN:
            outcome = Outcome.REFUSED if code >= _PERMANENT else Outcome.DEFERRED
            return self._declined(session, outcome, code, reply)
        return None

    def _handed_over(self, session: SMTP, entry: Entry) -> Answer:
        reply: bytes | str
        try:
            code, reply = session.data(entry.content)
        except SMTPDataError as error:
            code, reply = error.smtp_code, error.smtp_error  # the server didn't even want to see it
        except (SMTPException, OSError) as error:
            self.close()
            return Answer(Outcome.UNKNOWN, _told(error))
        if code == _DONE:
            return Answer(Outcome.ACCEPTED, _said(code, reply))
        return self._declined(session, Outcome.REFUSED if code >= _PERMANENT else Outcome.DEFERRED, code, reply)

    def _declined(self, session: SMTP, outcome: Outcome, code: int, reply: bytes | str) -> Answer:
        """The answer of a server that says no, with the session made ready for the next message."""
        try:
            if code == _CLOSING or session.rset()[0] != _DONE:
                self.close()
        except (SMTPException, OSError):
            self.close()
        return Answer(outcome, _said(code, reply))


def _said(code: int, reply: bytes | str) -> str:
    words = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return shortened(plain(f"{code} {words}"), _LONGEST_REPLY)


def _told(error: BaseException) -> str:
    return shortened(plain(f"{type(error).__name__}: {error}"), _LONGEST_REPLY)
