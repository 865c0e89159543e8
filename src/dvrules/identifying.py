"""Identifying: which document in hand a text means, where several have the same number, symbol and day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from dvrules.model.deadlines import ByReference
from dvrules.model.diagnostics import Diagnostic
from dvrules.model.documents import Citation
from dvrules.model.places import Place
from dvrules.model.records import Assumption, alike
from dvrules.model.rulesets import Ruleset
from dvrules.model.units import Roster, Unit
from dvrules.model.values import evolve


def told_apart(rulesets: Iterable[Ruleset], roster: Roster) -> tuple[Ruleset, ...]:
    """The rulesets with documents of one number, symbol and day told apart by their issuers, as are citations of them.

    A citation names its issuer by id or by name.
    """
    every = tuple(rulesets)
    issuers: dict[str, set[str]] = defaultdict(set)
    for ruleset in every:
        issuers[ruleset.document.identity].add(ruleset.document.issuer)
    shared = {identity: found for identity, found in issuers.items() if len(found) > 1}
    if not shared:
        return every
    named = _named(roster)
    return tuple(
        evolve(
            ruleset,
            document=evolve(ruleset.document, shared=ruleset.document.identity in shared),
            citations=tuple(_among(citation, shared, named) for citation in ruleset.citations),
        )
        for ruleset in every
    )


def check_identities(
    rulesets: Iterable[Ruleset], roster: Roster, assumptions: Iterable[Assumption]
) -> Iterator[Diagnostic]:
    """Names that several documents share, and citations that say of a document in hand what it is not."""
    every = tuple(rulesets)
    documents = {ruleset.document.identity: ruleset.document for ruleset in every}
    shared: dict[str, list[str]] = defaultdict(list)
    for document in documents.values():
        if document.shared:
            shared[document.identity.partition("#")[0]].append(document.identity)
    for name, place in _references(every, assumptions) if shared else ():
        if name in shared:
            yield Diagnostic("DV328", {"document": name, "known": ", ".join(sorted(shared[name]))}, place)
    named = _named(roster)
    for ruleset in every:
        for index, citation in enumerate(ruleset.citations):
            cited = documents.get(citation.identity)
            if not cited:
                continue
            place = ruleset.place.at("citations", index)
            if citation.type != cited.type:
                args = {"document": citation.identity, "cited": citation.type, "actual": cited.type}
                yield Diagnostic("DV329", args, place.at("type"))
            issuer = named.get(alike(citation.issuer))
            if issuer and issuer != cited.issuer:
                args = {"document": citation.identity, "cited": citation.issuer, "actual": cited.issuer}
                yield Diagnostic("DV329", args, place.at("issuer"))


def _named(roster: Roster) -> Mapping[str, str]:
    """The units by id and by name."""
    return {alike(name): unit.id for unit in roster.units for name in (unit.id, unit.name, *_former(unit))}


def _former(unit: Unit) -> Iterator[str]:
    return (former.name for former in unit.former_names)


def _among(citation: Citation, shared: Mapping[str, set[str]], named: Mapping[str, str]) -> Citation:
    issuer = named.get(alike(citation.issuer), "")
    return evolve(citation, among=issuer) if issuer in shared.get(citation.identity, ()) else citation


def _references(rulesets: Iterable[Ruleset], assumptions: Iterable[Assumption]) -> Iterator[tuple[str, Place]]:
    """Every identity that a text names, and its place."""
    for ruleset in rulesets:
        for index, citation in enumerate(ruleset.citations):
            yield citation.identity, ruleset.place.at("citations", index)
        for index, scope in enumerate(ruleset.scope):
            yield scope.document, ruleset.place.at("scope", index, "document")
        for obligation in ruleset.obligations:
            for index, parent in enumerate(obligation.implements):
                yield parent.document, obligation.place.at("implements", index, "document")
            for deadline in obligation.deadline:
                if isinstance(deadline, ByReference):
                    yield deadline.document or "", obligation.place.at("deadline")
    for assumption in assumptions:
        yield assumption.document or "", assumption.place.at("document")
