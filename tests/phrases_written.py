"""Phrases with what they say, and deadlines that can be said in words, at random."""

import tomllib
from datetime import date

import pytest
from attrs import evolve
from hypothesis import strategies as st

from dvrules.model.days import Span
from dvrules.model.deadlines import (
    Anchor,
    ByReference,
    Continuous,
    Cycle,
    Fixed,
    Listed,
    Measure,
    OnRequest,
    Periodic,
    Quota,
    Relative,
    Within,
)
from texts import ROOT

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
YEARS = st.integers(1990, 2100)
SPANS = st.tuples(DAYS, DAYS).map(sorted).filter(lambda pair: pair[0] < pair[1])
LABELS = {
    Cycle.WEEK: st.builds("{:04}-W{:02}".format, YEARS, st.integers(1, 52)),
    Cycle.MONTH: st.builds("{:04}-{:02}".format, YEARS, st.integers(1, 12)),
    Cycle.QUARTER: st.builds("{:04}-Q{}".format, YEARS, st.integers(1, 4)),
    Cycle.HALF_YEAR: st.builds("{:04}-H{}".format, YEARS, st.integers(1, 2)),
    Cycle.NINE_MONTHS: st.builds("{:04}-9M".format, YEARS),
    Cycle.YEAR: st.builds("{:04}".format, YEARS),
}
COUNTS = st.integers(1, 60)
MEASURES = st.sampled_from([Measure.DAY, Measure.WORKING_DAY, Measure.WEEK, Measure.MONTH, Measure.YEAR])
AMOUNTS = st.tuples(COUNTS, MEASURES) | st.sampled_from([(1, Measure.HALF_MONTH), (1, Measure.HALF_YEAR)])
CYCLES = st.sampled_from(list(Cycle))


def bounded(form, anchors, **more):
    return st.one_of(*(anchors.map(lambda anchor, key=key: form(**{key: anchor}, **more)) for key in ("by", "before")))


def points(cycle):
    words = {"first", "last", "first_working", "last_working"} | ({"middle"} if cycle in {"month", "year"} else set())
    return st.sampled_from(sorted(words)).map(Anchor)


def months_in(cycle):
    months = {Cycle.QUARTER: 3, Cycle.HALF_YEAR: 6, Cycle.NINE_MONTHS: 9}.get(cycle, 0)
    return st.builds(Anchor, st.integers(1, 31), month=st.sampled_from([1, 2, months] if months else [1]))


def ends(amounts=AMOUNTS):
    return st.builds(
        lambda way, amount: Anchor("last", offset=way * amount[0], measure=amount[1]), st.sampled_from([1, -1]), amounts
    )


FIXED = st.one_of(
    DAYS.map(lambda day: Fixed("fixed", by=day)),
    DAYS.map(lambda day: Fixed("fixed", before=day)),
    DAYS.map(lambda day: Fixed("fixed", by=day, from_=day)),
    SPANS.map(lambda pair: Fixed("fixed", by=pair[1], from_=pair[0])),
)


@st.composite
def within(draw, *, vietnamese):
    cycle = draw(CYCLES)
    label = draw(LABELS[cycle])

    def form(**keys):
        return Within("within", label, **keys)

    ways = [st.just(form()), bounded(form, points(cycle)), ends().map(lambda anchor: form(by=anchor))]
    if cycle in {Cycle.QUARTER, Cycle.HALF_YEAR, Cycle.NINE_MONTHS}:
        ways.append(bounded(form, months_in(cycle)))
    if cycle in {Cycle.QUARTER, Cycle.HALF_YEAR, Cycle.YEAR} and vietnamese:
        months = {Cycle.QUARTER: 3, Cycle.HALF_YEAR: 6}.get(cycle, 12)
        # A day long after the period it follows is more likely a slip than what is meant, and is not read.
        own, later = (
            st.builds(Anchor, st.integers(1, 28), month=st.integers(1, most), of=st.just(of))
            for of, most in (("this", months), ("next", min(months, 4)))
        )
        ways += [bounded(form, own), bounded(form, later)]
    return draw(st.one_of(ways))


@st.composite
def periodic(draw, *, vietnamese):
    cycle = draw(CYCLES)

    def form(**keys):
        return Periodic("periodic", cycle, **keys)

    ways = [
        st.just(form()),
        st.just(form(unknown=("by",))),
        bounded(form, points(cycle)),
        ends().map(lambda anchor: form(by=anchor)),
    ]
    if cycle in {Cycle.QUARTER, Cycle.HALF_YEAR, Cycle.NINE_MONTHS}:
        ways.append(bounded(form, months_in(cycle)))
    if cycle in {Cycle.WEEK, Cycle.MONTH}:
        days = st.builds(Anchor, st.integers(1, 7 if cycle is Cycle.WEEK else 31), of=st.sampled_from(["this", "next"]))
        ways += [bounded(form, days), days.map(lambda anchor: form(by=anchor, from_=anchor))]
    if cycle is Cycle.YEAR:
        days = st.builds(Anchor, st.integers(1, 28), month=st.integers(1, 12), of=st.sampled_from(["this", "next"]))
        ways += [bounded(form, days), days.map(lambda anchor: form(by=anchor, from_=anchor))]
    if cycle is Cycle.YEAR and vietnamese:
        spans = st.tuples(st.integers(1, 12), st.integers(1, 12)).map(sorted)
        ways += [
            spans.map(lambda span: form(from_=Anchor("first", month=span[0]), by=Anchor("last", month=span[1]))),
            spans.map(lambda span: form(before=Anchor("first", month=span[0]))),
            bounded(
                form, st.builds(lambda at, month: evolve(at, month=month), points(Cycle.MONTH), st.integers(2, 12))
            ),
        ]
    return draw(st.one_of(ways))


