"""Drawing: the cascade as a picture, and the colours of states; for whatever shows a report to the eye."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape

from dvrules.messages import Messages
from dvrules.messages.wording import plain
from dvrules.model.documents import Relation
from dvrules.model.reports import Report, State
from dvrules.model.rulesets import Obligation
from dvrules.model.values import frozen

#: From what calls for action first to what calls for none, each with its colours: ground and ink.
COLOURS: Mapping[State, tuple[str, str]] = {
    State.BREACHED: ("#f3b7b0", "#5c0f06"),
    State.OVERDUE: ("#f9cdb5", "#5f2303"),
    State.UNDETERMINED: ("#e8d5f2", "#3d1656"),
    State.FULFILLED_LATE: ("#fbe7b2", "#523e00"),
    State.OPEN: ("#cfe3f7", "#0c3158"),
    State.SUSPENDED: ("#e3e3e3", "#333333"),
    State.UNASSESSED: ("#efefef", "#333333"),
    State.UPCOMING: ("#f7f7f7", "#333333"),
    State.FULFILLED: ("#cdebd0", "#0e4417"),
    State.WAIVED: ("#e6ece0", "#36452a"),
    State.NOT_APPLICABLE: ("#ffffff", "#555555"),
    State.SUPERSEDED: ("#ffffff", "#555555"),
    State.TERMINATED: ("#ffffff", "#555555"),
}

_UP = {Relation.IMPLEMENTS, Relation.CONTINUES, Relation.REPORTS_UNDER}

#: Measures of the SVG, in its own units: a row of text, a box, the gaps between boxes, and how many letters fit.
_ROW, _WIDTH, _GAP, _DROP, _LETTERS = 22, 380, 40, 70, 50
#: How many boxes stand side by side; a level that has more goes on below.
_ACROSS = 3


@frozen
class Duty:
    """An obligation as it is drawn: what it is called, and its most urgent state; None where nothing is judged."""

    reference: str
    label: str
    state: State | None


@frozen
class Box:
    """A document: its identity, what it is called, its duties; without any where it is not in hand."""

    identity: str
    label: str
    above: tuple[str, ...]
    duties: tuple[Duty, ...] = ()
    in_hand: bool = True


def boxes(report: Report, messages: Messages) -> Iterator[Box]:
    """The documents of a report, in hand or only cited, with their duties; all texts fit for one line."""
    states: dict[str, list[State]] = {}
    for occurrence, state in zip(report.findings.occurrences, report.findings.states, strict=True):
        states.setdefault(occurrence.obligation, []).append(state)
    drawn = {source.document.identity for source in report.documents} | {*report.placeholders}
    for source in report.documents:
        own = [o for o in report.obligations if o.reference.startswith(f"{source.ruleset}:")]
        above = {citation.identity for citation in source.citations if citation.relation in _UP}
        above |= {parent.document for o in own for parent in o.implements}
        duties = (_duty(o, states.get(o.reference, [])) for o in own)
        identity = source.document.identity
        label = ": ".join(filter(None, [_named(identity, report, messages), source.document.subject]))
        yield Box(identity, plain(label), tuple(sorted((above & drawn) - {identity})), tuple(duties))
    for identity in report.placeholders:
        yield Box(identity, plain(_named(identity, report, messages)), (), in_hand=False)


def _named(identity: str, report: Report, messages: Messages) -> str:
    """A document as it is cited, and that it holds no longer on the day judged, where it doesn't."""
    name = messages.document(identity)
    ended = next((ending.day for ending in report.endings.get(identity, ()) if ending.day <= report.as_of), None)
    return messages.say("word.ended", name=name, day=ended) if ended else name


def _duty(obligation: Obligation, states: list[State]) -> Duty:
    worst = min(states, key=list(COLOURS).index, default=None)
    return Duty(obligation.reference, plain(f"{obligation.clause}. {obligation.title or obligation.quote}"), worst)


