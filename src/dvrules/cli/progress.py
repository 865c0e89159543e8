"""Progress: one line at the foot of a terminal, while long work goes on."""

from __future__ import annotations

import os
from typing import Self, TextIO

from dvrules.rendering import width


class Progress:
    """A line of a terminal that says how far something has come; into files and pipes nothing is written.

    It is rewritten in place, and gone when the context ends.
    """

    def __init__(self, stream: TextIO, columns: int) -> None:
        self._stream, self._columns, self._shown = stream, columns, 0
        self._seen = stream.isatty() and os.environ.get("TERM") != "dumb"

    def show(self, text: str) -> None:
        """Put the text in the place of what the line says."""
        if self._seen:
            # A line that fills the last column would move on to the next.
            text = text[: self._columns - 1]
            self._stream.write(f"\r{text}{' ' * (self._shown - width(text))}")
            self._stream.flush()
            self._shown = width(text)

    def clear(self) -> None:
        """Leave the line empty, for others to write on."""
        if self._shown:
            self._stream.write(f"\r{' ' * self._shown}\r")
            self._stream.flush()
            self._shown = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.clear()
