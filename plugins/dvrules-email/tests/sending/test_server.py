"""Whatever a mail server does, each message goes out once, or it is known that it may have gone out twice."""

import pytest

from dvrules_email.posting import Outcome


def states(outbox):
    return [(entry.subject, entry.state, entry.attempts) for entry in outbox.entries()]


def test_each_message_goes_to_its_address_in_one_session_byte_for_byte(sent, office, outbox):
    tally, told = sent("x", "y")
    assert [(e.mail_from, e.rcpt_tos) for e in office.taken] == [("a@b.vn", ["x@b.vn"]), ("a@b.vn", ["y@b.vn"])]
    assert office.taken[0].content.endswith(b"Subject: x\r\n\r\n.\r\n..x\r\n")
    assert (office.sessions, told) == (1, [("x", Outcome.ACCEPTED), ("y", Outcome.ACCEPTED)])
    assert (tally.outcomes, tally.waiting, tally.problem) == ({Outcome.ACCEPTED: 2}, 0, "")
    assert states(outbox) == [("x", "sent", 1), ("y", "sent", 1)]
    assert [(entry.reply, entry.content) for entry in outbox.entries()] == [("250 taken", b"")] * 2


def test_nothing_is_sent_again(sent, office):
    sent("x")
    assert sent()[1] == []
    assert len(office.taken) == 1


@pytest.mark.parametrize("stage", ["RCPT", "DATA"])
def test_a_refusal_concerns_one_message_and_the_rest_goes_on(sent, office, outbox, stage):
    office.does["x@b.vn"] = [(stage, "550 5.1.1 không có người này")]
    tally, told = sent("x", "y")
    assert told == [("x", Outcome.REFUSED), ("y", Outcome.ACCEPTED)]
    assert (states(outbox), tally.waiting) == ([("x", "refused", 1), ("y", "sent", 1)], 0)
    assert outbox.entries()[0].reply == "550 5.1.1 không có người này"
    assert (office.ids, office.sessions) == (["y@b.vn"], 1)


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA"])
def test_a_message_that_is_put_off_waits_for_the_next_run_and_then_goes(sent, office, outbox, hours, stage):
    office.does["a@b.vn" if stage == "MAIL" else "x@b.vn"] = [(stage, "451 4.7.1 chờ đã")]
    tally, told = sent("x", "y")
    assert told == [("x", Outcome.DEFERRED), ("y", Outcome.ACCEPTED)]
    assert (states(outbox), tally.waiting) == ([("x", "queued", 1), ("y", "sent", 1)], 1)
    assert sent()[1] == []
    hours.sleep(30)
    assert sent()[1] == [("x", Outcome.ACCEPTED)]
    assert office.ids == ["y@b.vn", "x@b.vn"]


def test_a_patient_run_tries_again_at_growing_intervals(sent, office, hours):
    office.does["x@b.vn"] = [("RCPT", "451 chờ")] * 3
    assert [outcome for _, outcome in sent("x", patience=300)[1]] == [Outcome.DEFERRED] * 3 + [Outcome.ACCEPTED]
    assert [round(seconds) for seconds in hours.slept] == [30, 60, 120]


def test_what_was_cut_before_the_answer_goes_once_more_under_the_same_identity(sent, office, outbox, hours):
    office.does["x@b.vn"] = ["cut before the answer"]
    tally, told = sent("x", "y")
    assert told == [("x", Outcome.UNKNOWN), ("y", Outcome.ACCEPTED)]
    assert (states(outbox), tally.waiting) == ([("x", "sending", 1), ("y", "sent", 1)], 1)
    hours.sleep(30)
    assert sent()[1] == [("x", Outcome.ACCEPTED)]
    assert office.ids == ["x@b.vn", "y@b.vn", "x@b.vn"]
    assert office.taken[0].content == office.taken[2].content


def test_what_was_cut_in_mid_message_goes_again_and_is_taken_once(sent, office, hours):
    office.does["x@b.vn"] = ["cut in mid-message"]
    assert sent("x")[1] == [("x", Outcome.UNKNOWN)]
    hours.sleep(30)
    assert sent()[1] == [("x", Outcome.ACCEPTED)]
    assert office.ids == ["x@b.vn"]


