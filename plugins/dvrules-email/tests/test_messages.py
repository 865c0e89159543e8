"""The messages as bytes, and as a mail program reads them."""

from datetime import UTC, date, datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from attrs import evolve

from dvrules.extension import Objection, Remark
from dvrules.messages import messages_in
from dvrules.model.artifacts import Artifact
from dvrules.model.places import Place
from dvrules_email.composing import html_of, text_of
from dvrules_email.exporting import export
from dvrules_email.letters import letters
from dvrules_email.options import EmailOptions

EXPECTED = Path(__file__).with_name("expected")
HEADERS = [
    "From",
    "To",
    "Reply-To",
    "Subject",
    "Date",
    "Message-ID",
    "List-Id",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "Content-Language",
    "MIME-Version",
    "Content-Type",
]


def made(report, lang, options):
    """The artifacts of an export, without its remarks."""
    return [each for each in export(report, lang, options) if isinstance(each, Artifact)]


def read(artifact):
    return message_from_bytes(artifact.content, policy=default)


def content(message, kind):
    return message.get_body((kind,)).get_content().replace("\r\n", "\n")


def test_each_unit_with_an_address_gets_one_message(report, options):
    artifacts = made(report, "vi", options)
    assert [(artifact.name, artifact.media_type) for artifact in artifacts] == [
        ("email/van-phong-so.eml", "message/rfc822"),
        ("email/trung-tam.eml", "message/rfc822"),
    ]


def test_the_headers_read_back_as_they_were_meant(report, options):
    message = read(made(report, "vi", options)[0])
    assert message.keys() == HEADERS
    assert {name: str(message[name]) for name in HEADERS if name not in {"Message-ID", "Content-Type"}} == {
        "From": "Văn phòng Sở <dvrules@skhcn.quangtri.gov.vn>",
        "To": "Văn phòng Sở <vanphong.skhcn@quangtri.gov.vn>",
        "Reply-To": "vanphong.skhcn@quangtri.gov.vn",
        "Subject": "[dvrules] Nhiệm vụ: 1 quá hạn, 1 vi phạm, 1 sắp đến hạn, 1 chưa đủ căn cứ, 1 còn trong hạn, "
        "tính đến ngày 10/07/2024 – Văn phòng Sở",
        "Date": "Wed, 10 Jul 2024 08:00:00 +0700",
        "List-Id": "Dân vận 2024 <dan-van-2024.skhcn.quangtri.gov.vn>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "Content-Language": "vi",
        "MIME-Version": "1.0",
    }
    assert message["Date"].datetime == datetime(2024, 7, 10, 1, tzinfo=UTC)


def test_a_long_name_with_a_comma_stays_one_addressee(report, options):
    (addressee,) = read(made(report, "vi", options)[1])["To"].addresses
    assert addressee.addr_spec == "trungtam.skhcn@quangtri.gov.vn"
    # Python before 3.13 reads a space between two encoded words as one more space.
    name = " ".join(addressee.display_name.split())
    assert name == "Trung tâm Nghiên cứu, Chuyên gia công nghệ và Đổi mới sáng tạo"


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_text_and_the_html_are_what_they_were(report, options, lang):
    message = read(made(report, lang, options)[0])
    assert content(message, "plain") == (EXPECTED / f"van-phong-so.{lang}.txt").read_text(encoding="utf-8")
    assert content(message, "html") == (EXPECTED / f"van-phong-so.{lang}.html").read_text(encoding="utf-8")


def test_text_comes_before_html_in_one_alternative(report, options):
    message = read(made(report, "vi", options)[0])
    parts = [(part.get_content_type(), part.get("Content-Transfer-Encoding")) for part in message.walk()]
    assert parts == [
        ("multipart/alternative", None),
        ("text/plain", "quoted-printable"),
        ("text/html", "quoted-printable"),
    ]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_same_report_gives_the_same_bytes(report, options, lang):
    assert export(report, lang, options) == export(evolve(report), lang, options)


