"""Any value of any of the newsroom's types, worked out from what its fields say."""

from __future__ import annotations

from functools import cache
from random import Random
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import TypeAdapter, ValidationError

from webapp.newsroom.model import Value
from webapp.newsroom.schedule.grid.grid import Override

POOL: tuple[Any, ...] = (
    "a", "taal-erupts", "0f3a9c1b2d4e5f60", "Ñandú: 5 < 6 & “so”", "שלום", "en", "fil", "Asia/Manila", "24h", "hls", "/live",
    "audio/mp4", "https://example.org/a?b=c", "05:30", "23:59:59", "00:00", "24:00", "2026-11-30",
    "fm/5e0/5abc/09390", "12345:AbC-d", "@radyodagat", "0900 555 0777",
    "desk@radyo.example", "#0a4cc4", "2026-03-01T06:00:00.123456+08:00", "2199-12-31T23:59:59Z",
    0, 1, 2, 5, 30, 300, 4000, 0.25, 12.5, True, False,
)  # fmt: skip
"""What a leaf may be: of these, each that its own field takes."""

TRIES = 200


def some(kind: type[Value], random: Random) -> Value:
    """A value of `kind`; what its fields allow one by one and the whole does not is drawn again."""
    for _ in range(TRIES):
        try:
            return kind.load(_plain(kind, random))
        except ValidationError:
            continue
    raise AssertionError(f"{kind.__name__}: nothing that was drawn is one; widen POOL")


def _plain(kind: type[Value], random: Random) -> dict[str, Any]:
    data = {}
    for name, field in kind.model_fields.items():
        if field.is_required() or random.random() < 0.5:
            typed = Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
            data[name] = _one(typed, random)
    return data | _together(random) if issubclass(kind, Override) else data


def _together(random: Random) -> dict[str, Any]:
    """What an override is and when: chance alone finds too seldom what goes together."""
    free = dict.fromkeys(("date", "start", "end", "starts_at", "ends_at", "programme", "title")) | {"cancelled": False}
    by_clock = {"date": "2026-11-30", "start": "05:30:15", "end": "24:00"}
    exact = {"starts_at": "2026-03-01T06:00:00.123456+08:00", "ends_at": "2026-03-02T06:00:00Z"}
    what: dict[str, Any] = random.choice([{"programme": "desk"}, {"title": "Taal erupts"}, {"cancelled": True}])
    return free | random.choice([by_clock, exact]) | what


def _one(typed: Any, random: Random) -> Any:
    origin, args = get_origin(typed), get_args(typed)
    if isinstance(typed, type) and issubclass(typed, Value):
        return _plain(typed, random)
    if origin is Annotated and get_origin(args[0]) in (tuple, list, dict, Union, UnionType):
        return _one(args[0], random)
    if origin in (Union, UnionType):
        return _one(random.choice(args), random)
    if origin in (tuple, list):
        return [_one(args[0], random) for _ in range(random.randint(0, 2))]
    if origin is dict:
        return {_one(args[0], random): _one(args[1], random) for _ in range(random.randint(0, 2))}
    return None if typed is NoneType else random.choice(_leaves(typed))


@cache
def _leaves(typed: Any) -> tuple[Any, ...]:
    origin, args = get_origin(typed), get_args(typed)
    if typed is Any or origin is Literal:
        return args or POOL
    if origin is Annotated and get_origin(args[0]) is Literal:
        return get_args(args[0])
    adapter = TypeAdapter(typed)

    def takes(one: Any) -> bool:
        try:
            adapter.validate_python(one)
        except ValidationError:
            return False
        return True

    return tuple(one for one in POOL if takes(one))
