"""The plot: decisions a second of every engine, on a logarithmic scale, as SVG."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape
from math import ceil, floor, log10

_WIDTH, _LEFT, _RIGHT, _TOP, _ROW, _FOOT = 880, 330, 110, 46, 26, 34
_OWN, _BOUND, _OTHER = "#1f5fae", "#9a9a9a", "#8fb4dc"


def plot(rates: Sequence[tuple[str, float]], size: str) -> str:
    """A bar for each engine, in the order given; dvrules' own and the bound are told apart by colour."""
    first, last = floor(log10(min(rate for _, rate in rates))), ceil(log10(max(rate for _, rate in rates)))
    height = _TOP + _ROW * len(rates) + _FOOT

    def x(rate: float) -> float:
        return _LEFT + (log10(rate) - first) / (last - first) * (_WIDTH - _LEFT - _RIGHT)

    size = escape(size)
    canvas = f'viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}"'
    head = f"Decisions a second, {size} workload (logarithmic)"
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {canvas} font-family="system-ui, sans-serif" font-size="13">',
        f"<title>{head}</title>",
        f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<text x="16" y="26" font-size="15" font-weight="600" fill="#222222">{head}</text>',
        *_grid(first, last, height, x),
        *_bars(rates, x),
    ]
    return "\n".join([*lines, "</svg>\n"])


def _grid(first: int, last: int, height: int, x: Callable[[float], float]) -> Iterator[str]:
    for power in range(first, last + 1):
        at = x(10**power)
        yield f'<line x1="{at:.1f}" y1="{_TOP - 6}" x2="{at:.1f}" y2="{height - _FOOT}" stroke="#dddddd"/>'
        yield f'<text x="{at:.1f}" y="{height - 12}" text-anchor="middle" fill="#555555">{_short(10**power)}</text>'


def _bars(rates: Sequence[tuple[str, float]], x: Callable[[float], float]) -> Iterator[str]:
    for number, (title, rate) in enumerate(rates):
        y = _TOP + number * _ROW
        own, bound = title.startswith("dvrules"), title.endswith("(bound)")
        end = x(rate)
        weight = ' font-weight="600"' if own else ""
        yield f'<text x="{_LEFT - 10}" y="{y + 16}" text-anchor="end" fill="#222222"{weight}>{escape(title)}</text>'
        fill = _OWN if own else _BOUND if bound else _OTHER
        yield f'<rect x="{_LEFT}" y="{y + 3}" width="{max(1.0, end - _LEFT):.1f}" height="{_ROW - 8}" fill="{fill}"/>'
        yield f'<text x="{end + 6:.1f}" y="{y + 16}" fill="#222222"{weight}>{_short(rate)}</text>'


def _short(rate: float) -> str:
    for unit, name in ((1e6, " M"), (1e3, " k")):
        if rate >= unit:
            return f"{rate / unit:.3g}{name}"
    return f"{rate:.3g}"
