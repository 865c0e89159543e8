"""Wholeness: whether the whole text of a document is in hand, so that nothing passes for the document that is less."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import product

from dvrules.messages.wording import plain
from dvrules.model.reports import Source
from dvrules.model.rulesets import Clause

_TENS, _ONES = ("", "X", "XX", "XXX"), ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
#: The numbers of parts and points in their order; f, j, w and z number nothing in Vietnamese.
_SERIES = {
    "roman": ["".join(parts) for parts in product(_TENS, _ONES)],
    "letter": ["", *"abcdđeghiklmnopqrstuvxy"],
}
_DIGITS = re.compile(r"[0-9]{1,4}")
_PLACES = {written: (sort, n) for sort, series in _SERIES.items() for n, written in enumerate(series) if written}


def lacking(source: Source) -> list[str]:
    """What a document's text lacks, as far as its ruleset shows: what is marked unknown, and clauses passed over."""
    unknown = [*source.document.unknown, *(clause.clause for clause in source.clauses if clause.unknown)]
    written = any(clause.text or clause.heading for clause in source.clauses)
    lacked = (*unknown, *(passed_over(source.clauses) if written else ["clauses"]))
    return [plain(each) for each in dict.fromkeys(lacked)]


def passed_over(clauses: Iterable[Clause]) -> Iterator[str]:
    """The clauses that there must be because of others: the part above one, the number before another.

    Of several numbers left out in one place only the first is named.
    """
    names = [clause.clause for clause in clauses]
    there, reached = set(names), dict[tuple[str, str, str], int]()
    for name in names:
        above, dot, label = name.rpartition(".")
        if above and above not in there:
            there.add(above)
            yield above
        word, space, written = label.rpartition(" ")
        sort, number = ("digit", int(written)) if _DIGITS.fullmatch(written) else _PLACES.get(written, ("", 0))
        series = (above, word, sort)
        following = reached.get(series, 0) + 1
        if number > following:
            yield f"{above}{dot}{word}{space}{_SERIES[sort][following] if sort in _SERIES else following}"
        reached[series] = max(number, following - 1)
