"""Which name was probably meant, among a few and among a country's thousands."""

from __future__ import annotations

import pytest

from dvrules.model.diagnostics import misnamed
from dvrules.model.places import NOWHERE

THOUSANDS = [
    f"t{province:02}-x{commune:02}-kh:n{number:02}"
    for province in range(63)
    for commune in range(8)
    for number in range(10)
]


@pytest.mark.parametrize(
    "slip", ["t05-x07-khh:n04", "t05-x07kh:n04", "t05-x07-kh:n4", "t05_x07-kh:n04", "r05-x07-kh:n04"]
)
@pytest.mark.parametrize("names", [["t05-x07-kh:n04", "t61-x01-kh:n09"], THOUSANDS], ids=["a few", "thousands"])
def test_one_slip_of_the_pen_is_seen_through(slip, names):
    assert misnamed("DV208", slip, names, NOWHERE).args["suggestion"] == "t05-x07-kh:n04"


def test_a_name_without_its_ruleset_is_seen_through_among_thousands():
    assert misnamed("DV208", "n04", [*THOUSANDS, "xa:n99"], NOWHERE).args["suggestion"] == THOUSANDS[4]
    assert misnamed("DV208", "n99", [*THOUSANDS, "xa:n99"], NOWHERE).args["suggestion"] == "xa:n99"
