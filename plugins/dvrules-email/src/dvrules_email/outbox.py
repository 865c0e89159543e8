"""The outbox: which messages are to go, which went, and what they told, in one SQLite file.

    queued ──begin──▶ sending ──▶ sent
      ▲                  │ ╲────▶ refused
      └────deferred──────┘

A message is `sending` from before its first byte goes out until the server's answer is on record. One that is found so
by a later run was cut off in between: nobody knows whether it was taken, so it goes out once more, under the same
Message-ID. Whatever is merely `queued` was surely not taken, and each plan writes it anew.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, Self, get_args

from attrs import field, frozen

from dvrules_email.letters import History, Reminder

State = Literal["queued", "sending", "sent", "refused"]
STATES: tuple[State, ...] = get_args(State)

_VERSION = 1
_PATIENCE = 5.0  # seconds
_PRIMARY = 0xFF  # of a result code of SQLite, without what extends it
_SCHEMA = """
CREATE TABLE messages (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    recipient TEXT NOT NULL,
    sender TEXT NOT NULL,
    address TEXT NOT NULL,
    slot TEXT NOT NULL,
    subject TEXT NOT NULL,
    content BLOB NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'refused')),
    attempts INTEGER NOT NULL DEFAULT 0,
    not_before REAL NOT NULL DEFAULT 0,
    changed REAL NOT NULL,
    reply TEXT NOT NULL DEFAULT ''
);
CREATE TABLE reminders (
    message INTEGER NOT NULL REFERENCES messages ON DELETE CASCADE,
    occurrence TEXT NOT NULL,
    stage TEXT NOT NULL,
    PRIMARY KEY (message, occurrence, stage)
) WITHOUT ROWID;
CREATE INDEX messages_by_state ON messages (state);
"""
_ENTRIES = "SELECT id, sender, address, subject, state, attempts, changed, reply"
_WAITING = "state IN ('queued', 'sending')"


class Unusable(Exception):
    """The outbox can't be used; the argument names the message that says why."""


@frozen
class Message:
    """A message ready to go: its Message-ID, whom it is for and in which day or week, what it tells, and its bytes."""

    id: str
    recipient: str
    sender: str
    address: str
    slot: str
    reminders: tuple[Reminder, ...]
    subject: str
    content: bytes


@frozen
class Entry:
    """A message in the outbox: where it stands, since when (seconds since 1970), and the server's last answer.

    `content` is there where the message is to be sent; once it was, or was refused, it isn't kept: the outbox is a
    record, no archive.
    """

    id: str
    sender: str
    address: str
    subject: str
    state: State
    attempts: int
    changed: float
    reply: str
    content: bytes = b""


@frozen
class Mailed:
    """What the outbox knows when a plan is made: what was told, and the days or weeks of each recipient's messages."""

    history: History = field(factory=History)
    slots: frozenset[tuple[str, str]] = frozenset()


