"""The board in the store: a hash of its parts, so that a commit writes what it changes and not all fifty headlines.

Fields are the board's own by their names, each as JSON; `breaking` has the headlines' ids in order, and each headline
stands in a field `breaking/<id>`. `seq` is the last event that all of it contains.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson

from webapp.newsroom.board import Board
from webapp.newsroom.model import Value

ORDER = "breaking"
APART = {"epoch", "seq", "succeeds", ORDER}
"""Fields that are no parts by themselves: of the history, or split further."""

Parts = dict[str, bytes]


def whole_parts(board: Board) -> Parts:
    """Every part of the board but `seq`."""
    plain = board.dump()
    headlines = plain.get(ORDER, [])
    parts = {name: orjson.dumps(value) for name, value in plain.items() if name not in APART}
    parts[ORDER] = orjson.dumps([item["id"] for item in headlines])
    return parts | {_headline(item["id"]): orjson.dumps(item) for item in headlines}


def changed_parts(base: Board, after: Board) -> tuple[Parts, list[str]]:
    """The parts of `after` that are not as in `base`, and the names of those that are gone."""
    parts, gone = {}, []
    for name in _names(base) | _names(after):
        was, is_now = _part(base, name), _part(after, name)
        if is_now is was and name in base.model_fields_set:
            continue
        if is_now is None:
            gone += [name] if was is not None else []
        else:
            parts[name] = orjson.dumps(is_now.dump() if isinstance(is_now, Value) else is_now)
    old, new = ({item.id: item for item in board.breaking} for board in (base, after))
    parts |= {_headline(id): orjson.dumps(item.dump()) for id, item in new.items() if old.get(id) is not item}
    if list(old) != list(new) or ORDER not in base.model_fields_set:
        parts[ORDER] = orjson.dumps(list(new))
    return parts, gone + [_headline(id) for id in old if id not in new]


def from_parts(found: Sequence[bytes]) -> dict[str, Any]:
    """The board as plain JSON, of fields and values in turn. Raises `ValueError` or `KeyError` where that is none."""
    parts = {name.decode(): text for name, text in zip(found[::2], found[1::2], strict=True)}
    plain = {name: orjson.loads(text) for name, text in parts.items() if "/" not in name}
    plain[ORDER] = [orjson.loads(parts[_headline(id)]) for id in plain.get(ORDER, ())]
    return plain


def _names(board: Board) -> set[str]:
    return {*type(board).model_fields, *(board.__pydantic_extra__ or {})} - APART


def _part(board: Board, name: str) -> Any:
    return (board.__pydantic_extra__ or {}).get(name, board.__dict__.get(name))


def _headline(id: str) -> str:
    return f"{ORDER}/{id}"
