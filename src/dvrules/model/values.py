"""Values: attrs classes that are quickly built.

attrs writes the methods of a class as text and has Python compile it. For the hundred classes of a program that takes
longer than what a command then does with them, and to load attrs takes half as long again. Of most classes there are
few values in a run, so what makes one goes by the list of its fields at first; attrs writes the class once there are
many, or once what only attrs knows is asked for. What hashes stays as it is, for a hash must not change.

Fields are told by `field` of this module. A method can't call `super` without arguments, since the class is made anew.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from functools import cache, cached_property, partial
from itertools import count
from typing import TYPE_CHECKING, Any

__all__ = ["define", "evolve", "field", "fields", "frozen", "has"]

#: To have a class written takes about as long as to make so many values by the list.
_MANY = 200


class _Told(dict[str, Any]):
    """What `field` was told, kept until attrs is asked."""


if TYPE_CHECKING:
    from attrs import define, evolve, field, fields, frozen, has
else:

    def frozen(cls: type | None = None, *, order: bool = False) -> Any:
        """The class as `attrs.frozen` makes it; type checkers know it by that name."""
        return partial(frozen, order=order) if cls is None else _built(cls, frozen=True, order=order)

    def define(cls: type) -> type:
        """The class as `attrs.define` makes it: its values can be changed, and have no hash."""
        return _built(cls, frozen=False)

    field = _Told

    def fields(cls: type) -> Any:
        """The fields of a class: those listed here, else as attrs has them."""
        listed = getattr(cls, "__fields__", None)
        return _attrs().fields(cls) if listed is None else listed

    def has(cls: Any) -> bool:
        """Whether it is one of these classes, or another one of attrs."""
        return hasattr(cls, "__fields__") or hasattr(cls, "__attrs_attrs__")

    def evolve(value: Any, **changes: Any) -> Any:
        """The value with changes, as `attrs.evolve` makes it."""
        kept = {each.alias: getattr(value, each.name) for each in fields(type(value)) if each.init}
        return type(value)(**{**kept, **changes})


class Field:
    """A field of a class: its name, its type, and what `field` was told of it."""

    def __init__(self, name: str, kind: Any, told: Mapping[str, Any]) -> None:
        self.name, self.type, self.told = name, kind, told
        self.alias = name.lstrip("_")
        self.init: bool = told.get("init", True)
        self.metadata: Mapping[str, Any] = told.get("metadata", {})


def _built(cls: type, *, frozen: bool, order: bool = False) -> type:
    """The class anew, with slots for its fields, and with methods that go by the list of them."""
    kinds, said, above = cls.__annotations__, dict(vars(cls)), getattr(cls, "__fields__", ())
    own = [Field(name, kind, _told(said, name)) for name, kind in kinds.items()]
    listed = (*(each for each in above if each.name not in kinds), *own)
    computed = {name: each.func for name, each in said.items() if type(each) is cached_property}
    slots = {**kinds, **computed}
    for name in (*slots, "__dict__", "__weakref__"):
        said.pop(name, None)
    for each in above:
        slots.pop(each.name, None)
    methods: dict[str, Any] = {
        "__init__": _begin,
        **_ASKED_FOR,
        **_comparing([each.name for each in listed if each.told.get("eq", True)], order=order),
        **(_FROZEN if frozen else {"__hash__": None}),
        **({"__getattr__": _computing(computed)} if computed else {}),
    }
    facts = {
        "__slots__": (*slots,) if above else (*slots, "__weakref__"),
        "__qualname__": cls.__qualname__,
        "__fields__": listed,
        "__late__": _LATE.difference(said),
    }
    return type(cls)(cls.__name__, cls.__bases__, {**methods, **facts, **said})


def _told(said: Mapping[str, Any], name: str) -> _Told:
    told = said.get(name, _Told())
    return told if isinstance(told, _Told) else _Told(default=told)


def _comparing(names: list[str], *, order: bool) -> dict[str, Callable[..., Any]]:
    """The methods that compare and hash values by the fields of these names."""
    key: Callable[[Any], Any] = operator.attrgetter(*names) if names else lambda _: ()

    def by(compare: Callable[[Any, Any], Any]) -> Callable[[object, object], Any]:
        return lambda one, other: compare(key(one), key(other)) if type(one) is type(other) else NotImplemented

    return {
        "__eq__": lambda one, other: key(one) == key(other) if type(one) is type(other) else NotImplemented,
        "__hash__": lambda value: hash(key(value)),
        **{name: by(getattr(operator, name)) for name in ("__lt__", "__le__", "__gt__", "__ge__") if order},
    }


def _computing(computed: Mapping[str, Callable[[Any], Any]]) -> Callable[[Any, str], Any]:
    """A `__getattr__` that fills the slots of what is computed once."""

    def get(value: Any, name: str) -> Any:
        if name not in computed:
            raise AttributeError(f"{type(value).__name__!r} object has no attribute {name!r}", name=name, obj=value)
        found = computed[name](value)
        object.__setattr__(value, name, found)
        return found

    return get


def _refuse(_value: object, *_: object) -> None:
    raise _attrs().exceptions.FrozenInstanceError


_FROZEN = {"__setattr__": _refuse, "__delattr__": _refuse}


#: Where nothing is given, and nothing usual.
_NOTHING: Any = object()


class _Plan:
    """How values of a class are made while there are few."""

    def __init__(self, listed: tuple[Field, ...]) -> None:
        self.made = count()
        self.by_place, self.known, self.required, self.steps, self.checks = [], set(), set(), [], []
        for each in listed:
            told = each.told
            default, factory = told.get("default", _NOTHING), told.get("factory")
            self.steps.append((each.name, each.alias, default, factory, told.get("converter")))
            if each.init:
                self.known.add(each.alias)
                if not told.get("kw_only"):
                    self.by_place.append(each.alias)
                if default is _NOTHING and factory is None:
                    self.required.add(each.alias)
            if check := told.get("validator"):
                self.checks += [(each, one) for one in (check if isinstance(check, list) else [check])]


@cache
def _plan(cls: Any) -> _Plan:
    return _Plan(cls.__fields__)


def _begin(self: Any, *given: Any, **named: Any) -> None:
    """Make a value by the list of its fields; attrs does it where there are many, or where something is amiss."""
    cls: Any = type(self)
    plan = _plan(cls)
    values = dict(zip(plan.by_place, given, strict=False))
    fits = len(given) <= len(plan.by_place) and values.keys().isdisjoint(named)
    values |= named
    if next(plan.made) >= _MANY or not (fits and plan.required <= values.keys() <= plan.known):
        _write(cls)
        self.__init__(*given, **named)
        return
    for name, alias, default, factory, convert in plan.steps:
        value = values.get(alias, default)
        if value is _NOTHING:
            if factory is None:
                continue
            value = factory()
        object.__setattr__(self, name, convert(value) if convert else value)
    for each, check in plan.checks:
        check(self, each, getattr(self, each.name))
    if hasattr(cls, "__attrs_post_init__"):
        self.__attrs_post_init__()


class _Asked:
    """What attrs is asked for, and writes then."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, value: object, cls: type) -> Any:
        _write(cls)
        return getattr(cls if value is None else value, self.name)


_ASKED_FOR = {
    name: _Asked(name) for name in ("__attrs_attrs__", "__match_args__", "__repr__", "__getstate__", "__setstate__")
}
_LATE = frozenset(("__init__", "__eq__", *_ASKED_FOR))


def _write(cls: type) -> None:
    """Have attrs write what was put off, in the class that was built."""
    built: Any = next(each for each in cls.__mro__ if "__fields__" in vars(each))
    kinds = {each.name: each.type for each in built.__fields__}
    told = {each.name: _attrs().field(**each.told) for each in built.__fields__}
    ending = {name: getattr(built, name) for name in ("__attrs_post_init__",) if hasattr(built, name)}
    decorate = _attrs().frozen if built.__setattr__ is _refuse else _attrs().define
    written = decorate(type(built.__name__, (), {"__annotations__": kinds, **told, **ending}))
    for name in built.__late__:
        setattr(built, name, vars(written)[name])


def _attrs() -> Any:
    import attrs  # noqa: PLC0415 - only once it is needed

    return attrs
