"""Coverage both ways: the duties from above by the rulesets that must answer them, and what rests on nothing above."""

from __future__ import annotations

from attrs import frozen

from dvrules.messages import Messages
from dvrules.messages.wording import document_text
from dvrules.model.links import Cover, Covered
from dvrules.model.reports import Report
from dvrules_html.findings import anchor_of, in_order

#: A sign for each way in which a duty is answered, or isn't; the words stand beside it.
COVER_MARKS = {
    Cover.IMPLEMENTED: "✓",
    Cover.FORWARDED: "→",
    Cover.OUT_OF_SCOPE: "–",
    Cover.MISSING: "✕",
    Cover.UNFOUNDED: "?",
}


@frozen
class Duty:
    """An obligation by name, and where on the page the most urgent of its findings is; "" where it has none."""

    label: str
    anchor: str


@frozen
class Answer:
    """How a ruleset answers a duty: in words, by which obligations of its own or which units, and why."""

    cover: Cover
    by: tuple[Duty, ...]
    units: tuple[str, ...]
    reason: str


@frozen
class Line:
    """A duty from above, and how each ruleset answers it; None where it is not addressed to that one's issuer."""

    document: str
    duty: Duty
    answers: tuple[Answer | None, ...]


@frozen
class Matrix:
    """The documents that must answer, a line for each duty from above, and what of each rests on nothing above."""

    documents: tuple[str, ...]
    lines: tuple[Line, ...]
    unfounded: tuple[tuple[str, tuple[Duty, ...]], ...]
    counts: tuple[tuple[Cover, int], ...]


def matrix(report: Report, messages: Messages) -> Matrix | None:
    """The matrix of a report; None where no document stands above another."""
    if not report.coverage:
        return None
    namer = _Namer.of(report, messages)
    rulesets = tuple(dict.fromkeys(line.ruleset for line in report.coverage))
    answers = {(line.parent, line.ruleset): line for line in report.coverage if line.parent}
    asked = [o.reference for o in report.obligations if any((o.reference, ruleset) in answers for ruleset in rulesets)]
    lines = (
        Line(
            namer.document(parent.partition(":")[0]),
            namer.duty(parent),
            tuple(namer.answer(answers.get((parent, ruleset))) for ruleset in rulesets),
        )
        for parent in asked
    )
    alone: dict[str, list[Duty]] = {}
    for line in report.coverage:
        if not line.parent:
            alone.setdefault(line.ruleset, []).extend(map(namer.duty, line.by))
    counts = ((cover, sum(line.cover is cover for line in report.coverage)) for cover in Cover)
    return Matrix(
        documents=tuple(namer.document(ruleset) for ruleset in rulesets),
        lines=tuple(lines),
        unfounded=tuple((namer.document(ruleset), tuple(duties)) for ruleset, duties in alone.items()),
        counts=tuple((cover, count) for cover, count in counts if count),
    )


@frozen
class _Namer:
    """Calls documents, obligations and units by their names."""

    documents: dict[str, str]
    obligations: dict[str, str]
    units: dict[str, str]
    anchors: dict[str, str]

    @classmethod
    def of(cls, report: Report, messages: Messages) -> _Namer:
        anchors: dict[str, str] = {}
        for finding in in_order(report.findings):
            anchors.setdefault(finding.occurrence.obligation, anchor_of(finding.occurrence.key))
        return cls(
            {source.ruleset: document_text(source.document, messages) for source in report.documents},
            {o.reference: f"{o.clause}. {o.title or o.quote}" for o in report.obligations},
            report.names | {group.id: group.name for group in report.groups},
            anchors,
        )

    def document(self, ruleset: str) -> str:
        return self.documents.get(ruleset, ruleset)

    def duty(self, reference: str) -> Duty:
        return Duty(self.obligations.get(reference, reference), self.anchors.get(reference, ""))

    def answer(self, line: Covered | None) -> Answer | None:
        if line is None:
            return None
        if line.cover is Cover.FORWARDED:
            return Answer(line.cover, (), tuple(self.units.get(unit, unit) for unit in line.by), line.reason)
        return Answer(line.cover, tuple(map(self.duty, line.by)), (), line.reason)
