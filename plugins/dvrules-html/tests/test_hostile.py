"""Whatever texts a project brings, the page stays the page it was meant to be."""

import json

import pytest

from dvrules.messages.wording import plain
from texts import HEAD

NASTY = [
    "<script>window.hacked = 1</script>",
    "</script><script>window.hacked = 1</script>",
    "</style></title></summary></details></section></svg><svg onload=window.hacked=1>",
    "\"><img src=x onerror='window.hacked = 1'>",
    "' autofocus onfocus='window.hacked = 1",
    "<!-- ]]> --> <![CDATA[",
    "&lt;b&gt; &#60; &amp;",
    "{{ 7 * 7 }}{% raw %}{# x #}",
    "{as_of:day}{0.__class__} SHOWN ALL",
    "\u202eđảo\u202c\u200f\u2066ngược\u2069",
    "\u0007\u001b[31m\u0000đỏ\u0085",
    "dòng\nmột\r\nhai\u2028ba",
    "javascript:window.hacked=1",
    "ngôn-ngữ-dài-không-có-dấu-cách" * 20,
    "العربية 😀👩‍👩‍👧",
]
EVERYTHING = "".join(NASTY)


def project(text):
    """The files of a project that says `text` wherever a project may say something."""
    said = json.dumps(text, ensure_ascii=False)
    ruleset = f"""
{HEAD.replace('issuer = "so"', f'issuer = "so"{chr(10)}subject = {said}').replace('"KH"', said)}
[[citations]]
relation = "implements"
type = "KH"
number = "59"
symbol = {said}
date = 2024-01-01
subject = {said}
quote = {said}
[[obligations]]
id = "bao-cao"
clause = {said}
quote = {said}
title = {said}
kind = "achievement"
bearer = {{ unit = "van-phong", post = {said} }}
product = {said}
deadline = {{ form = "fixed", by = 2024-06-14 }}
"""
    evidence = f"""
[[evidence]]
id = "mc-1"
obligation = "ke-hoach:bao-cao"
by = "van-phong"
occurred = 2024-06-20
recorded = 2024-06-20
document = {said}
note = {said}
[[waivers]]
id = "m-1"
obligation = "ke-hoach:bao-cao"
effect = "excuses"
by = "so"
decided = 2024-05-02
recorded = 2024-05-02
document = {said}
reason = {said}
"""
    settings = f"""
name = {said}
rulesets = ["ke-hoach.toml"]
roster = ["roster.toml"]
evidence = ["evidence.toml"]
calendar = "vn"
"""
    roster = f'units = [{{ id = "so", name = {said} }}, {{ id = "van-phong", name = {said} }}]\n'
    return {"ruleset": ruleset, "evidence": evidence, "project": settings, "roster": roster}


@pytest.mark.parametrize("text", [*NASTY, EVERYTHING], ids=range(len(NASTY) + 1))
def test_a_text_changes_no_tag_and_no_name_of_an_attribute_and_stands_there_as_it_is(make, page_of, text):
    page, usual = page_of(make(**project(text))), page_of(make(**project("Báo cáo")))
    assert shape_of(page) == shape_of(usual)
    assert page.raw == usual.raw
    words = " ".join(plain(text).split())
    for section in ("summary", "timeline", "heat", "cascade", "findings"):
        assert words in page.sections[section], section
    assert next(filter(str.strip, page.words)) == f"{words} (10/07/2024)"


def shape_of(page):
    """The tags of a page and the names of their attributes."""
    return [(tag, [*attributes]) for tag, attributes in page.tags]


@pytest.mark.parametrize("text", [*NASTY, EVERYTHING], ids=range(len(NASTY) + 1))
def test_no_character_stands_there_that_turns_the_direction_of_writing_or_commands_anything(make, page_of, text):
    content = page_of(make(**project(text))).artifact.content.decode("utf-8")
    assert not set(content) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
    assert all(char == "\n" or char.isprintable() or char in "\u200d\u2028\u2029" for char in content)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_chromium_shows_it_as_text_and_runs_nothing_of_it(make, page_of, show, lang):
    browser = show(page_of(make(**project(EVERYTHING)), lang))
    assert browser.complaints() == []
    assert browser.run("typeof window.hacked") == "undefined"
    words = " ".join(plain(EVERYTHING).split())
    assert browser.run("document.querySelector('h1').textContent") == words
    assert browser.run("document.querySelector('summary b').textContent") == words
    assert browser.run("document.querySelectorAll('script, style, img, iframe, object, form').length") == 2
    assert browser.run("document.documentElement.scrollWidth <= innerWidth")
