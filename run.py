#!/usr/bin/env python3
"""Set everything up in .venv, once, and run: the main job on the example, the tests, or lint.

    python3 run.py          the example's report for 2024-07-10, and its documents in out/
    python3 run.py test     the tests of the core and of every plugin
    python3 run.py lint     lint, format and types
    python3 run.py bench    the benchmarks, and docs/benchmarks.md anew, in an environment of their own
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
BENCH = ROOT / "build/benchmarks/venv"
BIN = "Scripts" if os.name == "nt" else "bin"
PLUGINS = sorted(path.parent for path in ROOT.glob("plugins/*/pyproject.toml"))
EXAMPLE = ["-p", "examples/quang-tri-2024", "--as-of", "2024-07-10"]
DOCUMENTS = ["docx", "docx-letter", "docx-plan", "email", "ics", "xlsx", "html"]
FINDINGS_OWED = 1


def set_up(environment: Path, *further: str, peers: Path | None = None) -> None:
    """Make an environment with the distributions of this repository and what pip is given further, unless it is there.

    `peers` names requirements that may be missing where they can't be had.
    """
    projects = [ROOT / "pyproject.toml", ROOT / "constraints.txt", *(path / "pyproject.toml" for path in PLUGINS)]
    projects += [peers] if peers else []
    stamp = environment / "stamp"
    state = hashlib.sha256(b"".join(path.read_bytes() for path in projects)).hexdigest()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == state:
        return
    print(f"dvrules: setting up {environment.relative_to(ROOT)} …", file=sys.stderr, flush=True)
    venv.create(environment, with_pip=True, clear=True)
    editable = [argument for path in [ROOT, *PLUGINS] for argument in ("-e", str(path))]
    pip = [str(environment / BIN / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "-c", str(ROOT / "constraints.txt"), *editable, *further], check=True)
    for line in peers.read_text(encoding="utf-8").splitlines() if peers else ():
        # One that asks for a later Python than it needs is taken at its word only where that works.
        tries = ([*pip, line], [*pip, "--no-deps", "--ignore-requires-python", line])
        if not line.startswith("#") and all(subprocess.run(each, check=False).returncode for each in tries):
            print(f"dvrules: {line} can't be had and is left out", file=sys.stderr, flush=True)
    stamp.write_text(state, encoding="utf-8")


def run(*command: str, environment: Path = VENV) -> int:
    """Run a command of an environment in the root folder; returns its exit code."""
    return subprocess.run([str(environment / BIN / command[0]), *command[1:]], cwd=ROOT, check=False).returncode


def main(arguments: list[str]) -> int:
    """Set up, then do what the first argument asks."""
    if arguments[:1] == ["bench"]:
        set_up(BENCH, peers=ROOT / "benchmarks/requirements.txt")
        return run("python", "-m", "benchmarks", *arguments[1:], environment=BENCH)
    set_up(VENV, "-r", str(ROOT / "requirements-dev.txt"))
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
