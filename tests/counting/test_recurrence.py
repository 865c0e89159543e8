"""What is told of a recurrence rule from how it is written is what going through its days tells."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dvrules.counting import recurrence
from dvrules.counting.recurrence import problem_of

WEEKDAYS = st.sampled_from(["MO", "WE", "SU", "1MO", "4FR", "5FR", "-1SU", "-4TU", "+2TH"])
VALUES = {
    "INTERVAL": st.sampled_from(["1", "2", "3", "13", "40"]),
    "COUNT": st.sampled_from(["1", "3"]),
    "UNTIL": st.sampled_from(["20200101", "20260401"]),
    "WKST": st.sampled_from(["MO", "SU"]),
    "BYMONTH": st.sampled_from(["1", "2", "2,11", "12", "13"]),
    "BYMONTHDAY": st.sampled_from(["1", "28", "29", "31", "-1", "-28", "-29", "5,20", "0"]),
    "BYDAY": st.lists(WEEKDAYS, min_size=1, max_size=2).map(",".join),
    "BYSETPOS": st.sampled_from(["1", "-1"]),
}
FREQUENCIES = st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])


@st.composite
def rules(draw):
    keys = draw(st.lists(st.sampled_from(sorted(VALUES)), max_size=3, unique=True))
    return ";".join([f"FREQ={draw(FREQUENCIES)}", *(f"{key}={draw(VALUES[key])}" for key in keys)])


@settings(max_examples=60, deadline=None)
@given(rules(), st.sampled_from([date(2024, 2, 29), date(2026, 1, 9), date(2026, 1, 31), date(2025, 12, 28)]))
def test_a_rule_that_plainly_skips_nothing_is_one_whose_days_were_gone_through(rule, start):
    told = problem_of(rule, start)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recurrence, "_skips_nothing", lambda *_: False)
        assert problem_of(rule, start) == told


@pytest.mark.parametrize("rule", ["FREQ=WEEKLY;INTERVAL=4;BYDAY=FR", "FREQ=MONTHLY;BYMONTHDAY=15", "FREQ=DAILY"])
def test_common_rules_are_sound_without_going_through_their_days(rule, monkeypatch):
    monkeypatch.setattr(recurrence, "_skips", None)
    assert not problem_of(rule, date(2026, 1, 9))
