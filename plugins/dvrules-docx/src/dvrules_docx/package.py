"""Package: the Word file around a document's text, with no part that nobody asked for and the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from dvrules_docx.styles import FONT, LANGUAGE, add_styles, found_styles

#: A copy of the styles for Word 2010, which says something else once they change.
_OUTDATED = ("/stylesWithEffects",)
#: Parts of the library's own file that say nothing of this document.
_NEEDLESS = (
    *_OUTDATED,
    "/thumbnail",
    "/customXml",
    "/numbering",
    "/webSettings",
    "/extended-properties",
)

# Word opens the document as one of today's (15), counts in commas, and checks its Vietnamese.
_SETTINGS = f"""
<w:settings {nsdecls("w")}>
  <w:zoom w:percent="100"/>
  <w:defaultTabStop w:val="720"/>
  <w:characterSpacingControl w:val="doNotCompress"/>
  <w:compat>
    <w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>
  </w:compat>
  <w:themeFontLang w:val="{LANGUAGE}"/>
  <w:decimalSymbol w:val=","/>
  <w:listSeparator w:val=";"/>
</w:settings>
"""

_FONTS = f"""
<w:fonts {nsdecls("w")}>
  <w:font w:name="{FONT}">
    <w:panose1 w:val="02020603050405020304"/>
    <w:charset w:val="00"/>
    <w:family w:val="roman"/>
    <w:pitch w:val="variable"/>
  </w:font>
</w:fonts>
"""

# The least that a ZIP file can say of when its parts were written.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def new_document() -> WordDocument:
    """An empty document with the styles of the decree."""
    document = Document()
    _drop(document, _NEEDLESS)
    fonts: Any = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    fonts._blob = serialize_part_xml(parse_xml(_FONTS))  # noqa: SLF001 - python-docx keeps this part as bytes
    settings: Any = document.settings.element
    settings[:] = list(parse_xml(_SETTINGS))
    found_styles(document)
    return document


def opened_document(content: bytes) -> WordDocument:
    """The document in a Word file, with the styles of the decree beside its own."""
    document = Document(io.BytesIO(content))
    _drop(document, _OUTDATED)
    add_styles(document)
    return document


def _drop(document: WordDocument, kinds: tuple[str, ...]) -> None:
    for relations in (document.part.rels, document.part.package.rels):
        for key, relation in list(relations.items()):
            if relation.reltype.endswith(kinds):
                del relations[key]


def describe(document: WordDocument, *, title: str, author: str, day: date) -> None:
    """Give the document its properties."""
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = title[:_LONGEST], author[:_LONGEST], ""
    properties.language, properties.comments, properties.revision = LANGUAGE, "", 1
    properties.created = properties.modified = datetime(day.year, day.month, day.day, tzinfo=UTC)


#: How long a property may be, in characters.
_LONGEST = 255


def pack(document: WordDocument) -> bytes:
    """The document as a file; equal documents give equal bytes."""
    draft, final = io.BytesIO(), io.BytesIO()
    document.save(draft)
    with zipfile.ZipFile(draft) as source, zipfile.ZipFile(final, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            target.writestr(zipfile.ZipInfo(entry.filename, _NO_TIME), source.read(entry), zipfile.ZIP_DEFLATED)
    return final.getvalue()
