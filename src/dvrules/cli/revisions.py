"""Revisions: a project as it is in a folder, or as it was in a revision of its git repository."""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from dvrules.loading import Project, is_ruleset, load, substituted


class NoSuchRevision(ValueError):
    """What names neither a project nor a revision of the repository."""


@contextmanager
def project_of(named: str, home: str, block: Collection[str]) -> Iterator[Project]:
    """The project that `named` means: a folder or a project file, else a git revision of the project in `home`.

    A file that holds a ruleset means the project in `home` with that ruleset in place of its own of the same id.

    The project's files are there as long as the context lasts. Raises NoSuchRevision where it means nothing.
    """
    if is_ruleset(named):
        yield substituted(load(home, block=block), named)
        return
    if Path(named).exists():
        yield load(named, block=block)
        return
    root = Path(home).resolve()
    top = Path(_git(root, "rev-parse", "--show-toplevel").decode().strip())
    revision = _git(root, "rev-parse", "--verify", "--end-of-options", f"{named}^{{commit}}").decode().strip()
    with TemporaryDirectory() as folder, tarfile.open(fileobj=io.BytesIO(_git(top, "archive", revision))) as archive:
        _extract(archive, Path(folder))
        yield load(Path(folder, root.relative_to(top)), block=block)


def _extract(archive: tarfile.TarFile, folder: Path) -> None:
    """Write the files of an archive that git made, whose names never lead out of it; links are left out."""
    for member in archive:
        content = archive.extractfile(member) if member.isfile() else None
        if content:
            target = folder / member.name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.read())


def _git(folder: Path, *arguments: str) -> bytes:
    try:
        return subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True).stdout  # noqa: S603, S607 - git as it is found; a revision is data to it
    except (OSError, subprocess.CalledProcessError) as error:
        raise NoSuchRevision(arguments[-1]) from error
