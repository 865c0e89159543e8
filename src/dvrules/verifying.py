"""Verifying: a report beside the same report made again, finding by finding and input by input."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from attrs import fields

from dvrules.model.comparisons import Difference, InputChange, Verification
from dvrules.model.reports import Finding, Provenance, Report


def verify(report: Report, again: Report) -> Verification:
    """The findings and the inputs in which `again` differs from `report`."""
    was, now = ({finding.occurrence.key: finding for finding in each.findings} for each in (report, again))
    return Verification(
        tuple(
            Difference(key, was.get(key), now.get(key), tuple(_parts(was.get(key), now.get(key))))
            for key in sorted({*was, *now})
            if was.get(key) != now.get(key)
        ),
        (*_versions(report.provenance, again.provenance), *_inputs(report.provenance, again.provenance)),
    )


def _parts(was: Finding | None, now: Finding | None) -> Iterator[str]:
    if was is None or now is None:
        return
    for each in (Finding, type(was.occurrence)):
        one, other = (was, now) if each is Finding else (was.occurrence, now.occurrence)
        for field in fields(each):
            if field.name != "occurrence" and getattr(one, field.name) != getattr(other, field.name):
                yield field.name


def _versions(was: Provenance, now: Provenance) -> Iterator[InputChange]:
    # dvrules is a distribution with a plugin, too, and is told once.
    yield from _changes("version", *({**each.plugins, "dvrules": each.version} for each in (was, now)))


def _inputs(was: Provenance, now: Provenance) -> Iterator[InputChange]:
    yield from _changes("input", was.inputs, now.inputs)


def _changes(
    sort: Literal["input", "version"], was: Mapping[str, str], now: Mapping[str, str]
) -> Iterator[InputChange]:
    for name in sorted({*was, *now}):
        if was.get(name) != now.get(name):
            yield InputChange(sort, name, was.get(name, ""), now.get(name, ""))
