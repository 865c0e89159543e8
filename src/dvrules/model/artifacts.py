"""Artifacts: finished documents, still in memory; and the files that options of plugins name."""

from dvrules.model.values import field, frozen


@frozen
class Artifact:
    """A finished document: a file name (ASCII, perhaps with folders), its media type and its bytes."""

    name: str
    media_type: str
    content: bytes


@frozen
class File:
    """A file that an option of a plugin names, relative to the project's folder, with its bytes.

    An option of this type is written as a text. The bytes are read when the project is loaded; they are empty where the
    file can't be read, which is a fault of the project.
    """

    name: str
    content: bytes = field(default=b"", repr=False)
