"""Inputs: what loading asks of the disk, and the answers, by which it can be told whether they are still the same."""

from __future__ import annotations

from collections.abc import Mapping
from glob import glob
from os.path import join
from pathlib import Path

from dvrules.model.values import frozen

_PIECE = 1 << 17


@frozen
class Grounds:
    """What was asked of the disk below the folder `root`, and what came of it.

    `names` holds the files that each pattern named, `digests` the SHA-256 of each file that was read.
    """

    root: str
    names: Mapping[str, tuple[str, ...]]
    digests: Mapping[str, str]

    def hold(self) -> bool:
        """Whether every question would have the same answer now."""
        root = Path(self.root)
        return all(matching(root, pattern) == names for pattern, names in self.names.items()) and all(
            _digest_at(self.root, name) == digest for name, digest in self.digests.items()
        )


def matching(root: Path, pattern: str) -> tuple[str, ...]:
    """The names of the files below `root` that a pattern names, sorted."""
    return tuple(sorted(glob(pattern, root_dir=root, recursive=True)))  # noqa: PTH207 - Path.glob takes no ".."


def digest_of(content: bytes) -> str:
    """The SHA-256 of a text."""
    from hashlib import sha256  # noqa: PLC0415 - commands that read nothing need not wait for it

    return sha256(content).hexdigest()


def _digest_at(root: str, name: str) -> str | None:
    """The SHA-256 of a file, taken piece by piece in the same memory; None where it can't be had."""
    from hashlib import sha256  # noqa: PLC0415 - as above

    told = sha256()
    try:
        # Of thousands of files, Path would take a tenth of the time.
        with open(join(root, name), "rb", buffering=0) as file:  # noqa: PTH118, PTH123
            while piece := file.read(_PIECE):
                told.update(piece)
    except OSError:
        return None
    return told.hexdigest()


def unchanged(root: str, name: str, digest: str) -> bytes | None:
    """The bytes of a file below the folder `root`; None where they don't have that SHA-256, or can't be had."""
    try:
        content = Path(root, name).read_bytes()
    except OSError:
        return None
    return content if digest_of(content) == digest else None
