"""Sending: what the outbox holds through a mail server, each message once, as slowly as the server wants it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable

from attrs import field, frozen

from dvrules_email.outbox import Entry, Outbox
from dvrules_email.posting import Answer, Outcome, Post, Unreachable

_MINUTE = 60.0
_FIRST_RETRY, _LONGEST_RETRY = 30.0, 3600.0
_FIRST_REDIAL, _LONGEST_REDIAL = 1.0, 60.0
_MOST_DOUBLINGS = 20


@frozen
class Clock:
    """The time in seconds since 1970, and a way to let some of it pass."""

    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep


@frozen
class Pace:
    """How fast and how long: the most messages a minute, and the seconds that a run waits for what was put off."""

    rate: int
    patience: float


@frozen
class Tally:
    """What became of the messages, how many still wait, and why the run ended early, "" if it didn't."""

    outcomes: Counter[Outcome] = field(factory=Counter)
    waiting: int = 0
    problem: str = ""


def send(
    outbox: Outbox, post: Post, pace: Pace, clock: Clock, told: Callable[[Entry, Answer], None] = lambda _, __: None
) -> Tally:
    """Send what the outbox holds, tell of each message what became of it, and count.

    Before the first byte of a message and after the server's answer, the outbox knows. A run that is cut off at any
    moment is taken up by the next.
    """
    run = _Run(outbox, post, pace, clock, told)
    try:
        problem = run.through()
    finally:
        post.close()
    waiting, _ = outbox.waiting()
    return Tally(run.outcomes, waiting, problem)


class _Run:
    def __init__(
        self, outbox: Outbox, post: Post, pace: Pace, clock: Clock, told: Callable[[Entry, Answer], None]
    ) -> None:
        self.outbox, self.post, self.pace, self.clock, self.told = outbox, post, pace, clock, told
        self.outcomes: Counter[Outcome] = Counter()
        self.end = clock.now() + pace.patience
        self.next_free = 0.0

    def through(self) -> str:
        """Send until nothing is left that may go in time; why it ended early, "" if it didn't."""
        failures = 0
        while entry := self._next():
            try:
                self.post.open()
            except Unreachable as error:
                failures += 1
                pause = _backoff(failures, _FIRST_REDIAL, _LONGEST_REDIAL)
                if error.lasting or not self._wait_until(self.clock.now() + pause):
                    return error.reason
                continue
            failures = 0
            answer = self._hand_over(entry)
            self.outcomes[answer.outcome] += 1
            self.told(entry, answer)
            if answer.outcome is Outcome.BARRED:
                return answer.reply
        self.post.leave()
        return ""

    def _next(self) -> Entry | None:
        """The next message, waited for if need be; the session is not kept idle meanwhile."""
        while (entry := self.outbox.next(self.clock.now())) is None:
            waiting, turn = self.outbox.waiting()
            if not waiting or turn > self.end:
                return None
            self.post.leave()
            self._wait_until(turn)
        return entry

    def _wait_until(self, moment: float) -> bool:
        """Whether the moment came while there was patience."""
        if moment > self.end:
            return False
        self.clock.sleep(max(0.0, moment - self.clock.now()))
        return True

    def _hand_over(self, entry: Entry) -> Answer:
        self.clock.sleep(max(0.0, self.next_free - self.clock.now()))
        self.next_free = self.clock.now() + _MINUTE / self.pace.rate
        self.outbox.begin(entry, self.clock.now())
        answer = self.post.deliver(entry)
        now, wait = self.clock.now(), _backoff(entry.attempts + 1, _FIRST_RETRY, _LONGEST_RETRY)
        match answer.outcome:
            case Outcome.ACCEPTED:
                self.outbox.settle(entry, "sent", answer.reply, now)
            case Outcome.REFUSED:
                self.outbox.settle(entry, "refused", answer.reply, now)
            case Outcome.DEFERRED | Outcome.UNKNOWN:
                self.outbox.put_back(entry, answer.reply, now, wait, unknown=answer.outcome is Outcome.UNKNOWN)
            case Outcome.BARRED:
                self.outbox.put_back(entry, answer.reply, now, 0)
        return answer


def _backoff(failures: int, first: float, longest: float) -> float:
    return min(longest, first * 2.0 ** min(failures - 1, _MOST_DOUBLINGS))
