"""Large random cascades held to what must hold of any: `python benchmarks/cascades.py [documents] [seed]`.

Prints how many links, lines of coverage and margins were looked at, and how long it took; a fault ends it with 1.
"""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from test_random_cascades import check


def main(arguments: list[str]) -> None:
    """Check one cascade and say how large it was."""
    documents, seed = (int(argument) for argument in [*arguments, *("10000", "1")[len(arguments) :]])
    began = perf_counter()
    links, lines, margins = check(Random(seed), documents)
    print(f"{documents} documents: {links} links, {lines} lines of coverage, {margins} margins")
    print(f"all hold; {perf_counter() - began:.1f} s, linked twice")


if __name__ == "__main__":
    main(sys.argv[1:])
