"""The page as any program reads it."""

from base64 import b64encode
from collections import Counter
from datetime import date
from hashlib import sha256

import pytest

import dvrules
from dvrules.assessing import explaining
from dvrules.drawing import COLOURS
from dvrules.messages import messages_in
from dvrules.messages.explanations import parts
from dvrules.messages.wording import plain
from dvrules.model.reports import State
from dvrules.model.summaries import summarise
from dvrules_html.findings import MARKS, anchor_of
from dvrules_html.heat import heat_map
from texts import HEAD, OBLIGATION, PROJECT, ROOT

AS_OF = date(2024, 7, 10)


@pytest.fixture(scope="module")
def page(example, page_of):
    return page_of(example)


def test_it_is_one_file_named_for_the_day(example, page_of):
    artifact = page_of(example).artifact
    assert (artifact.name, artifact.media_type) == ("bao-cao-2024-07-10.html", "text/html")
    assert artifact.content.startswith(b'<!DOCTYPE html>\n<html lang="vi">')


def test_it_refers_to_nothing_outside_itself(page):
    for tag, attributes in page.tags:
        assert not {"src", "srcset", "action", "style", "background"} & set(attributes), tag
        assert not [name for name in attributes if name.startswith(("on", "xlink"))], tag
        href = attributes.get("href", "#")
        assert href.startswith("#") or href == "data:,", href
    assert "url(" not in page.raw["style"]
    assert "import" not in page.raw["style"]


def test_every_link_leads_to_a_place_and_no_two_places_share_a_name(page):
    places = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert [name for name, count in Counter(places).items() if count > 1] == []
    for _, attributes in page.tags:
        for name in ("href", "aria-labelledby"):
            target = attributes.get(name, "").removeprefix("#")
            assert target in {"", "data:,", *places}


def test_its_policy_allows_its_own_style_sheet_and_script_by_hash_and_nothing_else(page):
    (policy,) = (a["content"] for _, a in page.tags if a.get("http-equiv") == "Content-Security-Policy")
    style, script = (b64encode(sha256(page.raw[tag].encode()).digest()).decode() for tag in ("style", "script"))
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_finding_stands_there_with_its_whole_explanation(example, report, page_of, lang):
    page = page_of(example, lang)
    explain = explaining(example, report)
    messages = messages_in(lang).naming({unit.id: unit.name for unit in report.units})
    assert len(page.details) == len(report.findings)
    for finding in report.findings:
        text = page.details[anchor_of(finding.occurrence.key)]
        explanation = explain(finding.occurrence.key)
        assert plain(explanation.title) in text
        for part in parts(explanation, messages):
            assert all(plain(line) in text for line in part.lines), part


def test_what_calls_for_action_comes_first(page, report):
    urgency = [list(COLOURS).index(State(each)) for each in page.states]
    assert urgency == sorted(urgency)
    assert Counter(page.states) == Counter(str(finding.state) for finding in report.findings)


def test_the_summary_says_what_the_summary_of_the_report_says(page, report):
    assert page.sections["summary"].startswith(
        "Tổng hợp 1 ! chưa hoàn thành, quá hạn 2 ? chưa đủ căn cứ 3 ✓! hoàn thành quá hạn 17 ▷ đang thực hiện, trong "
        "hạn 8 … chưa đánh giá 5 ○ chưa đến kỳ 6 ✓ hoàn thành đúng hạn "
        "Tỷ lệ đúng hạn: 60,0%. Tính trên những việc đã hoàn thành, quá hạn hoặc vi phạm."
    )
    assert {str(state): count for state, count in summarise(report).states.items()} == {
        "overdue": 1,
        "undetermined": 2,
        "fulfilled_late": 3,
        "open": 17,
        "unassessed": 8,
        "upcoming": 5,
        "fulfilled": 6,
    }


def test_the_heat_map_counts_every_finding_once_and_shows_the_most_urgent(report):
    shown = heat_map(report, summarise(report), messages_in("vi", "dvrules_html"))
    assert [text for _, text in shown.months] == [
        *("tháng 4 năm 2024", "tháng 7 năm 2024", "tháng 10 năm 2024", "tháng 12 năm 2024", "tháng 1 năm 2025"),
        "chưa rõ",
    ]
    office = next(line for line in shown.lines if line.unit == "van-phong-so")
    assert [(str(cell.state), cell.number) for cell in office.cells] == [
        *(("fulfilled", "1"), ("fulfilled_late", "1"), ("open", "1"), ("open", "2"), ("upcoming", "1")),
        ("undetermined", "1"),
    ]
    cells = [cell for line in shown.lines for cell in line.cells if cell]
    assert sum(int(cell.number.rpartition("/")[2]) for cell in cells) == len(report.findings)


def test_coverage_stands_there_both_ways(make, page_of):
    page = page_of(make(**covered()))
    assert page.tables["coverage"] == [
        ["Cấp trên giao", "KH số 1/KH-SO ngày 02/01/2024"],
        ["II.1. Báo cáo quý KH số 59/KH-UBND ngày 01/01/2024", "✓ đã có nhiệm vụ I. Gửi báo cáo"],
        [
            "II.2. Họp KH số 59/KH-UBND ngày 01/01/2024",
            "→ chuyển cho đơn vị khác Chuyển cho: Văn phòng. Lý do: Đã phân",
        ],
        ["II.3. Làm a KH số 59/KH-UBND ngày 01/01/2024", "– ngoài phạm vi Lý do: Không thuộc chức năng"],
        ["II.4. Làm b KH số 59/KH-UBND ngày 01/01/2024", "✕ bỏ sót"],
    ]
    assert page.sections["coverage"].endswith(
        "Nhiệm vụ không có việc cấp trên KH số 1/KH-SO ngày 02/01/2024 I. Việc riêng của Sở"
    )
    counts = "✓ đã có nhiệm vụ : 1 → chuyển cho đơn vị khác : 1 – ngoài phạm vi : 1 ✕ bỏ sót : 1"
    assert counts in page.sections["coverage"]


