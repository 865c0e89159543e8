"""Samples: a report with every state in it, whose texts are what the caller wants them to be."""

from __future__ import annotations

from datetime import date

from dvrules.model.days import PartialDate, Reckoning
from dvrules.model.deadlines import Anchor, Cycle, Periodic
from dvrules.model.documents import Citation, Document, Recipient, Relation, Signatory
from dvrules.model.links import Cover, Covered
from dvrules.model.records import Evidence, Waiver
from dvrules.model.reports import Finding, Match, Occurrence, Progress, Report, Source, State, Violation
from dvrules.model.rulesets import Bearer, Clause, Kind, Obligation, Parent
from dvrules.model.statements import state_that
from dvrules.model.units import Group, Member, Unit

#: Texts that must stay texts wherever they go: markup, formulas, header breaks, directions, what no document can hold.
HOSTILE = (
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    '=HYPERLINK("http://example.invalid")',
    "+1+cmd|' /C calc'!A0",
    "Bcc: ai@example.invalid\r\nX-Header: x",
    "{{ 7 * 7 }}{% raw %}",
    "\u202egnart\u202c \u2066x\u2069",
    "../../etc/passwd",
    "a\x00b\x0b\x1f\ufffe",
    "&lt;&amp;]]>",
)

AS_OF = date(2024, 7, 10)
_OPENS, _PAST, _TO_COME = date(2024, 4, 1), date(2024, 7, 5), date(2024, 12, 31)


def sample_report(text: str = "", *, findings: int = 0) -> Report:
    """A report on a document above and one below it, judged on 10 July 2024, with a finding in each state.

    Every free text in it is `text`, where one is given. With `findings` it has at least that many, the same again under
    other units.
    """

    def said(otherwise: str) -> str:
        return text or otherwise

    several = range(max(1, -(-findings // len(State))))
    units = (
        Unit("tinh", said("UBND tỉnh"), email="tinh@example.org"),
        Unit("so", said("Sở Nội vụ"), email="so@example.org", head=said("Giám đốc")),
        *(Unit(f"phong-{n}", said(f"Phòng {n}"), parent="so", email=f"phong-{n}@example.org") for n in several),
    )
    issued, subject = PartialDate(2024, 3, 15), said("công tác dân vận")
    above = Document(said("Kế hoạch"), "KH-UBND", "tinh", number="59", date=issued, subject=subject)
    below = Document(
        said("Kế hoạch"),
        "KH-SNV",
        "so",
        date=PartialDate(2024, 3),
        subject=said("triển khai Kế hoạch số 59/KH-UBND"),
        place=said("Quảng Trị"),
        superior="tinh",
        opening=said("Sở Nội vụ ban hành Kế hoạch như sau:"),
        signatory=Signatory(said("Nguyễn Văn A"), said("Giám đốc")),
        recipients=(Recipient(said("Như trên"), ("phong-0",)),),
        archive=(said("VT"),),
    )
    cited = Citation(
        Relation.IMPLEMENTS, "KH", said("công tác dân vận"), said("Thực hiện Kế hoạch"), "59", "KH-UBND", above.date
    )
    clauses = (Clause("I", said("Nội dung"), said("Các phòng báo cáo quý.")), Clause("II", text=said("Giữ nền nếp.")))
    obligations = (
        _obligation("tren:bao-cao", Kind.ACHIEVEMENT, Bearer(unit="so"), said("Báo cáo UBND tỉnh")),
        *(
            _obligation(f"duoi:{kind}", kind, Bearer(each="phong", post=said("Trưởng phòng")), said(f"Việc {kind}"))
            for kind in Kind
        ),
    )
    found = [_finding(state, f"phong-{n}", said("lý do")) for n in several for state in State]
    waiver = Waiver("mien", "duoi:achievement", "so", said("Bão"), date(2024, 6, 1), date(2024, 6, 1))
    evidence = tuple(
        Evidence(
            f"mc-{n}",
            "duoi:achievement",
            f"phong-{n}",
            date(2024, 7, 1),
            date(2024, 7, 2),
            document=said("12/BC"),
            note=said("đã gửi"),
        )
        for n in several
    )
    return Report(
        project=said("Dân vận 2024"),
        as_of=AS_OF,
        known_at=AS_OF,
        findings=tuple(sorted(found, key=lambda finding: finding.occurrence.key)),
        documents=(Source("duoi", below, (cited,), clauses), Source("tren", above)),
        placeholders=("339/UBND-NC@2023-02-06",),
        coverage=(Covered("duoi", "tren:bao-cao", Cover.MISSING, reason=said("chưa rõ")),),
        obligations=obligations,
        units=units,
        groups=(Group("phong", said("Các phòng"), tuple(Member(f"phong-{n}") for n in several)),),
        evidence=evidence,
        waivers=(waiver,),
    )


def _obligation(reference: str, kind: Kind, bearer: Bearer, text: str) -> Obligation:
    name = reference.partition(":")[2]
    deadline = (Periodic("periodic", Cycle.QUARTER, by=Anchor(5, of="next")),)
    above = (Parent("59/KH-UBND@2024-03-15", "I"),) if reference.startswith("duoi:") else ()
    return Obligation(
        name,
        "I",
        text,
        kind,
        bearer,
        deadline,
        title=text,
        supporting=("so",),
        recipients=("tinh",),
        product=text,
        implements=above,
        reference=reference,
    )


#: The kind of norm in which each state that not every kind has is found.
_KINDS = {State.BREACHED: Kind.PROHIBITION, State.UNASSESSED: Kind.PROGRAMME}


def _finding(state: State, bearer: str, text: str) -> Finding:
    kind = _KINDS.get(state, Kind.ACHIEVEMENT)
    to_come = state in {State.UPCOMING, State.OPEN, State.UNASSESSED}
    opens = date(2024, 10, 1) if state is State.UPCOMING else _OPENS
    day = _TO_COME if to_come else _PAST
    missing = (state_that("missing.told", words=text),) if state is State.UNDETERMINED else ()
    due = Reckoning(missing=missing) if missing else Reckoning(day, day, (state_that("step.fixed", day=day),))
    key = f"duoi:{kind}/{bearer}/{state}"
    occurrence = Occurrence(key, f"duoi:{kind}", kind, bearer, str(state), Reckoning(opens, opens), due)
    late = (Violation("late", date(2024, 7, 6), None),) if state is State.OVERDUE else ()
    done = {State.FULFILLED: date(2024, 7, 1), State.FULFILLED_LATE: date(2024, 7, 8)}.get(state)
    return Finding(
        occurrence,
        state,
        (state_that("reason.not_attested", post=text),),
        done=done,
        due_soon=state is State.OPEN,
        violations=late,
        days_late={State.OVERDUE: 5, State.FULFILLED_LATE: 3}.get(state, 0),
        progress=Progress(1, 2, text) if state is State.OPEN else None,
        evidence=(Match(f"mc-{bearer.removeprefix('phong-')}", "earliest_due", used=True),) if done else (),
        missing=missing,
        waiver="mien" if state is State.WAIVED else "",
        underlying=State.OVERDUE if state is State.WAIVED else None,
    )
