"""Random cascades of documents, up to five levels deep, as values: for properties and for the benchmark."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from attrs import evolve, frozen

from dvrules.model.days import PartialDate, Span
from dvrules.model.deadlines import Anchor, Cycle, Measure, Periodic, Relative
from dvrules.model.documents import Citation, Document, Relation
from dvrules.model.rulesets import Bearer, Kind, Obligation, Parent, Ruleset, Scope
from dvrules.model.units import Group, Member, Roster, Unit

LEVELS = 5
ISSUED = PartialDate(2024, 1, 2)
YEAR = Span(date(2024, 1, 1), date(2024, 12, 31))


@frozen
class Drawn:
    """Rulesets with the roster of their issuers; `planted` says whether a circle of links was put in."""

    rulesets: tuple[Ruleset, ...]
    roster: Roster
    planted: bool


def identity(number: int) -> str:
    return f"{number}/KH-C@2024-01-02"


def draw(chance: Random, documents: int, *, circle: bool = False) -> Drawn:
    """A cascade in which each document but the first rests on one or two above it, duty by duty."""
    levels = [0] + [min(LEVELS - 1, 1 + int(chance.random() * (LEVELS - 1))) for _ in range(documents - 1)]
    levels.sort()
    by_level: list[list[int]] = [[] for _ in range(LEVELS)]
    for number, level in enumerate(levels):
        by_level[level].append(number)
    rulesets: list[Ruleset] = []
    for number, level in enumerate(levels):
        above = [n for each in by_level[:level] for n in each[-50:]]
        parents = sorted({chance.choice(above) for _ in range(chance.randint(1, 2))}) if above else []
        rulesets.append(_ruleset(chance, number, [rulesets[parent] for parent in parents]))
    planted = circle and documents > 1 and _plant(rulesets)
    units = tuple(Unit(f"u{number}", f"Đơn vị {number}") for number in range(documents))
    return Drawn(tuple(rulesets), Roster(units, tuple(_groups(rulesets))), planted)


def _groups(rulesets: list[Ruleset]) -> Iterator[Group]:
    """For each document those on whom it puts its duties: whoever issues a document below, and its issuer."""
    members: dict[str, dict[str, None]] = {r.document.identity: {r.document.issuer: None} for r in rulesets}
    for ruleset in rulesets:
        for citation in ruleset.citations:
            members[citation.identity][ruleset.document.issuer] = None
    for ruleset in rulesets:
        each = tuple(Member(unit) for unit in members[ruleset.document.identity])
        yield Group(f"g{ruleset.id[1:]}", "…", each)


def _ruleset(chance: Random, number: int, parents: list[Ruleset]) -> Ruleset:
    name = f"d{number}"
    obligations: list[Obligation] = []
    scope: list[Scope] = []
    for parent in parents:
        for above in parent.obligations:
            how = chance.choice(["implemented", "implemented", "forwarded", "out_of_scope", "missing"])
            if how == "implemented":
                obligations.append(_below(chance, name, len(obligations), above, parent))
            elif how != "missing":
                forwarded = ("u0",) if how == "forwarded" else ()
                scope.append(Scope(parent.document.identity, above.clause, "…", forwarded))
    while len(obligations) < chance.randint(1, 2):
        obligations.append(_own(chance, name, len(obligations)))
    cited = tuple(Citation(Relation.IMPLEMENTS, "KH", "…", "…", p.document.number, "KH-C", ISSUED) for p in parents)
    document = Document("KH", "KH-C", f"u{number}", str(number), ISSUED, term=YEAR)
    return Ruleset(name, document, cited, obligations=tuple(obligations), scope=tuple(scope))


def _own(chance: Random, ruleset: str, index: int) -> Obligation:
    deadline = Periodic("periodic", Cycle.QUARTER, by=Anchor(chance.randint(20, 28), of="next"))
    return _obligation(chance, ruleset, index, (deadline,), ())


def _below(chance: Random, ruleset: str, index: int, above: Obligation, parent: Ruleset) -> Obligation:
    lead = -(above.lead or 0)
    deadline = Relative("relative", obligation=above.reference, offset=lead, measure=Measure.WORKING_DAY)
    link = Parent(parent.document.identity, above.clause)
    return _obligation(chance, ruleset, index, (deadline,), (link,))


def _obligation(chance: Random, ruleset: str, index: int, deadline: tuple, implements: tuple) -> Obligation:
    return Obligation(
        f"o{index}",
        f"I.{index}",
        "…",
        Kind.ACHIEVEMENT,
        Bearer(each=f"g{ruleset[1:]}"),
        deadline,
        implements=implements,
        lead=chance.randint(0, 4),
        reference=f"{ruleset}:o{index}",
    )


def _plant(rulesets: list[Ruleset]) -> bool:
    """Let the first duty at the top rest on one that rests on it; False where nothing does."""
    top = rulesets[0].obligations[0]
    target = (rulesets[0].document.identity, top.clause)
    for ruleset in rulesets[1:]:
        for obligation in ruleset.obligations:
            if target in {(parent.document, parent.clause) for parent in obligation.implements}:
                link = Parent(ruleset.document.identity, obligation.clause)
                changed = evolve(top, implements=(link,))
                rulesets[0] = evolve(rulesets[0], obligations=(changed, *rulesets[0].obligations[1:]))
                return True
    return False
