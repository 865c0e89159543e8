"""dvrules-mail, as its users meet it."""

import re
from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from dvrules.cli.outcome import OK, WRONG
from dvrules_email.outbox import Outbox
from dvrules_email.program import main

SERVER = """
[outputs.email.sending.server]
host = "127.0.0.1"
security = "none"
port = {port}
rate = 6000
"""
ONE = """
[[evidence]]
id = "mc-1"
obligation = "ke-hoach:bao-cao"
by = "dv-2"
occurred = 2024-07-04
recorded = 2024-07-04
fulfils = ["ke-hoach:bao-cao/dv-2/2024-Q2"]
"""


@pytest.fixture(autouse=True)
def _alone(monkeypatch):
    for name in ("HOST", "PASSWORD", "PASSWORD_FILE", "USER", "PORT"):
        monkeypatch.delenv(f"DVRULES_SMTP_{name}", raising=False)
    monkeypatch.delenv("DVRULES_LANG", raising=False)


@pytest.fixture
def mail(capsys, project, office):
    """Runs the program on a project for a day; gives the exit code, what it said, and whom it wrote to."""

    def run(day="2024-07-10", *argv, units=1, sending="", evidence="", command="send"):
        keys, tables = (sending, "") if "[[" not in sending else ("", sending)
        more = f"[outputs.email.sending]\n{keys}\n{tables}\n{SERVER.format(port=office.port)}"
        folder = project(units=units, more=more, evidence=evidence)
        office.taken = []
        days = ["--as-of", day] if command == "send" else []
        code = main([command, "-p", str(folder), *days, *argv])
        out, err = capsys.readouterr()
        return code, out, err, [taken.rcpt_tos[0] for taken in office.taken]

    return run


def later(day, days):
    return (date.fromisoformat(day) + timedelta(days)).isoformat()


SUBJECT = "[dvrules] Nhiệm vụ: 2 quá hạn, 1 mới, tính đến ngày 10/07/2024 – Đơn vị 1"


def test_a_unit_is_told_once_of_what_it_owes(mail):
    code, out, err, to = mail()
    assert (code, err, to) == (0, "", ["dv-1@so.vn"])
    assert out == f"đã gửi: dv-1@so.vn: {SUBJECT}\nĐã gửi 1 thư, bị từ chối 0, còn chờ 0.\n"
    code, out, err, to = mail()
    assert (code, out, err, to) == (0, "Đã gửi 0 thư, bị từ chối 0, còn chờ 0.\n", "", [])


def test_what_was_told_comes_again_only_when_it_reaches_a_new_stage(mail):
    written = {day: mail(later("2024-07-10", day))[3] != [] for day in range(12)}
    # What was due on 5 April and on 5 July becomes a week later on the 12th, and again on the 19th.
    assert [day for day, wrote in written.items() if wrote] == [0, 2, 9]


def test_where_letters_go_by_week_there_is_one_a_week(mail):
    by_week = 'every = "week"'
    written = {day: mail(later("2024-07-10", day), sending=by_week)[3] != [] for day in range(14)}
    # Wednesday 10 July; the reminders that fall due on Friday wait for Monday.
    assert [day for day, wrote in written.items() if wrote] == [0, 5, 12]


def test_reminders_of_one_occurrence_stand_under_the_first(mail, office):
    mail("2024-06-20")
    (first,) = office.messages
    mail("2024-06-28")
    (second,) = office.messages
    mail("2024-07-06")
    (third,) = office.messages
    assert (first["In-Reply-To"], first["References"]) == (None, None)
    assert second["In-Reply-To"] == third["In-Reply-To"] == first["Message-ID"]
    assert third["References"] == first["Message-ID"]
    assert len({str(message["Message-ID"]) for message in (first, second, third)}) == 3


