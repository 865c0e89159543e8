"""Rendering: from deadlines to the phrase in which a document would state them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dvrules.model.values import evolve
from dvrules.phrases import english, vietnamese
from dvrules.phrases.parsing import parse
from dvrules.phrases.shapes import Lang

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dvrules.model.deadlines import Deadline


def render(deadlines: Iterable[Deadline], lang: Lang = "vi") -> str | None:
    """The normal phrase for `deadlines`; None where no phrase says just that.

    What is given is sure to be read back as the same deadlines, their `words` apart.
    """
    meant = tuple(evolve(each, words="") for each in deadlines)
    said = {"vi": vietnamese, "en": english}[lang].say(meant)
    return said if said is not None and parse(said, lang=lang).deadlines == meant else None
