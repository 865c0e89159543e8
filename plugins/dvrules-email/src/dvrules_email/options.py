"""Options: what `[outputs.email]` of a project says."""

from __future__ import annotations

from attrs import frozen


@frozen
class EmailOptions:
    """Who writes, and who gets the answers (the sender, if empty): each an address or `Name <address>`."""

    sender: str
    reply_to: str = ""
