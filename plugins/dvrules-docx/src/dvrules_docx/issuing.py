"""Issuing: the head and foot of documents, from what the texts, the roster and the options say."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from attrs import frozen

from dvrules.messages import Messages
from dvrules.messages.wording import plain
from dvrules.model.days import PartialDate
from dvrules.model.documents import Citation, Document, Signatory, join_code
from dvrules.model.reports import Report, Source
from dvrules.model.units import Unit
from dvrules_docx.faults import Unfit
from dvrules_docx.official import Foot, Head
from dvrules_docx.options import IssuingOptions

#: The type of official letters, which no abbreviation of the decree stands for.
LETTER = "CV"

#: What is to be filled in by hand: room for it, or in running text a mark.
BLANK, GAP = " " * 6, "…"

#: The decree writes days below 10, and months below 3, with a zero in front.
_MONTHS = 3


@frozen
class Issuer:
    """Who issues a report or a letter: its unit, the words for its superior, and its own document in the project."""

    unit: Unit
    superior: str = ""
    own: Document | None = None


def issuer_of(report: Report, options: IssuingOptions) -> Issuer:
    """The issuer that the options name, or the one that issued all documents; else one without a name.

    Unfit where the options name none of the roster.
    """
    units = {unit.id: unit for unit in report.units}
    if options.issuer and options.issuer not in units:
        raise Unfit("issuer", issuer=plain(options.issuer))
    issuers = {source.document.issuer for source in report.documents}
    [name] = [options.issuer] if options.issuer else issuers if len(issuers) == 1 else [""]
    unit = units.get(name, Unit(name, name))
    issued = (source.document for source in report.documents if source.document.issuer == name)
    own = max(issued, key=lambda document: (document.type != LETTER, bool(document.place)), default=None)
    superior = own.superior if own and own.superior else unit.parent
    named = units[superior].name_on(report.as_of) if superior in units else superior
    return Issuer(unit, options.superior or named, own)


def called(unit: str, report: Report, day: date) -> str:
    """The name that a unit bore on `day`; its id where the roster lacks it."""
    return next((plain(each.name_on(day)) for each in report.units if each.id == unit), "") or plain(unit)


def head_of(issuer: Issuer, options: IssuingOptions, report: Report, symbol: str, number: str = "") -> Head:
    """The head of a report or a letter; `symbol` stands where the options give none."""
    own = issuer.own
    return Head(
        superior=plain(issuer.superior).upper(),
        issuer=plain(issuer.unit.name_on(report.as_of)).upper(),
        code=numbered(number, options.symbol or symbol),
        place_and_date=placed(options.place or (own.place if own else ""), options.date),
    )


def numbered(number: str, symbol: str) -> str:
    """Number and symbol as the head bears them: "Số: 05/KH-UBND"."""
    return f"Số: {code_of(number, symbol)}"


def code_of(number: str, symbol: str) -> str:
    """Number and symbol, "05/KH-UBND": numbers below 10 with a zero in front, and room for one that is not given."""
    known = plain(number)
    return join_code(known.zfill(2) if known.isdigit() else known or BLANK, plain(symbol))


def placed(place: str, day: PartialDate | None) -> str:
    """Place and date as the head bears them: "Quảng Trị, ngày 05 tháng 3 năm 2024", with room for what is missing."""
    of_month = f"{day.day:02}" if day and day.day else BLANK
    month = BLANK if not day or not day.month else f"{day.month:02}" if day.month < _MONTHS else f"{day.month}"
    return f"{plain(place) or BLANK * 2}, ngày {of_month} tháng {month} năm {day.year if day else BLANK}"


def body_symbol(issuer: Issuer) -> str:
    """The short name of the issuing body, from the symbol of its own document: SKHCN, from KH-SKHCN."""
    own = issuer.own
    if own is None or not own.symbol.startswith(f"{own.type}-"):
        return ""
    return own.symbol.removeprefix(f"{own.type}-")


def foot_of(recipients: Iterable[str], archive: Iterable[str], signatory: Signatory | None) -> Foot:
    """The foot: each recipient ends in a semicolon, the last line, of where it is kept, in a full stop."""
    names = [plain(recipient).rstrip(";.") for recipient in recipients]
    kept = ", ".join(map(plain, archive))
    lines = [*names, *([f"Lưu: {kept}"] if kept else [])]
    ended = [f"- {line}{'.' if number == len(lines) else ';'}" for number, line in enumerate(lines, 1)]
    return Foot(tuple(ended), tuple(posts_of(signatory)), plain(signatory.name) if signatory else "")


def posts_of(signatory: Signatory | None) -> Iterable[str]:
    """The lines above a signature: "KT. GIÁM ĐỐC" and "PHÓ GIÁM ĐỐC", or "Q. GIÁM ĐỐC" where nobody is stood for."""
    if signatory is None:
        return []
    capacity = plain(signatory.capacity)
    stood_for = signatory.on_behalf_of.strip().splitlines()
    post = signatory.post.strip().splitlines()
    first, *others = [*stood_for, *post] or [""]
    return [line.upper() for line in (f"{capacity} {plain(first)}".strip(), *map(plain, others)) if line]


def cited(document: Document | Citation, messages: Messages, own: str = "") -> str:
    """A document as a text cites it: "Kế hoạch số 59/KH-UBND ngày 15/3/2024 của UBND tỉnh".

    Its issuer is left out where it is the unit `own`, which cites it.
    """
    text = messages.say(
        "docx.cited",
        type=type_name(document.type, messages),
        code=join_code(plain(document.number) or GAP, plain(document.symbol)),
        date=_written(document.date),
    )
    issuer = plain(messages.words.get(f"unit.{document.issuer}", document.issuer))
    return messages.say("docx.cited_of", document=text, issuer=issuer) if issuer and document.issuer != own else text


def type_name(type_: str, messages: Messages) -> str:
    """The name of a type of documents by its abbreviation in the decree; another text stands for itself."""
    return messages.words.get(f"docx.type.{type_}", plain(type_))


def sources_of(references: Iterable[str], report: Report) -> list[Source]:
    """The documents that obligations of these references stand in, in the order of the project."""
    rulesets = {reference.partition(":")[0] for reference in references}
    return [source for source in report.documents if source.ruleset in rulesets]


def _written(day: PartialDate | None) -> str:
    if day is None:
        return f"{GAP}/{GAP}/{GAP}"
    of_month = f"{day.day:02}" if day.day else GAP
    month = GAP if not day.month else f"{day.month:02}" if day.month < _MONTHS else f"{day.month}"
    return f"{of_month}/{month}/{day.year}"
