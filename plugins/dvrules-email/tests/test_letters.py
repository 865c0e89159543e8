"""Who is written to, and what the letters say."""

from datetime import date

import pytest
from attrs import evolve

from dvrules.messages import messages_in
from dvrules.messages.wording import document_text, period_text
from dvrules.model.days import PartialDate
from dvrules.model.documents import Document
from dvrules.model.reports import State
from dvrules.model.rulesets import Kind
from dvrules.model.statements import state_that
from dvrules_email.composing import text_of
from dvrules_email.letters import letters
from dvrules_email.options import Escalation

VI, EN = (messages_in(lang, "dvrules_email") for lang in ("vi", "en"))


def rows(report, messages=VI):
    ((item,),) = ([section.items for section in letter.sections] for letter in letters(report, messages))
    return {row.name: row.lines for row in item[0].rows}


def test_letters_go_to_units_that_owe_something_in_the_order_of_the_roster(report):
    addressed = {letter.recipient.unit.id: letter.to.address if letter.to else None for letter in letters(report, VI)}
    assert list(addressed.items()) == [
        ("van-phong-so", "vanphong.skhcn@quangtri.gov.vn"),
        ("trung-tam", "trungtam.skhcn@quangtri.gov.vn"),
        ("phong-quan-ly", None),
    ]


def test_the_most_urgent_comes_first(report):
    office = letters(report, VI)[0]
    assert [section.heading for section in office.sections] == [
        "Quá hạn, chưa hoàn thành (1)",
        "Đã ghi nhận vi phạm (1)",
        "Sắp đến hạn (1)",
        "Chưa đủ căn cứ để kết luận (1)",
        "Đang thực hiện, còn trong hạn (1)",
    ]
    assert office.standing.heading == "Việc thường xuyên và chương trình (1)"


def test_within_a_group_the_earliest_due_comes_first(one):
    nine, three = (
        evolve(finding, occurrence=evolve(finding.occurrence, obligation=f"x:{day.day}"))
        for day in (date(2024, 6, 9), date(2024, 6, 3))
        for finding in one(due=day).findings
    )
    (letter,) = letters(evolve(one(), findings=(nine, three)), VI)
    assert [item.title for item in letter.sections[0].items] == ["x:3", "x:9"]


@pytest.mark.parametrize(
    "state", [State.UPCOMING, State.FULFILLED, State.FULFILLED_LATE, State.UNASSESSED], ids=lambda state: state.value
)
def test_nothing_is_written_where_nothing_is_to_be_done(one, state):
    assert letters(one(state), VI) == ()


def test_a_standing_duty_that_is_kept_is_no_reason_to_write(one):
    assert letters(one(State.OPEN, None, kind=Kind.MAINTENANCE), VI) == ()


def test_a_bearer_that_the_roster_lacks_is_not_lost(one):
    (letter,) = letters(evolve(one(), units=(), obligations=()), VI)
    assert (letter.recipient.unit.id, letter.to, letter.greeting) == ("don-vi", None, "Kính gửi: don-vi")
    assert letter.sections[0].items[0].title == "skhcn:danh-gia"


def test_a_duty_without_title_and_words_goes_by_its_reference(one):
    (letter,) = letters(one(duty={"title": " ", "quote": ""}), VI)
    assert [item.title for item in letter.sections[0].items] == ["skhcn:danh-gia"]


@pytest.mark.parametrize(
    ("state", "due", "lang", "said"),
    [
        (State.OVERDUE, date(2024, 7, 5), VI, "hết ngày 05/07/2024, đã quá 5 ngày"),
        (State.OPEN, date(2024, 7, 11), VI, "hết ngày 11/07/2024, còn 1 ngày"),
        (State.OPEN, date(2024, 7, 10), VI, "hết ngày 10/07/2024, là ngày cuối"),
        (State.OPEN, None, VI, "văn bản không đặt hạn cuối"),
        (State.OVERDUE, (date(2024, 7, 1), date(2024, 7, 5)), VI, "trong khoảng từ 01/07/2024 đến 05/07/2024"),
        (State.UNDETERMINED, date(2024, 7, 5), VI, "hết ngày 05/07/2024"),
        (State.OVERDUE, date(2024, 7, 5), EN, "through 2024-07-05, 5 day(s) ago"),
    ],
)
def test_the_due_day_is_said_with_what_is_left_of_it(one, state, due, lang, said):
    days_late = 5 if state is State.OVERDUE else 0
    assert rows(one(state, due, days_late=days_late), lang)["due"] == (said,)


def test_what_is_missing_stands_with_an_undetermined_item(one):
    missing = (state_that("missing.day", document="/KH-SKHCN@2024-03"),)
    report = one(State.UNDETERMINED, None, missing=missing)
    told = rows(report)
    assert told["due"] == ("chưa xác định được",)
    assert told["missing"] == (VI.tell(missing[0]),)


def test_long_words_are_cut_between_words_and_a_title_leaves_the_words_in_their_row(one):
    quote = "Tăng cường kiểm tra, đôn đốc. " * 20
    untitled = letters(one(duty={"quote": quote}), VI)[0].sections[0].items[0]
    titled = letters(one(duty={"quote": quote, "title": "Kiểm tra"}), VI)[0].sections[0].items[0]
    cut = "“" + "Tăng cường kiểm tra, đôn đốc. " * 6 + "Tăng cường kiểm…”"
    assert (untitled.title, "quote" in {row.name for row in untitled.rows}) == (cut, False)
    assert (titled.title, [row.lines for row in titled.rows if row.name == "quote"]) == ("Kiểm tra", [(cut,)])


