"""Numerals: Vietnamese numbers in words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dvrules.phrases.readings import Dead

_UNITS = {
    "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7, "bẩy": 7,
    "tám": 8, "chín": 9,
}  # fmt: skip


def number_of(words: Iterable[str]) -> int:
    """The number that Vietnamese numerals say, from 1 to 999."""
    text = " ".join(words)
    found = _NUMERAL.fullmatch(text)
    if not found:
        raise Dead
    hundreds, tens, ten, units = (found[key] for key in ("hundreds", "tens", "ten", "units"))
    number = 100 * _UNITS.get(hundreds, 0) + 10 * (_UNITS.get(tens, 0) or bool(ten)) + _UNITS.get(units, 0)
    if not number:
        raise Dead
    return number


_UNIT = "|".join(_UNITS)
_NUMERAL = re.compile(
    rf"(?:(?P<hundreds>{_UNIT}) trăm ?)?(?:(?:(?P<tens>{_UNIT}) mươi|(?P<ten>mười)) ?|(?:linh|lẻ) )?(?P<units>{_UNIT})?"
)
