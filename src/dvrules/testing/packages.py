"""Packages: what holds of the modules and words of every plugin."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib.resources import files
from string import Formatter

from dvrules.messages import LANGS, Lang, messages_in


def check_package(package: str, *more: str) -> None:
    """Loading a plugin loads nothing but its `package` and, of its own modules, those named in `more`.

    What it needs to work is loaded when it works: every command of dvrules loads every plugin.
    """
    code = (
        "import sys, dvrules.extension; before = set(sys.modules)\n"
        f"import {package}; print(*sorted(set(sys.modules) - before))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - ours
    loaded = set(run.stdout.split())
    allowed = {package, *more}
    assert loaded <= allowed, f"loading {package} also loads {', '.join(sorted(loaded - allowed))}"


def check_words(package: str, section: str) -> None:
    """A plugin's catalogues hold nothing but their `section`, with the same keys and arguments in both languages."""
    found = {lang: _words(package, section, lang) for lang in LANGS}
    for lang, (sections, words) in found.items():
        assert sections == {section}, f"{package}/{lang}.toml has the sections {', '.join(sorted(sections))}"
        for key in words.keys() | found["vi"][1].keys():
            here, there = words.get(key), found["vi"][1].get(key)
            assert here == there, f"{key} has {here} in {lang} and {there} in vi"


def _words(package: str, section: str, lang: Lang) -> tuple[set[str], dict[str, set[str]]]:
    sections = set(tomllib.loads(files(package).joinpath(f"{lang}.toml").read_text(encoding="utf-8")))
    words = messages_in(lang, package).words
    return sections, {
        key: {name for _, name, _, _ in Formatter().parse(text) if name}
        for key, text in words.items()
        if key.startswith(f"{section}.")
    }
