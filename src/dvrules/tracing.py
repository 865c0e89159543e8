"""Tracing: obligations followed up to the documents above, and those documents' duties down to whoever answers them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from dvrules.building.checks import squeeze
from dvrules.endings import documents_ended, endings, first_day
from dvrules.model.cascades import Cascade
from dvrules.model.diagnostics import Diagnostic
from dvrules.model.documents import Relation
from dvrules.model.links import Cover, Covered, Link, LinkFault
from dvrules.model.reports import Ending
from dvrules.model.rulesets import Obligation, Ruleset
from dvrules.model.values import field, frozen

#: How many hexadecimal digits of the SHA-256 of a clause's text stand for it.
_DIGITS = 12

_CODES = {
    LinkFault.ORPHANED: "DV320",
    LinkFault.UNWANTED: "DV321",
    LinkFault.AMBIGUOUS: "DV322",
    LinkFault.DUPLICATE: "DV323",
    LinkFault.OUTDATED: "DV324",
    LinkFault.SUSPECT: "DV325",
}


def fingerprint(text: str) -> str:
    """What stands for a text in a link; white space and the way accents are typed don't matter."""
    return hashlib.sha256(squeeze(text).encode()).hexdigest()[:_DIGITS]


def links(cascade: Cascade) -> tuple[Link, ...]:
    """Every link of the cascade, in the order of obligations, with what is wrong with it.

    A document that is not in hand is no fault of a link.
    """
    tracer = _Tracer.of(cascade)
    return tuple(
        tracer.link(ruleset, obligation, index)
        for ruleset in cascade.rulesets
        for obligation in ruleset.obligations
        for index in range(len(obligation.implements))
    )


def check_links(found: Iterable[Link]) -> Iterator[Diagnostic]:
    """A diagnostic for each fault of a link."""
    for link in found:
        args = {"id": link.child, "document": link.document, "clause": link.clause, "parents": ", ".join(link.parents)}
        for fault in link.faults:
            yield Diagnostic(_CODES[fault], args, link.place)


def coverage(cascade: Cascade, found: Iterable[Link]) -> tuple[Covered, ...]:
    """How each ruleset answers what the documents in hand that it implements put on its issuer, sorted.

    What rests on nothing above, in a ruleset that implements something, is told, too.
    """
    return tuple(sorted(_covered(cascade, found), key=lambda line: (line.ruleset, line.parent, line.by)))


def _covered(cascade: Cascade, found: Iterable[Link]) -> Iterator[Covered]:
    by_parent: dict[tuple[str, str], list[str]] = {}
    for link in found:
        for parent in link.parents:
            by_parent.setdefault((link.child.partition(":")[0], parent), []).append(link.child)
    for ruleset in cascade.rulesets:
        implemented = {c.identity for c in ruleset.citations if c.relation is Relation.IMPLEMENTS}
        implemented |= {parent.document for o in ruleset.obligations for parent in o.implements}
        for above in (cascade.documents[each] for each in implemented if each in cascade.documents):
            asked = (o for o in above.obligations if ruleset.document.issuer in cascade.possible_bearers(o))
            yield from (_line(ruleset, above, obligation, by_parent) for obligation in asked)
        unfounded = (o.reference for o in ruleset.obligations if implemented and not o.implements)
        yield from (Covered(ruleset.id, "", Cover.UNFOUNDED, (reference,)) for reference in unfounded)


def _line(
    ruleset: Ruleset, above: Ruleset, obligation: Obligation, by_parent: dict[tuple[str, str], list[str]]
) -> Covered:
    children = by_parent.get((ruleset.id, obligation.reference))
    if children:
        return Covered(ruleset.id, obligation.reference, Cover.IMPLEMENTED, tuple(dict.fromkeys(children)))
    for scope in ruleset.scope:
        if scope.document == above.document.identity and scope.clause == obligation.clause:
            cover = Cover.FORWARDED if scope.forwarded_to else Cover.OUT_OF_SCOPE
            return Covered(ruleset.id, obligation.reference, cover, scope.forwarded_to, scope.reason)
    return Covered(ruleset.id, obligation.reference, Cover.MISSING)


