"""Messages for mistakes in hand-edited TOML: what was found, what would be right, and which key was meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from webapp.newsroom.field_errors import said_of
from webapp.newsroom.schedule.grid.problem import Path, Problem


def problems_of(error: ValidationError, keys_at: Callable[[Path], list[str]]) -> Iterator[Problem]:
    """Each error of pydantic as a problem; `keys_at(path)` returns the keys that a table may have there."""
    items = error.errors(include_url=False)
    for item in items:
        path: Path = tuple(item["loc"])
        # pydantic counts what is wrong in a list as missing from it too
        if item["type"] == "too_short" and any(
            other["loc"][: len(path)] == path for other in items if other is not item
        ):
            continue
        yield Problem(path, _in_words(item["type"], path, item, keys_at))


_SECRETS = ("secret", "password", "token", "urls")
"""What stands there is not shown: errors are logged. The addresses of chat services have secrets in them."""

_FORMS = {
    "at": 'a time of the day such as "03:30"',
    "call": 'a phone number, such as "(02) 5555 0777"',
    "chat": 'a channel: "@channel", or its number in quotes',
    "command": "text of at most 40 characters of ASCII",
    "email": 'an address of mail, such as "desk@radyo.example"',
    "mount": 'a path that begins with a slash, such as "/live"',
    "mounts": 'a path that begins with a slash, such as "/live"',
    "path": 'the whole path of a file, such as "/var/lib/odr/label.txt"',
    "text": 'a phone number, such as "0900 555 0777"',
    "token": 'the token of a bot, such as "123456:ABC-…"',
    "urls": 'an address as apprise has them, such as "slack://…"',
}
"""By the key: what is meant there, where a text has to have a form."""


def _in_words(kind: str, path: Path, item: Any, keys_at: Callable[[Path], list[str]]) -> str:
    """The message for one error."""
    key, given = path[-1] if path else "", item["input"]
    named = next((part for part in reversed(path) if isinstance(part, str)), "")
    shown = "what stands there" if named in _SECRETS else repr(given)[:60]
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
        case "string_pattern_mismatch" if named in _FORMS:
            return f"{shown} is not {_FORMS[named]}"
        case "string_pattern_mismatch":
            return f"{shown} has characters that cannot stand there"
        case "too_short":
            return "is empty" if not given else f"{shown} has too few entries; {item['ctx']['min_length']} are needed"
        case "timezone_aware":
            return f"{shown} needs its offset from UTC, such as 2026-11-01T05:30:00Z"
        case "value_error":
            return str(item["ctx"]["error"])
        case _:
            said = said_of(kind, item.get("ctx") or {}) or str(item["msg"])
            return (
                f"{shown} {said}" if said_of(kind, item.get("ctx") or {}) else f"{shown}: {said[:1].lower()}{said[1:]}"
            )
