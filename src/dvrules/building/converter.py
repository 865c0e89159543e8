"""The one strict converter: a value is taken only for what it is, and no key is passed over.

cattrs by itself turns 3 into "3", True into 1 and a text given for a list into its letters; every hook here refuses
instead, with a `Fault` in the author's words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import chain
from types import UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

from dvrules.building import complete, quick
from dvrules.building.complete import at_keys, collected, table
from dvrules.building.faults import Fault, type_word
from dvrules.building.phrasing import deadlines_said
from dvrules.building.writings import meant
from dvrules.model.artifacts import File
from dvrules.model.days import PartialDate
from dvrules.model.deadlines import Anchor, CutOffName, Deadline
from dvrules.model.profiles import PLAIN, PROFILES, Profile
from dvrules.model.rulesets import Bearer, Evaluation, Parent
from dvrules.model.units import Member
from dvrules.model.values import evolve, has
from dvrules.reading.formats import Form

if TYPE_CHECKING:
    from cattrs import Converter


@cache
def strict_converter(form: Form = "toml", *, detailed: bool = True) -> Converter | quick.Converter:
    """The converter that reads data written in a form into the model and into the options of plugins.

    One that is not `detailed` takes and refuses the same in a third of the time, but does not say what is wrong.
    """
    converter: Any
    class_hook: Callable[[Any, Any], Any]
    list_hook: Callable[[Any, Any], Any]
    if detailed:
        from cattrs import Converter  # noqa: PLC0415 - only where something is wrong

        converter, class_hook, list_hook = Converter(forbid_extra_keys=True), complete.class_hook, complete.list_hook
    else:
        converter, class_hook, list_hook = quick.Converter(), quick.class_hook, quick.list_hook
    for kind in (str, int, bool, float):
        converter.register_structure_hook(kind, _plain)
    converter.register_structure_hook(date, _day)
    converter.register_structure_hook_func(_is_literal, _literal)
    converter.register_structure_hook_func(lambda kind: get_origin(kind) in {dict, Mapping, _mapping}, table)
    converter.register_structure_hook_func(_is_choice_or_int, _choice_or_int)
    converter.register_structure_hook_func(_is_cut_off, _cut_off_hook(converter))
    converter.register_structure_hook_func(lambda kind: kind == Scalar, _scalar)
    converter.register_structure_hook_func(lambda kind: kind == Mapping[str, Scalar], _scalars)
    converter.register_structure_hook_factory(has, lambda cls: class_hook(cls, converter))
    converter.register_structure_hook_factory(_is_list, lambda kind: meant(tuple, form, list_hook(kind, converter)))
    for written in (bool, float, date):
        converter.register_structure_hook(written, meant(written, form, converter.get_structure_hook(written)))
    converter.register_structure_hook_func(lambda kind: kind == Deadline, _deadline_hook(converter))
    converter.register_structure_hook_func(lambda kind: kind == tuple[Deadline, ...], _deadlines_hook(converter))
    converter.register_structure_hook_func(
        lambda kind: kind == tuple[Parent, ...], _kept_once(list_hook(tuple[Parent, ...], converter))
    )
    converter.register_structure_hook(PartialDate, _partial_date)
    converter.register_structure_hook(Profile, _profile_hook(class_hook(Profile, converter)))
    converter.register_structure_hook(Evaluation, _evaluation)
    converter.register_structure_hook(File, lambda value, _: File(_plain(value, str)))
    for shorthand in (Bearer, Member):
        whole = _shorthand_hook("unit", class_hook(shorthand, converter))
        converter.register_structure_hook(shorthand, _kept_once(whole))
    return converter  # type: ignore[no-any-return]


def _kept_once(hook: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """The hook, made to give one value to all who write the same; it may hold nothing that is filled in later."""
    made: dict[str, Any] = {}

    def structure(value: Any, kind: Any) -> Any:
        written = repr(value)
        found = made.get(written)
        if found is None:
            found = hook(value, kind)
            if len(written) <= _LONGEST:
                if len(made) >= _MOST:
                    made.clear()
                made[written] = found
        return found

    return structure


#: So many values of a kind are kept at a time, of so many characters at most.
_MOST, _LONGEST = 4096, 1000

#: What a declared fact may be.
Scalar = bool | int | str

_mapping = get_origin(Mapping[str, Any])


def _plain(value: Any, kind: type) -> Any:
    if type(value) is kind:
        return value
    if issubclass(kind, str) and kind is not str:
        return _choice(value, kind, _members(kind))
    if kind is float and type(value) is int and abs(value) < _PAST_FLOATS:
        return float(value)
    raise Fault("DV203", expected=_EXPECTED[kind], found=type_word(value))


@cache
def _members(kind: Any) -> tuple[str, ...]:
    return tuple(str(member) for member in kind)


#: A whole number of so many digits is no amount, and no float can hold it.
_PAST_FLOATS = 10**300

_EXPECTED = {str: "text", int: "integer", bool: "boolean", float: "number"}


def _choice(value: Any, kind: Callable[[str], Any], choices: Sequence[str]) -> Any:
    if not isinstance(value, str):
        raise Fault("DV203", expected="text", found=type_word(value))
    if value not in choices:
        raise Fault.misnamed("DV205", value, [*choices])
    return kind(value)


def _is_literal(kind: Any) -> bool:
    return get_origin(kind) is Literal


def _literal(value: Any, kind: Any) -> Any:
    return _choice(value, str, _choices(kind))


@cache
def _choices(kind: Any) -> tuple[str, ...]:
    return tuple(str(choice) for choice in get_args(kind))


def _is_choice_or_int(kind: Any) -> bool:
    return get_origin(kind) in {Union, UnionType} and {get_origin(arg) or arg for arg in get_args(kind)} == {
        int,
        Literal,
    }


def _choice_or_int(value: Any, kind: Any) -> Any:
    return value if type(value) is int else _literal(value, next(arg for arg in get_args(kind) if arg is not int))


def _is_cut_off(kind: Any) -> bool:
    return get_origin(kind) in {Union, UnionType} and Anchor in get_args(kind) and CutOffName in get_args(kind)


def _cut_off_hook(converter: Converter) -> Callable[[Any, Any], Any]:
    return lambda value, _: converter.structure(value, CutOffName if isinstance(value, str) else Anchor)  # type: ignore[arg-type]


def _scalar(value: Any, _: Any) -> Any:
    if type(value) not in {bool, int, str}:
        raise Fault("DV203", expected="scalar", found=type_word(value))
    return value


def _scalars(value: Any, kind: Any) -> dict[str, Any]:
    """A table of scalars, or all the errors in it at once."""
    found, errors = {}, []
    for key, each in table(value, kind).items():
        try:
            found[key] = _scalar(each, kind)
        except Fault as fault:
            errors.append((key, fault))
    if errors:
        raise at_keys(errors, dict)
    return found


def _day(value: Any, _: type) -> date:
    if type(value) is date:
        return _plausible(value)
    if isinstance(value, str):
        raise Fault("DV204", "hint.day", value=value)
    raise Fault("DV203", expected="day", found=type_word(value))


def _partial_date(value: Any, _: type) -> PartialDate:
    if type(value) is date:
        return PartialDate.of(_plausible(value))
    if not isinstance(value, str):
        raise Fault("DV203", expected="day", found=type_word(value))
    try:
        partial = PartialDate.parse(value)
    except ValueError as error:
        raise Fault("DV204", "hint.partial_day", value=value) from error
    _plausible(partial.earliest)
    return partial


def _plausible(day: date) -> date:
    """The day, unless no plan of our time could mean it; this also keeps all reckoning within Python's calendar."""
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise Fault("DV204", "hint.year", value=day.isoformat(), first=_FIRST_YEAR, last=_LAST_YEAR)
    return day


