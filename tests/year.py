"""A small department's year, in which something of every sort happens, for tests of what changed."""

from __future__ import annotations

from texts import HEAD, PROJECT


def _obligation(name, deadline, more=""):
    return f"""
[[obligations]]
id = "{name}"
clause = "I"
quote = "…"
title = "Việc {name}"
kind = "achievement"
bearer = "van-phong"
deadline = {deadline}
{more}
"""


def _record(name, about, occurred, recorded, more=""):
    return f"""
[[evidence]]
id = "{name}"
obligation = "ke-hoach:{about}"
by = "van-phong"
occurred = {occurred}
recorded = {recorded}
{more}
"""


RULESET = HEAD + "".join(
    [
        _obligation("bao-cao", '{ form = "periodic", every = "quarter", by = { day = 5, of = "next" } }'),
        _obligation("duoc-mien", '{ form = "fixed", by = 2024-06-14 }'),
        _obligation("gia-han", '{ form = "fixed", by = 2024-06-28 }'),
        _obligation("tam-dung", '{ form = "fixed", by = 2024-07-31 }'),
        _obligation("sau-hop", '{ form = "relative", event = "họp giao ban", offset = 10, measure = "day" }'),
        _obligation("rut-lai", '{ form = "fixed", by = 2024-05-31 }'),
        _obligation("sua-lai", '{ form = "fixed", by = 2024-05-31 }'),
        _obligation("co-kho", '{ form = "fixed", by = 2024-12-02 }', "applies = { facts = { co-kho = true } }"),
        _obligation("theo-yeu-cau", '{ form = "on_request", event = "yêu cầu", offset = 5, measure = "day" }'),
    ]
)

BEFORE = (
    _record("mc-1", "bao-cao", "2024-04-03", "2024-04-03")
    + _record("mc-2", "rut-lai", "2024-05-30", "2024-05-30")
    + _record("mc-3", "sua-lai", "2024-06-05", "2024-06-05")
    + """
[[facts]]
id = "kho-1"
name = "co-kho"
value = true
recorded = 2024-01-02
through = 2024-12-31
"""
)

LATER = (
    _record("mc-4", "bao-cao", "2024-07-04", "2024-07-08", 'document = "48/BC-VP"')
    + _record("mc-5", "rut-lai", "2024-06-20", "2024-06-20", 'shows = "nothing"\ncorrects = "mc-2"')
    + _record("mc-6", "sua-lai", "2024-05-29", "2024-06-21", 'corrects = "mc-3"')
    + """
[[facts]]
id = "kho-2"
name = "co-kho"
value = false
recorded = 2024-07-01

[[events]]
id = "hop-1"
event = "họp giao ban"
day = 2024-07-01
recorded = 2024-07-01

[[events]]
id = "yc-1"
event = "yêu cầu"
unit = "van-phong"
day = 2024-07-02
recorded = 2024-07-02

[[waivers]]
id = "qd-1"
obligation = "ke-hoach:duoc-mien"
by = "so"
reason = "Không còn cần thiết."
decided = 2024-06-20
recorded = 2024-06-20

[[waivers]]
id = "qd-2"
obligation = "ke-hoach:gia-han"
by = "so"
reason = "Chờ số liệu của các phòng."
effect = "defers"
due = 2024-07-19
decided = 2024-06-21
recorded = 2024-06-21
document = "12/QĐ-SO"

[[suspensions]]
id = "td-1"
obligation = "ke-hoach:tam-dung"
by = "so"
reason = "Sửa trụ sở."
decided = 2024-07-01
recorded = 2024-07-01
from = 2024-07-01
through = 2024-07-21
tolls = true
"""
)

#: The files of the project, with what was recorded by mid-June and what came later in files of their own.
FILES = {
    "ruleset": RULESET,
    "evidence": BEFORE,
    "later": LATER,
    "project": PROJECT.replace('["evidence.toml"]', '["evidence.toml", "later.toml"]'),
}
