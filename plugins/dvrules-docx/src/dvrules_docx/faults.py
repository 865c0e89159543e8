"""Faults: what keeps a document from being made, told in the reader's language though the document is Vietnamese."""

from __future__ import annotations


class Unfit(Exception):
    """What is asked for can't be made: the key of the message that says why, below `docx.fault`, and its arguments."""

    def __init__(self, key: str, **args: str) -> None:
        super().__init__(key, args)
        self.key, self.message_args = key, args
