"""Small projects, one for each state, with the day on which one of their occurrences is in it."""

from __future__ import annotations

from attrs import frozen

from texts import HEAD

REPORT = """
[[obligations]]
id = "bao-cao"
clause = "Mục III.2"
quote = "Văn phòng gửi báo cáo công tác dân vận trước ngày 15 tháng 6"
title = "Báo cáo công tác dân vận"
kind = "achievement"
bearer = "van-phong"
deadline = { form = "fixed", before = 2024-06-15 }
"""

CLEAN = """
[[obligations]]
id = "truc-tiep-dan"
clause = "Mục II.4"
quote = "Trung tâm bố trí người trực tiếp dân vào mọi ngày làm việc"
title = "Trực tiếp dân"
kind = "maintenance"
bearer = "trung-tam"
deadline = { form = "continuous" }
cure = { offset = 5, measure = "working_day" }
"""

PROGRAMME = """
[[obligations]]
id = "doi-moi"
clause = "Mục II.1"
quote = "Đẩy mạnh đổi mới nội dung, phương thức công tác dân vận"
title = "Đổi mới công tác dân vận"
kind = "programme"
force = "should"
bearer = "so"
deadline = { form = "continuous" }
"""


def evidence(name, occurred, more="", *, about="bao-cao", by="van-phong", recorded=""):
    return f"""
[[evidence]]
id = "{name}"
obligation = "ke-hoach:{about}"
by = "{by}"
occurred = {occurred}
recorded = {recorded or occurred}
{more}
"""


def decision(sort, name, more):
    return f"""
[[{sort}]]
id = "{name}"
by = "so"
reason = "Sắp xếp lại bộ máy"
recorded = 2024-05-21
document = "12/QĐ-SO"
{more}
"""


@frozen
class Case:
    """A project's ruleset and records, the key of the occurrence, and the day."""

    ruleset: str
    as_of: str
    records: str = ""
    key: str = "ke-hoach:bao-cao/van-phong/once"


OBLIGATION = 'obligation = "ke-hoach:bao-cao"'

CASES = {
    "upcoming": Case(
        HEAD
        + REPORT.replace("trước ngày 15 tháng 6", "hằng quý, chậm nhất ngày 25 tháng cuối quý").replace(
            '{ form = "fixed", before = 2024-06-15 }', '{ form = "periodic", every = "quarter", by = { day = 25 } }'
        ),
        "2024-06-20",
        key="ke-hoach:bao-cao/van-phong/2024-Q3",
    ),
    "open": Case(
        HEAD
        + REPORT.replace("before = 2024-06-15", "by = 2024-06-14").replace(
            "trước ngày 15 tháng 6", "đến Sở và Trung tâm, chậm nhất ngày 14 tháng 6"
        )
        + 'recipients = ["so", "trung-tam"]\nevaluator = { name = "received" }',
        "2024-06-10",
        evidence("mc-1", "2024-06-07", 'to = ["so"]\ndocument = "45/BC-VP"')
        + evidence("mc-2", "2024-06-08", 'shows = "attestation"\npost = "Chánh Văn phòng"')
        + evidence("mc-3", "2024-06-07", 'to = ["so"]\ndocument = "45/BC-VP"', recorded="2024-06-09")
        + evidence("mc-4", "2024-06-12", 'to = ["trung-tam"]\ndocument = "46/BC-VP"')
        + evidence("mc-5", "2024-06-09", 'to = ["trung-tam"]\nnote = "gửi qua thư điện tử"', recorded="2024-06-11")
        + evidence("mc-6", "2024-06-05", 'to = ["so"]', by="trung-tam"),
    ),
    "fulfilled": Case(
        HEAD + REPORT,
        "2024-07-10",
        evidence("mc-1", "2024-06-03", 'document = "44/BC-VP"')
        + evidence("mc-2", "2024-06-10", 'corrects = "mc-1"\ndocument = "45/BC-VP"')
        + evidence("mc-3", "2024-07-01", 'note = "bản bổ sung"'),
    ),
    "fulfilled_late": Case(HEAD + REPORT, "2024-07-10", evidence("mc-1", "2024-06-20", 'document = "45/BC-VP"')),
    "overdue": Case(
        HEAD
        + REPORT.replace("gửi báo cáo", "gửi ít nhất 3 bài về").replace("Báo cáo công tác", "Bài về công tác")
        + 'evaluator = { name = "count", at_least = 3, unit = "bài" }',
        "2024-07-10",
        evidence("mc-1", "2024-05-03", 'document = "44/BC-VP"')
        + evidence("mc-2", "2024-05-10", 'document = "45/BC-VP"')
        + evidence("mc-3", "2024-05-12", 'corrects = "mc-2"\nshows = "nothing"\nnote = "gửi nhầm"'),
    ),
    "breached": Case(
        HEAD + CLEAN,
        "2024-07-10",
        evidence("mc-1", "2024-06-20", 'shows = "breach"', about="truc-tiep-dan", by="trung-tam")
        + evidence("mc-2", "2024-07-02", 'shows = "cure"', about="truc-tiep-dan", by="trung-tam"),
        "ke-hoach:truc-tiep-dan/trung-tam/term",
    ),
    "breached_lapsed": Case(HEAD + REPORT + "lapses = true", "2024-07-10"),
    "open_curable": Case(
        HEAD + CLEAN,
        "2024-06-24",
        evidence("mc-1", "2024-06-20", 'shows = "breach"', about="truc-tiep-dan", by="trung-tam"),
        "ke-hoach:truc-tiep-dan/trung-tam/term",
    ),
    "suspended": Case(
        HEAD + REPORT,
        "2024-06-05",
        decision("suspensions", "td-1", f"{OBLIGATION}\ndecided = 2024-05-20\nfrom = 2024-06-01\ntolls = true"),
    ),
    "waived": Case(
        HEAD + REPORT,
        "2024-07-10",
        decision("waivers", "mien-1", f"{OBLIGATION}\ndecided = 2024-05-20\nthrough = 2024-12-31"),
    ),
    "open_deferred": Case(
        HEAD + REPORT,
        "2024-06-20",
        decision("waivers", "gh-1", f'{OBLIGATION}\neffect = "defers"\ndecided = 2024-05-20\ndue = 2024-06-28'),
    ),
    "terminated": Case(
        HEAD + REPORT,
        "2024-06-05",
        decision("terminations", "cd-1", 'ruleset = "ke-hoach"\nday = 2024-06-01'),
    ),
    "not_applicable": Case(
        HEAD + REPORT + 'applies = { facts = { "có đầu mối dân vận" = true } }',
        "2024-06-05",
        """
[[facts]]
id = "dk-1"
name = "có đầu mối dân vận"
value = false
recorded = 2024-01-02
""",
    ),
    "unassessed": Case(HEAD + PROGRAMME, "2024-07-10", key="ke-hoach:doi-moi/so/term"),
    "undetermined": Case(
        HEAD
        + REPORT.replace("trước ngày 15 tháng 6", "theo Phụ lục Công văn số 339/UBND-NC").replace(
            '{ form = "fixed", before = 2024-06-15 }', '"theo Phụ lục Công văn số 339/UBND-NC"'
        )
        + 'applies = { facts = { "có đầu mối dân vận" = true } }',
        "2024-07-10",
        evidence("mc-1", "2024-06-03", 'document = "44/BC-VP"'),
        "ke-hoach:bao-cao/van-phong/unresolved",
    ),
}
