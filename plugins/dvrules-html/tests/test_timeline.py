"""The timeline: where its bars lie, and what they say."""

import re
from datetime import date
from itertools import combinations, pairwise

from attrs import evolve

import dvrules
from dvrules.messages import messages_in
from dvrules.model.days import Reckoning
from dvrules.model.reports import State
from dvrules_html.timeline import timeline
from texts import HEAD, OBLIGATION

AS_OF = date(2024, 7, 10)
PERIODIC = OBLIGATION.replace('"bao-cao"', '"hang-quy"').replace(
    '{ form = "fixed", by = 2024-06-14 }', '{ form = "periodic", every = "quarter", before = { day = 15, month = 3 } }'
)


def test_bars_reach_from_the_opening_to_the_end_of_the_due_day_in_lanes_that_are_free(report):
    drawn = timeline(report, messages_in("vi", "dvrules_html"))
    # The axis has the 397 days from 1 January 2024 to 31 January 2025; the fixed reports of the office are the row.
    (rows,) = (rows for _, rows in drawn.documents)
    row = next(row for row in rows if "339/UBND-NC" in row.label)
    assert [(bar.x, bar.width, bar.y, bar.sign) for bar in row.bars] == [
        *((0.0, 24.18, 0, "✓"), (0.0, 87.91, 20, "▷"), (22.92, 24.18, 40, "✓!")),
        *((45.84, 24.44, 0, "▷"), (69.02, 24.43, 40, "○")),
    ]
    assert row.bars[0].told == "quý I năm 2024: từ 01/01/2024 đến 05/04/2024. 1 hoàn thành đúng hạn."
    assert drawn.axis.today == round(100 * 191 / 397, 2)
    assert [label for _, label in drawn.axis.years] == ["2024", "2025"]
    for each in rows:
        for one, other in combinations(each.bars, 2):
            assert one.y != other.y or one.x + one.width <= other.x + 0.011 or other.x + other.width <= one.x + 0.011


def test_the_timeline_draws_every_known_day_and_counts_the_others(report):
    drawn = timeline(report, messages_in("vi", "dvrules_html"))
    undated = [row.label.partition(".")[0] for _, rows in drawn.documents for row in rows if row.undated]
    unknown = [f for f in report.findings if f.occurrence.due.missing]
    assert len(undated) == len(unknown) == 2
    bars = [bar for _, rows in drawn.documents for row in rows for bar in row.bars]
    assert min(bar.x for bar in bars) == 0
    assert max(bar.x + bar.width for bar in bars) <= 100
    assert len(bars) == 22


def test_what_never_falls_due_is_drawn_to_the_edge_and_an_unknown_plan_not_at_all(report):
    messages = messages_in("vi", "dvrules_html")
    first, *_ = (f for f in report.findings if f.state is State.OPEN)
    endless = evolve(first, occurrence=evolve(first.occurrence, due=Reckoning()))
    drawn = timeline(evolve(report, findings=(endless,)), messages)
    ((_, (row,)),) = drawn.documents
    assert [(bar.x, bar.x + bar.width, bar.endless) for bar in row.bars] == [(0.0, 100.0, True)]
    assert "không có hạn cuối" in row.bars[0].told
    unknown = evolve(first, occurrence=evolve(first.occurrence, opens=Reckoning(), due=Reckoning()))
    assert timeline(evolve(report, findings=(unknown,)), messages) is None


def test_a_long_plan_has_fewer_marks_on_its_axis(report):
    first, *_ = report.findings
    opens = Reckoning(date(2024, 8, 1), date(2024, 8, 1))
    for years, labels in ((1, 17), (5, 21), (30, 0), (150, 0)):
        due = date(2024 + years, 12, 31)
        found = evolve(first, occurrence=evolve(first.occurrence, opens=opens, due=Reckoning(due, due)))
        axis = timeline(evolve(report, findings=(found,)), messages_in("vi", "dvrules_html")).axis
        assert len(axis.months) == labels
        places = [axis.width * x / 100 for x, _ in axis.years]
        assert all(after - before > 34 for before, after in pairwise(places))
        assert all(axis.width * (after - before) / 100 > 24 for before, after in pairwise(axis.lines))


def test_an_obligation_that_recurs_has_a_bar_for_each_period(make):
    report = dvrules.assess(make(HEAD + PERIODIC), as_of=AS_OF)
    ((_, (row,)),) = timeline(report, messages_in("vi", "dvrules_html")).documents
    assert [re.match("quý [IV]+", bar.told)[0] for bar in row.bars] == ["quý I", "quý II", "quý III", "quý IV"]
