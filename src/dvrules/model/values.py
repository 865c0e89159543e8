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


_NOTHING_TOLD = _Told()

if TYPE_CHECKING:
    from attrs import define, evolve, field, fields, frozen, has
else:

    def frozen(cls: type | None = None, *, order: bool = False) -> Any:
        """The class as `attrs.frozen` makes it; type checkers know it by that name."""
        if cls is None:
            return partial(frozen, order=order)
        return _built(cls, {**_FROZEN, **_ORDERED} if order else _FROZEN)

    def define(cls: type) -> type:
        """The class as `attrs.define` makes it: its values can be changed, and have no hash."""
        return _built(cls, _CHANGING)

    field = _Told

    def fields(cls: type) -> Any:
        """The fields of a class: those listed here, else as attrs has them."""
        return _listed(cls) if hasattr(cls, "__told__") else _attrs().fields(cls)

    def has(cls: Any) -> bool:
        """Whether it is one of these classes, or another one of attrs."""
        return hasattr(cls, "__told__") or hasattr(cls, "__attrs_attrs__")

    def evolve(value: Any, **changes: Any) -> Any:
        """The value with changes, as `attrs.evolve` makes it."""
        kept = {each.alias: getattr(value, each.name) for each in fields(type(value)) if each.init}
        return type(value)(**{**kept, **changes})


class Field:
    """A field of a class: its name, its type, and what `field` was told of it."""

    __slots__ = ("alias", "init", "metadata", "name", "told", "type")

    def __init__(self, name: str, kind: Any, told: Mapping[str, Any]) -> None:
        self.name, self.type, self.told = name, kind, told
        self.alias = name.lstrip("_")
        self.init: bool = told.get("init", True)
        self.metadata: Mapping[str, Any] = told.get("metadata", {})


def _built(cls: Any, methods: Mapping[str, Any]) -> type:
    """The class anew, with slots for its fields, and with the methods until attrs writes its own."""
    said, kinds = dict(vars(cls)), cls.__annotations__
    told = {name: said.pop(name) for name in kinds if name in said}
    strays = [name for name, each in told.items() if type(each).__name__ == "_CountingAttr"]
    if strays:
        # It would be taken for what the field is without a value.
        raise TypeError(f"{cls.__name__}.{strays[0]}: told by attrs.field, not by field of {__name__}")
    computed = {name: each.func for name, each in said.items() if type(each) is cached_property}
    for name in (*computed, "__dict__", "__weakref__"):
        said.pop(name, None)
    taken = {name for each in cls.__mro__[1:] for name in vars(each).get("__slots__", ())}
    slots = [name for name in (*kinds, *computed, "__weakref__") if name not in taken]
    if computed:
        said["__getattr__"] = _computing(computed)
    body = {**methods, **said, "__annotations__": kinds, "__told__": told, "__slots__": slots}
    made: type = type(cls)(cls.__name__, cls.__bases__, {**body, "__qualname__": cls.__qualname__})
    return made


@cache
def _listed(cls: Any) -> tuple[Field, ...]:
    """The fields of a class, those of the classes above first."""
    found: dict[str, Field] = {}
    for each in reversed(cls.__mro__):
        said = vars(each)
        for name, kind in said["__annotations__"].items() if "__told__" in said else ():
            told = said["__told__"].get(name, _NOTHING_TOLD)
            found.pop(name, None)
            found[name] = Field(name, kind, told if isinstance(told, _Told) else {"default": told})
    return tuple(found.values())


@cache
def _key(cls: Any) -> Callable[[Any], Any]:
    """What takes from values of a class what they are compared by."""
    names = [each.name for each in _listed(cls) if each.told.get("eq", True)]
    return operator.attrgetter(*names) if names else lambda _: ()


