"""Faults: what keeps a document from being made, told in the reader's language though the document is Vietnamese."""

from __future__ import annotations

#: The option that is to be mended for a fault, where it isn't the template.
_OPTIONS = {"issuer": "issuer", "ruleset": "rulesets", "text": ""}


class Unfit(Exception):
    """What is asked for can't be made: the key of the message that says why, below `docx.fault`, and its arguments."""

    def __init__(self, key: str, **args: str) -> None:
        super().__init__(key, args)
        self.key, self.message_args = key, args

    @property
    def option(self) -> str:
        """The option that is to be mended, "" where that is for the rulesets."""
        return _OPTIONS.get(self.key, "template")
