"""Plans: one made-up plan written as a ruleset, with its units, and with what is on record about it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

from attrs import define, field, frozen

from benchmarks.moulds import SHARED_CLAUSE, moulds
from benchmarks.turns import FIRST, LAST, YEAR, Mould, quoted
from dvrules.tracing import fingerprint

#: The last day of a department that is merged into another.
MERGED_THROUGH = date(YEAR, 4, 30)
MERGED, HEIR = "p4", "p3"
DEPARTMENTS = {"p1": "Văn phòng", "p2": "Phòng Nội vụ", "p3": "Phòng Văn hóa", MERGED: "Phòng Kinh tế"}

_ISSUERS = {"bộ": ("KH-BNV", "Bộ"), "tỉnh": ("KH-UBND", "UBND tỉnh"), "xã": ("KH-UBNDX", "UBND xã")}


@frozen
class Plan:
    """A plan to be made up: who issues it and on what day, which units are below, and which plan is above."""

    issuer: str
    kind: str
    number: str
    day: str
    reports_by: int
    below: tuple[str, ...] = ()
    parent: Plan | None = None
    merged: bool = False

    @property
    def id(self) -> str:
        """The id of its ruleset."""
        return f"{self.issuer}-kh"

    @property
    def identity(self) -> str:
        """The name by which other documents cite it."""
        return f"{self.number}/{_ISSUERS[self.kind][0]}@{self.day}"

    def unit(self, department: str) -> str:
        """The id of a department."""
        return f"{self.issuer}-{department}"


@define
class Written:
    """What the files of a programme hold; `keys` are those of the occurrences that there are on `AS_OF`."""

    rulesets: dict[str, str] = field(factory=dict)
    units: list[str] = field(factory=list)
    groups: list[str] = field(factory=list)
    records: list[dict[str, Any]] = field(factory=list)
    waivers: list[str] = field(factory=list)
    suspensions: list[str] = field(factory=list)
    keys: list[str] = field(factory=list)
    clauses: dict[tuple[str, str], str] = field(factory=dict)


def write(plan: Plan, chance: Random, written: Written) -> dict[str, Mould]:
    """Add a plan and its units to its programme's files; its obligations by id."""
    upward = plan.parent.identity if plan.parent else plan.identity
    every = moulds(chance, reports_by=plan.reports_by, upward=upward, has_below=bool(plan.below))
    named = {f"n{number:02}": mould for number, mould in enumerate(every, start=1)}
    _write_units(plan, written)
    written.rulesets[plan.id] = "".join(_ruleset(plan, named, chance, written))
    return named


def _write_units(plan: Plan, written: Written) -> None:
    parent = f', parent = "{plan.parent.issuer}"' if plan.parent else ""
    name = f"{_ISSUERS[plan.kind][1]} {plan.issuer[1:]}"
    written.units.append(f'    {{ id = "{plan.issuer}", name = "{name}", kind = "{plan.kind}"{parent} }},\n')
    for department, title in DEPARTMENTS.items():
        merged = plan.merged and department == MERGED
        ends = f', through = {MERGED_THROUGH}, into = ["{plan.unit(HEIR)}"]' if merged else ""
        written.units.append(
            f'    {{ id = "{plan.unit(department)}", name = "{title} {plan.issuer[1:]}", kind = "phòng", '
            f'parent = "{plan.issuer}", email = "{department}@{plan.issuer}.example"{ends} }},\n'
        )
    departments = ", ".join(quoted(plan.unit(department)) for department in DEPARTMENTS)
    written.groups.append(f'    {{ id = "{plan.issuer}-pb", name = "Các phòng {name}", members = [{departments}] }},\n')
    if plan.below:
        below = ", ".join(map(quoted, plan.below))
        written.groups.append(
            f'    {{ id = "{plan.issuer}-cd", name = "Cấp dưới của {name}", members = [{below}] }},\n'
        )


