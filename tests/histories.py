"""Random facts on which states rest, for tests and for the bench of states."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from dvrules.model.rulesets import Kind
from dvrules.states import Facts

DAYS = st.dates(date(2024, 1, 1), date(2024, 3, 31))


@st.composite
def facts(draw, *, plain=False):
    """Facts within three months, so that days often fall together; `plain` ones have nothing over the kinds' rules."""
    opens, due = sorted([draw(DAYS), draw(DAYS)])
    as_of = draw(DAYS)
    past = st.one_of(st.none(), st.dates(date(2024, 1, 1), as_of))
    base = Facts(
        draw(st.sampled_from(Kind)), opens, due, as_of, fulfilled=draw(past), breached=draw(past), assessed=draw(past)
    )
    if plain:
        return base
    return Facts(
        base.kind,
        opens,
        due,
        as_of,
        base.fulfilled,
        base.breached,
        base.assessed,
        curable=draw(st.booleans()),
        lapses=base.kind is Kind.ACHIEVEMENT and draw(st.booleans()),
        applies=draw(st.integers(0, 9)) > 0,
        ended=draw(st.one_of(st.none(), DAYS)),
        ended_as=draw(st.sampled_from(["superseded", "terminated"])),
        begun_kept=draw(st.booleans()),
        waived=draw(past),
        suspended=draw(st.integers(0, 3)) == 0,
    )
