"""Decoding: from the bytes of a file to its text in UTF-8, whatever its format."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from unicodedata import is_normalized, normalize

from dvrules.model.diagnostics import Diagnostic
from dvrules.model.places import Place
from dvrules.model.values import frozen


@frozen
class TextFile:
    """A file that was read: its text, with U+FFFD for what could not be decoded, and its data.

    All text in `data`, keys too, is in NFC. `data` is None where the text could not be read; a diagnostic says why.
    """

    name: str
    text: str
    data: Mapping[str, Any] | None = None


#: Bytes, or what has them again; it gives None where they are no longer what they were.
Content = bytes | Callable[[], bytes | None]


class Texts(Mapping[str, str]):
    """The texts of files by name; most are never asked for, and so are had again only when something is to be shown.

    There is none, and asking is a KeyError, where a file was changed meanwhile.
    """

    def __init__(self, contents: Mapping[str, Content] | None = None) -> None:
        self._contents = dict(contents or {})
        self._texts: dict[str, str] = {}

    def keep(self, name: str, content: Content) -> None:
        """Add the file `name`."""
        self._contents[name] = content

    def with_those_of(self, other: Texts) -> Texts:
        """These, and those of `other`, which stand for what has the same name here."""
        return Texts({**self._contents, **other._contents})

    def __getitem__(self, name: str) -> str:
        if name not in self._texts:
            content = self._contents[name]
            read = content if isinstance(content, bytes) else content()
            if read is None:
                raise KeyError(name)
            self._texts[name] = decode(name, read)[0].text
        return self._texts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._contents)

    def __len__(self) -> int:
        return len(self._contents)


def decode(name: str, content: bytes) -> tuple[TextFile, tuple[Diagnostic, ...]]:
    """The text of the file `name`, with or without a byte order mark; DV102 where the bytes are no text in UTF-8."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", "replace")
        return TextFile(name, text), (Diagnostic("DV102", place=Place(name, (), 1, 1), hint="hint.encoding.utf_16"),)
    content = content.removeprefix(b"\xef\xbb\xbf")
    nul = content.find(b"\0")
    if nul >= 0:
        text, place = content.decode("utf-8", "replace"), place_at(name, content[:nul].decode("utf-8", "replace"))
        return TextFile(name, text), (Diagnostic("DV102", place=place, hint="hint.encoding.no_text"),)
    try:
        return TextFile(name, content.decode("utf-8")), ()
    except UnicodeDecodeError as error:
        text = content.decode("utf-8", "replace")
        place = place_at(name, content[: error.start].decode("utf-8"))
        args = {"byte": f"{content[error.start]:02X}"}
        return TextFile(name, text), (Diagnostic("DV102", args, place, "hint.encoding.code_page"),)


def place_at(name: str, before: str) -> Place:
    """The place in the file `name` that has the text `before` it."""
    return Place(name, (), before.count("\n") + 1, len(before) - before.rfind("\n"))


def is_composed(text: str) -> bool:
    """Whether all texts in the data that `text` writes are sure to be in NFC as they stand."""
    # An escape may add a mark to the letter before it.
    return "\\" not in text and is_normalized("NFC", text)


def composed(value: Any) -> Any:
    """The value with all its texts in NFC: an accented letter is one character, however it was typed."""
    if isinstance(value, str):
        return normalize("NFC", value)
    if isinstance(value, dict):
        return {normalize("NFC", key): composed(part) for key, part in value.items()}
    return [composed(part) for part in value] if isinstance(value, list) else value
