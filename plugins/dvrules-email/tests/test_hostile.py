"""Whatever texts a project brings, a message stays the message it was meant to be."""

import re
from email import message_from_bytes
from email.header import decode_header, make_header
from email.policy import compat32, default
from html.parser import HTMLParser

from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from dvrules.messages import messages_in
from dvrules.messages.wording import plain
from dvrules.model.artifacts import Artifact
from dvrules.model.days import PartialDate
from dvrules.model.documents import Document
from dvrules.model.reports import Source, State
from dvrules.model.statements import state_that
from dvrules_email.addresses import mailbox
from dvrules_email.composing import Envelope, compose, html_of, office_opens, text_of
from dvrules_email.exporting import export
from dvrules_email.letters import History, letters
from dvrules_email.options import Escalation

NASTY = [
    "\r\nBcc: x@example.vn\r\n\r\n",
    "\nSubject: khác\n",
    "\x00\x1b[31m",
    "\x85\u2028\u2029",
    "\ud800",
    "\u202eđảo\u202c\u200f",
    "<script>alert(1)</script>",
    '"><img src=http://example.vn/x onerror=alert(1)>',
    "</td></table><!--",
    "&amp;&#60;",
    "{{ 7 * 7 }}{% raw %}",
    "{as_of:day}{0.__class__}",
    "=?utf-8?q?x?=",
    '"A", <b@example.vn>; (c)',
    "\n.\n",
    "😀👩‍👩‍👧",
    "ngôn-ngữ-dài-không-có-dấu-cách" * 40,
    "Trung tâm, ",
    " ",
]
texts = st.lists(st.sampled_from(NASTY) | st.text(st.characters(), max_size=8), max_size=4).map("".join)
TAGS = {"html", "head", "meta", "title", "body", "table", "tr", "th", "td", "h1", "h2", "h3", "p", "br", "ul", "li"}
ATTRIBUTES = {"lang", "charset", "name", "content", "role", "width", "cellpadding", "cellspacing", "border", "style"}
ATTRIBUTES |= {"align", "valign", "scope"}
HEADERS = ["From", "To", "Reply-To", "Subject", "Date", "Message-ID", "List-Id"]
HEADERS += ["Auto-Submitted", "X-Auto-Response-Suppress", "Content-Language"]
FOLLOWING = ["From", "To", "Subject", "Date", "Message-ID", "In-Reply-To", "References", *HEADERS[-4:]]


class Reader(HTMLParser):
    """Reads an HTML document into its tags, attributes and words."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.text, self.comments = [], set(), [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_endtag(self, tag):
        self.tags.append(f"/{tag}")

    def handle_comment(self, data):
        self.comments.append(data)

    def handle_data(self, data):
        if self.tags and self.tags[-1] != "title":
            self.text.append(data)


def words(text):
    """The words of a text but for rules and bullets."""
    return [word for word in text.split() if not re.fullmatch("-+|=+", word)]


@st.composite
def reports(draw, one):
    state = draw(st.sampled_from([State.OVERDUE, State.OPEN, State.BREACHED, State.UNDETERMINED]))
    duty = {name: draw(texts) for name in ("title", "quote", "clause", "product")} | {
        "recipients": (draw(texts), draw(texts))
    }
    report = one(
        state,
        unit={"id": draw(texts), "name": draw(texts)},
        duty=duty,
        project=draw(texts),
        period=draw(texts),
        missing=(state_that("missing.unnamed", words=draw(texts)),),
        steps=(state_that("step.assumed", reason=draw(texts), by=draw(texts), recorded="2024-03-20"),),
    )
    document = Document(draw(texts), draw(texts), "", number=draw(texts), date=PartialDate(2024))
    return evolve(report, documents=(Source("skhcn", document),))


@settings(deadline=None)
@given(data=st.data())
def test_hostile_texts_change_neither_headers_nor_markup(one, options, data):
    report = data.draw(reports(one))
    (artifact,) = export(report, "vi", options)
    (letter,) = letters(report, messages_in("vi", "dvrules_email"))
    message = message_from_bytes(artifact.content, policy=default)

    assert re.fullmatch(r"email/[a-z0-9][a-z0-9.-]*\.eml", artifact.name)
    assert max(map(len, artifact.content.decode("ascii").split("\r\n"))) <= 78
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", artifact.content)

    assert message.keys() == [*HEADERS, "MIME-Version", "Content-Type"]
    assert not [defect for part in message.walk() for defect in part.defects]
    assert not [defect for part in message.walk() for header in part.values() for defect in header.defects]
    assert str(message["Subject"]) == letter.subject
    assert [address.addr_spec for address in message["To"].addresses] == ["don-vi@quangtri.gov.vn"]
    raw = message_from_bytes(artifact.content, policy=compat32)["To"]
    written = f"{letter.to.name} <{letter.to.address}>" if letter.to.name else letter.to.address
    assert str(make_header(decode_header(raw))) == written

    text, html = (part.get_content().replace("\r\n", "\n") for part in message.iter_parts())
    assert (text, html) == (text_of(letter), html_of(letter))
    read = Reader(html)
    assert {tag.lstrip("/") for tag in read.tags} <= TAGS
    assert read.attributes <= ATTRIBUTES
    assert read.comments == []
    assert words(" ".join(read.text)) == words(text)


@settings(deadline=None)
@given(data=st.data())
def test_hostile_texts_are_as_harmless_in_what_comes_to_heads_and_offices(one, options, data):
    report = data.draw(reports(one))
    (unit,) = report.units
    head = evolve(unit, head=data.draw(texts), head_email="truong@quangtri.gov.vn")
    late = tuple(evolve(finding, state=State.OVERDUE, days_late=5) for finding in report.findings)
    steps = [Escalation(5, "head"), Escalation(5, head.id)] if head.id != "head" else [Escalation(5, "head")]
    report = evolve(report, units=(head,), findings=late)
    for letter in letters(report, messages_in("vi", "dvrules_email"), escalation=steps, history=History()):
        follows = ("a" * 32 + "@quangtri.gov.vn",) * 3
        envelope = Envelope(options.sender_mailbox, None, office_opens(report.as_of), report.project, "b" * 32, follows)
        content = compose(letter, letter.to, envelope, [Artifact("ics/a.ics", "text/calendar", b"--=_b\r\n.\r\n")])
        message = message_from_bytes(content, policy=default)
        assert message.keys() == [*FOLLOWING, "MIME-Version", "Content-Type"]
        assert not [defect for part in message.walk() for defect in part.defects]
        assert max(map(len, content.decode("ascii").split("\r\n"))) <= 78
        body, attached = message.iter_parts()
        assert attached.get_content() == "--=_b\r\n.\r\n"
        text, html = (part.get_content().replace("\r\n", "\n") for part in body.iter_parts())
        assert words(" ".join(Reader(html).text)) == words(text)


@given(name=texts, address=st.text(st.characters(), max_size=12) | st.from_regex(r"[!-~]{1,9}@[!-~]{1,9}\.vn"))
def test_an_address_is_one_address_or_none(name, address):
    found = mailbox(address, name)
    if found:
        message = message_from_bytes(f"To: {found.address}\r\n\r\n".encode("ascii"), policy=default)
        assert [each.addr_spec for each in message["To"].addresses] == [address.strip()]
        assert message["To"].defects == ()


@given(text=texts)
def test_a_text_keeps_its_letters_and_loses_what_steers_a_reader(text):
    steering = r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
    assert not re.search(steering, plain(text))
    assert "".join(plain(text).split()) == re.sub(rf"\s|{steering}", "", text)