def test_a_server_that_falls_silent_is_not_waited_for_forever(sent, office, outbox):
    office.does["x@b.vn"] = ["silence"]
    assert sent("x", "y", timeout=1)[1] == [("x", Outcome.UNKNOWN), ("y", Outcome.ACCEPTED)]
    assert "TimeoutError" in outbox.entries()[0].reply or "timed out" in outbox.entries()[0].reply


def test_what_may_have_been_taken_is_not_written_anew_while_what_was_put_off_is(sent, office, outbox, hours):
    office.does["x@b.vn"], office.does["y@b.vn"] = ["cut before the answer"], [("RCPT", "451 chờ")]
    sent("x", "y")
    outbox.plan([], hours.time)
    assert states(outbox) == [("x", "sending", 1)]


def test_what_may_have_been_taken_stays_so_though_the_server_then_puts_it_off(sent, office, outbox, hours):
    office.does["x@b.vn"] = ["cut before the answer", ("RCPT", "451 chờ")]
    sent("x")
    hours.sleep(30)
    assert sent()[1] == [("x", Outcome.DEFERRED)]
    assert states(outbox) == [("x", "sending", 2)]


def test_a_server_that_says_it_is_closing_is_called_again(sent, office):
    office.does["x@b.vn"] = [("RCPT", "421 đóng")]
    assert sent("x", "y")[1] == [("x", Outcome.DEFERRED), ("y", Outcome.ACCEPTED)]
    assert office.sessions == 2


def test_a_server_that_takes_nothing_from_this_sender_ends_the_run_and_costs_no_message(sent, office):
    office.does["a@b.vn"] = [("MAIL", "550 5.7.1 sai người gửi")]
    tally, told = sent("x", "y")
    assert told == [("x", Outcome.BARRED)]
    assert (tally.problem, tally.waiting) == ("550 5.7.1 sai người gửi", 2)
    assert sent()[1] == [("x", Outcome.ACCEPTED), ("y", Outcome.ACCEPTED)]


def test_no_more_than_the_rate_goes_out_in_a_minute(sent, hours):
    sent(*"abcde", rate=12)
    assert [round(seconds, 3) for seconds in hours.slept] == [5, 5, 5, 5]


def test_a_server_that_is_not_there_is_called_at_growing_intervals_while_there_is_patience(sent, outbox, hours):
    tally, told = sent("x", patience=10, port=1)
    assert (told, tally.waiting, hours.slept) == ([], 1, [1, 2, 4])
    assert "ConnectionRefusedError" in tally.problem
    assert states(outbox) == [("x", "queued", 0)]


@pytest.fixture
def trusted(authority, tmp_path):
    """The options by which the tests' authority is trusted."""
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    return {"ca_file": "ca.pem"}


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_an_encrypted_session_logs_in_and_sends(sent, start, certified, trusted, security):
    how = {"ssl_context": certified} if security == "tls" else {"tls_context": certified, "require_starttls": True}
    office, port = start(guarded=True, **how)
    tally, told = sent("x", port=port, security=security, user="dvrules", **trusted)
    assert (told, tally.problem, office.ids) == ([("x", Outcome.ACCEPTED)], "", ["x@b.vn"])
    assert office.logins == [(True, True)]


def test_a_wrong_password_ends_the_run_at_once_and_costs_no_message(sent, start, certified, trusted, hours):
    office, port = start(guarded=True, tls_context=certified)
    tally, told = sent("x", port=port, security="starttls", user="khac", patience=99, **trusted)
    assert (told, tally.waiting, hours.slept, office.taken) == ([], 1, [], [])
    assert tally.problem.startswith("535")


def test_a_server_whose_certificate_nobody_vouches_for_gets_nothing(sent, start, certified):
    office, port = start(tls_context=certified)
    tally, told = sent("x", port=port, security="starttls")
    assert (told, office.taken) == ([], [])
    assert "CERTIFICATE_VERIFY_FAILED" in tally.problem


def test_a_session_that_cannot_be_encrypted_is_not_used(sent, office):
    tally, told = sent("x", security="starttls")
    assert (told, office.taken) == ([], [])
    assert tally.problem.startswith("SMTPNotSupportedError")