def test_what_is_told_first_is_new_and_then_known(mail, office):
    mail("2024-07-06", units=2, evidence=ONE)
    text = office.messages[1].get_body(("plain",)).get_content()
    assert "Mới, báo lần đầu (1)" in text
    mail("2024-07-12", units=2, evidence=ONE)
    text = office.messages[1].get_body(("plain",)).get_content()
    assert "Đang thực hiện, còn trong hạn (1)" in text


ESCALATION = """
[[outputs.email.sending.escalation]]
days_late = 3
to = "head"

[[outputs.email.sending.escalation]]
days_late = 90
to = "so"
"""


def test_what_is_late_comes_to_the_head_and_then_to_the_office_each_told_only_of_that(mail, office):
    code, _, err, to = mail(units=2, sending=ESCALATION, evidence=ONE)
    assert (code, err) == (0, "")
    assert to == ["dv-1@so.vn", "dv-2@so.vn", "truong.dv-1@so.vn", "truong.dv-2@so.vn", "so@so.vn"]
    texts = [message.get_body(("plain",)).get_content().replace("\r\n", "\n") for message in office.messages]
    assert [text.split("\n")[0] for text in texts] == [
        "Kính gửi: Đơn vị 1",
        "Kính gửi: Đơn vị 2",
        "Kính gửi: Trưởng đơn vị, Đơn vị 1",
        "Kính gửi: Trưởng đơn vị, Đơn vị 2",
        "Kính gửi: Sở",
    ]
    # The second unit has reported for the second quarter.
    assert ["chưa hoàn thành (2)" in text for text in texts] == [True, False, True, False, True]
    assert texts[4].startswith(
        "Kính gửi: Sở\n\n"
        "Tính đến ngày 10/07/2024, các đơn vị có 2 nhiệm vụ đã quá hạn từ 90 ngày trở lên.\n\n"
        "Quá hạn, chưa hoàn thành (2)\n============================\n\n"
        "1. Báo cáo quý\n   Chủ trì: Đơn vị 1\n   Hạn: hết ngày 05/04/2024, đã quá 96 ngày\n"
    )
    assert "Chủ trì: Đơn vị 2" in texts[4]
    assert mail(units=2, sending=ESCALATION, evidence=ONE)[3] == []


