"""The engine against the oracle on random deadlines: `python benchmarks/oracle.py [count] [seed]`.

Prints how many deadlines and terms were compared, how many disagree, and how long either took; ends with 1 if any
disagrees.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from multiprocessing import Pool
from pathlib import Path
from random import Random
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from counting.oracle import answers, random_case
from counting.test_oracle import CALENDARS, days_of, prepared

MILLION = 1_000_000
BATCH = 2_000
SHOWN = 5


def compare(job: tuple[int, int]) -> tuple[Counter[str], list[str]]:
    """The tally of one batch of random deadlines, and the cases on which engine and oracle disagree."""
    seed, count = job
    rng = Random(seed)
    tally: Counter[str] = Counter()
    disagreements = []
    for _ in range(count):
        case = random_case(rng, rng.choice(CALENDARS))
        terms, deadline = prepared(case)
        begun = perf_counter()
        found = list(terms.of(deadline, ()))
        counted = perf_counter()
        expected = answers(case)
        walked = perf_counter()
        engine = [days_of(term) for term in found]
        if engine != expected:
            case["calendar"] = CALENDARS.index(case["calendar"])
            disagreements.append(f"{case}\n  engine {engine}\n  oracle {expected}")
        tally["engine"] += int((counted - begun) * 1e9)
        tally["oracle"] += int((walked - counted) * 1e9)
        tally["deadlines"] += 1
        tally["terms"] += len(expected)
        tally["unsaid"] += sum(due is None for _, _, due, _, _ in expected)
    return tally, disagreements


def main(count: int = MILLION, seed: int = 1) -> int:
    """Compare `count` random deadlines on every core."""
    batches = Random(seed)
    jobs = [(batches.getrandbits(64), min(BATCH, count - done)) for done in range(0, count, BATCH)]
    tally: Counter[str] = Counter()
    disagreements: list[str] = []
    begun = perf_counter()
    with Pool(os.cpu_count()) as pool:
        for batch, found in pool.imap_unordered(compare, jobs):
            tally.update(batch)
            disagreements += found
    for case in disagreements[:SHOWN]:
        print(case, end="\n\n")
    print(
        f"deadlines     {tally['deadlines']:>12,}   of {tally['terms']:,} terms, {tally['unsaid']:,} without a due day"
    )
    print(f"disagreements {len(disagreements):>12,}")
    for name in ("engine", "oracle"):
        print(f"{name:<13} {tally[name] / 1e9:>12,.1f} s {tally[name] / tally['deadlines'] / 1e3:>8,.0f} µs a deadline")
    print(f"oracle/engine {tally['oracle'] / tally['engine']:>12,.1f}")
    print(f"in all        {perf_counter() - begun:>12,.1f} s")
    return 1 if disagreements else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])))
