"""JSON that wraps its stories in something of its own: `{"data": {"item": […]}}`, a search's hits, a list of `{"item": {…}}`."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

DEEPEST = 5
MOST_LOOKED_AT = 2_000
EMPTY_AT = 2
"""An empty list that is no deeper is that of the stories."""

NAMES = frozenset(
    ("_items", "items", "item", "newsitems", "newsitem", "stories", "story", "articles", "article", "entries", "entry", "posts",
     "post", "data", "result", "results", "response", "payload", "hits", "_source", "content", "contents", "news", "feed", "list",
     "docs", "documents", "collection", "value", "values", "body", "objects", "object", "members", "member", "records", "record")
)  # fmt: skip
"""What may hold stories. Whatever else there is, such as a story's pictures, is not looked into."""


def unwrapped(data: Any, is_story: Callable[[Any], bool]) -> list[Any] | None:
    """What stands where the stories do, the broken ones among them; `[]` where there are none now, `None` if nowhere."""
    waiting: deque[tuple[Any, int]] = deque([(data, 0)])
    empty: list[Any] | None = None
    for _ in range(MOST_LOOKED_AT):
        if not waiting:
            break
        value, depth = waiting.popleft()
        if isinstance(value, list):
            if value == [] and depth <= EMPTY_AT:
                empty = []
            inner = [_out_of(one, is_story) for one in value]
            if any(map(is_story, inner)):
                return inner
        elif is_story(value):
            return [value]
        if depth < DEEPEST:
            waiting.extend((one, depth + 1) for one in _within(value))
    return empty


def _within(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [inner for name, inner in value.items() if name.lower() in NAMES and isinstance(inner, dict | list)]
    return [inner for inner in value[:50] if isinstance(inner, dict | list)] if isinstance(value, list) else []


def _out_of(value: Any, is_story: Callable[[Any], bool]) -> Any:
    """`{"meta": …, "item": {…}}` → the item."""
    if not isinstance(value, dict) or is_story(value):
        return value
    return next((inner for inner in _within(value) if is_story(inner)), value)
