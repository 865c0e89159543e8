"""Workloads: whole national projects, made up from a seed and written as real project folders.

`python -m benchmarks.workload SIZE FOLDER [--seed N]` writes one and prints what is in it. A programme is one
ministry's plan, the plans of its provinces under that, and those of their communes under these: three levels of a
cascade. Every project is sound: `dvrules check` and `dvrules report` find nothing wrong with it.
"""

from __future__ import annotations

import json
import shutil
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import mkdtemp

from attrs import asdict, define, frozen

from benchmarks.plans import Plan, Written, write
from benchmarks.records import record
from benchmarks.turns import YEAR

SEED = 7


@frozen
class Size:
    """How many programmes there are, how many provinces in each, and how many communes in each of these."""

    programmes: int
    provinces: int
    communes: int


SIZES = {"small": Size(1, 0, 0), "medium": Size(1, 9, 10), "large": Size(40, 9, 10)}


@define
class Counts:
    """What a workload holds; `occurrences` are those that there are on the day for which it is judged."""

    plans: int = 0
    obligations: int = 0
    occurrences: int = 0
    evidence: int = 0
    waivers: int = 0
    units: int = 0
    bytes: int = 0


_PROJECT = """\
name = "Dân vận cả nước (dữ liệu đặt ra để đo)"
rulesets = ["rulesets/*/*.toml"]
roster = ["roster/*.toml"]
evidence = ["records/*.jsonl"]
decisions = ["decisions/*.toml"]
calendar = "vn"
"""


def generate(folder: Path, size: Size, seed: int = SEED) -> Counts:
    """Write the project of a size and a seed into a folder that doesn't exist yet; what is in it.

    The folder comes into being whole, and holds the counts in `counts.json`.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(mkdtemp(prefix=".unfinished-", dir=folder.parent))
    try:
        counts = Counts()
        for number in range(size.programmes):
            _save(unfinished, f"{number:02}", programme(number, size, seed), counts)
        (unfinished / "dvrules.toml").write_text(_PROJECT, encoding="utf-8")
        counts.bytes = sum(path.stat().st_size for path in unfinished.rglob("*") if path.is_file())
        (unfinished / "counts.json").write_text(json.dumps(asdict(counts)), encoding="utf-8")
        unfinished.rename(folder)
    except BaseException:
        shutil.rmtree(unfinished)
        raise
    return counts


def project_of(root: Path, size: str, seed: int = SEED) -> tuple[Path, Counts]:
    """The folder under `root` of the workload of that name, written if it isn't there yet; and what is in it."""
    folder = root / f"{size}-{seed}"
    if not folder.exists():
        generate(folder, SIZES[size], seed)
    return folder, Counts(**json.loads((folder / "counts.json").read_text(encoding="utf-8")))


def programme(number: int, size: Size, seed: int = SEED) -> Written:
    """The files of one programme; they depend on nothing but its number, the size and the seed."""
    written = Written()
    for plan in _plans(number, size, Random(f"{seed}/{number}")):
        of_plan = Random(f"{seed}/{plan.id}")
        record(plan, write(plan, of_plan, written), of_plan, written)
    return written


def _plans(number: int, size: Size, chance: Random) -> Iterator[Plan]:
    """A programme's plans, each after the one above it."""
    ministry = f"b{number:02}"
    provinces = tuple(f"{ministry}-t{p:02}" for p in range(size.provinces))
    top = Plan(ministry, "bộ", str(number + 1), _day(chance), reports_by=25, below=provinces)
    yield top
    for p, province in enumerate(provinces):
        communes = tuple(f"{province}-x{c:02}" for c in range(size.communes))
        code = str(100 * number + p + 1)
        middle = Plan(province, "tỉnh", code, _day(chance), reports_by=20, below=communes, parent=top)
        yield middle
        for c, commune in enumerate(communes):
            merged = chance.random() < 1 / 5
            code = str(1000 * number + 100 * p + c + 1)
            yield Plan(commune, "xã", code, _day(chance), reports_by=15, parent=middle, merged=merged)


def _day(chance: Random) -> str:
    """The day of a plan; officials leave it blank now and then."""
    return f"{YEAR}-01" if chance.random() < 1 / 50 else f"{YEAR}-01-{chance.randint(5, 28):02}"


def _save(root: Path, name: str, written: Written, counts: Counts) -> None:
    roster = f"units = [\n{''.join(written.units)}]\ngroups = [\n{''.join(written.groups)}]\n"
    files = {f"rulesets/{name}/{plan}.toml": text for plan, text in written.rulesets.items()}
    files[f"roster/{name}.toml"] = roster
    files[f"records/{name}.jsonl"] = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in written.records)
    files[f"decisions/{name}.toml"] = "\n".join([*written.waivers, *written.suspensions])
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    counts.plans += len(written.rulesets)
    counts.obligations += sum(text.count("[[obligations]]") for text in written.rulesets.values())
    counts.occurrences += len(written.keys)
    counts.evidence += sum("record" not in record for record in written.records)
    counts.waivers += len(written.waivers)
    counts.units += len(written.units)


def main() -> None:
    """Write a workload and print what is in it."""
    parser = ArgumentParser(description="Write a made-up national project.")
    parser.add_argument("size", choices=SIZES)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=SEED)
    args = parser.parse_args()
    for name, count in asdict(generate(args.folder, SIZES[args.size], args.seed)).items():
        print(f"{name:<12}{count:>14,}")


if __name__ == "__main__":
    main()