def _levels(drawn: Iterable[Box]) -> list[list[Box]]:
    """The boxes by how many stand above them at most, no more side by side than fit; of a circle, all on one level."""
    every = {box.identity: box for box in drawn}
    depths: dict[str, int] = {}

    def depth(identity: str, path: tuple[str, ...]) -> int:
        if identity not in depths:
            above = [each for each in every[identity].above if each not in path]
            depths[identity] = max((1 + depth(each, (*path, identity)) for each in above), default=0)
        return depths[identity]

    levels: list[list[Box]] = []
    for box in sorted(every.values(), key=lambda each: (depth(each.identity, ()), each.identity)):
        while len(levels) <= depths[box.identity]:
            levels.append([])
        levels[depths[box.identity]].append(box)
    return [level[first : first + _ACROSS] for level in levels for first in range(0, len(level), _ACROSS)]


def svg(report: Report, messages: Messages) -> str:
    """The cascade as an `svg` element, documents above those that implement them; texts from rulesets are escaped.

    It has no style sheet and no script, and refers to nothing.
    """
    return "\n".join([*_svg(tuple(boxes(report, messages)), report, messages), ""])


def _svg(drawn: tuple[Box, ...], report: Report, messages: Messages) -> Iterator[str]:
    levels = _levels(drawn)
    width = _GAP + max((len(level) for level in levels), default=0) * (_WIDTH + _GAP)
    places: dict[str, tuple[int, int]] = {}
    top = _GAP
    for level in levels:
        left = (width + _GAP - len(level) * (_WIDTH + _GAP)) // 2
        for column, box in enumerate(level):
            places[box.identity] = (left + column * (_WIDTH + _GAP), top)
        top += max(_height(box) for box in level) + _DROP
    height = top - _DROP + _GAP if levels else top
    title = escape(plain(f"{report.project}, {messages.day(report.as_of)}"))
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' role="img" aria-label="{title}" font-family="Helvetica, Arial, sans-serif" font-size="13">'
    )
    yield f"<title>{title}</title>"
    for box in drawn:
        x, y = places[box.identity]
        for identity in box.above:
            above_x, above_y = places[identity]
            bottom = above_y + _height(next(each for each in drawn if each.identity == identity))
            yield f'<path d="M{above_x + _WIDTH // 2} {bottom}L{x + _WIDTH // 2} {y}" stroke="#777" fill="none"/>'
    for box in drawn:
        yield from _drawn(box, *places[box.identity], messages)
    yield "</svg>"


def _height(box: Box) -> int:
    return _ROW * (1 + len(box.duties)) + _ROW // 2


def _drawn(box: Box, x: int, y: int, messages: Messages) -> Iterator[str]:
    dashes = "" if box.in_hand else ' stroke-dasharray="5"'
    yield f'<rect x="{x}" y="{y}" width="{_WIDTH}" height="{_height(box)}" fill="#fff" stroke="#333"{dashes}/>'
    yield _text(x + 6, y + 16, box.label, "#000", bold=True)
    for number, duty in enumerate(box.duties, 1):
        line = y + number * _ROW
        ground, ink = COLOURS[duty.state] if duty.state else ("#fff", "#555")
        state = messages.say(f"state.{duty.state}") if duty.state else ""
        yield f'<rect x="{x + 4}" y="{line + 2}" width="{_WIDTH - 8}" height="{_ROW - 3}" fill="{ground}"/>'
        yield _text(x + 8, line + 17, duty.label, ink, behind=state)


def _text(x: int, y: int, text: str, ink: str, *, behind: str = "", bold: bool = False) -> str:
    """A line of text, shortened to its box; the whole of it is what a pointer shows."""
    room = _LETTERS - (len(behind) + 3 if behind else 0)
    short = text if len(text) <= room else text[: room - 1] + "…"
    shown = f"{short} – {behind}" if behind else short
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x}" y="{y}" fill="{ink}"{weight}><title>{escape(text)}</title>{escape(shown)}</text>'
