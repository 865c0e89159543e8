"""Texts of a small project, for tests to build on."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

PROJECT = """
name = "Thử"
rulesets = ["ke-hoach.toml"]
roster = ["roster.toml"]
evidence = ["evidence.toml"]
calendar = "vn"
"""

ROSTER = """
units = [
    { id = "so", name = "Sở" },
    { id = "van-phong", name = "Văn phòng", parent = "so" },
    { id = "trung-tam", name = "Trung tâm", parent = "so" },
]
groups = [{ id = "don-vi", name = "Các đơn vị", members = ["van-phong", "trung-tam"] }]
"""

HEAD = """
id = "ke-hoach"

[document]
type = "KH"
number = "1"
symbol = "KH-SO"
issuer = "so"
date = 2024-01-02
term = { from = 2024-01-01, through = 2024-12-31 }
"""

OBLIGATION = """
[[obligations]]
id = "bao-cao"
clause = "I"
quote = "Văn phòng báo cáo"
kind = "achievement"
bearer = "van-phong"
deadline = { form = "fixed", by = 2024-06-14 }
"""


def golden(name, text, folder="tests/data"):
    """Hold a text against the file of that name in `folder`; with DVRULES_WRITE_GOLDEN it is written instead."""
    expected = ROOT / folder / name
    if os.environ.get("DVRULES_WRITE_GOLDEN"):
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")
