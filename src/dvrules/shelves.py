"""Shelves: the files of a project, each read once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from os.path import relpath
from pathlib import Path
from typing import Any, TypeVar

from dvrules.building.projects import build_lines, build_records
from dvrules.inputs import Grounds, digest_of, matching, unchanged
from dvrules.model.diagnostics import Diagnostic
from dvrules.model.places import Place
from dvrules.model.records import Records
from dvrules.reading.decoding import Content, TextFile, Texts
from dvrules.reading.formats import format_of
from dvrules.reading.texts import read

T = TypeVar("T")

Builder = Callable[[str, Mapping[str, Any]], tuple[T, tuple[Diagnostic, ...]]]
Reader = Callable[[str, bytes], tuple[TextFile, tuple[Diagnostic, ...]]]

PROJECT_FILE = "dvrules.toml"


class Shelf:
    """The files of a project, each read once, with every fault found in them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        # Files are found again from wherever the process is by then.
        self._folder = str(root.absolute())
        self.texts = Texts()
        self.inputs: dict[str, str] = {}
        self.diagnostics: list[Diagnostic] = []
        self._named: dict[str, tuple[str, ...]] = {}
        self._read: dict[str, str | None] = {}

    @property
    def grounds(self) -> Grounds | None:
        """What was asked of the disk; None where a file could not be read, or was another the second time."""
        digests = {name: digest for name, digest in self._read.items() if digest}
        return Grounds(str(self.root), self._named, digests) if len(digests) == len(self._read) else None

    def find(self, patterns: Iterable[str], place: Place) -> Iterator[str]:
        """The names of the files that the patterns name, in order and each once."""
        found: dict[str, None] = {}
        for index, pattern in enumerate(patterns):
            names = self._named.setdefault(pattern, matching(self.root, pattern))
            if not names:
                self.diagnostics.append(Diagnostic("DV101", {"name": pattern}, place.at(index)))
            found |= dict.fromkeys(self._name(name) for name in names)
        yield from found

    def build(self, name: str, builder: Builder[T]) -> T | None:
        """What `builder` makes of the file `name`; None where it can't be read."""
        content = self.content(name)
        return None if content is None else self.build_text(name, content, builder)

    def content(self, name: str, place: Place | None = None) -> bytes | None:
        """The bytes of the file `name`, which is named at `place`; None where they can't be had."""
        try:
            content = (self.root / name).read_bytes()
        except OSError as error:
            self._read[name] = None
            args = {"name": name, "problem": error.strerror or ""}
            hint = "hint.no_project" if name == PROJECT_FILE else ""
            self.diagnostics.append(Diagnostic("DV101", args, place or Place(name), hint))
            return None
        digest = digest_of(content)
        self._read[name] = digest if self._read.get(name, digest) == digest else None
        return content

    def build_text(self, name: str, content: bytes, builder: Builder[T], reader: Reader = read) -> T | None:
        """What `builder` makes of a text, of whatever origin, that goes by `name`."""
        value: T | None = None
        text, faults = reader(name, content)
        if text.data is not None:
            value, further = builder(name, text.data)
            faults += further
        self._note(name, content, faults)
        return value

    def records(self, name: str) -> Records:
        """The records in the file `name`."""
        content = self.content(name)
        return Records() if content is None else self.records_in(name, content)

    def records_in(self, name: str, content: bytes) -> Records:
        """The records in a text, in whichever format the ending of `name` says."""
        written = format_of(name)
        built = build_lines(name, content) if written.form == "jsonl" else None
        if built is None:
            made = self.build_text(name, content, lambda n, data: build_records(n, data, written.form), written.read)
            return made or Records()
        records, faults = built
        self._note(name, content, faults)
        return records

    def _note(self, name: str, content: bytes, faults: tuple[Diagnostic, ...]) -> None:
        """Note a text with what is wrong with it: then some of it will be shown, else it can be had again."""
        on_disk = self._read.get(name)
        self.inputs[name] = on_disk or digest_of(content)
        again: Content = content
        # What comes through a pipe comes but once.
        if on_disk and not faults and (self.root / name).is_file():
            again = partial(unchanged, self._folder, name, on_disk)
        self.texts.keep(name, again)
        self.diagnostics += faults

    def _name(self, name: str) -> str:
        relative = relpath(name, self.root) if Path(name).is_absolute() else name
        return Path(relative).as_posix()
