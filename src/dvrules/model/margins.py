"""Margins: how much time there is between a duty below and the one above that rests on it."""

from __future__ import annotations

from datetime import date

from dvrules.model.values import frozen


@frozen
class Margin:
    """Two occurrences, one below the other, by key, and the time between them.

    `due` is when the one below is due and `latest` the day on which it must be done so that the one above can be done
    in time: the day above less the lead. `slack` counts the working days between them; it is negative where the one
    below comes too late. The one with the least slack is `critical` for the one above.
    """

    parent: str
    child: str
    bearer: str
    due: date
    latest: date
    slack: int
    critical: bool = False