def test_the_bytes_can_travel_anywhere(report, options):
    for artifact in made(report, "vi", options):
        lines = artifact.content.decode("ascii").split("\r\n")
        assert not [line for line in lines if len(line) > 78 or "\n" in line or "\r" in line]
        assert lines[-1] == ""


def test_every_notice_has_an_identity_of_its_own(report, options):
    identities = [
        read(artifact)["Message-ID"]
        for variant, lang, sender in [
            (report, "vi", options),
            (report, "en", options),
            (evolve(report, as_of=date(2024, 7, 11)), "vi", options),
            (evolve(report, known_at=date(2024, 7, 12)), "vi", options),
            (evolve(report, project="Dân vận 2025"), "vi", options),
            (report, "vi", EmailOptions("dvrules@quangtri.gov.vn")),
        ]
        for artifact in made(variant, lang, sender)
    ]
    assert len(set(identities)) == len(identities) == 12
    assert {identity.rpartition("@")[2] for identity in identities} == {"skhcn.quangtri.gov.vn>", "quangtri.gov.vn>"}


def test_without_a_reply_address_there_is_no_such_header(report):
    message = read(made(report, "vi", EmailOptions("dvrules@quangtri.gov.vn"))[0])
    assert message.keys() == [name for name in HEADERS if name != "Reply-To"]
    assert str(message["From"]) == "dvrules@quangtri.gov.vn"


@pytest.mark.parametrize("option", ["sender", "reply_to"])
@pytest.mark.parametrize("value", ["Văn phòng", "a@b@c.vn", "A <a@b.vn>, B <b@b.vn>", "a@b.vn\r\nBcc: c@d.vn", "A <>"])
def test_an_option_that_is_no_address_is_objected_to_where_it_stands(options, option, value):
    with pytest.raises(Objection) as raised:
        evolve(options, **{option: value})
    assert raised.value.key == option
    assert "không phải địa chỉ thư dùng được" in raised.value.message_args["problem.vi"]


def test_a_unit_that_cannot_be_written_to_is_told_of_and_costs_no_one_else_a_message(report, options):
    listed = Place("roster.toml", ("units",))
    spoilt = [
        evolve(unit, email="trung tâm@sở", listed=listed, number=3) if unit.id == "trung-tam" else unit
        for unit in report.units
    ]
    artifact, centre, section = export(evolve(report, units=tuple(spoilt)), "vi", options)
    assert artifact.name == "email/van-phong-so.eml"
    assert centre == Remark(
        "“Trung tâm Nghiên cứu, Chuyên gia công nghệ và Đổi mới sáng tạo” có 1 việc cần báo nhưng danh sách đơn vị "
        "chưa có địa chỉ thư dùng được (email); không lập thư",
        "“Trung tâm Nghiên cứu, Chuyên gia công nghệ và Đổi mới sáng tạo” is to be told of 1 item(s), but the roster "
        "has no usable address (email); no message is made",
        listed.at(3),
    )
    assert section.en.startswith("“Phòng Quản lý Khoa học & Công nghệ” is to be told of 1 item(s)")


@pytest.mark.parametrize(
    ("unit", "name"),
    [
        ("phong-1.a", "email/phong-1.a.eml"),
        ("VP", "email/vp-b7d2b63f.eml"),
        ("../../etc/passwd", "email/etc-passwd-eb111efe.eml"),
        ("đơn vị", "email/n-v-91de1b73.eml"),
        ("", "email/6f49cdbd.eml"),
    ],
)
def test_a_unit_names_its_file_and_never_another_folder(one, options, unit, name):
    assert [artifact.name for artifact in made(one(unit={"id": unit}), "vi", options)] == [name]


def test_html_escapes_what_texts_bring(one):
    (letter,) = letters(one(duty={"title": "<b>A & “B”</b>"}), messages_in("vi", "dvrules_email"))
    assert "&lt;b&gt;A &amp; “B”&lt;/b&gt;</h3>" in html_of(letter)
    assert "1. <b>A & “B”</b>\n" in text_of(letter)
