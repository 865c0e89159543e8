"""Linking: rulesets, roster and assumptions into one cascade, in any order of files."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import chain

from attrs import evolve, frozen

from dvrules.identifying import check_identities, told_apart
from dvrules.model.cascades import Cascade
from dvrules.model.deadlines import ISSUE, ByReference, Deadline, OnRequest, Relative
from dvrules.model.diagnostics import Diagnostic, misnamed
from dvrules.model.documents import Relation
from dvrules.model.places import Place
from dvrules.model.records import Assumption, alike
from dvrules.model.rulesets import Obligation, Ruleset
from dvrules.model.units import Roster


def link(
    rulesets: Iterable[Ruleset], roster: Roster, assumptions: Iterable[Assumption] = ()
) -> tuple[Cascade, tuple[Diagnostic, ...]]:
    """The cascade of these rulesets, and every reference in it that leads nowhere or round in a circle.

    Documents that are cited but not in hand are placeholders, no faults. Of two rulesets with one id, or for one
    document, the first by file name is kept.
    """
    kept, faults = _unique(told_apart(rulesets, roster))
    named = tuple(sorted(assumptions, key=lambda a: a.place))
    cascade = Cascade(kept, roster, named, tuple(sorted(_cited(kept, named) - {r.document.identity for r in kept})))
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


def _cited(rulesets: Iterable[Ruleset], assumptions: Iterable[Assumption]) -> set[str]:
    cited = {citation.identity for ruleset in rulesets for citation in ruleset.citations}
    for ruleset in rulesets:
        for obligation in ruleset.obligations:
            cited |= {parent.document for parent in obligation.implements}
            cited |= {d.document or "" for d in obligation.deadline if isinstance(d, ByReference)}
    return (cited | {assumption.document or "" for assumption in assumptions}) - {""}


def _check_units(cascade: Cascade) -> Iterator[Diagnostic]:
    units, groups = dict.fromkeys(cascade.units), dict.fromkeys(cascade.groups)
    either = units | groups
    named = [_of_roster(cascade.roster, units)]
    named += (_of_document(ruleset, units, either) for ruleset in cascade.rulesets)
    named += (_of_obligation(obligation, units, groups, either) for obligation in cascade.obligations)
    for name, place, steps, known in chain.from_iterable(named):
        if name not in known:
            fault = misnamed("DV301", name, known, place.at(*steps))
            hint = "hint.is_group" if name in groups else "hint.is_unit" if name in units else fault.hint
            yield evolve(fault, hint=hint)


#: A name of a unit or group, what bears it and where in that, and the names that may stand there.
_Named = tuple[str, Place, tuple[str | int, ...], Mapping[str, None]]


def _of_roster(roster: Roster, units: Mapping[str, None]) -> Iterator[_Named]:
    for unit in roster.units:
        if unit.parent:
            yield unit.parent, unit.place, ("parent",), units
        for index, name in enumerate(unit.into):
            yield name, unit.place, ("into", index), units
    for group in roster.groups:
        for index, member in enumerate(group.members):
            yield member.unit, group.place, ("members", index), units


def _of_document(ruleset: Ruleset, units: Mapping[str, None], either: Mapping[str, None]) -> Iterator[_Named]:
    document, place = ruleset.document, ruleset.place
    yield document.issuer, place, ("document", "issuer"), units
    if document.superior:
        yield document.superior, place, ("document", "superior"), units
    for index, competence in enumerate(ruleset.competences):
        for number, name in enumerate(competence.by):
            yield name, place, ("competences", index, "by", number), units
    for index, scope in enumerate(ruleset.scope):
        for number, name in enumerate(scope.forwarded_to):
            yield name, place, ("scope", index, "forwarded_to", number), either
    for index, recipient in enumerate(document.recipients):
        for number, name in enumerate(recipient.units):
            yield name, place, ("document", "recipients", index, "units", number), either


def _of_obligation(
    obligation: Obligation, units: Mapping[str, None], groups: Mapping[str, None], either: Mapping[str, None]
) -> Iterator[_Named]:
    place = obligation.place
    if obligation.bearer.unit:
        yield obligation.bearer.unit, place, ("bearer",), units
    if obligation.bearer.each:
        yield obligation.bearer.each, place, ("bearer", "each"), groups
    for key, names in (("supporting", obligation.supporting), ("recipients", obligation.recipients)):
        for index, name in enumerate(names):
            yield name, place, (key, index), either
    for index, name in enumerate(obligation.applies.except_):
        yield name, place, ("applies", "except", index), units


def _check_obligations(cascade: Cascade) -> Iterator[Diagnostic]:
    known = cascade.by_reference
    for obligation in cascade.obligations:
        for key, named in (("replaces", obligation.replaces), ("overrides", obligation.overrides)):
            for index, name in enumerate(named):
                if name == obligation.reference or name not in known:
                    others = [reference for reference in known if reference != obligation.reference]
                    yield misnamed("DV208", name, others, obligation.place.at(key, index))
        own = obligation.reference.partition(":")[0] + ":"
        for deadline in obligation.deadline:
            base = deadline.obligation if isinstance(deadline, Relative) else None
            if base and not base.startswith(own):
                yield from _among("DV208", base, known, obligation.place.at("deadline"))
            if isinstance(deadline, ByReference):
                yield from _check_reference(obligation, deadline, cascade)
    for ruleset in cascade.rulesets:
        for removal in ruleset.removes:
            yield from _among("DV208", removal.obligation, known, removal.place.at("obligation"))


def _check_reference(obligation: Obligation, deadline: ByReference, cascade: Cascade) -> Iterator[Diagnostic]:
    """Whether the clause that a deadline refers to stands in its document, where that is in hand."""
    above = cascade.documents.get(deadline.document or "")
    clauses = [clause.clause for clause in above.clauses] if above else []
    if above and deadline.clause and deadline.clause not in clauses:
        args = {"id": obligation.reference, "document": above.document.identity}
        yield misnamed("DV330", deadline.clause, clauses, obligation.place.at("deadline"), **args)


def _check_assumptions(cascade: Cascade) -> Iterator[Diagnostic]:
    known = [obligation.reference for obligation in cascade.obligations]
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
            yield from _among("DV208", assumption.obligation, known, assumption.place.at("obligation"))
        elif assumption.document and assumption.clause and target[:2] not in referred:
            args = {"document": assumption.document, "clause": assumption.clause}
            yield Diagnostic("DV304", args, assumption.place)
        for deadline in assumption.deadline:
            if isinstance(deadline, Relative) and deadline.obligation:
                yield from _among("DV208", deadline.obligation, known, assumption.place.at("deadline"))


def _check_circles(cascade: Cascade) -> Iterator[Diagnostic]:
    """Deadlines, obligations or documents that rest on each other in a circle, one diagnostic for each circle found."""
    places = {o.reference: o.place for o in cascade.obligations}
    for start, circle in _circles({o.reference: _bases(_possible(o, cascade)) for o in cascade.obligations}):
        yield Diagnostic("DV305", {"id": start, "circle": circle}, places[start].at("deadline"))
    for start, circle in _circles({child: {*parents} for child, parents in cascade.parents.items()}):
        args = {"id": start, "circle": circle, "relation": "implements"}
        yield Diagnostic("DV327", args, places[start].at("implements"))
    for key in ("replaces", "overrides"):
        for start, circle in _circles({o.reference: {*getattr(o, key)} for o in cascade.obligations}):
            yield Diagnostic("DV327", {"id": start, "circle": circle, "relation": key}, places[start].at(key))
    upward = {Relation.IMPLEMENTS, Relation.AMENDS, Relation.REPLACES, Relation.REPEALS}
    cited = {
        r.document.identity: {c.identity for c in r.citations if c.relation in upward} & {*cascade.documents}
        for r in cascade.rulesets
    }
    for start, circle in _circles(cited):
        args = {"id": start, "circle": circle, "relation": "document"}
        yield Diagnostic("DV327", args, cascade.documents[start].place.at("citations"))


def _circles(edges: Mapping[str, set[str]]) -> Iterator[tuple[str, str]]:
    """Each circle that the edges make, as the first of its names, and as text from there round to it again."""
    left = dict(edges)
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


def _possible(obligation: Obligation, cascade: Cascade) -> Iterator[Deadline]:
    """Every deadline that the obligation may come to have, whatever is known of the assumptions."""
    yield from obligation.deadline
    yield from (d for each in cascade.assumptions if each.obligation == obligation.reference for d in each.deadline)
    wanted = [each for each in obligation.deadline if isinstance(each, ByReference)]
    seen: set[tuple[str | None, str | None]] = set()
    while wanted:
        asked = wanted.pop()
        target = (asked.document, asked.clause)
        if target in seen:
            continue
        seen.add(target)
        ruleset = cascade.documents.get(asked.document or "")
        stated = [c.deadline for c in ruleset.clauses if c.clause == asked.clause] if ruleset else []
        stated += [each.deadline for each in cascade.assumptions if (each.document, each.clause) == target]
        for deadline in (d for each in stated for d in each):
            yield deadline
            wanted += [deadline] if isinstance(deadline, ByReference) else []


def _bases(deadlines: Iterable[Deadline]) -> set[str]:
    return {d.obligation for d in deadlines if isinstance(d, Relative) and d.obligation}


@frozen
class Counting:
    """From what the deadlines of a cascade are counted: obligations by reference, events by their words as compared.

    `waiting` are those that wait for the fulfilment of others, by themselves or through others, and `awaited` those
    that are waited for. `by_event` are those counted from an event, by themselves; `next_to` those counted from each
    obligation, or that replace it or are replaced by it: which of them owes a period hangs on the days of either.
    """

    waiting: frozenset[str]
    awaited: frozenset[str]
    by_event: Mapping[str, Collection[str]]
    next_to: Mapping[str, Collection[str]]

    @classmethod
    def of(cls, cascade: Cascade) -> Counting:
        """What the deadlines are counted from, whatever is known of the assumptions."""
        awaited: set[str] = set()
        by_event: dict[str, set[str]] = defaultdict(set)
        next_to: dict[str, set[str]] = defaultdict(set)
        first: set[str] = set()
        for obligation in cascade.obligations:
            reference = obligation.reference
            possible = [*_possible(obligation, cascade)]
            for base in _bases(possible):
                next_to[base].add(reference)
            for replaced in obligation.replaces:
                next_to[replaced].add(reference)
                next_to[reference].add(replaced)
            for words in _awaited(possible):
                by_event[alike(words)].add(reference)
            from_fulfilment = {d.obligation for d in possible if isinstance(d, Relative) and d.of == "fulfilment"}
            if from_fulfilment:
                first.add(reference)
                awaited |= {base for base in from_fulfilment if base}
        found = cls(frozenset(), frozenset(awaited), by_event, next_to)
        return evolve(found, waiting=frozenset(found.from_these(first)))

    def from_these(self, references: Iterable[str]) -> set[str]:
        """The obligations named, and all whose days hang on theirs."""
        found: set[str] = set()
        waiting = [*references]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += self.next_to.get(name, ())
        return found


def awaited_words(cascade: Cascade) -> Iterator[str]:
    """The words of the events for which some deadline may wait."""
    for obligation in cascade.obligations:
        yield from _awaited(_possible(obligation, cascade))


def _awaited(deadlines: Iterable[Deadline]) -> Iterator[str]:
    for deadline in deadlines:
        if isinstance(deadline, Relative | OnRequest) and deadline.event and deadline.event != ISSUE:
            yield deadline.event


def _among(code: str, name: str, known: Iterable[str], place: Place) -> Iterator[Diagnostic]:
    if name not in known:
        yield misnamed(code, name, known, place)
