"""Many findings: nothing is lost, and a message stays one that servers take."""

from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from attrs import evolve

from dvrules.messages import messages_in
from dvrules.model.reports import State
from dvrules.model.units import Unit
from dvrules_email.exporting import export
from dvrules_email.letters import letters

VI = messages_in("vi", "dvrules_email")
FIVE_THOUSAND = 5_000


@pytest.fixture(scope="module")
def many(one):
    """Makes a report of five thousand findings, shared out among so many units."""
    (finding,) = one(State.OVERDUE, days_late=5).findings

    def make(units):
        roster = tuple(Unit(f"dv-{n}", f"Đơn vị {n}", email=f"dv-{n}@so.vn") for n in range(units))
        findings = []
        for number in range(FIVE_THOUSAND):
            bearer = roster[number % units].id
            day = date(2024, 1, 1) + timedelta(number % 180)
            occurrence = evolve(
                finding.occurrence,
                key=f"skhcn:danh-gia/{bearer}/{number}",
                bearer=bearer,
                period=f"lần {number}",
                due=evolve(finding.occurrence.due, earliest=day, latest=day),
            )
            findings.append(evolve(finding, occurrence=occurrence))
        return evolve(one(), findings=tuple(findings), units=roster)

    return make


@pytest.mark.parametrize("units", [1, 40])
def test_five_thousand_findings_are_all_told(many, options, units):
    report = many(units)
    made = export(report, "vi", options)
    assert len(made) == units
    told = []
    for artifact in made:
        assert len(artifact.content) < 10_000_000  # what servers usually take
        message = message_from_bytes(artifact.content, policy=default)
        text, html = (part.get_content() for part in message.iter_parts())
        told += [line.partition(": ")[2] for line in text.splitlines() if line.startswith("   Kỳ: ")]
        assert html.count("lần ") == text.count("lần ") == FIVE_THOUSAND // units
    assert sorted(told) == sorted(f"lần {number}" for number in range(FIVE_THOUSAND))


def test_behind_the_first_fifty_items_are_told_in_brief(many):
    (section,) = letters(many(1), VI)[0].sections
    names = [[row.name for row in item.rows] for item in section.items]
    assert names[49] == ["due", "period", "recipients", "post", "authority"]
    assert {tuple(brief) for brief in names[50:]} == {("due", "period")}
