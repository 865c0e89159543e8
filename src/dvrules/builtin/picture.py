"""The picture of a cascade: documents above and below one another, their duties coloured by state; Mermaid and SVG."""

from __future__ import annotations

from collections.abc import Iterator

from dvrules.drawing import COLOURS, Box, boxes, svg
from dvrules.messages import Lang, Messages, messages_in
from dvrules.model.artifacts import Artifact
from dvrules.model.reports import Report


def export_picture(report: Report, lang: Lang, _: None) -> list[Artifact]:
    """The cascade as `cascade.mmd` (Mermaid) and `cascade.svg`; texts from rulesets are escaped in both."""
    messages = messages_in(lang).naming(report.names)
    mermaid = "\n".join([*_mermaid(tuple(boxes(report, messages)), messages), ""])
    return [
        Artifact("cascade.mmd", "text/vnd.mermaid", mermaid.encode()),
        Artifact("cascade.svg", "image/svg+xml", svg(report, messages).encode()),
    ]


def _mermaid(drawn: tuple[Box, ...], messages: Messages) -> Iterator[str]:
    numbers = {box.identity: f"d{number}" for number, box in enumerate(drawn)}
    yield "flowchart TD"
    for box in drawn:
        number = numbers[box.identity]
        if not box.duties:
            yield f'    {number}["{_said(box.label)}"]{"" if box.in_hand else ":::absent"}'
            continue
        yield f'    subgraph {number}["{_said(box.label)}"]'
        for index, duty in enumerate(box.duties):
            state = messages.say(f"state.{duty.state}") if duty.state else ""
            text = f"{_said(duty.label)}<br>{_said(state)}" if state else _said(duty.label)
            yield f'        {number}_{index}["{text}"]{f":::{duty.state}" if duty.state else ""}'
        yield "    end"
    for box in drawn:
        for identity in box.above:
            yield f"    {numbers[identity]} --> {numbers[box.identity]}"
    for state, (ground, ink) in COLOURS.items():
        yield f"    classDef {state} fill:{ground},color:{ink}"
    yield "    classDef absent stroke-dasharray:4"


def _said(text: str) -> str:
    """The text as Mermaid takes it inside quotes: all but letters, digits and blanks by number."""
    return "".join(char if char.isalnum() or char == " " else f"#{ord(char)};" for char in " ".join(text.split()))
