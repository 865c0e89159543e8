"""A report of a department's plan, as it stood on 10 July 2024, made by hand."""

from datetime import date

import pytest
from attrs import evolve

from dvrules.model.days import PartialDate, Reckoning
from dvrules.model.deadlines import Anchor, Continuous, Cycle, Periodic
from dvrules.model.documents import Document
from dvrules.model.reports import Finding, Occurrence, Report, Source, State
from dvrules.model.rulesets import Bearer, Kind, Obligation
from dvrules.model.statements import state_that
from dvrules.model.units import Unit
from dvrules_email.options import EmailOptions

AS_OF = date(2024, 7, 10)
QUARTERLY = (Periodic("periodic", Cycle.QUARTER, before=Anchor(15)),)
ALWAYS = (Continuous("continuous"),)

DOCUMENTS = (
    Source("59", Document("Kế hoạch", "KH-UBND", "UBND tỉnh", number="59", date=PartialDate(2024, 3, 15))),
    Source("skhcn", Document("Kế hoạch", "KH-SKHCN", "Sở Khoa học và Công nghệ", date=PartialDate(2024, 3))),
)
UNITS = (
    Unit("ubnd-tinh", "UBND tỉnh"),
    Unit("so-noi-vu", "Sở Nội vụ"),
    Unit("van-phong-so", "Văn phòng Sở", email="vanphong.skhcn@quangtri.gov.vn"),
    Unit(
        "trung-tam",
        "Trung tâm Nghiên cứu, Chuyên gia công nghệ và Đổi mới sáng tạo",
        email="trungtam.skhcn@quangtri.gov.vn",
    ),
    Unit("phong-quan-ly", "Phòng Quản lý Khoa học & Công nghệ"),
    Unit("thanh-tra", "Thanh tra Sở", email="thanhtra.skhcn@quangtri.gov.vn"),
)
OBLIGATIONS = (
    Obligation(
        "bao-cao",
        "Mục III.1",
        "Thực hiện nghiêm túc chế độ thông tin báo cáo đảm bảo đúng nội dung và thời gian quy định tại Phụ lục Công "
        "văn số 339/UBND-NC ngày 06/02/2023 của UBND tỉnh.",
        Kind.ACHIEVEMENT,
        Bearer(unit="van-phong-so", post="Chánh Văn phòng Sở"),
        QUARTERLY,
        title="Báo cáo kết quả công tác dân vận hằng quý",
        supporting=("trung-tam", "phong-quan-ly"),
        recipients=("ubnd-tinh", "so-noi-vu"),
        product="Báo cáo",
        reference="skhcn:bao-cao",
    ),
    Obligation(
        "danh-gia",
        "Mục III.3",
        "báo cáo đánh giá kết quả thực hiện của phòng, đơn vị mình gửi về Văn phòng Sở để tổng hợp báo cáo UBND tỉnh, "
        "Sở Nội vụ đúng quy định",
        Kind.ACHIEVEMENT,
        Bearer(each="cac-phong", post="Trưởng phòng, đơn vị"),
        QUARTERLY,
        recipients=("van-phong-so",),
        reference="skhcn:danh-gia",
    ),
    Obligation(
        "huong-dan",
        "Mục III.1",
        "Văn phòng Sở chủ trì tổ chức hướng dẫn, đôn đốc các phòng, đơn vị triển khai thực hiện các nội dung Kế hoạch "
        "này.",
        Kind.ACHIEVEMENT,
        Bearer(unit="van-phong-so"),
        QUARTERLY,
        title="Hướng dẫn các phòng, đơn vị triển khai Kế hoạch",
        reference="skhcn:huong-dan",
    ),
    Obligation(
        "cong-khai",
        "Mục II.4",
        "Tiếp tục thực hiện tốt Luật Thực hiện dân chủ ở cơ sở",
        Kind.MAINTENANCE,
        Bearer(each="cac-phong"),
        ALWAYS,
        title="Công khai những nội dung phải công khai ở cơ quan",
        reference="59:cong-khai",
    ),
    Obligation(
        "tuyen-truyen",
        "Mục II.1",
        "Đẩy mạnh tuyên truyền, giáo dục nhằm nâng cao nhận thức của công chức, viên chức, người lao động toàn Sở về "
        "vị trí, vai trò, trách nhiệm và tầm quan trọng của cơ quan hành chính nhà nước trong thực hiện công tác dân "
        "vận.",
        Kind.PROGRAMME,
        Bearer(each="cac-phong"),
        ALWAYS,
        reference="skhcn:tuyen-truyen",
    ),
)
KINDS = {obligation.reference: obligation.kind for obligation in OBLIGATIONS}
ASSUMED = state_that(
    "step.assumed",
    reason="Theo thông lệ báo cáo trước ngày 15 tháng cuối quý.",
    by="Văn phòng Sở",
    recorded=date(2024, 3, 20),
)
BY_REFERENCE = state_that("step.reference", document="339/UBND-NC@2023-02-06", clause="Phụ lục")


