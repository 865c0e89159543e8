#!/usr/bin/env python3
"""Set everything up in .venv, once, and run: the main job on the example, the tests, or lint.

    python3 run.py          the example's report for 2024-07-10, and its documents in out/
    python3 run.py test     the tests of the core and of every plugin
    python3 run.py lint     lint, format and types
    python3 run.py dvrules  the command itself, with the arguments that follow

Needs nothing but Python 3.11 or later, with venv and pip.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PLUGINS = sorted(path.parent for path in ROOT.glob("plugins/*/pyproject.toml"))
EXAMPLE = ["-p", "examples/quang-tri-2024", "--as-of", "2024-07-10"]
DOCUMENTS = ["docx", "docx-letter", "docx-plan", "email", "ics", "xlsx", "html"]
FINDINGS_OWED = 1


def set_up() -> None:
    """Make the environment, unless it was made from the same files before."""
    projects = [ROOT / "pyproject.toml", ROOT / "constraints.txt", *(path / "pyproject.toml" for path in PLUGINS)]
    stamp = VENV / "stamp"
    state = hashlib.sha256(b"".join(path.read_bytes() for path in projects)).hexdigest()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == state:
        return
    print("dvrules: setting up .venv …", file=sys.stderr, flush=True)
    venv.create(VENV, with_pip=True, clear=True)
    editable = [argument for path in [ROOT, *PLUGINS] for argument in ("-e", str(path))]
    pip = [str(BIN / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    constrained = [*pip, "-c", str(ROOT / "constraints.txt")]
    subprocess.run([*constrained, *editable, "-r", str(ROOT / "requirements-dev.txt")], check=True)
    stamp.write_text(state, encoding="utf-8")


def run(*command: str) -> int:
    """Run a command of the environment in the root folder; returns its exit code."""
    return subprocess.run([str(BIN / command[0]), *command[1:]], cwd=ROOT, check=False).returncode


def main(arguments: list[str]) -> int:
    """Set up, then do what the first argument asks."""
    set_up()
    match arguments:
        case []:
            code = run("dvrules", "report", *EXAMPLE)
            exported = run("dvrules", "export", *EXAMPLE, "json", *DOCUMENTS, "--force")
            return exported or (0 if code == FINDINGS_OWED else code)
        case ["test", *rest]:
            return run("python", "-m", "pytest", *rest)
        case ["lint"]:
            types = ["src", *(str(path.relative_to(ROOT) / "src") for path in PLUGINS)]
            return run("ruff", "check", ".") or run("ruff", "format", "--check", ".") or run("mypy", *types)
        case ["dvrules", *rest]:
            return run("dvrules", *rest)
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