def relative(events, obligations):
    forward = st.builds(
        lambda event, amount: Relative("relative", event=event, offset=amount[0], measure=amount[1]),
        events | st.just("issue"),
        AMOUNTS,
    )
    backward = st.builds(
        lambda event, amount: Relative("relative", event=event, offset=-amount[0], measure=amount[1]), events, AMOUNTS
    )
    due = st.builds(
        lambda name, way, amount: Relative("relative", obligation=name, offset=way * amount[0], measure=amount[1]),
        obligations,
        st.sampled_from([1, -1]),
        AMOUNTS,
    )
    done = st.builds(
        lambda name, amount: Relative(
            "relative", obligation=name, of="fulfilment", offset=amount[0], measure=amount[1]
        ),
        obligations,
        AMOUNTS,
    )
    vague = events.map(lambda event: Relative("relative", event=event, unknown=("offset",)))
    until = st.builds(lambda event, day: Relative("relative", event=event, from_=day), events, DAYS)
    same = events.map(lambda event: Relative("relative", event=event))
    return st.one_of(forward, backward, due, done, vague, until, same)


QUOTAS = st.lists(st.builds(Quota, st.integers(1, 99), CYCLES), max_size=2).map(tuple)


def continuous(during):
    plain = st.builds(
        lambda review, quotas: Continuous("continuous", review=review, at_least=quotas), st.none() | CYCLES, QUOTAS
    )
    spans = st.one_of(DAYS.map(Span), SPANS.map(lambda pair: Span(*pair)))
    return st.one_of(
        plain,
        spans.map(lambda span: Continuous("continuous", span=span)),
        during.map(lambda words: Continuous("continuous", during=words)),
    )


def on_request(events):
    return st.one_of(
        events.map(lambda event: OnRequest("on_request", event)),
        st.builds(lambda event, amount: OnRequest("on_request", event, *amount), events, AMOUNTS),
    )


LISTED = st.lists(DAYS, min_size=2, max_size=5, unique=True).map(lambda days: Listed("listed", tuple(sorted(days))))
NUMBERS = st.sampled_from(["339/UBND-NC", "59/KH-UBND", "09/2019/NĐ-CP", "21-CT/TU"])
DATES = st.just("?") | DAYS.map(str)


def by_reference(clauses):
    named = st.builds(
        lambda number, day, clause: ByReference("by_reference", f"{number}@{day}", clause),
        NUMBERS,
        DATES,
        st.none() | clauses,
    )
    return st.one_of(named, (st.none() | clauses).map(lambda clause: ByReference("by_reference", clause=clause)))


def tables(events, obligations, during, requests, clauses, *, vietnamese):
    return st.one_of(
        *(FIXED, within(vietnamese=vietnamese), periodic(vietnamese=vietnamese), LISTED),
        relative(events, obligations),
        *(continuous(during), on_request(requests), by_reference(clauses)),
        st.just(Periodic("periodic", unknown=("every", "by"))),
    )


TABLES = {
    "vi": tables(
        st.sampled_from(["nhận được văn bản", "kết thúc hội nghị", "bầu cử", "Nghị định có hiệu lực", "họp HĐND"]),
        st.sampled_from(["báo cáo UBND tỉnh", "rà soát thủ tục hành chính"]),
        st.sampled_from(["trong thời gian phục vụ công tác bầu cử", "suốt quá trình triển khai"]),
        st.sampled_from(["yêu cầu", "đề nghị của Sở Nội vụ", "phân công của lãnh đạo"]),
        st.sampled_from(["Phụ lục", "Điều 12", "khoản 2 Điều 12", "mục III"]),
        vietnamese=True,
    ),
    "en": tables(
        st.sampled_from(["receiving the document", "the election", "the meeting of the Council"]),
        st.sampled_from(["the report to the Committee", "review"]),
        st.sampled_from(["during the election", "throughout the campaign"]),
        st.sampled_from(["request", "request of the Department"]),
        st.sampled_from(["annex", "article 12", "clause 2, article 12"]),
        vietnamese=False,
    ),
}

FILES = {"official": "vi", "clerk": "vi", "english": "en"}
SYLLABLES = (
    "trước chậm nhất ngày 15 6 / 2024 tháng năm quý hằng sau khi kể từ đến IV cuối , và hoặc ( ) … làm việc theo"
    " định kỳ số trong thời hạn yêu cầu nhận được văn bản by before of each day 5th - \x00 ſ İ"
)


def cases():
    for name, lang in FILES.items():
        for case in tomllib.loads((ROOT / f"tests/phrases/{name}.toml").read_text(encoding="utf-8"))["phrases"]:
            yield pytest.param(lang, case, id=f"{case['phrase']}-{case.get('year', '')}")


CASES = list(cases())
