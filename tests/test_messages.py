"""What messages make of their arguments."""

from __future__ import annotations

import sys
from unicodedata import category

import pytest

from dvrules.messages import messages_in
from dvrules.messages.wording import plain


@pytest.mark.parametrize(
    ("identity", "vi", "en"),
    [
        ("59/KH-UBND@2024-03-15", "59/KH-UBND ngày 15/03/2024", "59/KH-UBND of 2024-03-15"),
        ("/KH-SKHCN@2024-03", "…/KH-SKHCN tháng 3/2024", "…/KH-SKHCN of 2024-03"),
        ("59/KH-UBND@2024", "59/KH-UBND năm 2024", "59/KH-UBND of 2024"),
        ("59/KH-UBND@?#so", "59/KH-UBND (chưa rõ ngày) của Sở", "59/KH-UBND (day not known) by Sở"),
    ],
)
def test_a_document_is_named_as_officials_cite_it(identity, vi, en):
    assert [messages_in(lang).naming({"so": "Sở"}).document(identity) for lang in ("vi", "en")] == [vi, en]


@pytest.mark.parametrize("text", ["", "@", "x#y@2024-01-02", "x@1-2-3#y", "5/X@9999-99-99", "59/KH-UBND"])
def test_what_is_no_identity_stays_as_it_is(text):
    assert messages_in("vi").document(text) == text


def test_a_plain_text_keeps_all_that_shows_and_turns_no_direction():
    turning = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    for char in map(chr, range(sys.maxunicode + 1)):
        gone = char in turning or category(char) in {"Cc", "Cs"}
        expected = "a b" if char.isspace() else "ab" if gone else f"a{char}b"
        assert plain(f"a{char}b") == expected, ascii(char)
