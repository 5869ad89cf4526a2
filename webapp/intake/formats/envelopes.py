"""JSON that wraps stories in an envelope: `{"data": {"item": […]}}`, search hits, a list of `{"item": {…}}`."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

MAX_DEPTH = 5
MAX_VALUES = 2_000
MAX_EMPTY_LIST_DEPTH = 2
"""An empty list at most this deep is the list of stories."""

WRAPPER_NAMES = frozenset(
    ("_items", "items", "item", "newsitems", "newsitem", "stories", "story", "articles", "article", "entries", "entry", "posts",
     "post", "data", "result", "results", "response", "payload", "hits", "_source", "content", "contents", "news", "feed", "list",
     "docs", "documents", "collection", "value", "values", "body", "objects", "object", "members", "member", "records", "record")
)  # fmt: skip
"""Names that may hold stories. Nothing else, such as a story's pictures, is searched."""


def unwrap_stories(data: Any, is_story: Callable[[Any], bool]) -> list[Any] | None:
    """The list of stories, broken ones included; `[]` where it is empty, `None` where there is no such list."""
    waiting: deque[tuple[Any, int]] = deque([(data, 0)])
    empty: list[Any] | None = None
    for _ in range(MAX_VALUES):
        if not waiting:
            break
        value, depth = waiting.popleft()
        if isinstance(value, list):
            if value == [] and depth <= MAX_EMPTY_LIST_DEPTH:
                empty = []
            inner = [_unwrap_item(one, is_story) for one in value]
            if any(map(is_story, inner)):
                return inner
        elif is_story(value):
            return [value]
        if depth < MAX_DEPTH:
            waiting.extend((one, depth + 1) for one in _wrapped_values(value))
    return empty


def _wrapped_values(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [
            inner for name, inner in value.items() if name.lower() in WRAPPER_NAMES and isinstance(inner, dict | list)
        ]
    return [inner for inner in value[:50] if isinstance(inner, dict | list)] if isinstance(value, list) else []


def _unwrap_item(value: Any, is_story: Callable[[Any], bool]) -> Any:
    """`{"meta": …, "item": {…}}` → the item."""
    if not isinstance(value, dict) or is_story(value):
        return value
    return next((inner for inner in _wrapped_values(value) if is_story(inner)), value)
