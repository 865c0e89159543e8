"""Installed: the distributions of this Python and their entry points, as `importlib.metadata` finds them.

That is a long time to be loaded, since it reads metadata as messages of e-mail; here the few lines that plugins need
are read from the folders of distributions. Where there may be others, in archives or with finders of their own, it is
asked all the same.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.machinery import PathFinder
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeAlias

from dvrules.model.values import frozen

if TYPE_CHECKING:
    from importlib import metadata

#: What tells `name`, `version` and `entry_points` of a distribution.
Distribution: TypeAlias = "metadata.Distribution | Folder"


@frozen
class EntryPoint:
    """The name of an object (`module` or `module:attribute`) that a distribution offers to programs of a group."""

    group: str
    name: str
    value: str

    def load(self) -> Any:
        """The object, its module imported; whatever that raises."""
        module, _, attribute = self.value.partition("[")[0].partition(":")
        loaded = import_module(module.strip())
        return attrgetter(attribute.strip())(loaded) if attribute else loaded


@frozen
class Folder:
    """A distribution by the folder of its metadata."""

    path: str

    @property
    def name(self) -> str:
        """Its name, as its author writes it."""
        return self._said("name")

    @property
    def version(self) -> str:
        """Its version."""
        return self._said("version")

    @property
    def entry_points(self) -> Iterator[EntryPoint]:
        """What it offers."""
        group = ""
        for line in map(str.strip, self._text("entry_points.txt").splitlines()):
            if line.startswith("["):
                group = line.strip("[]")
            elif line and not line.startswith("#"):
                name, _, value = line.partition("=")
                yield EntryPoint(group, name.strip(), value.strip())

    def _said(self, key: str) -> str:
        head = (self._text("METADATA") or self._text("PKG-INFO")).partition("\n\n")[0]
        fields = (line.partition(":") for line in head.splitlines())
        return next((value.strip() for name, _, value in fields if name.lower() == key), "")

    def _text(self, name: str) -> str:
        try:
            with open(os.path.join(self.path, name), "rb", buffering=0) as file:  # noqa: PTH118, PTH123 - hundreds are
                return file.read().decode()
        except OSError:
            return ""


def distributions() -> Iterable[Distribution]:
    """Every installed distribution, in the order of Python's search path."""
    found: list[Distribution] = []
    foreign = any(hasattr(finder, "find_distributions") for finder in sys.meta_path if finder is not PathFinder)
    for root in sys.path:
        try:
            names = os.listdir(root or ".")  # noqa: PTH208 - Path would make an object of each
        except NotADirectoryError:
            foreign = True
        except OSError:
            continue
        else:
            foreign = foreign or root.endswith(".egg")
            infos = (name for name in names if name.endswith((".dist-info", ".egg-info")))
            found += (Folder(os.path.join(root, name)) for name in infos)  # noqa: PTH118 - as above
    if foreign:
        from importlib import metadata  # noqa: PLC0415 - see above

        return metadata.distributions()
    return found