_FIRST_YEAR, _LAST_YEAR = 1900, 2199


def _is_list(kind: Any) -> bool:
    return get_origin(kind) is frozenset or (get_origin(kind) is tuple and get_args(kind)[1:] == (...,))


def _deadlines_hook(converter: Converter) -> Callable[[Any, Any], Any]:
    """A list of tables and phrases; a single one may stand without a list."""
    told = _kept_once(lambda value, _: (converter.structure(value, Deadline),))  # type: ignore[arg-type]

    def said(value: Any) -> tuple[Deadline, ...]:
        return deadlines_said(value) if isinstance(value, str) else told(value, Deadline)

    def structure(value: Any, kind: Any) -> tuple[Deadline, ...]:
        return tuple(chain(*collected(value, kind, said))) if isinstance(value, list) else said(value)

    return structure


def deadline_forms() -> dict[str, type]:
    """The classes of deadlines by the word that `form` has for each."""
    return {get_args(cls.__annotations__["form"])[0]: cls for cls in get_args(Deadline)}


def _deadline_hook(converter: Converter) -> Callable[[Any, Any], Any]:
    forms = deadline_forms()

    def structure(value: Any, _: Any) -> Any:
        if "form" not in table(value, _):
            raise Fault("DV201", key="form")
        try:
            form = _choice(value["form"], str, list(forms))
        except Fault as fault:
            raise at_keys([("form", fault)], Deadline) from None
        return converter.structure(value, forms[form])

    return structure


def _profile_hook(whole: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """A name, or a table of what is to differ from the profile that `base` names, by default `plain`."""

    def structure(value: Any, kind: Any) -> Profile:
        if isinstance(value, str):
            return PROFILES[_choice(value, str, list(PROFILES))]
        said = dict(table(value, kind))
        base = PROFILES[_choice(said.pop("base", PLAIN.name), str, list(PROFILES))]
        given: Profile = whole(said, kind)
        changes = {key: getattr(given, key) for key in said if key != "sources"}
        return evolve(base, **changes, sources={**base.sources, **given.sources})

    return structure


def _evaluation(value: Any, _: type) -> Evaluation:
    """A name, or a table of the name and the options."""
    if isinstance(value, str):
        return Evaluation(value)
    options = dict(table(value, _))
    if "name" not in options:
        raise Fault("DV201", key="name")
    name = options.pop("name")
    if not isinstance(name, str):
        raise Fault("DV203", expected="text", found=type_word(name))
    return Evaluation(name, options)


def _shorthand_hook(key: str, whole: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda value, kind: whole({key: value} if isinstance(value, str) else value, kind)
