"""The table of states against a second, naive writing of its rules: `python benchmarks/states.py [count] [seed]`.

Prints on how many random histories the two differ, and how much longer the naive one took; ends with 1 if any differ.
"""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path
from random import Random
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from dvrules.model.rulesets import Kind
from dvrules.states import Facts, verdict_on
from naive_states import naive_state

FIRST = date(2024, 1, 1)
DAYS = 60
SHOWN = 5


def history(chance: Random) -> Facts:
    """Facts within two months, so that their days often fall together."""

    def day(last: int = DAYS) -> date:
        return FIRST + timedelta(chance.randrange(last))

    def perhaps(last: int = DAYS) -> date | None:
        return day(last) if often(1, 2) else None

    def often(part: int, whole: int) -> bool:
        return chance.randrange(whole) < part

    opens, due = sorted([day(), day()])
    as_of = day()
    past = (as_of - FIRST).days + 1
    kind = chance.choice(list(Kind))
    return Facts(
        kind,
        opens,
        due if often(9, 10) else date.max,
        as_of,
        fulfilled=perhaps(past),
        breached=perhaps(past),
        assessed=perhaps(past),
        curable=often(3, 10),
        lapses=kind is Kind.ACHIEVEMENT and often(3, 10),
        applies=often(9, 10),
        ended=perhaps(),
        ended_as=chance.choice(["superseded", "terminated"]),
        begun_kept=often(1, 2),
        waived=perhaps(past),
        suspended=often(1, 5),
    )


def main(count: int = 100_000, seed: int = 1) -> int:
    """The number of histories on which the two differ."""
    chance = Random(seed)
    histories = [history(chance) for _ in range(count)]
    begun = perf_counter()
    table = [str(verdict_on(facts).state) for facts in histories]
    between = perf_counter()
    naive = [naive_state(facts) for facts in histories]
    ended = perf_counter()
    differing = [pair for pair in zip(histories, table, naive, strict=True) if pair[1] != pair[2]]
    for facts, one, other in differing[:SHOWN]:
        print(f"{one} but {other}: {facts}")
    print(
        f"{count} histories, {len(differing)} differ; the naive walk took {(ended - between) / (between - begun):.1f} ×"
    )
    return len(differing)


if __name__ == "__main__":
    sys.exit(bool(main(*map(int, sys.argv[1:]))))
