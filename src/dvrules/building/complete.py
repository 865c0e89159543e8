"""Complete: hooks that go on after a fault, and find every one; cattrs keeps where each lies.

It is loaded only once one of them is made, or something is wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, get_args, get_origin

from dvrules.building.faults import Fault, key_of, type_word
from dvrules.model.values import fields

if TYPE_CHECKING:
    from cattrs import Converter

#: A text that may be shown once more in a hint.
_SHORT = 60


def class_hook(cls: type, converter: Converter) -> Callable[[Any, Any], Any]:
    """What takes a table for a value of the attrs class `cls`."""
    from cattrs.gen import make_dict_structure_fn, override  # noqa: PLC0415 - see above

    @cache
    def written() -> Callable[[Any, Any], Any]:
        """What cattrs writes for the class, once it occurs: a project has few of the classes that it might have."""
        overrides: Any = {
            f.name: override(omit=True) if f.metadata.get("derived") else override(rename=key_of(f.name))
            for f in fields(cls)
        }
        return make_dict_structure_fn(cls, converter, **overrides)

    return lambda value, kind: written()(value if type(value) is dict else table(value, kind), kind)


def list_hook(kind: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    """What takes a list for a tuple, or a set, of one kind."""
    made, item = get_origin(kind), get_args(kind)[0]
    structure = converter.get_structure_hook(item)
    return lambda value, _: made(collected(value, kind, lambda each: structure(each, item)))


def table(value: Any, _: Any) -> Any:
    """The value, which must be a table."""
    if not isinstance(value, dict):
        raise Fault("DV203", expected="table", found=type_word(value))
    return value


def collected(value: Any, kind: Any, structure: Callable[[Any], Any]) -> list[Any]:
    """Each item of a list structured, or all their errors at once."""
    if not isinstance(value, list):
        hint = "hint.bracket" if isinstance(value, str) and len(value) <= _SHORT else ""
        raise Fault("DV203", hint, expected="list", found=type_word(value), value=str(value))
    items, errors = [], []
    for index, each in enumerate(value):
        try:
            items.append(structure(each))
        except Exception as error:  # noqa: BLE001 - collected, and raised together below
            errors.append((index, error))
    if errors:
        raise _in_list(errors, kind)
    return items


def _in_list(errors: list[tuple[int, Exception]], kind: Any) -> Exception:
    """The errors at items of a list, as cattrs has them."""
    from cattrs.errors import IterableValidationError, IterableValidationNote  # noqa: PLC0415 - see above

    for index, error in errors:
        error.add_note(IterableValidationNote("", index, kind))
    return IterableValidationError("", [error for _, error in errors], kind)


def at_keys(errors: list[tuple[str, Fault]], kind: Any) -> Exception:
    """The errors at keys of a table, as cattrs has them."""
    from cattrs.errors import AttributeValidationNote, ClassValidationError  # noqa: PLC0415 - see above

    for key, error in errors:
        error.add_note(AttributeValidationNote("", key, kind))
    return ClassValidationError("", [error for _, error in errors], kind)
