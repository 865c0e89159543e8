"""Options of plugins: read as strictly as everything else, by the class that the plugin gives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dvrules.building.structuring import Structured, structure
from dvrules.model.diagnostics import Diagnostic
from dvrules.model.places import Place
from dvrules.model.values import frozen


@frozen
class _NoOptions:
    pass


def read_options(options: Mapping[str, Any], params: type | None, place: Place) -> tuple[Any, tuple[Diagnostic, ...]]:
    """The options as an object of the class `params`, and every fault in them.

    Without a class there are no options and any key is one too many; the object is None then, and where a fault leaves
    the options unusable.
    """
    read: Structured[Any] = structure(options, params or _NoOptions, place)
    return (read.value if params and read.sound else None), read.diagnostics
