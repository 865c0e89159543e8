"""Records in TOML, JSON lines and CSV: one meaning, and every fault in its place."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import tomllib
from datetime import date
from textwrap import dedent
from unicodedata import normalize

import pytest
import tomli_w
from attrs import evolve
from hypothesis import example, given
from hypothesis import strategies as st

from dvrules.building.projects import build_lines, build_records
from dvrules.entries import added
from dvrules.loading import load, replaced
from dvrules.messages import LANGS, messages_in
from dvrules.model.records import Attachment, Evidence, Result, Shows
from dvrules.reading.formats import format_of
from dvrules.reading.json_lines import Scan
from dvrules.rendering import render, spot
from texts import HEAD, OBLIGATION, PROJECT, ROOT, ROSTER

FOLDER = ROOT / "tests/golden/records"
CASES = sorted([*FOLDER.glob("*.jsonl"), *FOLDER.glob("*.csv")])
NAMES = ["a.toml", "a.jsonl", "a.csv"]


def built(name, content):
    file, faults = format_of(name).read(name, content)
    records, more = build_records(name, file.data or {}, format_of(name).form)
    return records, (*faults, *more), file.text


def evidence(name, content):
    records, faults, _ = built(name, content)
    assert faults == ()
    if name.lower().endswith(".jsonl"):
        assert build_lines(name, content) == (records, ())
    return records.evidence


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
@pytest.mark.parametrize("lang", LANGS)
def test_a_wrong_file_of_records_gives_exactly_this(case, lang):
    _, faults, text = built(case.name, case.read_bytes())
    said = "\n".join(render(faults, {case.name: text}, messages_in(lang))) + "\n"
    expected = case.with_name(f"{case.name}.{lang}.txt")
    if os.environ.get("DVRULES_WRITE_GOLDEN"):
        expected.write_text(said, encoding="utf-8")
    assert said == expected.read_text(encoding="utf-8")


TEXT = st.text("aâ1 ,;\"'\n\\=.đ", max_size=8).filter(lambda text: not text or text.strip())
NAME = st.text("ab:/-1đ", min_size=1, max_size=5)
DAY = st.dates(date(1990, 1, 1), date(2100, 1, 1))


@st.composite
def a_record(draw):
    occurred, recorded = sorted([draw(DAY), draw(DAY)])
    result = draw(st.none() | st.sampled_from(Result))
    shows = Shows.ASSESSMENT if result else draw(st.sampled_from([Shows.PERFORMANCE, Shows.RECEIPT, Shows.BREACH]))
    return Evidence(
        id="",
        obligation=draw(NAME),
        by=draw(NAME),
        occurred=occurred,
        recorded=recorded,
        fulfils=tuple(draw(st.lists(NAME, max_size=2))),
        shared=draw(st.booleans()),
        shows=shows,
        result=result,
        quantity=draw(st.none() | st.floats(0, 1e200) | st.integers(0, 99).map(float)),
        to=tuple(draw(st.lists(NAME, max_size=2))),
        post=draw(TEXT),
        document=draw(TEXT),
        attachment=draw(st.none() | st.builds(Attachment, NAME, st.sampled_from(["", "a0"]))),
        note=draw(TEXT),
    )


RECORDS = st.lists(a_record(), max_size=3).map(lambda rs: [evolve(r, id=f"mc-{n}") for n, r in enumerate(rs)])


def plain(record):
    """The keys that the record has, as TOML has them."""
    data = {
        "id": record.id,
        "obligation": record.obligation,
        "by": record.by,
        "occurred": record.occurred,
        "recorded": record.recorded,
        "fulfils": [*record.fulfils],
        "shared": record.shared,
        "shows": str(record.shows),
        "result": record.result and str(record.result),
        "quantity": record.quantity,
        "to": [*record.to],
        "post": record.post,
        "document": record.document,
        "attachment": record.attachment and {"path": record.attachment.path, "sha256": record.attachment.sha256},
        "note": record.note,
    }
    return {key: value for key, value in data.items() if value is not None}


def as_toml(records):
    return tomli_w.dumps({"evidence": [plain(record) for record in records]}).encode()


def as_json_lines(records, **options):
    return "\n".join(json.dumps(plain(record), default=str, **options) for record in records).encode()


def as_csv(records, delimiter, line_end="\r\n"):
    def cell(value):
        return ";".join(value) if isinstance(value, list) else str(value)

    keys = [*plain(Evidence("", "", "", date.min, date.min)), "result", "quantity"]
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter, lineterminator=line_end)
    writer.writerow([*keys, "attachment.path", "attachment.sha256"])
    for record in records:
        data = plain(record)
        attached = data.get("attachment") or {}
        writer.writerow(
            [*(cell(data.get(key, "")) for key in keys), *(attached.get(k, "") for k in ("path", "sha256"))]
        )
    return file.getvalue().encode()


@given(RECORDS)
def test_the_same_records_are_equal_however_they_are_written(records):
    known = evidence("a.toml", as_toml(records))
    assert known == tuple(records)
    assert evidence("a.jsonl", as_json_lines(records)) == known
    assert evidence("a.JSONL", b"\xef\xbb\xbf" + as_json_lines(records, ensure_ascii=False) + b"\r\n\r\n") == known
    for delimiter in ",;\t":
        for line_end in ("\n", "\r\n"):
            assert evidence("a.csv", as_csv(records, delimiter, line_end)) == known
    assert evidence("a.csv", b"\xef\xbb\xbf" + as_csv(records, ";")) == known


@pytest.mark.parametrize("name", NAMES)
@given(RECORDS, st.booleans(), st.booleans(), st.sampled_from([b"", b"\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\r\n"]))
def test_what_is_added_is_read_again_and_what_was_there_stays_byte_for_byte(name, records, windows, cut, blank):
    content = blank
    for record in records:
        if windows and content:
            content = content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        before = content.rstrip(b"\r\n") if cut else content
        content, faults = added(name, before, record)
        assert (faults, content[: len(before)]) == ((), before)
    assert evidence(name, content) == tuple(records)


@pytest.mark.parametrize("name", NAMES)
def test_letters_are_composed_in_every_format(name):
    record = Evidence("mc-1", "a:b", "đơn-vị", date(2024, 1, 1), date(2024, 1, 1), note="Đã gửi đủ")
    content = normalize("NFD", added(name, b"", record)[0].decode()).encode()
    assert evidence(name, content) == (record,)


KINDS = """
{"record": "event", "id": "nhan", "event": "nhận", "day": "2024-03", "recorded": "2024-04-01", "due": "2024-05-01"}
{"record": "fact", "id": "f", "name": "có xe", "value": 3, "recorded": "2024-04-01", "from": "2024-01-01"}
{"record": "waiver", "id": "w", "obligation": "a:b", "by": "so", "reason": "bão", "decided": "2024-04-01", \
"recorded": "2024-04-01", "effect": "defers", "due": "2024-06-01"}
{"record": "suspension", "id": "s", "ruleset": "a", "by": "so", "reason": "bão", "decided": "2024-04-01", \
"recorded": "2024-04-01", "tolls": true}
{"record": "termination", "id": "t", "ruleset": "a", "by": "so", "reason": "xong", "day": "2024-04-01", \
"recorded": "2024-04-01"}
{"record": "evidence", "id": "e", "obligation": "a:b", "by": "so", "occurred": "2024-04-01", "recorded": "2024-04-01"}
"""


def test_a_line_of_json_may_be_a_record_of_any_kind():
    data: dict = {}
    for line in KINDS.strip().splitlines():
        record = json.loads(line)
        days = {k: date.fromisoformat(v) for k, v in record.items() if str(v).count("-") == 2 and str(v)[0] == "2"}
        data.setdefault(record.pop("record").replace("evidence", "evidence"), []).append(
            {**record, **days, "record": 0}
        )
    names = {kind: kind if kind == "evidence" else f"{kind}s" for kind in data}
    toml = {names[kind]: [{k: v for k, v in r.items() if k != "record"} for r in rs] for kind, rs in data.items()}
    records, faults, _ = built("a.jsonl", KINDS.encode())
    assert faults == ()
    assert records == built("a.toml", tomli_w.dumps(toml).encode())[0]


def test_a_csv_cell_without_text_is_a_key_not_given_and_a_cell_short_is_no_fault():
    content = b"id,obligation,by,occurred,recorded,shared,note,document\nx,a:b,so,2024-01-01,2024-01-01,, \n"
    assert evidence("a.csv", content) == (Evidence("x", "a:b", "so", date(2024, 1, 1), date(2024, 1, 1)),)


def test_a_key_whose_value_is_null_is_not_given():
    line = b'{"id":"x","obligation":"a:b","by":"so","occurred":"2024-01-01","recorded":"2024-01-01","result":null}'
    assert evidence("a.jsonl", line)[0].result is None


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_an_empty_file_holds_no_records(name):
    assert evidence(name, b"") == evidence(name, b"\n") == evidence(name, b"\xef\xbb\xbf") == ()


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
@example(b"[" * 100_000)
@example(b'{"a":' * 99_999)
@example(b'{"id": ' + b"9" * 10_000 + b"}")
@example(b'{"id": 1e99999, "quantity": ' + b"9" * 299 + b"}")
@example(b'{"record": {"a": [1]}, "id": "x"}')
@example(b'{"attachment": {"path": {"path": 1}}, "to": "a", "fulfils": {}}')
@example(b"attachment,attachment.path\na,b\n")
@example(b"attachment\na\n")
@example(b".\na\n")
@example(b"a.b,a.c,a.b.c\n1,2,3\n")
@example(b'"\n"";')
@example(b'to;shared\r;true\r"a;b";yes')
@example(b"\xff\xfe\x00")
@given(
    st.binary(max_size=60)
    | st.text('{}[]":,;\n\r\\u0dabNe1. id', max_size=60).map(str.encode)
    | st.text(max_size=40).map(str.encode)
)
def test_whatever_the_bytes_are_faults_are_told_at_their_place_and_nothing_is_raised(name, content):
    _, faults, text = built(name, content)
    for fault in faults:
        where = spot(fault, {name: text})
        assert where is not None
        assert 1 <= where.line <= text.count("\n") + 1
    assert len(render(faults, {name: text}, messages_in("vi"))) == len(faults)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(max_size=3), JSON, max_size=4), st.booleans(), st.sampled_from([None, (" , ", " : ")]))
def test_every_value_of_a_line_of_json_stands_where_the_index_says(value, escaped, separators):
    line = json.dumps(value, ensure_ascii=escaped, separators=separators)
    places = Scan(line, 1).places

    def check(part, path):
        if path and len({normalize("NFC", str(step)) for step in path}) == len({*map(str, path)}):
            extent = places[tuple(normalize("NFC", s) if isinstance(s, str) else s for s in path)].value
            said = line[extent.start[1] - 1 : extent.end[1] - 1]
            assert json.loads(said) == part
        steps = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
        for step, inner in steps:
            check(inner, (*path, step))

    if all(len({normalize("NFC", k) for k in d}) == len(d) for d in tables(value)):
        check(value, ())


def tables(value):
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from tables(part)


def test_the_lines_and_rows_of_the_how_to_are_taken():
    page = (ROOT / "docs/how-to/write-a-ruleset.md").read_text(encoding="utf-8")
    [line] = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    [rows] = re.findall(r"```csv\n(.*?)```", page, re.DOTALL)
    ids = [evidence("a.jsonl", line.encode())[0].id, evidence("a.csv", dedent(f"  {rows.strip()}").encode())[0].id]
    assert ids == ["vb-001", "vb-002"]


def test_a_file_put_in_the_place_of_another_gives_what_loading_it_would(tmp_path):
    texts = {"ke-hoach": HEAD + OBLIGATION, "roster": ROSTER, "dvrules": PROJECT.replace("evidence.toml", "e.jsonl")}
    for name, text in texts.items():
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    (tmp_path / "e.jsonl").write_bytes(b'{"id": 1}\n')
    before = load(tmp_path)
    content = (FOLDER / "wrong.jsonl").read_bytes()
    (tmp_path / "e.jsonl").write_bytes(content)
    after = load(tmp_path)
    seen = replaced(before, "e.jsonl", content)
    assert (seen.records, seen.texts, {*map(str, seen.diagnostics)}) == (
        after.records,
        after.texts,
        {*map(str, after.diagnostics)},
    )
    assert after.records.evidence
    assert tomllib.loads(after.texts["dvrules.toml"])["evidence"] == ["e.jsonl"]
