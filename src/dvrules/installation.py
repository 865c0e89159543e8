"""Installation: what does the judging, by content: Python, dvrules and its plugins, and what else is installed.

Code is told by its bytes where it is dvrules' or a plugin's, wherever it lies, and by its version otherwise.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from dvrules.installed import Folder

#: The group of entry points by which plugins are found, and the package that finds them.
_GROUP = "dvrules"

_RECORDS = (".dist-info", ".egg-info", ".egg-link")


def digest() -> str | None:
    """The SHA-256 of what is installed; None where code may change without that being told.

    So it is where code lies in an archive, or where something is installed to be edited and is no plugin.
    """
    try:
        return _digest()
    except OSError:
        return None


def _digest() -> str | None:
    told = sha256(json.dumps([sys.version, [*sys.flags], sys.warnoptions, sys.path]).encode())
    packages = {_GROUP}
    for folder in filter(Path.exists, map(Path, sys.path)):
        if not folder.is_dir():
            return None
        for name in sorted(os.listdir(folder)):  # noqa: PTH208 - names are enough, and there are many
            if name.endswith(_RECORDS):
                entry_points = [*Folder(str(folder / name)).entry_points]
                plugins = {
                    each.value.partition(":")[0].partition(".")[0] for each in entry_points if each.group == _GROUP
                }
                if not plugins and _is_edited(folder / name):
                    return None
                packages |= plugins
                told.update(
                    json.dumps([name, *((each.group, each.name, each.value) for each in entry_points)]).encode()
                )
    for package in sorted(packages):
        for file in _files(package):
            content = Path(file).read_bytes()
            told.update(b"%b\0%d\0%b" % (os.fsencode(file), len(content), content))
    return told.hexdigest()


def _is_edited(record: Path) -> bool:
    """Whether a distribution is run from where it is edited."""
    origin = _text(record / "direct_url.json")
    return record.suffix == ".egg-link" or ("editable" in origin and "true" in origin)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, NotADirectoryError):
        return ""


def _files(package: str) -> Iterator[str]:
    """The files of a package, or the one of a module; nothing where it can't be found."""
    try:
        spec = find_spec(package)
    except (ImportError, ValueError):
        return
    if spec and not spec.submodule_search_locations and spec.origin:
        yield spec.origin
    for place in sorted(spec.submodule_search_locations or ()) if spec else ():
        for folder, inner, names in os.walk(place, followlinks=True):
            inner[:] = sorted(name for name in inner if name != "__pycache__")
            yield from (f"{folder}/{name}" for name in sorted(names))
