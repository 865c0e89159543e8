"""Sifting: the records of evidence that might concern an occurrence, each with why it counts or why not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property

from dvrules.judging import Judgement
from dvrules.model.explanations import Considered
from dvrules.model.records import Evidence, Records, Shows
from dvrules.model.reports import Finding, Match
from dvrules.model.statements import Statement, state_that
from dvrules.model.values import frozen


@frozen
class Sieve:
    """Sifts the evidence for one finding after another of a judgement, made for the two days."""

    judgement: Judgement
    records: Records
    as_of: date
    known_at: date

    def sift(self, finding: Finding) -> Iterator[Considered]:
        """What was looked at for the finding, in the order in which it occurred.

        Of the records that count for other occurrences, and of those still to come, only such are told as might have
        counted here: nobody wants to read of January's report in June.
        """
        matches = {match.evidence: match for match in finding.evidence}
        about = self._about(finding, matches)
        sorts = {record.shows for record in about if record.id in matches and matches[record.id].used}
        for record in about:
            if record.id in matches:
                match = matches[record.id]
                yield _considered(record, match.used, _why(match, record, sorts, alone=self._is_alone(finding)))
                continue
            days = {"as_of": self.as_of, "known_at": self.known_at}
            why = _why_not(finding, record, rejected=self.judgement.rejected, counted=self._counted, **days)
            if why:
                yield _considered(record, counts=False, why=why)

    def _about(self, finding: Finding, matches: Mapping[str, Match]) -> list[Evidence]:
        """The records that are matched to the occurrence, name it, or are of its obligation."""
        occurrence = finding.occurrence
        names = (occurrence.obligation, occurrence.key, *matches)
        about = {id(record): record for name in names for record in self._by_name.get(name, ())}
        return sorted(about.values(), key=lambda r: (r.occurred, r.recorded, r.id))

    def _is_alone(self, finding: Finding) -> bool:
        """Whether the obligation has this one period only for its bearer."""
        return self._periods[finding.occurrence.obligation, finding.occurrence.bearer] == 1

    @cached_property
    def _counted(self) -> dict[str, str]:
        """The keys of the occurrences that records count for, by the records' ids."""
        return {match.evidence: each.occurrence.key for each in self.judgement.findings for match in each.evidence}

    @cached_property
    def _periods(self) -> Counter[tuple[str, str]]:
        return Counter((each.obligation, each.bearer) for each in self.judgement.findings.occurrences)

    @cached_property
    def _by_name(self) -> dict[str, list[Evidence]]:
        """The records by their ids, their obligations, and the keys that they name; no two of these are alike."""
        found: dict[str, list[Evidence]] = {}
        for record in self.records.evidence:
            for name in (record.id, record.obligation, *record.fulfils):
                found.setdefault(name, []).append(record)
        return found


def _considered(record: Evidence, counts: bool, why: Statement) -> Considered:  # noqa: FBT001 - a field's name says it
    said = record.document or record.source or record.note
    return Considered(
        record.id, str(record.shows), record.occurred, record.recorded, counts, why, said, record.quantity
    )


def _why(match: Match, record: Evidence, sorts: set[Shows], *, alone: bool) -> Statement:
    if match.used:
        return state_that("rule.alone" if alone and match.rule == "earliest_due" else f"rule.{match.rule}")
    return state_that("rejected.surplus" if record.shows in sorts else "rejected.unused")


def _why_not(
    finding: Finding,
    record: Evidence,
    *,
    rejected: Mapping[str, Statement],
    counted: Mapping[str, str],
    as_of: date,
    known_at: date,
) -> Statement | None:
    """Why a record of the obligation doesn't count for the occurrence; None where nobody would think that it did."""
    occurrence = finding.occurrence
    own = occurrence.key in record.fulfils or (record.by == occurrence.bearer and not record.fulfils)
    might = own and _in_its_time(finding, record)
    if record.recorded > known_at:
        key = "rejected.later" if as_of == known_at else "rejected.unknown_then"
        return state_that(key, recorded=record.recorded, known_at=known_at) if might else None
    if record.id in rejected:
        why = rejected[record.id]
        return why if _concerns(occurrence.key, record, why, counted, own=own, might=might) else None
    if record.shows is Shows.NOTHING:
        return state_that("rejected.withdraws", id=record.corrects) if might else None
    if record.occurred > as_of:
        return state_that("rejected.not_yet", occurred=record.occurred) if might else None
    if record.id in counted and (might or occurrence.key in record.fulfils):
        return state_that("rejected.other", key=counted[record.id])
    return None


def _concerns(
    key: str, record: Evidence, why: Statement, counted: Mapping[str, str], *, own: bool, might: bool
) -> bool:
    """Whether a record that counts for nothing might have counted here."""
    match why.key:
        case "rejected.not_owed":
            return True
        case "rejected.ambiguous":
            return own
        case "rejected.not_open":
            return own
        case "rejected.no_such":
            return key in record.fulfils or record.by == key.split("/")[-2]
        case "rejected.corrected" | "rejected.withdrawn" | "rejected.duplicate":
            instead = counted.get(str(why.args["id"]))
            return own and (instead == key or (instead is None and might))
        case _:
            return might


def _in_its_time(finding: Finding, record: Evidence) -> bool:
    """Whether it occurred after the occurrence opened and, where that is done, not after it was."""
    opens, due, done = finding.occurrence.opens.earliest, finding.occurrence.due.latest, finding.done
    last = max(due or done, done) if done else date.max
    return (opens or date.min) <= record.occurred <= last
