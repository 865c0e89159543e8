"""Building a ruleset: from the data of one TOML file to a typed ruleset whose parts fit together."""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from dvrules.building.checks import LARGEST_OFFSET, check_deadlines, check_ids, check_span, check_unknown, squeeze
from dvrules.building.options import read_options
from dvrules.building.phrasing import with_year
from dvrules.building.structuring import fill_in, structure, tell_places
from dvrules.extension import Condition, Evaluator, Offers
from dvrules.model.deadlines import Deadline, Relative
from dvrules.model.diagnostics import Diagnostic, misnamed
from dvrules.model.places import Place, Placed
from dvrules.model.records import alike
from dvrules.model.rulesets import ALWAYS, Clause, Evaluation, Force, Kind, Obligation, Ruleset
from dvrules.model.values import evolve

#: How much of a text is shown on either side of the place where a quote departs from it.
_GLIMPSE = 24

_STAND_INS: Mapping[str, Any] = {"id": "unnamed", "document": {"type": "?", "symbol": "?", "issuer": "?"}}


def build_ruleset(name: str, data: Mapping[str, Any], offers: Offers) -> tuple[Ruleset | None, tuple[Diagnostic, ...]]:
    """The ruleset in the file `name`, and every fault in it; None where its head is too faulty to go on with.

    References to obligations are made whole (`ruleset:obligation`), and the options of evaluators and conditions are
    read by the classes that these give for them.
    """
    place = Place(name)
    built = structure(with_year(data, ("clauses", "obligations")), Ruleset, place, _STAND_INS)
    if built.value is None:
        return None, built.diagnostics
    tell_places(built, place, "clauses", "obligations", "removes")
    fill_in(built.value, place=place)
    titles = {each.id: each.title for each in built.value.obligations}
    ruleset = evolve(
        built.value,
        clauses=tuple(_naming(each, {}, built.value.id) for each in built.value.clauses),
        obligations=tuple(_naming(each, titles, built.value.id) for each in built.value.obligations),
    )
    numbers, known = _ids(data)
    faults = [*built.diagnostics, *check_ids(known, lambda index: place.at("obligations", numbers[index]))]
    faults += _check_ruleset(ruleset, dict.fromkeys(known))
    for obligation in ruleset.obligations:
        faults += _bind(obligation.evaluator, offers.evaluators, "DV210", obligation, "evaluator")
        faults += _bind(obligation.applies.when, offers.conditions, "DV227", obligation, "applies", "when")
        fill_in(obligation, reference=sys.intern(f"{ruleset.id}:{obligation.id}"))
    left_out = tuple(f"{ruleset.id}:{name}" for name in known if name not in titles)
    fill_in(ruleset, left_out=left_out)
    return (ruleset if built.sound else None), tuple(faults)


Naming = TypeVar("Naming", Clause, Obligation)


def _naming(item: Naming, titles: Mapping[str, str], ruleset: str) -> Naming:
    """The item with the obligations that its deadlines name named by whole names, also those that are told by title."""
    if not [each for each in item.deadline if isinstance(each, Relative) and each.obligation]:
        return item
    return evolve(item, deadline=tuple(_qualified(_named_by_id(each, titles), ruleset) for each in item.deadline))


def _qualified(deadline: Deadline, ruleset: str) -> Deadline:
    if not isinstance(deadline, Relative) or not deadline.obligation:
        return deadline
    return evolve(deadline, obligation=qualified(deadline.obligation, ruleset))


def _named_by_id(deadline: Deadline, titles: Mapping[str, str]) -> Deadline:
    if not isinstance(deadline, Relative) or not deadline.words or not deadline.obligation:
        return deadline
    told = alike(deadline.obligation)
    found = [name for name, title in titles.items() if told in alike(title)]
    exact = [name for name in found if told == alike(titles[name])]
    [name] = exact if len(exact) == 1 else found if len(found) == 1 else [deadline.obligation]
    return evolve(deadline, obligation=name)


def qualified(reference: str, ruleset: str) -> str:
    """An obligation's whole name: `reference` itself where it names a ruleset, else within `ruleset`."""
    return reference if ":" in reference else f"{ruleset}:{reference}"


def _ids(data: Mapping[str, Any]) -> tuple[list[int], list[str]]:
    """The ids of all obligations as written, those of faulty ones too: nothing else may claim or miss them.

    Each with its number in the list.
    """
    obligations = data.get("obligations")
    tables = obligations if isinstance(obligations, list) else []
    numbers = [
        index for index, table in enumerate(tables) if isinstance(table, dict) and isinstance(table.get("id"), str)
    ]
    return numbers, [tables[index]["id"] for index in numbers]


