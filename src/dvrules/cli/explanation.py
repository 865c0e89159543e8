"""Explanations as text: the lines that `dvrules explain` prints."""

from __future__ import annotations

from collections.abc import Iterator

from dvrules.cli.report import period
from dvrules.messages import Messages
from dvrules.messages.explanations import parts
from dvrules.messages.wording import span_text
from dvrules.model.explanations import Explanation


def paragraph(explanation: Explanation, messages: Messages) -> list[str]:
    """How the due day was counted, told in one paragraph that can be checked by hand."""
    occurrence = explanation.occurrence
    known = occurrence.due.earliest or not occurrence.due.missing
    head = messages.say(
        "explain.paragraph" if known else "explain.paragraph_unknown",
        title=explanation.title,
        period=period(occurrence.period, messages),
        due=span_text(occurrence.due, messages),
    )
    reckoned = [occurrence.due, *([occurrence.internal] if occurrence.internal else [])]
    missing = "; ".join(messages.tell(statement) for statement in explanation.missing)
    lacking = [f"{messages.say('explain.missing')}: {missing}."] if missing else []
    return [" ".join(filter(None, [head, *map(messages.paragraph, reckoned), *lacking]))]


def lines(explanation: Explanation, messages: Messages) -> Iterator[str]:
    """The whole explanation: what is owed and since when, where it stands and why, and what it would take."""
    yield explanation.title
    for part in parts(explanation, messages):
        if part.listed:
            yield f"{part.label}:"
            yield from (f"  - {line}" for line in part.lines)
        else:
            yield f"{part.label}: {part.lines[0]}"
        if part.name == "state":
            yield messages.say("cli.judged", as_of=explanation.as_of, known_at=explanation.known_at)
