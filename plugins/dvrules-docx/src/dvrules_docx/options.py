"""Options: what `[outputs.docx]`, `[outputs.docx-plan]` and `[outputs.docx-letter]` of a project say."""

from dvrules.model.artifacts import File
from dvrules.model.days import PartialDate
from dvrules.model.documents import Signatory
from dvrules.model.values import frozen


@frozen
class PlanOptions:
    """Which rulesets are written as documents: their ids; if none is named, all whose whole text is in hand.

    `superior` is the superior body as the head names it, without it its name in the roster. `template` is the
    department's own Word file.
    """

    rulesets: tuple[str, ...] = ()
    superior: str = ""
    template: File | None = None


@frozen
class IssuingOptions:
    """Who issues a document, and what its head and foot say; what neither this nor the texts say stays blank.

    `issuer` is the id of a unit, without it the one that issued all documents of the project, if there is but one. From
    its own document in the project come `place`, `superior` and, with another type in front, `symbol`, unless given.
    `date` may lack its day. `recipients` go under "Nơi nhận", `archive` behind "Lưu". `subject` replaces the usual one.
    """

    issuer: str = ""
    superior: str = ""
    symbol: str = ""
    place: str = ""
    date: PartialDate | None = None
    subject: str = ""
    signatory: Signatory | None = None
    recipients: tuple[str, ...] = ()
    archive: tuple[str, ...] = ("VT",)
    template: File | None = None


@frozen
class ReportOptions(IssuingOptions):
    """The same for the progress report; `addressees` follow "Kính gửi", `proposals` are added to those of its own."""

    number: str = ""
    addressees: tuple[str, ...] = ()
    proposals: tuple[str, ...] = ()


@frozen
class LetterOptions(IssuingOptions):
    """The same for reminders, which have no number yet, each being one of its own.

    `drafter` is the short name of the unit that drafts them, for the symbol.
    """

    drafter: str = ""
