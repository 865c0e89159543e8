"""Inputs: what loading asks of the disk, and the answers, by which it can be told whether they are still the same."""

from __future__ import annotations

from collections.abc import Mapping
from glob import glob
from os.path import join
from pathlib import Path

from dvrules.model.values import frozen


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
            unchanged(self.root, name, digest) is not None for name, digest in self.digests.items()
        )


def matching(root: Path, pattern: str) -> tuple[str, ...]:
    """The names of the files below `root` that a pattern names, sorted."""
    return tuple(sorted(glob(pattern, root_dir=root, recursive=True)))  # noqa: PTH207 - Path.glob takes no ".."


def digest_of(content: bytes) -> str:
    """The SHA-256 of a text."""
    from hashlib import sha256  # noqa: PLC0415 - commands that read nothing need not wait for it

    return sha256(content).hexdigest()


def unchanged(root: str, name: str, digest: str) -> bytes | None:
    """The bytes of a file below the folder `root`; None where they don't have that SHA-256, or can't be had."""
    content = _bytes_at(root, name)
    return content if content is not None and digest_of(content) == digest else None


def _bytes_at(root: str, name: str) -> bytes | None:
    try:
        # Of thousands of files, Path would take a tenth of the time.
        with open(join(root, name), "rb", buffering=0) as file:  # noqa: PTH118, PTH123
            return file.read()
    except OSError:
        return None