@pytest.mark.parametrize(
    ("label", "vi", "en"),
    [
        ("2024-Q4", "quý IV năm 2024", "2024, fourth quarter"),
        ("2024-H1", "6 tháng đầu năm 2024", "2024, first half"),
        ("2024-9M", "9 tháng năm 2024", "2024, nine months"),
        ("2024-07", "tháng 7 năm 2024", "2024, month 7"),
        ("2024", "năm 2024", "2024"),
        ("2024-Q2-2", "quý II năm 2024 (2)", "2024, second quarter (2)"),
        ("term", VI.say("period.term"), EN.say("period.term")),
        ("2024-Q9", "2024-Q9", "2024-Q9"),
        ("tùy việc", "tùy việc", "tùy việc"),
    ],
)
def test_periods_are_said_in_words(label, vi, en):
    assert (period_text(label, VI), period_text(label, EN)) == (vi, en)


@pytest.mark.parametrize(
    ("number", "symbol", "day", "vi", "en"),
    [
        ("59", "KH-UBND", PartialDate(2024, 3, 15), "KH số 59/KH-UBND ngày 15/03/2024", "KH 59/KH-UBND of 2024-03-15"),
        ("", "KH-SKHCN", PartialDate(2024, 3), "KH số …/KH-SKHCN tháng 3/2024", "KH …/KH-SKHCN of 2024-03"),
        ("21", "CT/TU", PartialDate(2022), "KH số 21-CT/TU năm 2022", "KH 21-CT/TU of 2022"),
        ("21", "CT/TU", None, "KH số 21-CT/TU", "KH 21-CT/TU"),
    ],
)
def test_documents_are_cited_as_far_as_they_are_known(number, symbol, day, vi, en):
    document = Document("KH", symbol, "UBND tỉnh", number=number, date=day)
    assert (document_text(document, VI), document_text(document, EN)) == (vi, en)


def test_what_another_unit_owes_is_not_in_the_letter(report):
    centre = letters(report, VI)[1]
    assert text_of(centre) == (
        "Kính gửi: Trung tâm Nghiên cứu, Chuyên gia công nghệ và Đổi mới sáng tạo\n\n"
        "Tính đến ngày 10/07/2024, các nhiệm vụ do đơn vị chủ trì gồm: 1 quá hạn.\n\n"
        "Quá hạn, chưa hoàn thành (1)\n============================\n\n"
        "1. “báo cáo đánh giá kết quả thực hiện của phòng, đơn vị mình gửi về Văn phòng Sở để tổng hợp báo cáo UBND "
        "tỉnh, Sở Nội vụ đúng quy định”\n"
        "   Hạn: hết ngày 09/07/2024, đã quá 1 ngày\n"
        "   Kỳ: năm 2024\n"
        "   Nơi nhận: Văn phòng Sở\n"
        "   Trách nhiệm: Trưởng phòng, đơn vị\n"
        "   Căn cứ: Mục III.3, Kế hoạch số …/KH-SKHCN tháng 3/2024\n\n"
        "Nếu có nhiệm vụ đã hoàn thành mà chưa được ghi nhận, đề nghị báo lại, nêu rõ số, ngày của văn bản làm minh "
        "chứng.\n\n"
        "----------------------------------------\n"
        "Thư do dvrules lập tự động cho dự án “Dân vận 2024”, theo thông tin đã ghi nhận đến hết ngày 11/07/2024.\n"
    )


@pytest.mark.parametrize(
    ("state", "due", "late", "stage"),
    [
        (State.OPEN, date(2024, 9, 30), 0, "open@2024-09-30"),
        (State.OPEN, date(2024, 10, 15), 0, "open@2024-10-15"),
        (State.OPEN, None, 0, "open@"),
        (State.OVERDUE, date(2024, 7, 5), 5, "overdue+0w@2024-07-05"),
        (State.OVERDUE, date(2024, 7, 3), 7, "overdue+1w@2024-07-03"),
        (State.OVERDUE, date(2024, 6, 19), 21, "overdue+3w@2024-06-19"),
        (State.BREACHED, date(2024, 12, 31), 0, "breached@2024-12-31"),
    ],
)
def test_a_new_stage_is_another_group_another_due_day_or_another_week_lost(one, state, due, late, stage):
    (letter,) = letters(one(state, due, days_late=late), VI)
    assert [reminder.stage for reminder in letter.reminders] == [stage]
    assert str(letter.reminders[0].group) == str(state)


def test_an_escalation_counts_its_weeks_from_when_it_began(one):
    steps = [Escalation(5, "head")]
    stages = [
        [letter.reminders[0].stage for letter in letters(one(days_late=late), VI, escalation=steps)]
        for late in (4, 5, 11, 12)
    ]
    assert [[stage.partition("@")[0] for stage in each] for each in stages] == [
        ["overdue+0w"],
        ["overdue+0w", "overdue+0w"],
        ["overdue+1w", "overdue+0w"],
        ["overdue+1w", "overdue+1w"],
    ]


def test_of_two_steps_to_the_same_the_earlier_holds(one):
    steps = [Escalation(9, "head"), Escalation(3, "head"), Escalation(9, "don-vi")]
    written = letters(one(days_late=9), VI, escalation=steps)
    assert [(letter.recipient.key, letter.recipient.days_late) for letter in written] == [
        ("unit/don-vi", 0),
        ("head/don-vi", 3),
        ("office/don-vi", 9),
    ]
