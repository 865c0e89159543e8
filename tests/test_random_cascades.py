"""What holds of any cascade, however its documents hang together and in whatever order they are read."""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from dvrules.counting.calendars import WorkingDays
from dvrules.counting.reckoning import Reckoner
from dvrules.linking import link
from dvrules.loading import load_calendar
from dvrules.model.links import Cover
from dvrules.ranking import check_conflicts
from dvrules.scheduling import Scheduler
from dvrules.timing import margins
from dvrules.tracing import coverage, links
from random_cascades import draw

DAY = date(2024, 1, 2)
CALENDAR = load_calendar("vn").calendar
RECKONER = Reckoner(WorkingDays.of(CALENDAR, DAY))


def check(chance, documents):
    """Hold a random cascade to every truth below; returns how many links, lines of coverage and margins it has."""
    drawn = draw(chance, documents)
    cascade, faults = link(drawn.rulesets, drawn.roster)
    assert faults == ()
    shuffled = list(drawn.rulesets)
    chance.shuffle(shuffled)
    again, faults = link(shuffled, drawn.roster)
    assert faults == ()
    assert (again, links(again)) == (cascade, links(cascade))
    assert tuple(check_conflicts(cascade)) == ()
    lines = coverage(cascade, links(cascade))
    assert Counter(line.cover for line in lines) == expected_cover(cascade)
    scheduled = Scheduler.of(cascade, RECKONER, known_at=DAY, horizon=date(2024, 12, 31)).schedule()
    found = margins(cascade, scheduled.occurrences, RECKONER)
    due = {occurrence.key: occurrence.due.day for occurrence in scheduled.occurrences}
    for margin in found:
        lead = cascade.by_reference[margin.parent.partition("/")[0]].lead
        assert margin.slack >= 0
        assert RECKONER.working.shift(due[margin.child], lead) <= due[margin.parent] or not lead
    return len(links(cascade)), len(lines), len(found)


def expected_cover(cascade):
    """How often each cover must occur, counted from the texts one duty at a time."""
    counts = Counter()
    for ruleset in cascade.rulesets:
        taken = {(p.document, p.clause) for o in ruleset.obligations for p in o.implements}
        left = {(s.document, s.clause): s for s in ruleset.scope}
        for citation in ruleset.citations:
            for obligation in cascade.documents[citation.identity].obligations:
                assert ruleset.document.issuer in cascade.possible_bearers(obligation)
                target = (citation.identity, obligation.clause)
                scope = left.get(target)
                counts[
                    Cover.IMPLEMENTED
                    if target in taken
                    else Cover.MISSING
                    if scope is None
                    else Cover.FORWARDED
                    if scope.forwarded_to
                    else Cover.OUT_OF_SCOPE
                ] += 1
        counts[Cover.UNFOUNDED] += sum(bool(ruleset.citations) and not o.implements for o in ruleset.obligations)
    return +counts


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32), st.integers(1, 40))
def test_a_random_cascade_keeps_what_holds_of_all(seed, documents):
    check(Random(seed), documents)  # noqa: S311 - chance, not secrets


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32), st.integers(2, 40))
def test_no_circle_of_links_is_accepted(seed, documents):
    drawn = draw(Random(seed), documents, circle=True)  # noqa: S311 - chance, not secrets
    _, faults = link(drawn.rulesets, drawn.roster)
    assert any(fault.code == "DV327" for fault in faults) is drawn.planted
