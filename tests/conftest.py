"""What several tests share: projects made of texts, and a report of one."""

from __future__ import annotations

import os
from datetime import date

import pytest
from hypothesis import settings

import dvrules
from texts import HEAD, OBLIGATION, PROJECT, ROSTER

# A run on a server is to say the same of the same commit; people's own runs look further each time. None depends on how
# busy the machine is.
settings.register_profile("own", deadline=None)
settings.register_profile("server", deadline=None, derandomize=True)
settings.load_profile("server" if os.environ.get("CI") else "own")


@pytest.fixture
def make(tmp_path):
    """A function that writes the files of a project and loads it."""

    def write(ruleset=HEAD + OBLIGATION, evidence="", project=PROJECT, roster=ROSTER, **more):
        texts = {"ke-hoach": ruleset, "evidence": evidence, "dvrules": project, "roster": roster, **more}
        for name, text in texts.items():
            (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
        return dvrules.load(tmp_path)

    return write


@pytest.fixture
def judged(make):
    """A function that gives the states of a project by key, and fails if there are diagnostics."""

    def states(as_of, known_at=None, **files):
        report = dvrules.assess(
            make(**files),
            as_of=date.fromisoformat(as_of),
            known_at=known_at and date.fromisoformat(known_at),
        )
        assert report.diagnostics == ()
        return {finding.occurrence.key: str(finding.state) for finding in report.findings}

    return states


@pytest.fixture(scope="session", autouse=True)
def _cache(tmp_path_factory):
    """Nothing is kept where people keep it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DVRULES_CACHE_DIR", str(tmp_path_factory.mktemp("cache") / "dvrules"))
        yield
