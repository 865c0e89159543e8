"""Explanations as a small graph: a flowchart in the words of Mermaid, of what led to one finding."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import category

from dvrules.messages import Messages
from dvrules.messages.explanations import authority, considered, due, standing
from dvrules.model.explanations import Explanation, Related

#: Longer texts are cut: the graph shows how things hang together, the text form says them whole.
_LONGEST = 120

#: What stands in a quoted label for itself; everything else goes in as the number of the character.
_PLAIN = frozenset(" ,.:/()–—“”…")


def flowchart(explanation: Explanation, messages: Messages) -> Iterator[str]:
    """The lines of the flowchart: the finding, and what points to it."""
    occurrence = explanation.occurrence
    yield "flowchart TD"
    last = due(explanation, messages)
    stands = (standing(explanation, messages), f"{last.label}: {last.lines[0]}")
    yield _node("finding", occurrence.key, explanation.title, *stands)
    yield _node("authority", authority(explanation.authority, messages))
    yield "  authority --> finding"
    before = ""
    for number, step in enumerate(occurrence.due.steps, 1):
        name = f"step{number}"
        yield _node(name, messages.tell(step))
        if before:
            yield f"  {before} --> {name}"
        before = name
    if before:
        yield _edge(before, "finding", messages.say("explain.due"))
    for number, record in enumerate(explanation.evidence, 1):
        yield _node(f"evidence{number}", considered(record, messages))
        label = messages.say("explain.counts" if record.counts else "explain.rejects")
        yield _edge(f"evidence{number}", "finding", label, dotted=not record.counts)
    if explanation.decision:
        yield _node("decision", messages.say("explain.decision"), messages.tell(explanation.decision))
        yield "  decision --> finding"
    for number, child in enumerate(explanation.children, 1):
        yield _related(f"child{number}", child, messages)
        yield _edge(f"child{number}", "finding", messages.say("explain.below"))
    for number, parent in enumerate(explanation.parents, 1):
        yield _related(f"parent{number}", parent, messages)
        yield _edge("finding", f"parent{number}", messages.say("explain.below"))


def _related(name: str, other: Related, messages: Messages) -> str:
    return _node(name, other.key, other.title, messages.say(f"state.{other.state}"))


def _node(name: str, *lines: str) -> str:
    return f'  {name}["{"<br/>".join(label(line) for line in lines)}"]'


def _edge(first: str, second: str, text: str, *, dotted: bool = False) -> str:
    return f'  {first} {"-.->" if dotted else "-->"}|"{label(text)}"| {second}'


def label(text: str) -> str:
    """The text as a part of a quoted label: nothing in it can end the label, or be taken for HTML or Markdown."""
    cut = text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
    # A line that begins like an item of a list would be taken for one.
    listed = re.match(r"\s*(\d+[.)]|-)", cut)
    head = listed.end() if listed else 0
    return "".join(_sign(char, plain=index >= head) for index, char in enumerate(cut))


def _sign(char: str, *, plain: bool) -> str:
    if char.isalnum() or category(char).startswith("M") or (plain and (char in _PLAIN or char == "-")):
        return char
    if not char.isprintable():
        return " " if char.isspace() else "\N{REPLACEMENT CHARACTER}"
    return f"#{ord(char)};"
