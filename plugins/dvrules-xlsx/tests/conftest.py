"""The report of a department's plan, and the options, that workbooks are made of."""

from datetime import date

import pytest

from department import done, judged, one_finding, undated
from dvrules.model.records import Evidence
from dvrules.model.reports import Match
from dvrules.model.statements import state_that
from dvrules_xlsx.options import XlsxOptions

MATCHES = (Match("mc-1", "earliest_due", used=True), Match("mc-2", "named"))
RECORD = Evidence("mc-1", "skhcn:bao-cao", "van-phong-so", date(2024, 3, 12), date(2024, 3, 13), document="12/BC-VP")
BLANK = state_that("missing.day", document="/KH-SKHCN@2024-03")


@pytest.fixture(scope="session")
def report():
    """The report; two units bear something."""
    return judged(
        done(evidence=MATCHES),
        undated(missing=(BLANK,)),
        evidence=(RECORD,),
        placeholders=("339/UBND-NC@2023-02-06",),
    )


@pytest.fixture(scope="session")
def one():
    """Makes a report of one finding, borne by one unit."""
    return one_finding


@pytest.fixture(scope="session")
def options():
    """The options of a project that says nothing."""
    return XlsxOptions()
