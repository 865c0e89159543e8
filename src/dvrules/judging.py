"""Judging: the state of every occurrence on a day, with the reasons for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from attrs import define, evolve, field, frozen

from dvrules import telling
from dvrules.applying import Application, Applier
from dvrules.asking import Asking
from dvrules.counting.reckoning import Reckoner
from dvrules.deciding import Decisions, deferred, review
from dvrules.extension import Answer, Child, Offers
from dvrules.families import families
from dvrules.matching import match, standing
from dvrules.model.cascades import Cascade
from dvrules.model.days import Reckoning
from dvrules.model.diagnostics import Diagnostic
from dvrules.model.records import Effect, Evidence, Records, Waiver
from dvrules.model.reports import Finding, Match, Occurrence, State
from dvrules.model.rulesets import Kind, Obligation
from dvrules.model.statements import Statement, distinct, state_that
from dvrules.states import Facts, Verdict, possible_verdicts
from dvrules.succession import passed, stand_ins

#: What has not begun: it opens on no day that is known, and falls due on none.
_NEVER = Reckoning(date.max, date.max)


@frozen
class Judgement:
    """The findings for one (as_of, known_at), sorted by key; the evidence that was on record and why some of it counts
    for nothing, by its id; and what was wrong with records, waivers or plugins. `parts` are its parts by obligation.
    """

    findings: tuple[Finding, ...]
    evidence: tuple[Evidence, ...]
    rejected: Mapping[str, Statement]
    diagnostics: tuple[Diagnostic, ...]
    parts: Mapping[str, Part] = field(factory=dict, repr=False)


@frozen
class Part:
    """What was found of one obligation: its findings, the records about it that count for nothing, and faults."""

    findings: tuple[Finding, ...] = ()
    rejected: Mapping[str, Statement] = field(factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()


def judge(
    occurrences: Iterable[Occurrence],
    cascade: Cascade,
    records: Records,
    offers: Offers,
    reckoner: Reckoner,
    *,
    as_of: date,
    known_at: date,
    due_soon: int,
    ignore_waivers: bool = False,
    before: Judgement | None = None,
    changed: Collection[str] = (),
) -> Judgement:
    """A finding for each occurrence, on what had occurred by `as_of` and was on record by `known_at`.

    An open occurrence due within `due_soon` calendar days is marked so. Given the judgement from `before` something
    `changed`, obligations by reference, only these and those that rest on them are judged again.
    """
    every = tuple(occurrences)
    on_record = tuple(sorted((r for r in records.evidence if r.recorded <= known_at), key=lambda r: r.id))
    stood, rejected, diagnostics = standing(on_record)
    known = (r for r in stood if r.occurred <= as_of)
    waivers = () if ignore_waivers else records.waivers
    decisions = Decisions.known(waivers, records.suspensions, records.events, known_at)
    facts = tuple(fact for fact in records.facts if fact.recorded <= known_at)
    applier = Applier(cascade.units, facts, offers.conditions)
    judge_ = _Judge(cascade, decisions, applier, offers, reckoner, as_of, due_soon)
    kept = before.parts if before else {}
    again = cascade.resting_on(changed) if before else cascade.by_reference.keys()
    parts = judge_.judge(every, known, {name: part for name, part in kept.items() if name not in again})
    found = {f.occurrence.key: f for name in parts for f in parts[name].findings}
    return Judgement(
        findings=tuple(found[key] for key in sorted(found)),
        evidence=tuple(record for record in on_record if record.occurred <= as_of),
        rejected={**rejected, **{name: said for part in parts.values() for name, said in part.rejected.items()}},
        diagnostics=(
            *diagnostics,
            *(fault for part in parts.values() for fault in part.diagnostics),
            *review(decisions, every, found, as_of),
        ),
        parts=parts,
    )


@frozen
class _Case:
    """An occurrence with all that its verdict rests on."""

    occurrence: Occurrence
    obligation: Obligation
    answer: Answer
    application: Application
    matches: tuple[Match, ...]


@define
class _Judge:
    """Judges the occurrences of one obligation after another, those below before those that rest on them."""

    cascade: Cascade
    decisions: Decisions
    applier: Applier
    offers: Offers
    reckoner: Reckoner
    as_of: date
    due_soon: int

    def judge(
        self, occurrences: Iterable[Occurrence], records: Iterable[Evidence], parts: dict[str, Part]
    ) -> dict[str, Part]:
        """The parts of all obligations, of which those given are known already."""
        by_obligation: dict[str, list[Occurrence]] = defaultdict(list)
        about: dict[str, list[Evidence]] = defaultdict(list)
        for occurrence in occurrences:
            by_obligation[occurrence.obligation].append(occurrence)
        for record in records:
            about[record.obligation].append(record)
        for obligation in self.cascade.from_below:
            reference = obligation.reference
            if reference in parts or not (reference in by_obligation or reference in about):
                continue
            below = (child for child in self.cascade.children.get(reference, ()) if child in parts)
            children = [finding for child in below for finding in parts[child].findings]
            parts[reference] = self._part(obligation, by_obligation[reference], about.get(reference, []), children)
        return parts

    def _part(
        self, obligation: Obligation, occurrences: list[Occurrence], records: list[Evidence], children: list[Finding]
    ) -> Part:
        asking = Asking(self.cascade, self.offers, self.applier, self.as_of)
        below = self._below(occurrences, children) if children else {}
        asked: dict[str, tuple[tuple[Evidence, ...], Answer]] = {}

        def ask(occurrence: Occurrence, evidence: tuple[Evidence, ...]) -> Answer:
            key = occurrence.key
            if key not in asked or asked[key][0] != evidence:
                asked[key] = evidence, asking.ask(occurrence, obligation, evidence, below.get(key, ()))
            return asked[key][1]

        def settled(occurrence: Occurrence, evidence: tuple[Evidence, ...]) -> bool:
            if occurrence.kind in {Kind.MAINTENANCE, Kind.PROHIBITION}:
                return False
            answer = ask(occurrence, evidence)
            return (answer.assessed if occurrence.kind is Kind.PROGRAMME else answer.fulfilled) is not None

        matched = match(occurrences, records, settled, lambda each: stand_ins(each, self.cascade.roster, self.as_of))
        findings = []
        for occurrence in occurrences:
            answer = ask(occurrence, matched.evidence.get(occurrence.key, ()))
            matches = matched.matches.get(occurrence.key, ())
            used = tuple(Match(each.evidence, each.rule, each.evidence in answer.evidence) for each in matches)
            case = _Case(occurrence, obligation, answer, self.applier.apply(occurrence, obligation), used)
            findings.append(passed(self._find(case), self.cascade, self.as_of))
        faults = (*matched.diagnostics, *asking.diagnostics.values(), *self.applier.told())
        return Part(tuple(findings), matched.rejected, faults)

    def _below(self, occurrences: list[Occurrence], children: list[Finding]) -> dict[str, tuple[Child, ...]]:
        """What is below each occurrence, as evaluators are told of it."""
        told = {c.occurrence.key: Child(c.occurrence.key, c.state, c.done) for c in children}
        paired = families(occurrences, (child.occurrence for child in children), self.cascade.issuers)
        return {key: tuple(told[child.key] for child in each) for key, each in paired.items()}

    def _find(self, case: _Case) -> Finding:
        """The finding, and where a waiver is in force and changes something, what there would be without it."""
        facts = self._facts(case)
        plain = _verdicts(case, facts)
        waiver = self.decisions.waiver(case.occurrence, self.as_of)
        if waiver is None:
            return self._finding(case, facts, plain)
        shown = case
        if waiver.effect is Effect.DEFERS:
            shown = evolve(case, occurrence=deferred(case.occurrence, waiver))
        else:
            facts = evolve(facts, waived=waiver.start)
        finding = self._finding(shown, facts, _verdicts(shown, facts), waiver)
        without = _one(plain).state
        changes = shown is not case or finding.state is not without
        return evolve(finding, waiver=waiver.id, underlying=without) if changes else finding

    def _facts(self, case: _Case) -> Facts:
        def by_then(day: date | None) -> date | None:
            return day if day and day <= self.as_of else None

        breached, curable = self._breached(case)
        ending = case.occurrence.ending
        return Facts(
            kind=case.occurrence.kind,
            opens=date.min,
            due=date.max,
            as_of=self.as_of,
            fulfilled=by_then(case.answer.fulfilled),
            breached=breached,
            assessed=by_then(case.answer.assessed),
            curable=curable,
            lapses=case.obligation.lapses,
            ended=ending.day if ending else None,
            ended_as=ending.state if ending else "terminated",
            begun_kept=ending is None or ending.begun == "kept",
            suspended=self.decisions.suspension(case.occurrence, self.as_of) is not None,
        )

    def _breached(self, case: _Case) -> tuple[date | None, bool]:
        """The day of the first breach that stands, and whether there is one that can still be made good."""
        if not case.answer.breaches:
            return None, False
        curable = False
        for breach in sorted(case.answer.breaches, key=lambda breach: breach.day):
            if breach.day > self.as_of:
                continue
            last = last_cure(case.obligation, breach.day, self.reckoner)
            cured = breach.cured if breach.cured and breach.cured <= self.as_of else None
            if last is None or (cured or self.as_of) > last:
                return breach.day, False
            curable = curable or cured is None
        return None, curable

    def _finding(
        self, case: _Case, facts: Facts, verdicts: tuple[Verdict, ...], waiver: Waiver | None = None
    ) -> Finding:
        occurrence, answer, verdict = case.occurrence, case.answer, _one(verdicts)
        state = verdict.state
        if state is State.UNDETERMINED:
            states = "|".join(each.state for each in verdicts)
            lacking = (*answer.missing, *case.application.missing, *occurrence.opens.missing, *occurrence.due.missing)
            return Finding(
                occurrence,
                state,
                (state_that("reason.undetermined", states=states), *answer.reasons),
                verdict.rule,
                done=facts.fulfilled,
                progress=answer.progress,
                evidence=case.matches,
                missing=tuple(distinct(lacking)),
            )
        suspension = self.decisions.suspension(occurrence, self.as_of) if state is State.SUSPENDED else None
        late = telling.days_late(state, occurrence.due.day, facts)
        said = telling.reasons(
            occurrence, verdict, facts, case.application, answer, late=late, waiver=waiver, suspension=suspension
        )
        return Finding(
            occurrence,
            state,
            (*said, *answer.reasons),
            verdict.rule,
            due_soon=self._is_due_soon(occurrence, state),
            done=facts.fulfilled,
            violations=tuple(telling.violations(occurrence, case.obligation, facts, answer, verdict)),
            days_late=late,
            progress=answer.progress,
            evidence=case.matches,
            suspension=suspension.id if suspension else "",
        )

    def _is_due_soon(self, occurrence: Occurrence, state: State) -> bool:
        due = occurrence.due.day
        if due is None or state is not State.OPEN or occurrence.kind is not Kind.ACHIEVEMENT:
            return False
        return (due - self.as_of).days <= self.due_soon


_UNDETERMINED = Verdict(State.UNDETERMINED, "undetermined")

#: Rules that hold whatever an evaluator might have said.
_OVER_ANSWERS = {"superseded", "terminated", "not_applicable", "waived"}


def _verdicts(case: _Case, facts: Facts) -> tuple[Verdict, ...]:
    occurrence, answer = case.occurrence, case.answer
    awaited = occurrence.awaits is not None and not (facts.fulfilled or facts.breached or facts.assessed)
    opens, due = (_NEVER, _NEVER) if awaited else (occurrence.opens, occurrence.due)
    possible = possible_verdicts(facts, opens, due, case.application.possible)
    decided = len(possible) == 1 and possible[0].rule in _OVER_ANSWERS
    return (_UNDETERMINED,) if answer.missing and not decided else possible


def _one(verdicts: tuple[Verdict, ...]) -> Verdict:
    return verdicts[0] if len(verdicts) == 1 else _UNDETERMINED


def last_cure(obligation: Obligation, day: date, reckoner: Reckoner) -> date | None:
    """The last day on which a breach of `day` can be made good; None where it can't be, or the day is not known."""
    if obligation.cure is None:
        return None
    counted = reckoner.moved(Reckoning(day, day), obligation.cure.offset, obligation.cure.measure)
    return reckoner.rolled(counted, reckoner.profile.roll).latest