def test_findings_above_and_below_are_linked_both_ways(make, page_of):
    page = page_of(make(**covered()))
    above, below = anchor_of("tinh-59:quy/so/once"), anchor_of("ke-hoach:bao-cao/so/once")
    assert "Việc cấp dưới Gửi báo cáo – Sở: chưa hoàn thành, quá hạn" in page.details[above]
    assert "Việc cấp trên Báo cáo quý – Sở: chưa hoàn thành, quá hạn" in page.details[below]
    assert {f"#{above}", f"#{below}"} <= {a.get("href") for _, a in page.tags}


def test_waivers_are_shown_beside_what_there_would_be_without_them(make, page_of):
    waiver = """
    [[waivers]]
    id = "m-1"
    obligation = "ke-hoach:bao-cao"
    effect = "excuses"
    by = "so"
    decided = 2024-05-02
    recorded = 2024-05-02
    document = "7/QĐ-SO"
    reason = "Sáp nhập"
    """
    project = make(HEAD + OBLIGATION, waiver)
    assert "Nếu không tính các quyết định miễn, gia hạn: 1 chưa hoàn thành, quá hạn." in page_of(project).text
    assert "Trang này không tính" not in page_of(project).text
    ignoring = page_of(project, ignore_waivers=True)
    assert "Trang này không tính các quyết định miễn, gia hạn." in ignoring.text
    assert ignoring.states == ["overdue"]


def test_it_says_what_it_rests_on(page):
    told = page.sections["basis"]
    assert "Được dẫn chiếu mà chưa có trong tay: 16/CT-TTg ngày 16/05/2016." in told
    assert "Giả định (Văn phòng Sở (minh họa), ghi nhận ngày 20/03/2024): Minh họa" in told
    assert "roster.toml: " in told


def test_english_says_the_same(example, page_of, page):
    english = page_of(example, "en")
    assert english.artifact.content.startswith(b'<!DOCTYPE html>\n<html lang="en">')
    assert english.sections["summary"].startswith("Summary 1 ! not done, overdue 2 ? undetermined 3 ✓! done late")
    assert "As of 2024-07-10, on what was on record by the end of 2024-07-10." in english.text
    assert list(english.details) == list(page.details)


def test_the_same_report_gives_the_same_bytes(example, page_of):
    assert page_of(example).artifact == page_of(dvrules.load(ROOT / "examples/quang-tri-2024")).artifact


def test_a_report_without_findings_is_a_page_all_the_same(make, page_of):
    page = page_of(make(HEAD))
    assert page.details == {}
    assert "Tổng hợp Không có việc nào để xét." in page.text


def test_each_state_has_a_sign_of_its_own_and_colours_that_can_be_read():
    assert set(MARKS) == set(COLOURS) == set(State)
    assert len(set(MARKS.values())) == len(State)
    for ground, ink in COLOURS.values():
        assert contrast(ground, ink) >= 4.5


def contrast(one, other):
    """The contrast of two colours, by WCAG 2."""

    def luminance(colour):
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


def covered():
    """The files of a project with a plan above: one duty of it implemented, one forwarded, one left, one forgotten."""
    above = "".join(
        f"""
[[obligations]]
id = "{name}"
clause = "{clause}"
quote = "…"
title = "{title}"
kind = "achievement"
bearer = "so"
deadline = {{ form = "fixed", by = 2024-06-30 }}
"""
        for name, clause, title in [
            ("quy", "II.1", "Báo cáo quý"),
            ("hop", "II.2", "Họp"),
            ("a", "II.3", "Làm a"),
            ("b", "II.4", "Làm b"),
        ]
    )
    head = HEAD.replace('"ke-hoach"', '"tinh-59"').replace('number = "1"', 'number = "59"').replace("KH-SO", "KH-UBND")
    head = head.replace('issuer = "so"', 'issuer = "tinh"').replace("date = 2024-01-02", "date = 2024-01-01")
    to = 'document = "59/KH-UBND@2024-01-01"\nclause = '
    scope = "".join(
        f'\n[[scope]]\n{to}"{clause}"\nreason = "{reason}"\n{more}'
        for clause, reason, more in [
            ("II.2", "Đã phân", 'forwarded_to = ["van-phong"]\n'),
            ("II.3", "Không thuộc chức năng", ""),
        ]
    )
    own = OBLIGATION.replace('"van-phong"', '"so"').replace("2024-06-14", "2024-06-20")
    implements = 'title = "Gửi báo cáo"\nimplements = [{ document = "59/KH-UBND@2024-01-01", clause = "II.1" }]\n'
    alone = own.replace('"bao-cao"', '"rieng"') + 'title = "Việc riêng của Sở"\n'
    return {
        "ruleset": HEAD + scope + own + implements + alone,
        "project": PROJECT.replace('["ke-hoach.toml"]', '["ke-hoach.toml", "tinh.toml"]'),
        "roster": 'units = [{ id = "so", name = "Sở" }, { id = "tinh", name = "UBND tỉnh" }, '
        '{ id = "van-phong", name = "Văn phòng" }]\n',
        "tinh": head + above,
    }
