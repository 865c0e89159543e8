"""Whether what is due below leaves enough time above."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dvrules
from dvrules.assessing import judged, linked
from dvrules.cli.main import main
from dvrules.counting.calendars import WorkingDays
from dvrules.counting.reckoning import Reckoner
from dvrules.loading import load_calendar
from dvrules.model.days import Reckoning
from dvrules.timing import margins
from texts import HEAD

ABOVE = """
[[obligations]]
id = "tong-hop"
clause = "I"
quote = "…"
kind = "achievement"
bearer = "so"
lead = 3
deadline = { form = "periodic", every = "quarter", by = { day = 5, of = "next" } }
"""


def below(deadline, bearer='{ each = "don-vi" }'):
    return f"""
[[obligations]]
id = "bao-cao"
clause = "II"
quote = "…"
kind = "achievement"
bearer = {bearer}
deadline = {deadline}
implements = [{{ document = "1/KH-SO@2024-01-02", clause = "I" }}]
"""


LATE = '{ form = "periodic", every = "quarter", by = { day = 3, of = "next" } }'
DERIVED = '{ form = "relative", obligation = "tong-hop", offset = -3, measure = "working_day" }'


def found(project):
    link = linked(project)
    day = date(2024, 1, 2)
    assessed = judged(project, link, as_of=day, known_at=day)
    return margins(link.cascade, assessed.occurrences, Reckoner(WorkingDays.of(project.calendar, day)))


@pytest.mark.parametrize(("deadline", "codes"), [(DERIVED, []), (LATE, ["DV405"])])
def test_what_cannot_work_out_is_told_before_the_year_begins(make, deadline, codes):
    report = dvrules.assess(make(HEAD + ABOVE + below(deadline)), as_of=date(2024, 1, 2))
    assert [diagnostic.code for diagnostic in report.diagnostics] == codes


def test_slack_is_counted_in_working_days_and_the_least_is_critical(make):
    sooner = below('{ form = "periodic", every = "quarter", by = { day = 28 } }', '"van-phong"').replace(
        "bao-cao", "som"
    )
    found_margins = [m for m in found(make(HEAD + ABOVE + below(DERIVED, '"trung-tam"') + sooner)) if "Q1" in m.parent]
    assert [(m.child, str(m.due), str(m.latest), m.slack, m.critical) for m in found_margins] == [
        ("ke-hoach:bao-cao/trung-tam/2024-Q1", "2024-04-02", "2024-04-02", 0, True),
        ("ke-hoach:som/van-phong/2024-Q1", "2024-03-28", "2024-04-02", 3, False),
    ]


def test_a_day_moved_above_moves_everybody_below(make):
    moved = ABOVE.replace("day = 5", "day = 10")
    days = [{m.child: m.due for m in found(make(HEAD + above + below(DERIVED)))} for above in (ABOVE, moved)]
    assert days[0].keys() == days[1].keys()
    assert all(days[0][key] < days[1][key] for key in days[0])


VN = Reckoner(WorkingDays.of(load_calendar("vn").calendar, date(2024, 1, 1)))


@given(day=st.dates(date(2020, 1, 1), date(2025, 12, 31)), lead=st.integers(0, 15))
def test_a_derived_day_and_its_lead_are_never_after_the_outer_day(day, lead):
    inner = VN.ahead(Reckoning(day, day), lead).day
    assert VN.working.shift(inner, lead) <= day
    assert VN.working.shift(VN.working.shift(inner, 1), lead) > day


def test_the_command_shows_the_margins(make, tmp_path, capsys):
    make(HEAD + ABOVE + below(DERIVED))
    assert main(["margins", "-p", str(tmp_path), "--as-of", "2024-01-02"]) == 0
    assert "2024-Q1  II  …     Trung tâm  02/04/2024  02/04/2024  0   then chốt" in capsys.readouterr().out
