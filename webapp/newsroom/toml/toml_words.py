"""Messages for mistakes in hand-edited TOML: what was found, what would be right, and which key was meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from webapp.newsroom.schedule.grid.problem import Path, Problem


def problems_of(error: ValidationError, keys_at: Callable[[Path], list[str]]) -> Iterator[Problem]:
    """Each error of pydantic as a problem; `keys_at(path)` returns the keys that a table may have there."""
    for item in error.errors(include_url=False):
        path: Path = tuple(item["loc"])
        yield Problem(path, _in_words(item["type"], path, item, keys_at))


def _in_words(kind: str, path: Path, item: Any, keys_at: Callable[[Path], list[str]]) -> str:
    """The message for one error."""
    key, given = path[-1] if path else "", item["input"]
    shown = repr(given)[:60]
    match kind:
        case "extra_forbidden":
            known = keys_at(path[:-1])
            close = get_close_matches(str(key), known, 1)
            hint = f"did you mean {close[0]!r}?" if close else f"known are: {', '.join(known)}"
            return f"there is no key {str(key)[:40]!r} here; {hint}"
        case "literal_error":
            return f"{shown} is none of {item['ctx']['expected']}"
        case "union_tag_invalid":
            return f"{item['ctx']['tag']!r} is none of {item['ctx']['expected_tags']}"
        case "union_tag_not_found":
            return f"{item['ctx']['discriminator']} is missing"
        case "missing":
            return f"{key!r} is missing"
        case "tuple_type" | "list_type" if isinstance(given, dict):
            return f"is written with two brackets: [[{'.'.join(p for p in path if isinstance(p, str))}]]"
        case "tuple_type" | "list_type":
            return f"{shown} is no list; write it in brackets, such as [{shown}]"
        case "model_type" | "dict_type" | "model_attributes_type":
            return f"{shown} is no table; write its keys below a heading in brackets"
        case "string_type":
            return f"{shown} is no text; write it in quotes"
        case "string_pattern_mismatch" if key == "language":
            return f'{shown} is no language code; write one such as "en" or "fil"'
        case "string_pattern_mismatch" if key in ("id", "programme") or "articles" in path:
            return f'{shown} is no id; write small letters, digits and hyphens, such as "morning-news"'
        case "string_pattern_mismatch" if key == "mount":
            return f'{shown} must begin with a slash, such as "/live"'
        case "string_pattern_mismatch":
            return f"{shown} has characters that cannot be shown"
        case "timezone_aware":
            return f"{shown} needs its offset from UTC, such as 2026-11-01T05:30:00Z"
        case "value_error":
            return str(item["ctx"]["error"])
        case _:
            said = str(item["msg"])
            return f"{shown}: {said[:1].lower()}{said[1:]}"
