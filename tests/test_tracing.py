"""Links up to the documents above: their faults by name, coverage, and accepting a changed clause."""

from __future__ import annotations

import tomllib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dvrules.assessing import assess, linked
from dvrules.cli.main import main
from dvrules.cli.review import edited
from dvrules.loading import load
from dvrules.model.links import Link
from dvrules.model.places import Place
from dvrules.tracing import coverage, fingerprint, links
from texts import HEAD, PROJECT

ROSTER = """
units = [{ id = "tinh", name = "UBND tỉnh" }, { id = "so", name = "Sở" }, { id = "so-khac", name = "Sở khác" },
    { id = "van-phong", name = "Văn phòng" }]
groups = [{ id = "cac-so", name = "Các sở", members = ["so", "so-khac"] }]
"""
ABOVE = """
id = "tinh-59"

[document]
type = "KH"
number = "59"
symbol = "KH-UBND"
issuer = "tinh"
date = 2024-01-01

[[clauses]]
clause = "II.1"
text = "Các sở báo cáo quý."

[[clauses]]
clause = "II.2"

[[clauses]]
clause = "II.3"

[[clauses]]
clause = "II.4"
""" + "".join(
    f"""
[[obligations]]
id = "{name}"
clause = "{clause}"
quote = "{quote}"
kind = "achievement"
bearer = {bearer}
deadline = {{ form = "fixed", by = 2024-06-30 }}
"""
    for name, clause, quote, bearer in [
        ("bao-cao", "II.1", "Các sở báo cáo quý", '{ each = "cac-so" }'),
        ("hop", "II.2", "Sở tổ chức họp", '"so"'),
        ("khac", "II.3", "Sở khác làm việc khác", '"so-khac"'),
        ("a", "II.4", "Sở làm a", '"so"'),
        ("b", "II.4", "Sở làm b", '"so"'),
    ]
)
CITED = """
[[citations]]
relation = "implements"
type = "KH"
number = "59"
symbol = "KH-UBND"
date = 2024-01-01
subject = "…"
quote = "…"
"""


def obligation(implements, name="x"):
    return f"""
[[obligations]]
id = "{name}"
clause = "I"
quote = "…"
kind = "achievement"
bearer = "van-phong"
deadline = {{ form = "fixed", by = 2024-06-14 }}
implements = [{implements}]
"""


def to(clause, more=""):
    return f'{{ document = "59/KH-UBND@2024-01-01", clause = "{clause}"{more} }}'


@pytest.fixture
def cascade(make):
    def link(own, above=ABOVE):
        project = PROJECT.replace('["ke-hoach.toml"]', '["ke-hoach.toml", "tinh.toml"]')
        return linked(make(HEAD + own, project=project, roster=ROSTER, tinh=above))

    return link


@pytest.mark.parametrize(
    ("implements", "codes"),
    [
        (to("II.1"), []),
        ('{ document = "1/KH-X@2020-01-01", clause = "I" }', []),
        ('{ document = "59/KH-UBND@2024-01-01" }', []),
        (to("II.9"), ["DV320"]),
        (to("II.3"), ["DV321"]),
        (to("II.4"), ["DV322"]),
        (f"{to('II.1')}, {to('II.1')}", ["DV323"]),
        (to("II.1", ', fingerprint = "000000000000"'), ["DV325"]),
        (to("II.1", f', fingerprint = "{fingerprint("Các sở báo cáo quý.")}"'), []),
    ],
)
def test_a_link_has_these_faults(cascade, implements, codes):
    assert [diagnostic.code for diagnostic in cascade(obligation(implements)).diagnostics] == codes


def test_a_link_to_what_was_replaced_is_outdated(make):
    later = ABOVE.replace('"tinh-59"', '"tinh-60"').replace('"59"', '"60"').replace("2024-01-01", "2024-03-01")
    project = PROJECT.replace('["ke-hoach.toml"]', '["ke-hoach.toml", "tinh.toml", "sau.toml"]')
    replaced = later + CITED.replace('"implements"', '"replaces"')
    found = linked(make(HEAD + obligation(to("II.1")), project=project, roster=ROSTER, tinh=ABOVE, sau=replaced))
    assert [diagnostic.code for diagnostic in found.diagnostics] == ["DV324"]


