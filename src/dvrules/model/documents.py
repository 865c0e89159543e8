"""Documents: official texts as the law of document form knows them (Decree 30/2020/NĐ-CP)."""

import datetime as dt
from enum import StrEnum
from functools import cached_property
from typing import Literal

from dvrules.model.days import PartialDate, Span
from dvrules.model.places import DERIVED
from dvrules.model.values import field, frozen


class Relation(StrEnum):
    """What a document does with one that it cites."""

    IMPLEMENTS = "implements"
    CONTINUES = "continues"
    AMENDS = "amends"
    REPLACES = "replaces"
    REPEALS = "repeals"
    REPORTS_UNDER = "reports_under"
    CITES = "cites"


@frozen
class Recipient:
    """One line of "Nơi nhận": as written, with the units or groups that it stands for."""

    name: str
    units: tuple[str, ...] = ()


@frozen
class Signatory:
    """Who signed, and in what capacity ("KT." GIÁM ĐỐC, PHÓ GIÁM ĐỐC)."""

    name: str
    post: str
    capacity: str = ""
    on_behalf_of: str = ""


@frozen
class Document:
    """The head and foot of an official text.

    `number` is empty where the document leaves it blank. `unknown` names the keys whose values the document has but
    that are not in hand. `term` is the time for which the document holds, `term_clause` where it says so. `shared` says
    that another document in hand has the same number, symbol and day, so that only its issuer tells this one apart.
    """

    type: str
    symbol: str
    issuer: str
    number: str = ""
    date: PartialDate | None = None
    subject: str = ""
    place: str = ""
    superior: str = ""
    opening: str = ""
    term: Span = field(factory=Span)
    term_clause: str = ""
    signatory: Signatory | None = None
    recipients: tuple[Recipient, ...] = ()
    archive: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    shared: bool = field(default=False, metadata=DERIVED)

    @property
    def code(self) -> str:
        """Number and symbol as printed: `59/KH-UBND`, or `21-CT/TU` in the Party's form."""
        return join_code(self.number, self.symbol)

    @cached_property
    def identity(self) -> str:
        """The name by which others cite this one: `59/KH-UBND@2024-03-15`, with `#issuer` where it is shared."""
        return identify(self.number, self.symbol, self.date, self.issuer if self.shared else "")


@frozen
class Citation:
    """A document that a ruleset's document names, as far as it names it.

    One that it `replaces` or `repeals` ends on the day `from`, without it on the day from which the ruleset's document
    holds; what had begun under it keeps its terms if `begun` is `kept`.
    """

    relation: Relation
    type: str
    subject: str
    quote: str
    number: str = ""
    symbol: str = ""
    date: PartialDate | None = None
    issuer: str = ""
    clause: str = ""
    from_: dt.date | None = None
    begun: Literal["kept", "ended"] = "kept"
    unknown: tuple[str, ...] = ()
    among: str = field(default="", metadata=DERIVED)

    @cached_property
    def identity(self) -> str:
        """`59/KH-UBND@2024-03-15`, or "" where the text gives no symbol to identify it by.

        Where several documents in hand share that name, `among` them it is the one of this issuer.
        """
        return identify(self.number, self.symbol, self.date, self.among) if self.symbol else ""


def join_code(number: str, symbol: str) -> str:
    """Number and symbol joined as printed; the Party's symbols, which hold a slash, take a hyphen."""
    return f"{number}-{symbol}" if "/" in symbol else f"{number}/{symbol}"


def identify(number: str, symbol: str, date: PartialDate | None, issuer: str = "") -> str:
    """The identity `code@date` of a document, with `#issuer` where one is given."""
    return f"{join_code(number, symbol)}@{date or '?'}{f'#{issuer}' if issuer else ''}"
