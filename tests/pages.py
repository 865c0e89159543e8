"""What the pages show, taken to pieces: the files that they have the reader write, and the commands to run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

BLOCK = re.compile(r"^( *)```(\w+)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"# ([\w-]+\.\w+)\n")
GAP = "[…]"


@frozen
class Block:
    """A fenced block of a page: its language and its text, without the indent it stands at."""

    language: str
    text: str

    @property
    def name(self) -> str:
        """The file that the block is, if its first line is a comment with a file's name."""
        named = NAMED.match(self.text)
        return named[1] if named else ""

    @property
    def commands(self) -> list[list[str]]:
        """The arguments of each `dvrules` command that the block shows, whether run by itself or through run.py."""
        shown = re.findall(r"^(?:\$ )?(?:python3 run\.py )?dvrules (.+?)(?: +#.*)?$", self.text, re.MULTILINE)
        return [line.split() for line in shown] if self.language in {"console", "sh"} else []

    def shows(self, output: str) -> bool:
        """Whether the block is the output, but for what it leaves out."""
        pattern = re.escape(self.text.strip("\n")).replace(re.escape(GAP), ".*")
        return re.search(pattern, output, re.DOTALL) is not None


def blocks(page: Path) -> Iterator[Block]:
    """The fenced blocks of a page, in order."""
    for indent, language, text in BLOCK.findall(page.read_text(encoding="utf-8")):
        yield Block(language, re.sub(rf"^{indent}", "", text, flags=re.MULTILINE))