def _check_ruleset(ruleset: Ruleset, known: Mapping[str, None]) -> Iterator[Diagnostic]:
    yield from check_ids([ruleset.id], lambda _: ruleset.place)
    yield from _check_clauses(ruleset.clauses)
    for index, competence in enumerate(ruleset.competences):
        for number, name in enumerate(competence.obligations):
            if name not in known:
                at = ruleset.place.at("competences", index, "obligations", number)
                yield misnamed("DV208", name, known, at)
    document = ruleset.place.at("document")
    yield from check_span(ruleset.document.term, document.at("term"))
    if ruleset.document.unknown:
        yield from check_unknown(ruleset.document, document)
    texts = {clause.clause: clause.text for clause in ruleset.clauses if clause.text}
    clauses = {clause.clause: None for clause in ruleset.clauses}
    for obligation in ruleset.obligations:
        yield from _check_obligation(obligation, ruleset.id, known, texts)
        if clauses and obligation.clause not in clauses:
            yield misnamed("DV235", obligation.clause, clauses, obligation.place.at("clause"), id=obligation.id)


def _check_clauses(clauses: Iterable[Clause]) -> Iterator[Diagnostic]:
    seen: Counter[str] = Counter()
    for clause in clauses:
        seen[clause.clause] += 1
        if seen[clause.clause] > 1:
            yield Diagnostic("DV207", {"id": clause.clause}, clause.place.at("clause"))
        if clause.deadline:
            yield from check_deadlines(clause)
        if clause.unknown:
            yield from check_unknown(clause, clause.place)


def _check_obligation(
    obligation: Obligation, ruleset: str, known: Mapping[str, None], texts: Mapping[str, str]
) -> Iterator[Diagnostic]:
    if (obligation.bearer.unit is None) == (obligation.bearer.each is None):
        yield Diagnostic("DV214", {}, obligation.place.at("bearer"))
    text = texts.get(obligation.clause)
    if text is not None and obligation.quote not in text and squeeze(obligation.quote) not in squeeze(text):
        yield _misquoted(obligation, squeeze(text))
    yield from check_deadlines(obligation)
    for key, reason in _misfits(obligation):
        yield Diagnostic("DV226", {"reason": reason}, obligation.place.at(key))
    for deadline in obligation.deadline:
        base = deadline.obligation if isinstance(deadline, Relative) else None
        if base and base.startswith(f"{ruleset}:"):
            local = base.removeprefix(f"{ruleset}:")
            if local not in known:
                yield misnamed("DV208", local, known, obligation.place.at("deadline"))


def _misquoted(obligation: Obligation, text: str) -> Diagnostic:
    """The diagnostic for a quote that is not in the text of its clause, with the place where the two part ways."""
    quote = squeeze(obligation.quote)
    alike = bisect_left(range(len(quote)), True, key=lambda last: quote[: last + 1] not in text)  # noqa: FBT003 - a key
    after = text.index(quote[:alike]) + alike
    args = {
        "clause": obligation.clause,
        "quote": obligation.quote,
        "same": quote[max(0, alike - _GLIMPSE) : alike].strip(),
        "written": quote[alike : alike + _GLIMPSE].strip(),
        "found": text[after : after + _GLIMPSE].strip(),
    }
    hint = "hint.quote_departs" if alike >= _GLIMPSE and args["found"] else ""
    return Diagnostic("DV209", args, obligation.place.at("quote"), hint)


def _misfits(obligation: Obligation) -> Iterator[tuple[str, str]]:
    """Keys that an obligation of this kind can't have, each with the reason why not."""
    if obligation.cure and obligation.kind is not Kind.MAINTENANCE:
        yield "cure", "cure_kind"
    if obligation.cure and not 0 <= obligation.cure.offset <= LARGEST_OFFSET:
        yield "cure", "cure_range"
    if obligation.lead is not None and not 0 <= obligation.lead <= LARGEST_OFFSET:
        yield "lead", "lead_range"
    if obligation.overrides and obligation.applies != ALWAYS:
        yield "overrides", "overrides_applies"
    if obligation.lapses and obligation.kind is not Kind.ACHIEVEMENT:
        yield "lapses", "lapses_kind"
    if obligation.kind is Kind.PERMISSION and obligation.force is not Force.MAY:
        yield "force", "permission_force"
    if obligation.kind is not Kind.PERMISSION and obligation.force is Force.MAY:
        yield "force", "may_kind"


def _bind(
    evaluation: Evaluation | None,
    offers: Mapping[str, Evaluator] | Mapping[str, Condition],
    code: str,
    item: Placed,
    *steps: str,
) -> tuple[Diagnostic, ...]:
    """What is wrong with the options of an evaluator or condition; they are read by its own class."""
    if evaluation is None:
        return ()
    place = item.place.at(*steps)
    offer = offers.get(evaluation.name)
    if offer is None:
        return (misnamed(code, evaluation.name, offers, place),)
    params, faults = read_options(evaluation.options, offer.params, place)
    fill_in(evaluation, params=params)
    return faults