@frozen
class _Tracer:
    """Follows links up, with what that needs to be known once: of each clause its text, and of some its fingerprint."""

    cascade: Cascade
    ended: Mapping[str, tuple[Ending, ...]]
    texts: Mapping[tuple[str, str], str]
    fingerprints: dict[tuple[str, str], str] = field(factory=dict)

    @classmethod
    def of(cls, cascade: Cascade) -> _Tracer:
        # Only what the texts end; what a decision ends is for whoever judges a day.
        ended = documents_ended(cascade, (), date.max)
        # Of two clauses with one number the first stands.
        texts = {
            (ruleset.document.identity, clause.clause): clause.text
            for ruleset in cascade.rulesets
            for clause in reversed(ruleset.clauses)
        }
        return cls(cascade, {**ended, **endings(cascade, ended)}, texts)

    def link(self, ruleset: Ruleset, obligation: Obligation, index: int) -> Link:
        parent = obligation.implements[index]
        at = (parent.document, parent.clause or "")
        found = self.cascade.under(*at) if parent.clause else []
        now = self._fingerprint(at, found)
        return Link(
            obligation.reference,
            *at,
            tuple(o.reference for o in found),
            now,
            parent.fingerprint,
            faults=tuple(self._faults(ruleset, obligation, index, found, now)),
            place=obligation.place.at("implements", index),
        )

    def _faults(
        self, ruleset: Ruleset, obligation: Obligation, index: int, found: Sequence[Obligation], now: str
    ) -> Iterator[LinkFault]:
        parent = obligation.implements[index]
        in_hand = parent.clause and parent.document in self.cascade.documents
        if in_hand:
            if not found and (parent.document, parent.clause) not in self.texts:
                yield LinkFault.ORPHANED
            wanted = sum(self._wanted(above, ruleset) for above in found)
            if found and not wanted:
                yield LinkFault.UNWANTED
            if wanted > 1:
                yield LinkFault.AMBIGUOUS
            if obligation.implements.index(parent) != index:
                yield LinkFault.DUPLICATE
        if any(self._outdated(name, ruleset) for name in (parent.document, *(above.reference for above in found))):
            yield LinkFault.OUTDATED
        if in_hand and parent.fingerprint and now and parent.fingerprint != now:
            yield LinkFault.SUSPECT

    def _fingerprint(self, at: tuple[str, str], found: Sequence[Obligation]) -> str:
        """That of the text of a clause, where it is in hand, else of what is quoted from it."""
        if at not in self.fingerprints:
            text = self.texts.get(at)
            words = text or " ".join(above.quote for above in found)
            self.fingerprints[at] = fingerprint(words) if text or found else ""
        return self.fingerprints[at]

    def _wanted(self, parent: Obligation, ruleset: Ruleset) -> bool:
        """Whether an obligation is one that the ruleset's own document, or its issuer, has to do with."""
        own = parent.reference.startswith(f"{ruleset.id}:")
        return own or ruleset.document.issuer in self.cascade.possible_bearers(parent)

    def _outdated(self, name: str, ruleset: Ruleset) -> bool:
        """Whether a document or an obligation ended before a ruleset's document, or is replaced while that holds."""
        ended = self.ended.get(name)
        first = first_day(ruleset) if ended else None
        if not ended or first is None:
            return False
        last = ruleset.document.term.through or first
        return ended[0].day <= (last if ended[0].state == "superseded" else first) and name not in self._own(ruleset)

    def _own(self, ruleset: Ruleset) -> set[str]:
        """What a ruleset itself ends: that it implements what it replaces is no fault of it."""
        return {c.identity for c in ruleset.citations if c.relation in {Relation.REPLACES, Relation.REPEALS}}
