"""Keeping: what came of each project, in a folder, to be given again as long as nothing that it rests on differs.

An entry is text: a stamp with the SHA-256 of what follows, the outcome with its grounds as a line of JSON, and the
findings as they were given. Its name is the SHA-256 of what was asked, and of what is installed. Whatever is odd about
an entry or the folder, and whatever can't be read or written, only means that a project is judged again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from time import time

from dvrules.codes import Outcome
from dvrules.evaluations import Evaluated, Request
from dvrules.inputs import Grounds
from dvrules.installation import digest
from dvrules.model.reports import State
from dvrules.model.values import evolve, fields

FORMAT = "dvrules.kept/1"
ENDING = ".kept"

#: What is kept at most: so many bytes, and nothing that was of no use for so many seconds.
LARGEST = 1 << 30
LONGEST = 30 * 24 * 3600

_TAG = """\
Signature: 8a477f597d28d172789f06886806bc55
# Made by dvrules; what is in here may be deleted at any time. See https://bford.info/cachedir/
"""


class Keep:
    """What was kept of projects judged for one request, in a folder.

    `more` is what else was asked for, and must be the same.
    """

    def __init__(self, folder: Path, request: Request, more: str = "") -> None:
        self._folder, self._installed = folder, digest()
        asked = [FORMAT, self._installed, _told(evolve(request, version="")), more]
        self._asked = json.dumps(asked, default=str)
        self._put: list[Path] = []

    def find(self, path: str) -> Evaluated | None:
        """What came of the project named `path`, if that is kept and would come of it today."""
        if self._installed is None:
            return None
        with suppress(OSError, ValueError, LookupError, TypeError):
            entry = self._entry(path)
            with entry.open("rb") as file:
                safe = _is_safe(self._folder.stat()) and _is_safe(os.fstat(file.fileno()))
                stamp, data, lines = file.readline(), file.readline(), file.read()
            if safe and stamp == _stamp(data, lines):
                kept = _evaluated(data, lines)
                if kept.grounds and kept.grounds.hold():
                    _use(entry)
                    return kept
        return None

    def put(self, result: Evaluated) -> None:
        """Keep what came of a project, unless it failed or rests on more than the disk's answers."""
        if self._installed is None or result.grounds is None or result.outcome is Outcome.FAILED:
            return
        with suppress(OSError):
            entry = self._entry(result.path)
            part = entry.with_suffix(f".{os.getpid()}.part")
            _make(self._folder)
            if not _is_safe(self._folder.stat()):
                return
            data = _data(result)
            try:
                with open(part, "xb", opener=_ours_alone) as file:
                    file.writelines((_stamp(data, result.lines), data, result.lines))
                part.replace(entry)
            finally:
                part.unlink(missing_ok=True)
            self._put.append(entry)

    def close(self) -> None:
        """Take back what was put if meanwhile the code has changed, and let go of what is old or too much."""
        if not self._put:
            return
        with suppress(OSError):
            if digest() != self._installed:
                for entry in self._put:
                    entry.unlink(missing_ok=True)
            _prune(self._folder)

    def _entry(self, path: str) -> Path:
        asked = json.dumps([self._asked, path, str(Path.cwd() / path)])
        return self._folder / (sha256(asked.encode()).hexdigest() + ENDING)


@contextmanager
def keeping(folder: Path | None, request: Request, more: str = "") -> Iterator[Keep | None]:
    """What is kept in a folder, put in order at the end; nothing where there is no folder."""
    keep = Keep(folder, request, more) if folder else None
    try:
        yield keep
    finally:
        if keep:
            keep.close()


def _stamp(data: bytes, lines: bytes) -> bytes:
    told = sha256(data)
    told.update(lines)
    return f"{FORMAT} {told.hexdigest()}\n".encode()


def _data(result: Evaluated) -> bytes:
    return json.dumps({**_told(result), "lines": ""}, default=_told).encode() + b"\n"


def _told(value: Request | Evaluated | Grounds) -> dict[str, object]:
    """The fields of a value; to load attrs, which gives them too, takes a fifth of an unchanged rerun."""
    return {each.name: getattr(value, each.name) for each in fields(type(value))}


def _evaluated(data: bytes, lines: bytes) -> Evaluated:
    kept = json.loads(data)
    grounds = kept["grounds"]
    names = {pattern: tuple(found) for pattern, found in grounds["names"].items()}
    return Evaluated(
        **{
            **kept,
            "outcome": Outcome(kept["outcome"]),
            "states": {State(state): count for state, count in kept["states"].items()},
            "faults": tuple(kept["faults"]),
            "lines": lines,
            "grounds": Grounds(grounds["root"], names, grounds["digests"]),
        }
    )


def _use(entry: Path) -> None:
    """Note that an entry was of use."""
    with suppress(OSError):
        os.utime(entry)


def _make(folder: Path) -> None:
    """Make the folder, ours alone, with what tells others (backups, version control) to pass it by."""
    try:
        folder.mkdir(mode=0o700, parents=True)
    except FileExistsError:
        return
    (folder / "CACHEDIR.TAG").write_text(_TAG, encoding="utf-8")
    (folder / ".gitignore").write_text("*\n", encoding="utf-8")


def _ours_alone(path: str, flags: int) -> int:
    return os.open(path, flags, mode=0o600)


def _is_safe(found: os.stat_result) -> bool:
    """Whether a folder or file is ours, and nobody else may write to it, as far as the platform tells."""
    return not hasattr(os, "geteuid") or (found.st_uid == os.geteuid() and not found.st_mode & 0o022)


def _prune(folder: Path) -> None:
    """Let go of what was of no use for long, and of the oldest while there is too much."""
    entries = [path for kind in (ENDING, ".*.part") for path in folder.glob("[0-9a-f]" * 64 + kind)]
    room = LARGEST
    for found, path in sorted(((path.stat(), path) for path in entries), key=lambda each: -each[0].st_mtime):
        room -= found.st_size
        if room < 0 or found.st_mtime < time() - LONGEST:
            path.unlink(missing_ok=True)
