"""The timeline: a row for each obligation, with a bar from when it opens to when it is due; shapes only, no style."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from attrs import frozen

from dvrules.messages import Messages
from dvrules.messages.wording import period_text
from dvrules.model.reports import Finding, Report, State
from dvrules.model.rulesets import Obligation
from dvrules.model.summaries import tally
from dvrules_html.findings import MARKS, anchor_of, in_order
from dvrules_html.heat import cell_of

#: Measures in pixels: what the months share on a wide screen, how wide one may be, labels of the axis, and a lane.
_WIDTH, _NARROWEST_MONTH, _WIDEST_MONTH, _LABEL, _YEAR_LABEL, _LANE = 760, 4, 64, 26, 36, 20
#: In per cent of the axis: the narrowest bar that can be seen, one that has room for a sign, and for a number, too.
_THINNEST, _FOR_SIGN, _FOR_NUMBER = 0.9, 2, 3.6
#: How many months may lie between two labels of the axis.
_STEPS = (1, 3, 6, 12, 60, 120)
_YEAR = 12
_ONE_DAY = timedelta(days=1)


@frozen
class Bar:
    """Findings of one obligation with the same days: where the bar lies, what stands on it and what is told of it.

    `x` and `width` are in per cent of the axis, `y` in pixels.
    """

    x: float
    y: int
    width: float
    state: State
    sign: str
    told: str
    endless: bool


@frozen
class Row:
    """An obligation: its name, the most urgent of its findings, its bars; how many findings have no known day."""

    label: str
    anchor: str
    height: int
    bars: tuple[Bar, ...]
    undated: int


@frozen
class Axis:
    """The scale: its width in pixels on a wide screen, and in per cent the places of lines, months, years and today.

    `today` is the day judged, None where it is not on the axis.
    """

    width: int
    lines: tuple[float, ...]
    months: tuple[tuple[float, str], ...]
    years: tuple[tuple[float, str], ...]
    today: float | None


@frozen
class Timeline:
    """The scale, and the rows of each document that has any, by its ruleset."""

    axis: Axis
    documents: tuple[tuple[str, tuple[Row, ...]], ...]


@frozen
class _Scale:
    """Days as places on the axis, in per cent."""

    first: date
    last: date

    def at(self, day: date) -> float:
        """The place of the beginning of a day."""
        return round(100 * (day - self.first).days / ((self.last - self.first).days + 1), 2)


def timeline(report: Report, messages: Messages) -> Timeline | None:
    """The timeline of a report; None where no day is known."""
    days = [day for finding in report.findings for day in _ends(finding) if day]
    if not days:
        return None
    first, last = min(days).replace(day=1), max(days)
    scale = _Scale(first, last.replace(day=monthrange(last.year, last.month)[1]))
    by_obligation: dict[str, list[Finding]] = {}
    for finding in in_order(report.findings):
        by_obligation.setdefault(finding.occurrence.obligation, []).append(finding)
    rows: dict[str, list[Row]] = {}
    for obligation in report.obligations:
        if obligation.reference in by_obligation:
            row = _row(obligation, by_obligation[obligation.reference], scale, messages)
            rows.setdefault(obligation.reference.partition(":")[0], []).append(row)
    return Timeline(_axis(scale, report.as_of), tuple((ruleset, tuple(each)) for ruleset, each in rows.items()))


def _ends(finding: Finding) -> tuple[date | None, date | None]:
    """The days that the finding's bar reaches from and to, as far as they are known."""
    return finding.occurrence.opens.earliest, finding.occurrence.due.latest


def _axis(scale: _Scale, as_of: date) -> Axis:
    months = range(_YEAR * scale.first.year + scale.first.month - 1, _YEAR * scale.last.year + scale.last.month)
    one = min(max(_WIDTH / len(months), _NARROWEST_MONTH), _WIDEST_MONTH)
    step = next((step for step in _STEPS if step * one >= _LABEL), _STEPS[-1])
    starts = [date(index // _YEAR, index % _YEAR + 1, 1) for index in months if index % step == 0]
    years = [(scale.at(start), str(start.year)) for start in starts if start.month == 1]
    width = round(one * len(months))
    crowded = any(width * place < 100 * _YEAR_LABEL for place, _ in years)
    return Axis(
        width=width,
        lines=tuple(scale.at(start) for start in starts),
        months=tuple((scale.at(start), str(start.month)) for start in starts) if step < _YEAR else (),
        years=tuple(years if crowded else [(0.0, str(scale.first.year)), *years]),
        today=scale.at(as_of) if scale.first <= as_of <= scale.last else None,
    )


def _row(obligation: Obligation, findings: list[Finding], scale: _Scale, messages: Messages) -> Row:
    groups: dict[tuple[date, date | None], list[Finding]] = {}
    undated = 0
    for finding in findings:
        opens, due = _ends(finding)
        begins = opens or due
        if begins is None or (due is None and finding.occurrence.due.missing):
            undated += 1
        else:
            groups.setdefault((begins, due), []).append(finding)
    bars = tuple(_bars(groups, scale, messages))
    return Row(
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
        end = scale.at(due + _ONE_DAY) if due and due < scale.last else 100.0
        start = max(0.0, min(scale.at(opens), end - _THINNEST))
        lane = next((number for number, taken in enumerate(lanes) if taken <= start), len(lanes))
        lanes[lane : lane + 1] = [end]
        width = round(end - start, 2)
        cell = cell_of(tally(findings), messages)
        number = f" {cell.number}" if len(findings) > 1 and width >= _FOR_NUMBER else ""
        yield Bar(
            x=start,
            y=lane * _LANE,
            width=width,
            state=cell.state,
            sign=MARKS[cell.state] + number if width >= _FOR_SIGN else "",
            told=_told(findings, opens, due, cell.told, messages),
            endless=due is None,
        )


def _told(findings: Iterable[Finding], opens: date, due: date | None, counts: str, messages: Messages) -> str:
    periods = dict.fromkeys(period_text(finding.occurrence.period, messages) for finding in findings)
    key = "html.bar" if due else "html.bar_endless"
    return messages.say(key, periods=", ".join(periods), opens=opens, due=due or "", counts=counts)
