"""The timeline: a row for each obligation, with a bar from when it opens to when it is due; shapes only, no style."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date

from attrs import frozen

from dvrules.messages import Messages
from dvrules.messages.wording import period_text
from dvrules.model.reports import Finding, Report, State
from dvrules.model.rulesets import Obligation
from dvrules.model.summaries import tally
from dvrules_html.findings import anchor_of, in_order
from dvrules_html.heat import cell_of

#: Measures in pixels: what the months share, how wide one may be, a label of the axis, a lane and the bar in it, and
#: the narrowest bar that can be seen.
_WIDTH, _NARROWEST_MONTH, _WIDEST_MONTH, _LABEL = 760, 4, 64, 26
_LANE, _THINNEST = 20, 7
#: How many months may lie between two labels of the axis.
_STEPS = (1, 3, 6, 12, 60, 120)


@frozen
class Bar:
    """Findings of one obligation with the same days: where the bar lies, what stands on it and what is told of it."""

    x: float
    y: int
    width: float
    state: State
    count: int
    told: str
    endless: bool


@frozen
class Row:
    """An obligation: its document, its name, the most urgent of its findings, its bars; how many have no known day."""

    document: str
    label: str
    anchor: str
    height: int
    bars: tuple[Bar, ...]
    undated: int


@frozen
class Axis:
    """The scale: its width, the places and names of months and years, and the place of the day judged, if it is on it.

    Between two neighbouring `lines` lies a month, or several where there is no room for each.
    """

    width: int
    lines: tuple[float, ...]
    months: tuple[tuple[float, str], ...]
    years: tuple[tuple[float, str], ...]
    today: float | None


@frozen
class Timeline:
    """The scale, and the rows in the order of the documents."""

    axis: Axis
    rows: tuple[Row, ...]


@frozen
class _Scale:
    """Days as places on the axis."""

    first: date
    last: date
    width: int

    def at(self, day: date) -> float:
        """The place of the beginning of a day, within the axis."""
        return round(self.width * min(max((day - self.first).days / self._days, 0), 1), 1)

    def after(self, day: date) -> float:
        """The place of the end of a day, within the axis."""
        return round(self.width * min(max(((day - self.first).days + 1) / self._days, 0), 1), 1)

    @property
    def _days(self) -> int:
        return (self.last - self.first).days + 1


def timeline(report: Report, messages: Messages) -> Timeline | None:
    """The timeline of a report; None where no day is known."""
    scale, axis = _axis(report)
    if scale is None or axis is None:
        return None
    documents = {source.ruleset: source.document.code for source in report.documents}
    by_obligation: dict[str, list[Finding]] = {}
    for finding in in_order(report.findings):
        by_obligation.setdefault(finding.occurrence.obligation, []).append(finding)
    rows = (
        _row(obligation, documents, by_obligation[obligation.reference], scale, messages)
        for obligation in report.obligations
        if obligation.reference in by_obligation
    )
    return Timeline(axis, tuple(rows))


def _axis(report: Report) -> tuple[_Scale | None, Axis | None]:
    days = [day for finding in report.findings for day in _days(finding)]
    if not days:
        return None, None
    first, last = min(days).replace(day=1), max(days)
    last = last.replace(day=monthrange(last.year, last.month)[1])
    months = range(12 * first.year + first.month - 1, 12 * last.year + last.month)
    one = min(max(_WIDTH / len(months), _NARROWEST_MONTH), _WIDEST_MONTH)
    scale = _Scale(first, last, round(one * len(months)))
    step = next((step for step in _STEPS if step * one >= _LABEL), _STEPS[-1])
    starts = [date(index // 12, index % 12 + 1, 1) for index in months]
    kept = [start for start in starts if (12 * start.year + start.month - 1) % step == 0]
    return scale, Axis(
        width=scale.width,
        lines=tuple(scale.at(start) for start in kept),
        months=tuple((scale.at(start), str(start.month)) for start in kept) if step < _STEPS[3] else (),
        years=tuple((scale.at(start), str(start.year)) for start in starts if start.month == 1 or start == first),
        today=scale.at(report.as_of) if first <= report.as_of <= last else None,
    )


def _days(finding: Finding) -> Iterator[date]:
    """The days that a bar of the finding reaches from and to, as far as they are known."""
    occurrence = finding.occurrence
    yield from (day for day in (occurrence.opens.earliest, occurrence.due.latest) if day)


def _row(
    obligation: Obligation, documents: dict[str, str], findings: list[Finding], scale: _Scale, messages: Messages
) -> Row:
    groups: dict[tuple[date, date | None], list[Finding]] = {}
    undated = 0
    for finding in findings:
        occurrence = finding.occurrence
        opens, due = occurrence.opens.earliest, occurrence.due.latest
        if (opens is None and due is None) or (due is None and occurrence.due.missing):
            undated += 1
        else:
            groups.setdefault((opens or due or scale.first, due), []).append(finding)
    bars = tuple(_bars(groups, scale, messages))
    return Row(
        document=documents.get(obligation.reference.partition(":")[0], ""),
        label=f"{obligation.clause}. {obligation.title or obligation.quote}",
        anchor=anchor_of(findings[0].occurrence.key),
        height=max((bar.y for bar in bars), default=0) + _LANE,
        bars=bars,
        undated=undated,
    )


def _bars(groups: dict[tuple[date, date | None], list[Finding]], scale: _Scale, messages: Messages) -> Iterator[Bar]:
    """The bars, each in the first lane that is free for it."""
    lanes: list[float] = []
    for (opens, due), findings in sorted(groups.items(), key=lambda item: (item[0][0], item[0][1] or date.max)):
        start, end = scale.at(opens), scale.after(due) if due else float(scale.width)
        start = max(0, min(start, end - _THINNEST))
        lane = next((number for number, taken in enumerate(lanes) if taken <= start), len(lanes))
        lanes[lane : lane + 1] = [max(end, start + _THINNEST)]
        cell = cell_of(tally(findings), messages)
        yield Bar(
            x=start,
            y=lane * _LANE,
            width=round(max(end - start, _THINNEST), 1),
            state=cell.state,
            count=cell.count,
            told=_told(findings, opens, due, cell.told, messages),
            endless=due is None,
        )


def _told(findings: Iterable[Finding], opens: date, due: date | None, counts: str, messages: Messages) -> str:
    periods = dict.fromkeys(period_text(finding.occurrence.period, messages) for finding in findings)
    key = "html.bar" if due else "html.bar_endless"
    return messages.say(key, periods=", ".join(periods), opens=opens, due=due or "", counts=counts)
