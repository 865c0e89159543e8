"""Addresses: whom a message is from and to."""

from __future__ import annotations

import re

from dvrules.messages.wording import plain, shortened
from dvrules.model.values import frozen

# RFC 5321, 4.1.2 and 4.5.3.1: a dot-string of at most 64 characters, and a domain of at least two labels.
_ATEXT = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = rf"(?=[^@]{{1,64}}@){_ATEXT}(?:\.{_ATEXT})*@{_LABEL}(?:\.{_LABEL})+"
_NAMED = r"(?P<name>[^<>]*)<(?P<address>[^<>]*)>"
_LONGEST_ADDRESS, _LONGEST_NAME = 254, 120


@frozen
class Mailbox:
    """An address that can be written to, and the name shown with it, which may be empty."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        """The part behind the @, in small letters."""
        return self.address.rpartition("@")[2].lower()


def mailbox(address: str, name: str = "") -> Mailbox | None:
    """The mailbox of an address under a name; None where the address can't be used.

    One ASCII address is taken, without comments or quotes; what else RFC 5322 allows is no one's real address.
    """
    bare = address.strip()
    if len(bare) > _LONGEST_ADDRESS or not re.fullmatch(_ADDRESS, bare):
        return None
    return Mailbox(shortened(plain(name), _LONGEST_NAME), bare)


def written_mailbox(text: str) -> Mailbox | None:
    """The mailbox written as an address or as `Name <address>`; None where it can't be used."""
    named = re.fullmatch(_NAMED, text.strip())
    if named is None:
        return mailbox(text)
    return mailbox(named["address"], named["name"].strip().strip('"'))
