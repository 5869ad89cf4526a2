"""Fields that this build does not know, written by another build on the same store: they are kept as they came.

A loaded value keeps them aside; `restore_unknown` writes them out again, and `carry_unknown` copies them into the value
that replaces it.
"""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar, get_args

from pydantic import BaseModel

M = TypeVar("M", bound=BaseModel)

_NAMES = ("id", "slug", "article", "name", "url")
"""The fields that identify a value within a list."""


def restore_unknown(value: BaseModel, plain: dict[str, Any]) -> dict[str, Any]:
    """Adds the unknown fields of `value` to `plain`, which pydantic dumped from it, at every depth and with their
    nulls.
    """
    if value.__pydantic_extra__:
        plain.update(value.__pydantic_extra__)
    for name in _holders(type(value)):
        inner = value.__dict__[name]
        if isinstance(inner, BaseModel):
            restore_unknown(inner, plain[name])
        elif isinstance(inner, tuple):
            for one, its in zip(inner, plain[name], strict=True):
                restore_unknown(one, its)
        elif isinstance(inner, dict):
            for key, one in inner.items():
                if isinstance(one, BaseModel):
                    restore_unknown(one, plain[name][key])
    return plain


def carry_unknown(new: M, old: M | None) -> M:
    """`new` with the unknown fields of `old`, the value it replaces, at every depth.

    Values in lists are matched by their name, those in dictionaries by their key. When another thing takes the place (a
    picture at another address), nothing is carried over.
    """
    if old is None or not _same_thing(new, old):
        return new
    update: dict[str, Any] = {}
    for name in _holders(type(new)):
        mine, its = new.__dict__[name], old.__dict__[name]
        if isinstance(mine, BaseModel) and isinstance(its, BaseModel):
            update[name] = carry_unknown(mine, its)
        elif isinstance(mine, tuple) and isinstance(its, tuple):
            known = {_named(one): one for one in its}
            update[name] = tuple(carry_unknown(one, known.get(_named(one))) for one in mine)
        elif isinstance(mine, dict) and isinstance(its, dict):
            update[name] = {key: carry_unknown(one, its.get(key)) if one else one for key, one in mine.items()}
    made = new.model_copy(update=update)
    if old.__pydantic_extra__:
        extra = old.__pydantic_extra__ | (new.__pydantic_extra__ or {})
        object.__setattr__(made, "__pydantic_extra__", extra)
    return made


def _same_thing(new: BaseModel, old: BaseModel) -> bool:
    return type(new) is type(old) and _named(new) == _named(old)


def _named(value: BaseModel) -> tuple[Any, ...]:
    return tuple(value.__dict__.get(name) for name in _NAMES)


@cache
def _holders(kind: type[BaseModel]) -> tuple[str, ...]:
    """The names of the fields of `kind` that hold values: one, a tuple or a dictionary of them."""
    return tuple(name for name, field in kind.model_fields.items() if _holds_values(field.annotation))


def _holds_values(annotation: Any) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return True
    return any(_holds_values(inner) for inner in get_args(annotation))
