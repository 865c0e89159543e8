"""Writing: artifacts onto the disk, each whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from glob import escape
from pathlib import Path
from stat import S_IMODE
from typing import BinaryIO

from dvrules.model.artifacts import Artifact
from dvrules.model.diagnostics import Diagnostic


class Unwritten(Exception):
    """A file that could not be written, and the diagnostic that says so."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic)
        self.diagnostic = diagnostic


def write(artifacts: Iterable[Artifact], folder: str, *, force: bool) -> tuple[list[Path], list[Diagnostic]]:
    """The files written below `folder`, and a diagnostic for each that was not.

    Files that are there already stay, unless `force` is given. A reader sees a file whole, old or new, at any moment.
    """
    written, faults = [], []
    for artifact in artifacts:
        path = Path(folder, artifact.name)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_whole(path, artifact.content, force=force)
        except OSError as error:
            faults.append(_fault(path, error))
        else:
            written.append(path)
    return written, faults


def rewrite(path: Path, content: bytes) -> None:
    """Put `content` in the place of what the file holds, in one step; OSError where that can't be done.

    Only one may do so at a time. Drafts of those who were stopped in the middle are cleared away.
    """
    target = path.resolve()
    for draft in target.parent.glob(f".{escape(target.name)}.*.draft"):
        draft.unlink(missing_ok=True)
    _write_whole(target, content, force=True)


@contextmanager
def lines_file(name: str | None, *, force: bool) -> Iterator[Callable[[bytes], object]]:
    """What adds lines to the file `name`, which is there when the context ends, whole or not at all.

    Without a name it adds nothing anywhere. Unwritten where the file can't be had, or is there already and `force` is
    not given.
    """
    if name is None:
        yield lambda _: None
        return
    path = Path(name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not force and path.exists():
            raise FileExistsError
        with _drafted(path, force=force) as file:
            yield file.write
    except OSError as error:
        raise Unwritten(_fault(path, error, "hint.force")) from error


def _fault(path: Path, error: OSError, hint: str = "") -> Diagnostic:
    if isinstance(error, FileExistsError):
        return Diagnostic("DV603", {"name": str(path)}, hint=hint)
    return Diagnostic("DV604", {"name": str(path), "problem": error.strerror or str(error)})


def _write_whole(path: Path, content: bytes, *, force: bool) -> None:
    with _drafted(path, force=force) as file:
        file.write(content)


@contextmanager
def _drafted(path: Path, *, force: bool) -> Iterator[BinaryIO]:
    """A file that is put at `path` when the context ends well; otherwise nothing is left of it."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    try:
        with draft.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if force:
            if path.exists():
                draft.chmod(S_IMODE(path.stat().st_mode))
            draft.replace(path)
        else:
            os.link(draft, path)  # fails, and in one step, where the name is taken
    finally:
        draft.unlink(missing_ok=True)
