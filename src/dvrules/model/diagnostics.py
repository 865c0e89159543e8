"""Diagnostics: faults in texts, records and plugins, as values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dvrules.model.places import NOWHERE, Place
from dvrules.model.values import field, frozen


@frozen
class Diagnostic:
    """A fault: its code, the arguments of its message, and where it stands.

    The words, in any language, come from the message catalogue; whether it is an error or a warning, from the catalogue
    of codes. `hint` names a message that shows the way out, where the code's own hint doesn't do.
    """

    code: str
    args: Mapping[str, str | int] = field(factory=dict)
    place: Place = NOWHERE
    hint: str = ""


#: More names than these help nobody to find the one that was meant.
_MOST_NAMES = 24


def misnamed(code: str, name: str, known: Iterable[str], place: Place, **args: str | int) -> Diagnostic:
    """The diagnostic for a `name` that is none of `known`, with the one that was probably meant."""
    from difflib import get_close_matches  # noqa: PLC0415 - only where something is wrong

    names = list(dict.fromkeys(known))
    unqualified = [known for known in names if known.endswith(f":{name}")]
    suggestion = next(iter([*unqualified, *get_close_matches(name, names, n=1)]), "")
    listable = 0 < len(names) <= _MOST_NAMES
    hint = "hint.did_you_mean" if suggestion else "hint.known_names" if listable else ""
    return Diagnostic(
        code,
        {**args, "name": name, "suggestion": suggestion, "known": ", ".join(names) if listable else ""},
        place,
        hint,
    )


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The diagnostics sorted by place and code, so that their order never depends on the order of work."""
    return tuple(
        sorted(diagnostics, key=lambda d: (d.place.file, _position(d.place), d.code, sorted(map(str, d.args.items()))))
    )


def _position(place: Place) -> tuple[tuple[int, int, str], ...]:
    line = (place.line or 0, place.column or 0, "")
    steps = tuple((step, 0, "") if isinstance(step, int) else (-1, 0, step) for step in place.path)
    return (line, *steps)
