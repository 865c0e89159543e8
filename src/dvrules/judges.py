"""Judges: what gives the finding of each occurrence of one obligation, and of one obligation after another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from attrs import define, evolve, field, frozen

from dvrules import telling
from dvrules.applying import Application, Applier
from dvrules.asking import Asking
from dvrules.counting.reckoning import Reckoner
from dvrules.deciding import Decisions, deferred
from dvrules.extension import Answer, Child, Offers
from dvrules.families import families
from dvrules.matching import match
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
class Part:
    """What was found of one obligation: its findings, the records about it that count for nothing, and faults."""

    findings: tuple[Finding, ...] = ()
    rejected: Mapping[str, Statement] = field(factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()


@frozen
class _Case:
    """An occurrence with all that its verdict rests on."""

    occurrence: Occurrence
    obligation: Obligation
    answer: Answer
    application: Application
    matches: tuple[Match, ...]


@define
class Judge:
    """Judges the occurrences of one obligation after another, those below before those that rest on them."""

    cascade: Cascade
    decisions: Decisions
    applier: Applier
    offers: Offers
    reckoner: Reckoner
    as_of: date
    due_soon: int

    @classmethod
    def of(
        cls,
        cascade: Cascade,
        records: Records,
        offers: Offers,
        reckoner: Reckoner,
        *,
        as_of: date,
        known_at: date,
        due_soon: int,
        ignore_waivers: bool = False,
    ) -> Judge:
        """What judges by the decisions and facts that were on record by `known_at`; see `judge`."""
        waivers = () if ignore_waivers else records.waivers
        decisions = Decisions.known(waivers, records.suspensions, records.events, known_at)
        facts = tuple(fact for fact in records.facts if fact.recorded <= known_at)
        applier = Applier(cascade.units, facts, offers.conditions)
        return cls(cascade, decisions, applier, offers, reckoner, as_of, due_soon)

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
            parts[reference] = self.part(obligation, by_obligation[reference], about.get(reference, []), parts)
        return parts

    def part(
        self,
        obligation: Obligation,
        occurrences: list[Occurrence],
        records: Iterable[Evidence],
        parts: Mapping[str, Part],
    ) -> Part:
        """The part of one obligation, given its occurrences, the records about it and the parts of those below."""
        names = (child for child in self.cascade.children.get(obligation.reference, ()) if child in parts)
        children = [finding for child in names for finding in parts[child].findings]
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
