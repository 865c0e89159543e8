"""A report of a department's plan, as it stood on 10 July 2024, made by hand; for the tests of plugins."""

from __future__ import annotations

from datetime import date

from attrs import evolve

from dvrules.model.days import PartialDate, Reckoning
from dvrules.model.deadlines import Anchor, Cycle, Periodic
from dvrules.model.documents import Document
from dvrules.model.reports import Finding, Occurrence, Report, Source, State
from dvrules.model.rulesets import Bearer, Kind, Obligation
from dvrules.model.statements import state_that
from dvrules.model.units import Unit

AS_OF = date(2024, 7, 10)
QUARTERLY = (Periodic("periodic", Cycle.QUARTER, before=Anchor(15)),)
DOCUMENTS = (Source("skhcn", Document("Kế hoạch", "KH-SKHCN", "Sở Khoa học và Công nghệ", date=PartialDate(2024, 3))),)
UNITS = (
    Unit("so-noi-vu", "Sở Nội vụ"),
    Unit("van-phong-so", "Văn phòng Sở"),
    Unit("trung-tam", "Trung tâm Nghiên cứu, Chuyên gia công nghệ và Đổi mới sáng tạo"),
)
OBLIGATIONS = (
    Obligation(
        "bao-cao",
        "Mục III.1",
        "Thực hiện nghiêm túc chế độ thông tin báo cáo; đúng nội dung, thời gian quy định.",
        Kind.ACHIEVEMENT,
        Bearer(unit="van-phong-so", post="Chánh Văn phòng Sở"),
        QUARTERLY,
        title="Báo cáo kết quả công tác dân vận hằng quý",
        supporting=("trung-tam",),
        recipients=("so-noi-vu",),
        product="Báo cáo",
        reference="skhcn:bao-cao",
    ),
    Obligation(
        "cong-khai",
        "Mục II.4",
        "Tiếp tục thực hiện tốt Luật Thực hiện dân chủ ở cơ sở",
        Kind.MAINTENANCE,
        Bearer(each="cac-phong"),
        QUARTERLY,
        reference="skhcn:cong-khai",
    ),
)
KINDS = {obligation.reference: obligation.kind for obligation in OBLIGATIONS}


def find(reference, bearer, period, state, due=None, *reasons, missing=(), **rest):
    """A finding of an occurrence that opened on 1 April."""
    opens = Reckoning(date(2024, 4, 1), date(2024, 4, 1))
    reckoned = Reckoning(due, due, missing=missing)
    kind = KINDS.get(reference, Kind.ACHIEVEMENT)
    key = f"{reference}/{bearer}/{period}"
    occurrence = Occurrence(key, reference, kind, bearer, period, opens, reckoned)
    return Finding(occurrence, state, reasons, missing=missing, **rest)


#: Findings that are late, excused, to come, and of another unit.
OTHERS = (
    find(
        "skhcn:bao-cao",
        "van-phong-so",
        "2024-Q2",
        State.OVERDUE,
        date(2024, 6, 14),
        state_that("reason.achievement.overdue", due=date(2024, 6, 14), days_late=26),
        days_late=26,
    ),
    find(
        "skhcn:bao-cao",
        "van-phong-so",
        "2024-Q3",
        State.WAIVED,
        date(2024, 9, 13),
        state_that("reason.waived", first=date(2024, 7, 1), id="gh-1", by="so", reason="Sáp nhập."),
        waiver="gh-1",
    ),
    find("skhcn:bao-cao", "van-phong-so", "2024-Q4", State.UPCOMING, date(2024, 12, 13)),
)
LAST = find("skhcn:cong-khai", "trung-tam", "term", State.OPEN, date(2024, 12, 31))


def done(**rest):
    """The finding of what was done in time."""
    return find(
        "skhcn:bao-cao", "van-phong-so", "2024-Q1", State.FULFILLED, date(2024, 3, 14), done=date(2024, 3, 12), **rest
    )


def undated(**rest):
    """The finding of what has no known day."""
    return find("skhcn:bao-cao", "van-phong-so", "unresolved", State.UNDETERMINED, None, **rest)


def judged(first, unresolved, **rest):
    """The report with these two findings among the others; keywords are the report's."""
    return Report(
        project="Dân vận 2024",
        as_of=AS_OF,
        known_at=date(2024, 7, 11),
        findings=(first, *OTHERS, unresolved, LAST),
        documents=DOCUMENTS,
        obligations=OBLIGATIONS,
        units=UNITS,
        **rest,
    )


def one_finding(state=State.OPEN, due=date(2024, 7, 25), *, unit=None, duty=None, finding=None, **rest):
    """A report of one finding, borne by one unit; keywords are the report's, the unit's or the obligation's."""
    bearer = evolve(Unit("don-vi", "Đơn vị"), **unit or {})
    obligation = evolve(OBLIGATIONS[0], **duty or {})
    found = evolve(find(obligation.reference, bearer.id, "once", state, due), **finding or {})
    base = Report("p", AS_OF, AS_OF, (found,), documents=DOCUMENTS, obligations=(obligation,), units=(bearer,))
    return evolve(base, **rest)