def find(reference, bearer, period, state, due=None, *reasons, kind=None, steps=(), missing=(), **rest):
    """A finding; `due` is a day, a pair of days or None."""
    first, last = due if isinstance(due, tuple) else (due, due)
    reckoning = Reckoning(first, last, steps=steps, missing=missing)
    key = f"{reference}/{bearer}/{period}"
    kind = kind or KINDS.get(reference, Kind.ACHIEVEMENT)
    opens = Reckoning(date(2024, 4, 1), date(2024, 4, 1))
    occurrence = Occurrence(key, reference, kind, bearer, period, opens, reckoning)
    return Finding(occurrence, state, reasons, missing=missing, **rest)


FINDINGS = (
    find("skhcn:bao-cao", "van-phong-so", "2024-Q1", State.FULFILLED, date(2024, 3, 14)),
    find(
        "skhcn:bao-cao",
        "van-phong-so",
        "2024-Q2",
        State.OVERDUE,
        date(2024, 6, 14),
        state_that("reason.achievement.overdue", due=date(2024, 6, 14), days_late=26),
        steps=(BY_REFERENCE, ASSUMED, state_that("step.fixed", day=date(2024, 6, 14))),
        days_late=26,
    ),
    find("skhcn:bao-cao", "van-phong-so", "2024-Q3", State.UPCOMING, date(2024, 9, 13)),
    find("skhcn:bao-cao", "van-phong-so", "2024-Q4", State.UPCOMING, date(2024, 12, 13)),
    find(
        "skhcn:huong-dan",
        "van-phong-so",
        "once",
        State.OPEN,
        date(2024, 7, 12),
        state_that("reason.achievement.open", due=date(2024, 7, 12)),
        due_soon=True,
    ),
    find(
        "skhcn:danh-gia",
        "van-phong-so",
        "2024-09",
        State.OPEN,
        date(2024, 9, 30),
        state_that("reason.achievement.open", due=date(2024, 9, 30)),
        state_that("reason.said", text="Mới nhận dự thảo."),
    ),
    find(
        "skhcn:danh-gia",
        "van-phong-so",
        "unresolved",
        State.UNDETERMINED,
        None,
        state_that("reason.undetermined", states="open|overdue"),
        missing=(
            state_that("missing.clause", clause="Phụ lục", document="339/UBND-NC@2023-02-06"),
            state_that("missing.day", document="/KH-SKHCN@2024-03"),
        ),
    ),
    find(
        "59:cong-khai",
        "van-phong-so",
        "term",
        State.BREACHED,
        date(2024, 12, 31),
        state_that("reason.maintenance.breached", breached=date(2024, 5, 6)),
    ),
    find("skhcn:tuyen-truyen", "van-phong-so", "term", State.UNASSESSED),
    find(
        "skhcn:danh-gia",
        "trung-tam",
        "2024",
        State.OVERDUE,
        date(2024, 7, 9),
        state_that("reason.achievement.overdue", due=date(2024, 7, 9), days_late=1),
        days_late=1,
    ),
    find(
        "skhcn:danh-gia",
        "phong-quan-ly",
        "2024",
        State.OVERDUE,
        date(2024, 7, 9),
        state_that("reason.achievement.overdue", due=date(2024, 7, 9), days_late=1),
        days_late=1,
    ),
    find("skhcn:tuyen-truyen", "thanh-tra", "term", State.UNASSESSED),
    find("skhcn:danh-gia", "thanh-tra", "2024", State.FULFILLED_LATE, date(2024, 7, 1), days_late=2),
)
REPORT = Report(
    project="Dân vận 2024",
    as_of=AS_OF,
    known_at=date(2024, 7, 11),
    findings=tuple(sorted(FINDINGS, key=lambda finding: finding.occurrence.key)),
    documents=DOCUMENTS,
    obligations=OBLIGATIONS,
    units=UNITS,
)


@pytest.fixture(scope="session")
def report():
    """The report; four units bear something, and one of them has no address."""
    return REPORT


@pytest.fixture(scope="session")
def one():
    """Makes a report of one finding, borne by one unit; keywords are the unit's or the obligation's."""

    def make(state=State.OVERDUE, due=date(2024, 7, 5), *, unit=None, duty=None, project="p", **finding):
        bearer = evolve(Unit("don-vi", "Đơn vị", email="don-vi@quangtri.gov.vn"), **unit or {})
        obligation = evolve(OBLIGATIONS[1], **duty or {})
        found = find(obligation.reference, bearer.id, finding.pop("period", "once"), state, due, **finding)
        return Report(project, AS_OF, AS_OF, (found,), documents=DOCUMENTS, obligations=(obligation,), units=(bearer,))

    return make


@pytest.fixture(scope="session")
def options():
    """The options of a project whose answers go elsewhere."""
    return EmailOptions("Văn phòng Sở <dvrules@skhcn.quangtri.gov.vn>", reply_to="vanphong.skhcn@quangtri.gov.vn")