def _ruleset(plan: Plan, named: dict[str, Mould], chance: Random, written: Written) -> Iterator[str]:
    """The pieces of the plan's TOML text."""
    symbol, title = _ISSUERS[plan.kind]
    day = quoted(plan.day) if len(plan.day.split("-")) < 3 else plan.day
    yield (
        f'id = "{plan.id}"\n\n[document]\ntype = "KH"\nnumber = "{plan.number}"\nsymbol = "{symbol}"\ndate = {day}\n'
        f'issuer = "{plan.issuer}"\nsubject = "Thực hiện công tác dân vận năm {YEAR} của {title} {plan.issuer[1:]}"\n'
        f"term = {{ from = {FIRST}, through = {LAST} }}\n"
    )
    if plan.parent:
        above = plan.parent
        yield (
            f'\n[[citations]]\nrelation = "implements"\ntype = "KH"\nnumber = "{above.number}"\n'
            f'symbol = "{_ISSUERS[above.kind][0]}"\ndate = {quoted(above.day)}\nissuer = "{above.issuer}"\n'
            f'subject = "công tác dân vận năm {YEAR}"\nquote = "Kế hoạch số {above.number}/{_ISSUERS[above.kind][0]}"\n'
            f'\n[[competences]]\nmay = ["waive", "extend"]\nby = ["{above.issuer}"]\nclause = "{SHARED_CLAUSE}"\n'
        )
    yield (
        f'\n[[clauses]]\nclause = "{SHARED_CLAUSE}"\ntext = "Báo cáo theo chế độ chung chậm nhất ngày 22 của tháng '
        'cuối quý."\ndeadline = { form = "periodic", every = "quarter", by = { day = 22 } }\n'
    )
    for name, mould in named.items():
        yield from _obligation(plan, name, mould, chance, written)


def _obligation(plan: Plan, name: str, mould: Mould, chance: Random, written: Written) -> Iterator[str]:
    """An obligation and the clause that it rests on."""
    quote = f"{mould.about} trong năm {YEAR}, gắn với nhiệm vụ chính trị của {plan.issuer[1:]}, bảo đảm đúng tiến độ"
    clause = f"II.{int(name[1:])}"
    text = written.clauses[plan.id, name] = f"{quote}; phát huy dân chủ, lấy người dân làm trung tâm."
    yield f'\n[[clauses]]\nclause = "{clause}"\ntext = {quoted(text)}\n'
    yield (
        f'\n[[obligations]]\nid = "{name}"\ntitle = {quoted(mould.about)}\nclause = "{clause}"\n'
        f'quote = {quoted(quote)}\nkind = "{mould.kind}"\nbearer = {_bearer(plan, name, mould)}\n'
    )
    above = plan.parent
    implements = _parent_clause(name, mould)
    if above and implements:
        reviewed = fingerprint(written.clauses[above.id, implements])
        yield (
            f'implements = [{{ document = "{above.identity}", clause = "II.{int(implements[1:])}", '
            f'fingerprint = "{reviewed}" }}]\n'
        )
    elif above and chance.random() < 1 / 2:
        yield f'implements = [{{ document = "{above.identity}" }}]\n'
    for line in mould.more:
        yield line + "\n"
    yield f"deadline = {mould.deadline}\n"


def _parent_clause(name: str, mould: Mould) -> str:
    """The obligation above that this one implements: the report from below, or one of the three targets; or none."""
    if mould.about in {"Báo cáo cấp trên", "Cấp dưới gửi báo cáo để tổng hợp"}:
        return "n02"
    number = int(name[1:])
    return f"n{3 + number % 3:02}" if number in range(9, 18) else ""


def _bearer(plan: Plan, name: str, mould: Mould) -> str:
    match mould.bearer:
        case "each_department":
            return f'{{ each = "{plan.issuer}-pb", post = "Trưởng" }}'
        case "each_below":
            return f'{{ each = "{plan.issuer}-cd" }}'
        case _:
            return quoted(owing(plan, name, mould, FIRST)[0])


def owing(plan: Plan, name: str, mould: Mould, opened: date) -> list[str]:
    """The units that owe what opens on a day."""
    match mould.bearer:
        case "issuer":
            return [plan.issuer]
        case "each_below":
            return [*plan.below]
        case "each_department":
            gone = plan.merged and opened > MERGED_THROUGH
            return [plan.unit(department) for department in DEPARTMENTS if not (gone and department == MERGED)]
        case _:
            return [plan.unit(f"p{1 + int(name[1:]) % 3}")]