def _comparing(compare: Callable[[Any, Any], Any]) -> Callable[[Any, object], Any]:
    def compared(self: Any, other: Any) -> Any:
        key = _key(self.__class__)
        return compare(key(self), key(other)) if other.__class__ is self.__class__ else NotImplemented

    return compared


def _hash(self: Any) -> int:
    key = _key(self.__class__)
    self.__class__.__hash__ = lambda value: hash(key(value))
    return hash(self)


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


#: Where nothing is given, and nothing usual.
_NOTHING: Any = object()


class _Plan:
    """How values of a class are made while there are few."""

    def __init__(self, cls: Any) -> None:
        self.made = count()
        self.ends = hasattr(cls, "__attrs_post_init__")
        self.by_place: list[str] = []
        self.required: set[str] = set()
        self.steps: list[tuple[Callable[[Any, Any], None], Any, Any, Any, Any]] = []
        self.checks: list[tuple[Field, Any]] = []
        for each in _listed(cls):
            told, alias = each.told, each.alias if each.init else None
            default, factory = told.get("default", _NOTHING), told.get("factory")
            usual = default is not _NOTHING or factory is not None
            if alias and not usual:
                self.required.add(alias)
            if alias and not told.get("kw_only"):
                self.by_place.append(alias)
            if alias or usual:
                put = getattr(cls, each.name).__set__
                self.steps.append((put, alias, default, factory, told.get("converter")))
            if check := told.get("validator"):
                self.checks += [(each, one) for one in (check if isinstance(check, list) else [check])]


@cache
def _plan(cls: Any) -> _Plan:
    return _Plan(cls)


def _begin(self: Any, *given: Any, **named: Any) -> None:
    """Make a value by the list of its fields; attrs does it where there are many, or where something is amiss."""
    plan = _plan(self.__class__)
    values = {**dict(zip(plan.by_place, given, strict=False)), **named}
    fits = len(values) == len(given) + len(named) and plan.required <= values.keys()
    if fits and next(plan.made) < _MANY:
        for put, alias, default, factory, convert in plan.steps:
            value = values.pop(alias, default)
            if value is _NOTHING:
                value = factory()
            put(self, convert(value) if convert else value)
        if not values:
            for each, check in plan.checks:
                check(self, each, getattr(self, each.name))
            if plan.ends:
                self.__attrs_post_init__()
            return
    _write(self.__class__)
    self.__init__(*given, **named)


class _Asked:
    """What attrs is asked for, and writes then."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, value: object, cls: type) -> Any:
        _write(cls)
        return getattr(cls if value is None else value, self.name)


_ASKED_FOR = ("__attrs_attrs__", "__match_args__", "__repr__", "__getstate__", "__setstate__")
_LATE = {"__init__": _begin, "__eq__": _comparing(operator.eq), **{name: _Asked(name) for name in _ASKED_FOR}}
_CHANGING = {**_LATE, "__hash__": None}
_FROZEN = {**_LATE, "__hash__": _hash, "__setattr__": _refuse, "__delattr__": _refuse}
_ORDERED = {name: _comparing(getattr(operator, name)) for name in ("__lt__", "__le__", "__gt__", "__ge__")}


def _write(cls: type) -> None:
    """Have attrs write what was put off, in the class that was built."""
    built: Any = next(each for each in cls.__mro__ if "__told__" in vars(each))
    kinds = {each.name: each.type for each in _listed(built)}
    told = {each.name: _attrs().field(**each.told) for each in _listed(built)}
    ending = {name: getattr(built, name) for name in ("__attrs_post_init__",) if hasattr(built, name)}
    decorate = _attrs().frozen if built.__setattr__ is _refuse else _attrs().define
    written = decorate(type(built.__name__, (), {"__annotations__": kinds, **told, **ending}))
    for name, each in _LATE.items():
        if vars(built)[name] is each:
            setattr(built, name, vars(written)[name])


def _attrs() -> Any:
    import attrs  # noqa: PLC0415 - only once it is needed

    return attrs
