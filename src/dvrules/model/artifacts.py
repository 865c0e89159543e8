"""Artifacts: finished documents, still in memory."""

from __future__ import annotations

from attrs import frozen


@frozen
class Artifact:
    """A finished document: a file name (ASCII, perhaps with folders), its media type and its bytes."""

    name: str
    media_type: str
    content: bytes
