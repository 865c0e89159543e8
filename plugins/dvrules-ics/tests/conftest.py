"""The report of a department's plan, and the options, that feeds are made of."""

import pytest

from department import done, judged, one_finding, undated
from dvrules_ics.options import IcsOptions


@pytest.fixture(scope="session")
def report():
    """The report; two units bear something that has a due day."""
    return judged(done(), undated())


@pytest.fixture(scope="session")
def one():
    """Makes a report of one finding, borne by one unit."""
    return one_finding


@pytest.fixture(scope="session")
def options():
    """The options of a project that says nothing."""
    return IcsOptions()
