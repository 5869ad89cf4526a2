"""The board in the store: a hash of its parts, so that a commit writes what it changes and not all fifty headlines.

Fields are the board's own by their names, each as JSON; each headline stands in a field `breaking/<id>`, and a list beside
the hash has their order. `seq` is the last event that all of it contains.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from webapp.newsroom.board import Board
from webapp.newsroom.model import Value
from webapp.store.core import keys

HEADLINES = "breaking"
APART = {"epoch", "seq", "succeeds", HEADLINES}
"""Fields that are no parts by themselves: of the history, or split further."""

Parts = dict[str, bytes]


@dataclass(frozen=True)
class Change:
    """`parts` to write, the names of those that are `gone`, and `order`: what to do to the list, as commands of the commit."""

    parts: Parts
    gone: Sequence[str] = ()
    order: Sequence[tuple[str, ...]] = ()


def whole_board(board: Board) -> Change:
    """Every part of the board but `seq`."""
    plain = board.dump()
    headlines = plain.get(HEADLINES, [])
    parts = {name: orjson.dumps(value) for name, value in plain.items() if name not in APART}
    parts |= {_headline(item["id"]): orjson.dumps(item) for item in headlines}
    return Change(parts, order=_anew([item["id"] for item in headlines]))


def changed_parts(base: Board, after: Board) -> Change:
    """What of `after` is not as in `base`."""
    parts, gone = {}, []
    for name in _names(base) | _names(after):
        was, is_now = _part(base, name), _part(after, name)
        if is_now is was and name in base.model_fields_set:
            continue
        if is_now is None:
            gone += [name] if was is not None else []
        else:
            parts[name] = orjson.dumps(_plain(is_now))
    old, new = ({item.id: item for item in board.breaking} for board in (base, after))
    parts |= {_headline(id): orjson.dumps(item.dump()) for id, item in new.items() if old.get(id) is not item}
    left = [id for id in old if id not in new]
    return Change(parts, [*gone, *map(_headline, left)], _reordered(list(old), list(new), left))


def _reordered(old: list[str], new: list[str], left: list[str]) -> list[tuple[str, ...]]:
    came = [id for id in new if id not in old]
    if new != came + [id for id in old if id in new]:
        return _anew(new)
    taken: list[tuple[str, ...]] = [("LREM", keys.ORDER, "1", id) for id in left]
    return [*taken, ("LPUSH", keys.ORDER, *reversed(came))] if came else taken


def _anew(ids: list[str]) -> list[tuple[str, ...]]:
    return [("DEL", keys.ORDER), *([("RPUSH", keys.ORDER, *ids)] if ids else [])]


def from_parts(fields: Sequence[bytes], order: Sequence[bytes]) -> dict[str, Any]:
    """The board as plain JSON, of the hash's fields and values in turn, and the list. Raises `ValueError` or `KeyError` where
    that is none.
    """
    parts = {name.decode(): text for name, text in zip(fields[::2], fields[1::2], strict=True)}
    plain = {name: orjson.loads(text) for name, text in parts.items() if "/" not in name}
    plain[HEADLINES] = [orjson.loads(parts[_headline(id.decode())]) for id in order]
    return plain


def _names(board: Board) -> set[str]:
    return {*type(board).model_fields, *(board.__pydantic_extra__ or {})} - APART


def _part(board: Board, name: str) -> Any:
    return (board.__pydantic_extra__ or {}).get(name, board.__dict__.get(name))


def _plain(part: Any) -> Any:
    if isinstance(part, tuple):
        return [_plain(one) for one in part]
    return part.dump() if isinstance(part, Value) else part


def _headline(id: str) -> str:
    return f"{HEADLINES}/{id}"
