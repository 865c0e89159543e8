"""A deadline may be written in words, for the year of its document; what has no one meaning is refused."""

from datetime import date

import pytest

from dvrules.messages import messages_in
from dvrules.model.deadlines import Anchor, Continuous, Cycle, Fixed, OnRequest, Periodic, Relative
from texts import HEAD, OBLIGATION

FORM = '{ form = "fixed", by = 2024-06-14 }'


def said(make, *phrases, more=""):
    words = "[" + ", ".join(f'"{phrase}"' for phrase in phrases) + "]"
    return make(ruleset=HEAD + OBLIGATION.replace(FORM, words) + more)


def deadlines(project):
    assert project.diagnostics == ()
    return project.rulesets[0].obligations[0].deadline


def test_a_phrase_stands_for_its_table_and_keeps_its_words(make):
    phrase = "trước ngày 15/6/2024"
    assert deadlines(said(make, phrase)) == (Fixed("fixed", before=date(2024, 6, 15), words=phrase),)


def test_one_phrase_may_state_two_deadlines_and_two_phrases_may_stand_in_a_list(make):
    assert [type(each) for each in deadlines(said(make, "hằng năm hoặc theo đề nghị", "thường xuyên"))] == [
        Periodic,
        OnRequest,
        Continuous,
    ]


def test_the_year_that_a_phrase_leaves_out_is_that_of_the_documents_term(make):
    assert [each.by for each in deadlines(said(make, "ngày 15 tháng 6"))] == [date(2024, 6, 15)]


def test_without_a_term_of_one_year_the_year_must_be_said(make):
    head = HEAD.replace("through = 2024-12-31", "through = 2025-12-31")
    [fault] = make(ruleset=head + OBLIGATION.replace(FORM, '"ngày 15 tháng 6"')).diagnostics
    assert fault.code == "DV221"


def test_a_phrase_may_tell_another_obligation_by_its_title(make):
    other = OBLIGATION.replace('"bao-cao"', '"tong-hop"').replace(
        'clause = "I"', 'clause = "II"\ntitle = "Báo cáo UBND tỉnh"'
    )
    phrase = "trước 05 ngày làm việc so với thời hạn báo cáo UBND tỉnh"
    [deadline] = deadlines(said(make, phrase, more=other))
    assert isinstance(deadline, Relative)
    assert deadline.obligation == "ke-hoach:tong-hop"


def test_a_clause_may_set_its_time_in_words(make):
    clause = '[[clauses]]\nclause = "I"\ndeadline = "trước ngày 15 của tháng cuối quý"\n'
    project = make(ruleset=HEAD + clause + OBLIGATION)
    assert project.diagnostics == ()
    [deadline] = project.rulesets[0].clauses[0].deadline
    assert deadline == Periodic(
        "periodic", Cycle.QUARTER, before=Anchor(15, month=3), words="trước ngày 15 của tháng cuối quý"
    )


REFUSED = {
    "phối hợp thực hiện tốt": (
        "DV219",
        "chưa hiểu thời hạn “phối hợp thực hiện tốt” từ chỗ “phối hợp thực hiện tốt”",
    ),
    "chậm nhất trước ngày 31/12/2025": (
        "DV220",
        (
            "thời hạn “chậm nhất trước ngày 31/12/2025” có nhiều cách hiểu: "
            '{ form = "fixed", before = 2025-12-31 } → 30/12/2025; { form = "fixed", by = 2025-12-31 } → 31/12/2025'
        ),
    ),
    "trước ngày 31/6/2024": ("DV222", "thời hạn “trước ngày 31/6/2024” nói điều không thể có: “31/6”"),
    "trong vòng 24 giờ": ("DV223", "thời hạn “trong vòng 24 giờ” tính bằng giờ, mà dvrules tính theo ngày"),
}


@pytest.mark.parametrize("phrase", REFUSED)
def test_what_has_no_one_meaning_is_refused_in_its_place_with_the_reason(make, phrase):
    [fault] = said(make, "hằng quý", phrase).diagnostics
    assert (fault.code, messages_in("vi").diagnose(fault)) == REFUSED[phrase]
    assert (fault.place.file, fault.place.path) == ("ke-hoach.toml", ("obligations", 0, "deadline", 1))
