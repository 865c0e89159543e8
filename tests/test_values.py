"""Values are made, compared, hashed, shown and copied as attrs would have it, however many there are."""

from __future__ import annotations

import copy
import pickle
from functools import cached_property
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dvrules.model import values
from dvrules.model.values import _MANY, Field, define, evolve, field, fields, frozen, has


@frozen
class Value:
    name: str
    number: int = 0
    aside: Any = field(default=None, eq=False, repr=False)


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


class Plain(Value):
    """One that nobody decorated."""


def test_values_are_equal_where_their_fields_are():
    pairs = [(("a",), ("a", 0, "b")), (("a",), ("b",)), (("a", 1), ("a", 2))]
    ours, theirs = ([cls(*one) == cls(*other) for one, other in pairs] for cls in (Value, Twin))
    assert ours == theirs == [True, False, False]
    assert Nothing() == Nothing()


def test_values_of_different_classes_are_never_equal():
    assert Value("a") != Twin("a")
    assert Value("a") != More("a")
    assert Value("a") != Plain("a")
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
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        del Value("a").name  # type: ignore[misc]
    assert attrs.evolve(Value("a", 1), name="b") == evolve(Value("a", 1), name="b") == Value("b", 1)
    assert evolve(Twin("a", 1), name="b") == Twin("b", 1)
    assert pickle.loads(pickle.dumps(More("a", 1, None, "b"))) == More("a", 1, None, "b")  # noqa: S301 - our own
    assert copy.copy(Value("a", 1)) == Value("a", 1)


def test_values_that_can_be_changed_have_no_hash():
    value = Changing("a")
    value.name = "b"
    assert value == Changing("b")
    with pytest.raises(TypeError):
        hash(value)


@define
class Changing:
    name: str


def _even(_: object, part: Any, value: int) -> None:
    if value % 2:
        raise ValueError(part.name)


def classes(frozen: Any, define: Any, field: Any) -> list[Any]:
    """The same classes, made anew by other means."""

    @frozen
    class Above:
        at: int | None = field(default=None, eq=False, repr=False, kw_only=True)

    @frozen
    class Below(Above):
        _name: str
        numbers: tuple[int, ...] = field(default=(), converter=tuple)
        even: int = field(default=0, validator=_even)
        known: dict[str, int] = field(factory=dict)
        hidden: int = field(default=3, init=False)

        @cached_property
        def doubled(self) -> tuple[int, ...]:
            return self.numbers * 2

    @define
    class Kept:
        first: int
        second: str = "b"
        later: int = field(init=False)

        def __attrs_post_init__(self) -> None:
            self.later = self.first + 1

    @frozen(order=True)
    class Ordered:
        first: int
        second: int = 0

    return [Below, Kept, Ordered]


def outcome(cls: Any, given: list[Any], named: dict[str, Any], other: Any) -> Any:
    """Whatever can be told of a value, or of the error in its place."""
    try:
        made = cls(*given, **named)
    except (TypeError, ValueError) as error:
        return type(error), str(error).rpartition(".")[2] if type(error) is ValueError else ""
    again = cls(*given, **named)
    parts = {name: getattr(made, name, "none") for name in (*NAMED, "doubled")}
    try:
        order = made < other, made >= other
    except TypeError:
        order = None
    return parts, repr(made), made == again, made == other, order, cls.__match_args__


NAMED = ["_name", "numbers", "even", "known", "hidden", "at", "first", "second", "later"]
ARGUMENTS = st.integers(0, 3) | st.sampled_from(["", "a", (1, 2)])
NAMES = st.sampled_from(["name", *NAMED])


@given(st.integers(0, 2), st.lists(ARGUMENTS, max_size=5), st.dictionaries(NAMES, ARGUMENTS, max_size=3), st.booleans())
def test_a_value_is_what_attrs_would_make_whether_it_wrote_the_class_or_not(which, given, named, written):
    ours, theirs = classes(frozen, define, field), classes(attrs.frozen, attrs.define, attrs.field)
    if written:
        assert attrs.fields(ours[which])
    results = [outcome(each[which], given, named, each[2](1, 1)) for each in (ours, theirs)]
    assert results[0] == results[1]


def test_attrs_writes_a_class_once_there_are_many_values_of_it():
    made = [Many(number % 7) for number in range(_MANY + 7)]
    assert Many.__init__ is not values._begin  # type: ignore[misc, comparison-overlap]
    assert {*made[:7]} == {*made[-7:]} == {*made}


@frozen
class Many:
    number: int


def test_fields_are_told_before_attrs_is_asked_and_after():
    listed = fields(More)
    assert all(isinstance(each, Field) for each in listed)
    told = [(each.name, each.alias, each.type, each.init, each.metadata) for each in listed]
    assert told == [(each.name, each.alias, each.type, each.init, each.metadata) for each in attrs.fields(More)]
    assert fields(Twin) == attrs.fields(Twin)
    assert [has(each) for each in (More, Plain, Twin, int, None)] == [True, True, True, False, False]


def test_a_class_that_nobody_decorated_is_made_as_the_one_above_it():
    assert [Plain("a", number).number for number in range(_MANY + 2)] == [*range(_MANY + 2)]
    assert repr(Plain("a")) == "Plain(name='a', number=0)"


def test_a_field_that_attrs_is_told_of_is_refused_and_not_taken_for_a_default():
    with pytest.raises(TypeError, match=r"^Mixed\.name: told by attrs\.field, not by field of dvrules\.model\.values$"):

        @frozen
        class Mixed:
            name: str = attrs.field(default="a")
