"""What a line of JSON means, whatever stands in the lines about it, and however it is read."""

from __future__ import annotations

import pytest
from attrs import evolve

from dvrules.reading.json_lines import read, tables

#: After a line with an escape in it, no line is taken for a flat table at sight.
ESCAPE = '{"id": "\\t"}'

LINES = [
    '{"id": "a"}',
    '  {"id": "a"} \t\r',
    '{"id": "a", "quantity": 3, "shared": true, "to": ["b", "c"]}',
    '{"record": "event", "id": "a"}',
    '{"record": "x", "id": "a"}',
    '{"record": ["event"], "id": "a"}',
    '{"record": null, "id": "a"}',
    '{"id": "a", "id": "b"}',
    '{"id" : "a", "id": "b"}',
    '{"id"\t: "a", "id": "b"}',
    '{"id"\r: "a", "id": "b"}',
    '{"id": "a", "note": null}',
    '{"id": "null"}',
    '{"id": ":a"}',
    '{"id": ":a", "id": "b"}',
    '{"id": "a : b"}',
    '{"id": "a", "attachment": {"path": "p", "path": "q"}}',
    '{"id": "a", "attachment": {"path": "p", "sha256": null}}',
    '{"id": "a", "attachment": [{"path": "p"}]}',
    '{"id": "a"} {"id": "b"}',
    '{"id": "a"}, {"id": "b"}',
    '{"id": "a"}, "b"',
    '{"id": "a"}, 3',
    '{"id": "a"}, []',
    '{"id": "a"},',
    '{"id": "a"',
    '[{"id": "a"}]',
    '"id"',
    "3",
    "null",
    "",
    " \t",
    '{"id": NaN}',
    '{"id": -Infinity}',
    f'{{"id": {"1" * 300}}}',
    f'{{"id": {"1" * 301}}}',
    f'{{"id": {"1" * 5000}}}',
    '{"id": 1e999}',
    f'{{"id": {"[" * 98}{"]" * 98}}}',
    f'{{"id": {"[" * 99}{"]" * 99}}}',
    f'{{"id": {"[" * 100}{"]" * 100}}}',
    f'{{"id": {"[" * 100_000}{"]" * 100_000}}}',
    '{"id": “a”}',
    '{"hóa": "a", "ho\u0301a": "b"}',
    '{"id": "ho\u0301a"}',
]


@pytest.mark.parametrize("line", LINES, ids=lambda line: line[:40])
def test_a_line_means_the_same_alone_as_after_one_with_an_escape(line):
    alone, faults = read("a.jsonl", line.encode())
    after, later = read("a.jsonl", f"{ESCAPE}\n{line}".encode())
    records = {kind: [each for each in table if each != {"id": "\t"}] for kind, table in after.data.items()}
    assert alone.data == {kind: table for kind, table in records.items() if table}
    assert [(f.code, f.args, f.hint, f.place.column) for f in faults] == [
        (f.code, f.args, f.hint, f.place.column) for f in later
    ]
    assert [evolve(f.place, line=f.place.line + 1) for f in faults] == [f.place for f in later]


@pytest.mark.parametrize("line", LINES, ids=lambda line: line[:40])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_is_read_one_by_one_is_what_is_read_at_once_or_nothing_to_its_first_fault(line, end):
    content = end.join(['{"id": "x"}', line, '{"record": "event", "id": "y", "event": "z"}', ""]).encode()
    at_once, faults = read("a.jsonl", content)
    if faults:
        with pytest.raises(ValueError, match=r"a\.jsonl"):
            [*tables("a.jsonl", content)]
    else:
        kinds = at_once.data.items()
        assert sorted(tables("a.jsonl", content), key=str) == sorted(
            ((k, t) for k, each in kinds for t in each), key=str
        )
