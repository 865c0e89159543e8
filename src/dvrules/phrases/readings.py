"""Readings: what a phrase was found to say, or why it was not taken."""

from __future__ import annotations

from typing import Literal

from dvrules.model.deadlines import Deadline
from dvrules.model.values import frozen

ProblemKey = Literal["not_understood", "ambiguous", "no_year", "impossible", "not_days"]


@frozen
class Problem:
    """Why a phrase gives no deadlines; `part` is the piece of it that stands in the way.

    `not_understood`: no reading, `part` being what is left from the first word that fits nowhere; `ambiguous`: more
    than one, all in `readings`; `no_year`: a day or a period without its year; `impossible`: a day or a number that
    does not exist; `not_days`: hours or minutes, which dvrules does not count.
    """

    key: ProblemKey
    part: str = ""
    readings: tuple[tuple[Deadline, ...], ...] = ()


@frozen
class Reading:
    """The deadlines that a phrase states, or the problem with it."""

    deadlines: tuple[Deadline, ...] = ()
    problem: Problem | None = None


class Refused(Exception):
    """Raised within a reading of a phrase that fits the grammar and still can't be meant."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.key)
        self.problem = problem


class Dead(Exception):
    """Raised within a reading that is none, so that another may be tried."""
