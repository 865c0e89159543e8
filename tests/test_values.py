"""Values are compared, hashed and shown as attrs would have it."""

from __future__ import annotations

import pickle
from typing import Any

import attrs
import pytest

from dvrules.model.values import frozen


@frozen
class Value:
    name: str
    number: int = 0
    aside: Any = attrs.field(default=None, eq=False, repr=False)


@attrs.frozen
class Twin:
    name: str
    number: int = 0
    aside: Any = attrs.field(default=None, eq=False, repr=False)


@frozen
class Nothing:
    pass


@frozen
class More(Value):
    more: str = ""


def test_values_are_equal_where_their_fields_are():
    pairs = [(("a",), ("a", 0, "b")), (("a",), ("b",)), (("a", 1), ("a", 2))]
    ours, theirs = ([cls(*one) == cls(*other) for one, other in pairs] for cls in (Value, Twin))
    assert ours == theirs == [True, False, False]
    assert Nothing() == Nothing()


def test_values_of_different_classes_are_never_equal():
    assert Value("a") != Twin("a")
    assert Value("a") != More("a")
    assert Nothing() != Value("a")


def test_equal_values_have_one_hash():
    assert {Value("a", 1, "b"), Value("a", 1, "c"), Nothing(), Nothing()} == {Value("a", 1), Nothing()}
    with pytest.raises(TypeError):
        hash(Value([]))  # type: ignore[arg-type]


@pytest.mark.parametrize("arguments", [("a",), ("a", 2, "b")])
def test_values_are_shown_as_attrs_shows_them(arguments):
    assert repr(Value(*arguments)) == repr(Twin(*arguments)).replace("Twin", "Value")
    assert repr(Nothing()) == "Nothing()"


def test_values_stay_as_they_are():
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        Value("a").name = "b"  # type: ignore[misc]
    assert attrs.evolve(Value("a", 1), name="b") == Value("b", 1)
    assert pickle.loads(pickle.dumps(More("a", 1, None, "b"))) == More("a", 1, None, "b")  # noqa: S301 - our own
