"""Linking: rulesets, roster and assumptions into one cascade, in any order of files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import chain

from dvrules.bases import bases_of
from dvrules.identifying import check_identities, told_apart
from dvrules.model.cascades import Cascade
from dvrules.model.deadlines import ByReference, Relative
from dvrules.model.diagnostics import Diagnostic, misnamed
from dvrules.model.documents import Relation
from dvrules.model.places import Placed
from dvrules.model.records import Assumption
from dvrules.model.rulesets import Obligation, Ruleset
from dvrules.model.units import Roster
from dvrules.model.values import evolve


def link(
    rulesets: Iterable[Ruleset], roster: Roster, assumptions: Iterable[Assumption] = ()
) -> tuple[Cascade, tuple[Diagnostic, ...]]:
    """The cascade of these rulesets, and every reference in it that leads nowhere or round in a circle.

    Documents that are cited but not in hand are placeholders, no faults. Of two rulesets with one id, or for one
    document, the first by file name is kept.
    """
    kept, faults = _unique(told_apart(rulesets, roster))
    named = tuple(sorted(assumptions, key=lambda a: a.place))
    cascade = Cascade(kept, roster, named, tuple(sorted(cited(kept, named) - {r.document.identity for r in kept})))
    faults += _check_units(cascade)
    faults += _check_obligations(cascade)
    faults += _check_assumptions(cascade)
    faults += check_identities(kept, roster, named)
    faults += _check_circles(cascade)
    return cascade, tuple(faults)


def _unique(rulesets: Iterable[Ruleset]) -> tuple[tuple[Ruleset, ...], list[Diagnostic]]:
    ids: dict[str, Ruleset] = {}
    documents: dict[str, Ruleset] = {}
    faults = []
    for ruleset in sorted(rulesets, key=lambda r: (r.id, r.place)):
        identity = ruleset.document.identity
        if ruleset.id in ids:
            args = {"id": ruleset.id, "other": ids[ruleset.id].place.file}
            faults.append(Diagnostic("DV302", args, ruleset.place.at("id")))
        elif identity in documents:
            args = {"document": identity, "other": documents[identity].place.file}
            faults.append(Diagnostic("DV303", args, ruleset.place.at("document")))
        else:
            ids[ruleset.id] = documents[identity] = ruleset
    return tuple(ids.values()), faults


def cited(rulesets: Iterable[Ruleset], assumptions: Iterable[Assumption]) -> set[str]:
    """The identities of all documents that rulesets and assumptions cite."""
    found = {citation.identity for ruleset in rulesets for citation in ruleset.citations}
    for ruleset in rulesets:
        for obligation in ruleset.obligations:
            found |= {parent.document for parent in obligation.implements}
            found |= {d.document or "" for d in obligation.deadline if isinstance(d, ByReference)}
    return (found | {assumption.document or "" for assumption in assumptions}) - {""}


def _check_units(cascade: Cascade) -> Iterator[Diagnostic]:
    units, groups = dict.fromkeys(cascade.units), dict.fromkeys(cascade.groups)
    either = units | groups
    named = [_of_roster(cascade.roster, units)]
    named += (_of_document(ruleset, units, either) for ruleset in cascade.rulesets)
    named += (_of_obligation(obligation, units, groups, either) for obligation in cascade.obligations)
    for name, item, steps, known in chain.from_iterable(named):
        if name not in known:
            fault = misnamed("DV301", name, known, item.place.at(*steps))
            hint = "hint.is_group" if name in groups else "hint.is_unit" if name in units else fault.hint
            yield evolve(fault, hint=hint)


#: A name of a unit or group, what bears it and where in that, and the names that may stand there.
_Named = tuple[str, Placed | Ruleset, tuple[str | int, ...], Mapping[str, None]]


def _of_roster(roster: Roster, units: Mapping[str, None]) -> Iterator[_Named]:
    for unit in roster.units:
        if unit.parent:
            yield unit.parent, unit, ("parent",), units
        for index, name in enumerate(unit.into):
            yield name, unit, ("into", index), units
    for group in roster.groups:
        for index, member in enumerate(group.members):
            yield member.unit, group, ("members", index), units


def _of_document(ruleset: Ruleset, units: Mapping[str, None], either: Mapping[str, None]) -> Iterator[_Named]:
    document = ruleset.document
    yield document.issuer, ruleset, ("document", "issuer"), units
    if document.superior:
        yield document.superior, ruleset, ("document", "superior"), units
    for index, competence in enumerate(ruleset.competences):
        for number, name in enumerate(competence.by):
            yield name, ruleset, ("competences", index, "by", number), units
    for index, scope in enumerate(ruleset.scope):
        for number, name in enumerate(scope.forwarded_to):
            yield name, ruleset, ("scope", index, "forwarded_to", number), either
    for index, recipient in enumerate(document.recipients):
        for number, name in enumerate(recipient.units):
            yield name, ruleset, ("document", "recipients", index, "units", number), either


def _of_obligation(
    obligation: Obligation, units: Mapping[str, None], groups: Mapping[str, None], either: Mapping[str, None]
) -> Iterator[_Named]:
    if obligation.bearer.unit:
        yield obligation.bearer.unit, obligation, ("bearer",), units
    if obligation.bearer.each:
        yield obligation.bearer.each, obligation, ("bearer", "each"), groups
    for key, names in (("supporting", obligation.supporting), ("recipients", obligation.recipients)):
        for index, name in enumerate(names):
            yield name, obligation, (key, index), either
    for index, name in enumerate(obligation.applies.except_):
        yield name, obligation, ("applies", "except", index), units


def _check_obligations(cascade: Cascade) -> Iterator[Diagnostic]:
    known = cascade.by_reference
    for obligation in cascade.obligations:
        if obligation.replaces or obligation.overrides:
            yield from _check_changed(obligation, known)
        for deadline in obligation.deadline:
            base = deadline.obligation if isinstance(deadline, Relative) else None
            # Within its own ruleset the building has told already.
            if base and base not in known and base.partition(":")[0] != obligation.reference.partition(":")[0]:
                yield misnamed("DV208", base, known, obligation.place.at("deadline"))
            if isinstance(deadline, ByReference):
                yield from _check_reference(obligation, deadline, cascade)
    for ruleset in cascade.rulesets:
        for removal in ruleset.removes:
            if removal.obligation not in known:
                yield misnamed("DV208", removal.obligation, known, removal.place.at("obligation"))


def _check_changed(obligation: Obligation, known: Mapping[str, Obligation]) -> Iterator[Diagnostic]:
    for key, named in (("replaces", obligation.replaces), ("overrides", obligation.overrides)):
        for index, name in enumerate(named):
            if name == obligation.reference or name not in known:
                others = [reference for reference in known if reference != obligation.reference]
                yield misnamed("DV208", name, others, obligation.place.at(key, index))


def _check_reference(obligation: Obligation, deadline: ByReference, cascade: Cascade) -> Iterator[Diagnostic]:
    """Whether the clause that a deadline refers to stands in its document, where that is in hand."""
    above = cascade.documents.get(deadline.document or "")
    clauses = [clause.clause for clause in above.clauses] if above else []
    if above and deadline.clause and deadline.clause not in clauses:
        args = {"id": obligation.reference, "document": above.document.identity}
        yield misnamed("DV330", deadline.clause, clauses, obligation.place.at("deadline"), **args)


def _check_assumptions(cascade: Cascade) -> Iterator[Diagnostic]:
    known = cascade.by_reference
    referred = {
        (deadline.document, deadline.clause)
        for obligation in cascade.obligations
        for deadline in obligation.deadline
        if isinstance(deadline, ByReference)
    }
    seen: Counter[tuple[str | None, ...]] = Counter()
    for assumption in cascade.assumptions:
        target = (assumption.document, assumption.clause, assumption.obligation)
        seen[target] += 1
        if seen[target] > 1:
            yield Diagnostic("DV306", {}, assumption.place)
        if assumption.obligation:
            if assumption.obligation not in known:
                yield misnamed("DV208", assumption.obligation, known, assumption.place.at("obligation"))
        elif assumption.document and assumption.clause and target[:2] not in referred:
            args = {"document": assumption.document, "clause": assumption.clause}
            yield Diagnostic("DV304", args, assumption.place)
        for deadline in assumption.deadline:
            if isinstance(deadline, Relative) and deadline.obligation and deadline.obligation not in known:
                yield misnamed("DV208", deadline.obligation, known, assumption.place.at("deadline"))


def _check_circles(cascade: Cascade) -> Iterator[Diagnostic]:
    """Deadlines, obligations or documents that rest on each other in a circle, one diagnostic for each circle found."""
    every, known = cascade.obligations, cascade.by_reference
    for start, circle in _circles({o.reference: bases_of(cascade.possible_deadlines(o)) for o in every}):
        yield Diagnostic("DV305", {"id": start, "circle": circle}, known[start].place.at("deadline"))
    related: dict[str, dict[str, Collection[str]]] = {
        "implements": {**cascade.parents},
        "replaces": {**cascade.replaced},
        "overrides": {o.reference: o.overrides for o in every},
    }
    for relation, edges in related.items():
        for start, circle in _circles(edges):
            args = {"id": start, "circle": circle, "relation": relation}
            yield Diagnostic("DV327", args, known[start].place.at(relation))
    upward = {Relation.IMPLEMENTS, Relation.AMENDS, Relation.REPLACES, Relation.REPEALS}
    cited = {
        r.document.identity: {
            c.identity for c in r.citations if c.relation in upward and c.identity in cascade.documents
        }
        for r in cascade.rulesets
    }
    for start, circle in _circles(cited):
        args = {"id": start, "circle": circle, "relation": "document"}
        yield Diagnostic("DV327", args, cascade.documents[start].place.at("citations"))


#: So many levels are taken off what rests on one another before it is sorted; cascades have three or four.
_LEVELS = 8


def _circles(edges: Mapping[str, Collection[str]]) -> Iterator[tuple[str, str]]:
    """Each circle that the edges make, as the first of its names, and as text from there round to it again."""
    left = {name: {*after} for name, after in edges.items() if after}
    # What rests on nothing is in no circle, nor is what rests on nothing else, and so on: mostly, nothing is left.
    for _ in range(_LEVELS):
        left = {name: after for name, after in left.items() if not left.keys().isdisjoint(after)}
    while True:
        try:
            TopologicalSorter(left).prepare()
        except CycleError as error:
            circle: list[str] = error.args[1][:-1]
            start = min(circle)
            index = circle.index(start)
            yield start, " → ".join([*circle[index:], *circle[:index], start])
            left[start] = set()
        else:
            return