def test_attachments_are_about_the_recipient_alone(mail, office):
    code, _, err, _ = mail(units=2, sending='attach = ["ics", "docx"]')
    assert (code, err) == (0, "")
    for number, message in enumerate(office.messages, start=1):
        assert message.get_content_type() == "multipart/mixed"
        calendar, report = message.iter_attachments()
        assert (calendar.get_content_type(), calendar.get_filename()) == ("text/calendar", f"dv-{number}.ics")
        assert report.get_filename().endswith(".docx")
        assert report.get_content().startswith(b"PK")
        events = calendar.get_content()
        assert (events.count("BEGIN:VEVENT"), f"Đơn vị {number}" in events, f"dv-{3 - number}" in events) == (
            4,
            True,
            False,
        )
        assert [defect for part in message.walk() for defect in part.defects] == []
    lines = [line for taken in office.taken for line in taken.content.decode("ascii").split("\r\n")]
    assert {line for line in lines if len(line) > 78} == {
        "Content-Type: application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    }


def test_a_dry_run_shows_what_would_be_sent_and_changes_nothing(mail, tmp_path):
    code, out, err, to = mail("2024-07-10", "-o", str(tmp_path / "xem"))
    file = tmp_path / "xem/unit-dv-1.eml"
    assert (code, err, to) == (0, "", [])
    assert out == (
        f"dv-1@so.vn: {SUBJECT}\n"
        "    quá hạn: ke-hoach:bao-cao/dv-1/2024-Q1\n"
        "    quá hạn: ke-hoach:bao-cao/dv-1/2024-Q2\n"
        "    mới: ke-hoach:bao-cao/dv-1/2024-Q3\n"
        f"Sẽ gửi 1 thư; chưa gửi gì.\n{file}\n"
    )
    assert str(message_from_bytes(file.read_bytes(), policy=default)["Subject"]) == SUBJECT
    assert not (tmp_path / "outbox.sqlite").exists()
    assert mail()[3] == ["dv-1@so.vn"]
    assert mail("2024-07-10", "--dry-run")[1] == "Sẽ gửi 0 thư; chưa gửi gì.\n"


def test_evidence_recorded_after_a_message_was_put_off_is_heeded(mail, office):
    office.does["dv-1@so.vn"] = [("RCPT", "451 chờ")]
    code, out, _, to = mail("2024-07-10", "--patience", "0")
    assert (code, to, out.split("\n")[1]) == (1, [], "Đã gửi 0 thư, bị từ chối 0, còn chờ 1.")
    done = ONE.replace("dv-2", "dv-1") + ONE.replace("dv-2", "dv-1").replace("mc-1", "mc-2").replace("Q2", "Q1")
    mail(evidence=done)
    assert str(office.messages[0]["Subject"]).startswith("[dvrules] Nhiệm vụ: 1 mới")


def test_what_is_refused_is_told_tried_again_by_the_next_run_and_not_by_the_same(mail, office):
    office.does["dv-1@so.vn"] = [("RCPT", "550 không có")]
    code, out, _, to = mail()
    assert (code, to) == (1, [])
    assert out == f"bị từ chối: dv-1@so.vn: {SUBJECT} (550 không có)\nĐã gửi 0 thư, bị từ chối 1, còn chờ 0.\n"
    assert mail()[3] == ["dv-1@so.vn"]


def test_the_outbox_is_shown(mail, office, tmp_path):
    code, out, err, _ = mail(command="outbox")
    assert (code, out, err) == (2, "", f"Chưa có hộp thư đi {tmp_path / 'outbox.sqlite'}.\n")
    office.does["dv-2@so.vn"] = [("DATA", "554 thư rác")]
    mail(units=2)
    code, out, _, _ = mail(units=2, command="outbox")
    moment = r"\d\d/\d\d/\d{4} \d\d:\d\d"
    subjects = [SUBJECT, SUBJECT.replace("Đơn vị 1", "Đơn vị 2")]
    assert [re.sub(f"^{moment}", "(lúc)", line) for line in out.splitlines()] == [
        f"(lúc)  đã gửi  dv-1@so.vn: {subjects[0]} (lần gửi: 1)",
        "    máy chủ: 250 taken",
        f"(lúc)  bị từ chối  dv-2@so.vn: {subjects[1]} (lần gửi: 1)",
        "    máy chủ: 554 thư rác",
        "Đã gửi 1, bị từ chối 1, chờ gửi 0, chưa rõ 0.",
    ]


@pytest.mark.parametrize(
    ("spoil", "code", "said"),
    [
        ({"ke-hoach": ("kind", "knid")}, 2, "Dự án có lỗi nên lời nhắc có thể sai; chưa gửi gì."),
        ({"dvrules": ("[outputs.email", "[outputs.mail")}, 2, "Dự án chưa có bảng [outputs.email] dùng được"),
        ({"dvrules": ('host = "127.0.0.1"', 'host = ""')}, 2, "Chưa gửi được gì: chưa rõ máy chủ thư nào"),
        ({"dvrules": ("rate = 6000", "rate = 0")}, 2, "tùy chọn không dùng được: 0 nằm ngoài khoảng từ 1 đến 6000"),
        ({"dvrules": ("rate = 6000", 'user = "a"')}, 2, "không gửi tên và mật khẩu qua đường truyền không mã hóa"),
        ({"dvrules": ("rate = 6000", 'password = "a"')}, 2, "không có khóa nào tên là “password”"),
        ({"dvrules": ('"none"', '"tls"\nuser = "a"')}, 2, "Chưa gửi được gì: chưa có mật khẩu cho “a”"),
        ({"dvrules": ("vanphong@so.vn>", "vanphong>")}, 2, "“Văn phòng Sở <vanphong>” không phải địa chỉ thư"),
        ({"dvrules": ("[outputs.email.sending]", '[outputs.email.sending]\nattach = ["icss"]')}, 2, "tên là “icss”"),
        (
            {
                "dvrules": (
                    "[outputs.email.sending]",
                    '[outputs.email.sending]\nescalation = [{ days_late = 3, to = "s" }]',
                )
            },
            2,
            "danh sách đơn vị không có “s”",
        ),
        (
            {"roster": ('email = "dv-1@so.vn"', 'email = "dv-1"')},
            0,
            "roster.toml:3:5: DV612 lưu ý: cách xuất “email”: “Đơn vị 1” có 3 việc",
        ),
    ],
)
def test_what_is_wrong_is_said_and_costs_no_letter_that_is_right(mail, office, tmp_path, capsys, spoil, code, said):
    mail(units=2, command="outbox")
    for name, (old, new) in spoil.items():
        file = tmp_path / f"{name}.toml"
        file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    assert main(["send", "-p", str(tmp_path), "--as-of", "2024-07-10"]) == code
    assert said in capsys.readouterr().err
    assert [taken.rcpt_tos[0] for taken in office.taken] == ([] if code else ["dv-2@so.vn"])


def test_a_project_with_faults_is_sent_for_when_that_is_asked_for(mail, tmp_path):
    mail(units=2, command="outbox")
    file = tmp_path / "evidence.toml"
    file.write_text(ONE.replace("recorded", "recorded_on"), encoding="utf-8")
    days = ["-p", str(tmp_path), "--as-of", "2024-07-10"]
    assert main(["send", *days]) == WRONG
    assert main(["send", *days, "--force"]) == OK


def test_a_server_that_is_not_there_is_a_failure_and_costs_nothing(mail, monkeypatch):
    monkeypatch.setenv("DVRULES_SMTP_PORT", "1")
    code, out, err, to = mail("2024-07-10", "--patience", "0")
    assert (code, out, to) == (3, "Đã gửi 0 thư, bị từ chối 0, còn chờ 1.\n", [])
    assert err.startswith("Dừng sớm, máy chủ thư không nhận: ConnectionRefusedError")
    monkeypatch.delenv("DVRULES_SMTP_PORT")
    assert mail()[3] == ["dv-1@so.vn"]


def test_everything_is_said_in_english_when_asked_for(mail, office):
    code, out, err, _ = mail("2024-07-10", "--lang", "en")
    subject = "[dvrules] Obligations: 2 overdue, 1 new, as of 2024-07-10 – Đơn vị 1"
    assert (code, err) == (0, "")
    assert out == f"sent: dv-1@so.vn: {subject}\nSent 1, refused 0, waiting 0.\n"
    assert str(office.messages[0]["Subject"]) == subject
    with pytest.raises(SystemExit):
        main(["send", "--help", "--lang", "en"])


def test_an_outbox_that_another_run_holds_is_left_to_it(mail, tmp_path, monkeypatch):
    monkeypatch.setattr("dvrules_email.outbox._PATIENCE", 0)
    path = tmp_path / "outbox.sqlite"
    with Outbox(path):
        code, out, err, to = mail()
    assert (code, out, to) == (3, "", [])
    assert err == f"Hộp thư đi {path} đang được một lần chạy khác dùng; chạy lại sau.\n"


def test_what_the_readme_shows_is_what_the_example_gives(capsys, monkeypatch, tmp_path):
    root = Path(__file__).resolve().parents[4]
    readme = (root / "plugins/dvrules-email/README.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```text\n(.*?)```", readme, re.DOTALL)
    command, _, shown = block.partition("\n[…]\n")
    monkeypatch.chdir(root)
    assert main([*command.split()[2:], "--outbox", str(tmp_path / "none")]) == 0
    assert capsys.readouterr().out.endswith(shown)
