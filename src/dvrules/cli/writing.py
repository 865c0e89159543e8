"""Writing: artifacts onto the disk, each whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from glob import escape
from pathlib import Path

from dvrules.model.artifacts import Artifact
from dvrules.model.diagnostics import Diagnostic


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
        except FileExistsError:
            faults.append(Diagnostic("DV603", {"name": str(path)}))
        except OSError as error:
            faults.append(Diagnostic("DV604", {"name": str(path), "problem": error.strerror or str(error)}))
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


def _write_whole(path: Path, content: bytes, *, force: bool) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    try:
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if force:
            if path.exists():
                shutil.copymode(path, draft)
            draft.replace(path)
        else:
            os.link(draft, path)  # fails, and in one step, where the name is taken
    finally:
        draft.unlink(missing_ok=True)
