"""Words are kept beside their catalogue, and are always its own."""

import os
import sys
from importlib.util import cache_from_source
from pathlib import Path

import pytest

from dvrules.messages.keeping import kept_words


@pytest.fixture
def catalogue(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    path = tmp_path / "vi.toml"
    path.write_text("một", encoding="utf-8")
    return path


def kept(catalogue):
    return Path(cache_from_source(str(catalogue))).with_suffix(".words")


def words(text):
    return {"text": text}


def never(text):
    raise AssertionError(text)


def test_words_are_read_once_until_their_catalogue_changes(catalogue):
    assert kept_words(catalogue, words) == {"text": "một"}
    assert kept_words(catalogue, never) == {"text": "một"}
    catalogue.write_text("hai", encoding="utf-8")
    os.utime(catalogue, ns=(1, 1))
    assert kept_words(catalogue, words) == {"text": "hai"}
    assert [path.name for path in kept(catalogue).parent.iterdir()] == [kept(catalogue).name]


@pytest.mark.parametrize("spoil", [lambda _: b"", lambda kept: kept[:-1], lambda kept: kept + b"\0", lambda _: b"\xff"])
def test_what_is_kept_and_spoilt_is_made_anew(catalogue, spoil):
    kept_words(catalogue, words)
    sound = kept(catalogue).read_bytes()
    kept(catalogue).write_bytes(spoil(sound))
    assert kept_words(catalogue, words) == {"text": "một"}
    assert kept(catalogue).read_bytes() == sound


@pytest.mark.parametrize("text", ["", "một\r\nhai\n", "\0", "\0\0"])
def test_words_are_kept_as_they_are_or_not_at_all(catalogue, text):
    for _ in range(2):
        assert kept_words(catalogue, lambda _: {"text": text, "other": "hai"}) == {"text": text, "other": "hai"}


def test_words_that_can_not_be_kept_are_given_all_the_same(catalogue):
    kept(catalogue).parent.write_text("a file where the folder would be", encoding="utf-8")
    assert kept_words(catalogue, words) == {"text": "một"}


def test_nothing_is_kept_where_python_is_to_keep_nothing(catalogue, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert kept_words(catalogue, words) == {"text": "một"}
    assert not kept(catalogue).parent.exists()
