"""Caches: where a command may keep what it made, by the platform's custom or as it is told."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from dvrules.messages import Messages


def cache_options(parser: ArgumentParser, messages: Messages) -> None:
    """The options that say where what was made is kept, or that nothing is."""
    told = os.environ.get("DVRULES_CACHE_DIR") or None
    either = parser.add_mutually_exclusive_group()
    either.add_argument("--cache-dir", default=told, metavar="DIR", help=messages.say("cli.cache_dir"))
    either.add_argument("--no-cache", action="store_true", help=messages.say("cli.no_cache"))


def cache_folder(args: Namespace) -> Path | None:
    """The folder that the options name, else the user's own; None where nothing is kept."""
    if args.no_cache:
        return None
    if args.cache_dir:
        return Path(args.cache_dir)
    told = Path(os.environ.get("XDG_CACHE_HOME", ""))
    try:
        return (told if told.is_absolute() else _custom()) / "dvrules"
    except RuntimeError:  # nobody's home
        return None


def _custom() -> Path:
    match sys.platform:
        case "win32":
            return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local")
        case "darwin":
            return Path.home() / "Library/Caches"
    return Path.home() / ".cache"
