"""Inputs: what loading asks of the disk, and the answers, by which it can be told whether they are still the same."""

from __future__ import annotations

from collections.abc import Mapping
from glob import glob
from pathlib import Path

from attrs import frozen


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
            _digest_at(root / name) == digest for name, digest in self.digests.items()
        )


def matching(root: Path, pattern: str) -> tuple[str, ...]:
    """The names of the files below `root` that a pattern names, sorted."""
    return tuple(sorted(glob(pattern, root_dir=root, recursive=True)))  # noqa: PTH207 - Path.glob takes no ".."


def digest_of(content: bytes) -> str:
    """The SHA-256 of a text."""
    from hashlib import sha256  # noqa: PLC0415 - commands that read nothing need not wait for it

    return sha256(content).hexdigest()


def _digest_at(path: Path) -> str | None:
    try:
        return digest_of(path.read_bytes())
    except OSError:
        return None
