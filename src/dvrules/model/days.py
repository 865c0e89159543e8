"""Days: known in part, in spans, and with the steps that led to them."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from dvrules.model.statements import Statement
from dvrules.model.values import field, frozen


@frozen(order=True)
class PartialDate:
    """A day of which the day, or the day and the month, may be missing.

    Officials leave them blank ("ngày   tháng 3 năm 2024"); what is missing stays missing, and `earliest` and `latest`
    bound it, both inclusive.
    """

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def earliest(self) -> date:
        """The first day that it may be."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The last day that it may be."""
        month = self.month or 12
        return date(self.year, month, self.day or days_in(self.year, month))

    @property
    def known(self) -> date | None:
        """The day itself, or None where any part of it is missing."""
        return self.earliest if self.day is not None else None

    def __str__(self) -> str:
        parts = [f"{self.year:04}"]
        parts += [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    @classmethod
    def parse(cls, text: str) -> Self:
        """The partial date written `2024`, `2024-03` or `2024-03-15`; ValueError for anything else."""
        pieces = text.split("-")
        if not all(piece.isascii() and piece.isdigit() for piece in pieces) or [len(p) for p in pieces] not in (
            [4],
            [4, 2],
            [4, 2, 2],
        ):
            raise ValueError(text)
        value = cls(*map(int, pieces))
        _ = value.earliest, value.latest
        return value

    @classmethod
    def of(cls, day: date) -> Self:
        """The partial date that is wholly known to be `day`."""
        return cls(day.year, day.month, day.day)


def days_in(year: int, month: int) -> int:
    """How many days a month has."""
    # The module `calendar` knows it, too, but brings the names of months in every language along.
    return _DECEMBERS if month == _DECEMBER else (date(year, month + 1, 1) - date(year, month, 1)).days


_DECEMBER, _DECEMBERS = 12, 31


@frozen
class Span:
    """Days from `from_` through `through`, both inclusive; None leaves that end open."""

    from_: date | None = None
    through: date | None = None

    def __contains__(self, day: date) -> bool:
        return (self.from_ is None or self.from_ <= day) and (self.through is None or day <= self.through)


@frozen
class Reckoning:
    """A day that was worked out: the range it lies in, the steps that led there, and the facts that are missing.

    `earliest` and `latest` are equal when the day is certain and both None when nothing can be said of it; then
    `missing` says what would be needed.
    """

    earliest: date | None = None
    latest: date | None = None
    steps: tuple[Statement, ...] = ()
    missing: tuple[Statement, ...] = field(default=())

    def led_by(self, steps: Iterable[Statement], *further: Statement) -> Self:
        """The same day with these steps before those that led to it, and `further` ones behind them."""
        return type(self)(self.earliest, self.latest, (*steps, *self.steps, *further), self.missing)

    @property
    def day(self) -> date | None:
        """The day, where it is certain."""
        return self.earliest if self.earliest == self.latest else None