def test_coverage_says_of_each_duty_from_above_how_it_is_answered(cascade):
    scope = '[[scope]]\ndocument = "59/KH-UBND@2024-01-01"\nclause = "II.4"\nreason = "…"\n'
    forwarded = scope.replace("II.4", "II.2") + 'forwarded_to = ["van-phong"]\n'
    found = cascade(CITED + forwarded + obligation(to("II.1")) + obligation("", "y"))
    assert [(line.parent, str(line.cover), line.by) for line in coverage(found.cascade, found.links)] == [
        ("", "unfounded", ("ke-hoach:y",)),
        ("tinh-59:a", "missing", ()),
        ("tinh-59:b", "missing", ()),
        ("tinh-59:bao-cao", "implemented", ("ke-hoach:x",)),
        ("tinh-59:hop", "forwarded", ("van-phong",)),
    ]


def test_a_changed_clause_is_suspect_until_it_is_accepted(make, tmp_path, capsys):
    own = HEAD + "# giữ nguyên\n" + obligation(to("II.1")) + obligation(to("II.2"), "y")
    project = PROJECT.replace('["ke-hoach.toml"]', '["ke-hoach.toml", "tinh.toml"]')
    make(own, project=project, roster=ROSTER, tinh=ABOVE)
    at = ["-p", str(tmp_path)]
    assert main(["review", *at]) == 1
    assert main(["review", "--accept", "ke-hoach:x", *at]) == 0
    text = (tmp_path / "ke-hoach.toml").read_text(encoding="utf-8")
    assert text == own.replace(
        'clause = "II.1"', f'clause = "II.1", fingerprint = "{fingerprint("Các sở báo cáo quý.")}"'
    )
    changed = ABOVE.replace("Các sở báo cáo quý", "Các sở báo cáo tháng")
    (tmp_path / "tinh.toml").write_text(changed, encoding="utf-8")
    assert [diagnostic.code for diagnostic in linked(load(tmp_path)).diagnostics] == ["DV325"]
    assert main(["review", "--accept", *at]) == 0
    assert main(["review", *at]) == 0
    assert all(link.reviewed == link.fingerprint for link in links(linked(load(tmp_path)).cascade))
    capsys.readouterr()


def test_a_fingerprint_stands_in_tables_of_every_form():
    link = Link("ke-hoach:x", "d", "II.1", fingerprint="0" * 12, place=Place("f", ("obligations", 0, "implements", 0)))
    headed = '[[obligations]]\nid = "x"\n[[obligations.implements]]\ndocument = "d"\nclause = "II.1" # …\n'
    for text in (headed, headed.replace('"II.1"', '"II.1"\nfingerprint = "1"')):
        [implements] = tomllib.loads(edited(text, [link]))["obligations"][0]["implements"]
        assert implements == {"document": "d", "clause": "II.1", "fingerprint": "0" * 12}


@given(st.text())
def test_white_space_makes_no_other_fingerprint(text):
    assert fingerprint(f"  {text}\n") == fingerprint(text)


def test_the_command_shows_coverage_and_ends_with_1_where_something_is_left_out(make, tmp_path, capsys):
    project = PROJECT.replace('["ke-hoach.toml"]', '["ke-hoach.toml", "tinh.toml"]')
    make(HEAD + CITED + obligation(to("II.1")), project=project, roster=ROSTER, tinh=ABOVE)
    assert main(["coverage", "-p", str(tmp_path)]) == 1
    assert "bỏ sót" in capsys.readouterr().out


def test_a_report_tells_coverage(make):
    project = PROJECT.replace('["ke-hoach.toml"]', '["ke-hoach.toml", "tinh.toml"]')
    made = make(HEAD + CITED + obligation(to("II.1")), project=project, roster=ROSTER, tinh=ABOVE)
    told = assess(made, as_of=date(2024, 7, 10)).coverage
    found = linked(made)
    assert told == coverage(found.cascade, found.links)
    assert [line.parent for line in told] == ["tinh-59:a", "tinh-59:b", "tinh-59:bao-cao", "tinh-59:hop"]