class Outbox:
    """The messages in the SQLite file at `path`; only one process can hold it, and each change is on the disk."""

    def __init__(self, path: Path) -> None:
        """Take hold of the file, made where there is none; `Unusable` where another has it or it is no outbox."""
        try:
            if not path.exists():
                path.touch(mode=0o600)  # it names people and what they owe
            self._db = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise Unusable("email.outbox.unusable") from error
        try:
            self._take()
        except sqlite3.Error as error:
            self._db.close()
            faults = {sqlite3.SQLITE_BUSY: "locked", sqlite3.SQLITE_NOTADB: "foreign"}
            code = getattr(error, "sqlite_errorcode", 0) & _PRIMARY
            raise Unusable(f"email.outbox.{faults.get(code, 'unusable')}") from error
        except Unusable:
            self._db.close()
            raise

    def _take(self) -> None:
        for pragma in ("locking_mode = EXCLUSIVE", "synchronous = FULL", "foreign_keys = ON"):
            self._db.execute(f"PRAGMA {pragma}")
        self._db.execute("BEGIN EXCLUSIVE")
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        if not version and not self._db.execute("SELECT 1 FROM sqlite_master").fetchone():
            for statement in _SCHEMA.split(";"):
                self._db.execute(statement)
            self._db.execute(f"PRAGMA user_version = {_VERSION}")
        elif version != _VERSION:
            raise Unusable("email.outbox.foreign")
        self._db.execute("COMMIT")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def mailed(self) -> Mailed:
        """What was mailed, with what may have been: all that went out or was cut off while it did."""
        told: set[tuple[str, Reminder]] = set()
        first: dict[tuple[str, str], str] = {}
        rows = self._db.execute(
            "SELECT id, recipient, occurrence, stage FROM messages JOIN reminders ON message = number"
            " WHERE state IN ('sending', 'sent') ORDER BY number"
        )
        for id_, recipient, occurrence, stage in rows:
            told.add((recipient, Reminder(occurrence, stage)))
            first.setdefault((recipient, occurrence), id_)
        slots = self._db.execute("SELECT recipient, slot FROM messages WHERE state IN ('sending', 'sent')")
        return Mailed(History(frozenset(told), first), frozenset(slots))

    def plan(self, messages: Sequence[Message], now: float) -> None:
        """Queue these messages instead of whatever was queued; one that was deferred before keeps its waiting time.

        One that was refused before is tried once more: what stood in its way may have been mended.
        """
        with self._transaction():
            before = {
                id_: (attempts, not_before, reply)
                for id_, attempts, not_before, reply in self._db.execute(
                    "SELECT id, attempts, not_before, reply FROM messages WHERE state = 'queued'"
                )
            }
            self._db.execute("DELETE FROM messages WHERE state = 'queued'")
            for message in messages:
                self._db.execute("DELETE FROM messages WHERE id = ? AND state = 'refused'", (message.id,))
                self._queue(message, before.get(message.id, (0, 0.0, "")), now)

    def _queue(self, message: Message, before: tuple[int, float, str], now: float) -> None:
        attempts, not_before, reply = before
        row = {
            **{name: getattr(message, name) for name in ("id", "recipient", "sender", "address", "slot", "subject")},
            "content": message.content,
            "state": "queued",
            "changed": now,
            "attempts": attempts,
            "not_before": not_before,
            "reply": reply,
        }
        added = self._db.execute(
            f"INSERT INTO messages ({', '.join(row)}) VALUES ({', '.join(f':{name}' for name in row)})",  # noqa: S608
            row,
        )
        told = [(added.lastrowid, reminder.occurrence, reminder.stage) for reminder in message.reminders]
        self._db.executemany("INSERT INTO reminders VALUES (?, ?, ?)", told)

    def next(self, now: float) -> Entry | None:
        """The message whose turn it is, those that were cut off first; None where none may go yet."""
        row = self._db.execute(
            f"{_ENTRIES}, content FROM messages WHERE {_WAITING} AND not_before <= ?"
            " ORDER BY state = 'queued', number LIMIT 1",
            (now,),
        ).fetchone()
        return Entry(*row) if row else None

    def waiting(self) -> tuple[int, float]:
        """How many messages wait, and when the first of them may go; 0 where none waits."""
        count, turn = self._db.execute(
            f"SELECT count(*), ifnull(min(not_before), 0) FROM messages WHERE {_WAITING}"  # noqa: S608
        ).fetchone()
        return int(count), float(turn)

    def entries(self) -> list[Entry]:
        """Every message, the oldest first, without its content."""
        return [Entry(*row) for row in self._db.execute(f"{_ENTRIES} FROM messages ORDER BY number")]

    def begin(self, entry: Entry, now: float) -> None:
        """From here on the message may have been taken."""
        self._change(entry, "sending", entry.reply, now)

    def settle(self, entry: Entry, state: Literal["sent", "refused"], reply: str, now: float) -> None:
        """The server took the message, or said that it never will."""
        self._change(entry, state, reply, now)

    def put_back(self, entry: Entry, reply: str, now: float, wait: float, *, unknown: bool = False) -> None:
        """Try again after `wait` seconds; what went out `unknown` whether it was taken, once, stays so."""
        self._change(entry, "sending" if unknown or entry.state == "sending" else "queued", reply, now, now + wait)

    def _change(self, entry: Entry, state: State, reply: str, now: float, not_before: float = 0) -> None:
        """One statement, and so one transaction; `entry` is as it was before this attempt."""
        self._db.execute(
            "UPDATE messages SET state = :state, changed = :now, attempts = :attempts, not_before = :not_before,"
            " reply = :reply, content = CASE WHEN :state IN ('sent', 'refused') THEN x'' ELSE content END"
            " WHERE id = :id",
            {
                "id": entry.id,
                "state": state,
                "reply": reply,
                "now": now,
                "attempts": entry.attempts + 1,
                "not_before": not_before,
            },
        )

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")
