"""Measuring: how wide a line in bold Times New Roman is, for the rules that the decree puts below some lines."""

from __future__ import annotations

from unicodedata import normalize

#: The advance of each letter of Times New Roman Bold, in thousandths of the size; marks over and under it have none.
_ADVANCES = {
    220: "|",
    250: " ,.",
    278: "'/\\il",
    333: "!()-:;[]`fjt",
    389: "Is",
    394: "{}",
    444: "cerz",
    500: "#$*0123456789?J_agovxy–“”",
    520: "~",
    556: "Sbdhknpquđ",
    570: "+<=>",
    581: "^",
    611: "FP",
    667: "BELTZ",
    722: "ACDNRUVXYwĐ",
    778: "GHKOQ",
    833: "&m",
    930: "@",
    944: "M",
    1000: "%W…",
}
_ADVANCE = {letter: advance for advance, letters in _ADVANCES.items() for letter in letters}
_USUAL = 500
_MM_PER_POINT = 25.4 / 72


def balanced(text: str, size: float, within: float) -> list[str]:
    """The text in one line where that is no wider than `within` millimetres, else in two that are as even as can be."""
    words = text.split(" ")
    if bold_width(text, size) <= within or len(words) == 1:
        return [text]
    halves = [[" ".join(words[:cut]), " ".join(words[cut:])] for cut in range(1, len(words))]
    return min(halves, key=lambda lines: max(bold_width(line, size) for line in lines))


def bold_width(text: str, size: float) -> float:
    """The width of a line in millimetres, set in bold at `size` points."""
    letters = (letter for letter in normalize("NFD", text) if not "\u0300" <= letter <= "\u036f")
    return sum(_ADVANCE.get(letter, _USUAL) for letter in letters) * size * _MM_PER_POINT / 1000
