"""Messages for wrong fields: a sentence that says what would be right, and a short code for translations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from webapp.newsroom.errors import FieldError

_SAID: dict[str, tuple[str, str]] = {
    "missing": ("missing", "missing; it is required"),
    "string_too_short": ("missing", "is too short: at least {min_length} characters"),
    "string_too_long": ("too_long", "is too long: at most {max_length} characters"),
    "too_long": ("too_many", "must be at most {max_length}"),
    "too_short": ("missing", "must be at least {min_length}"),
    "literal_error": ("choice", "must be one of {expected}"),
    "int_type": ("number", "must be a whole number"),
    "int_parsing": ("number", "must be a whole number"),
    "int_parsing_size": ("number", "is too large a number"),
    "int_from_float": ("number", "must be a whole number"),
    "float_type": ("number", "must be a number"),
    "float_parsing": ("number", "must be a number"),
    "bool_type": ("choice", "must be true or false"),
    "bool_parsing": ("choice", "must be true or false"),
    "greater_than": ("range", "must be more than {gt}"),
    "greater_than_equal": ("range", "must be at least {ge}"),
    "less_than": ("range", "must be less than {lt}"),
    "less_than_equal": ("range", "must be at most {le}"),
    "string_type": ("text", "must be a text"),
    "tuple_type": ("list", "must be a list"),
    "dict_type": ("object", "must be an object"),
    "model_type": ("object", "must be an object"),
    "model_attributes_type": ("object", "must be an object"),
}
_TIME = ("time", "must be a time with its offset from UTC, such as 2026-03-01T06:00:00Z")
_PATTERNS = (
    ("^[a-z0-9](?:", ("slug", "must be small letters, digits and dashes")),
    ("^[A-Za-z0-9-]{1,60}$", ("wrong", "must be the name of a header, such as CF-IPCountry")),
    ("^[a-z]{2,3}", ("language", 'must be a language such as "en" or "fil"')),
)
_LIMITS = ("max_length", "le", "lt", "min_length", "ge", "gt")


def field_error(kind: type[BaseModel], error: Mapping[str, Any]) -> FieldError:
    """Turns one of pydantic's errors about a `kind` into path, message, code and, where there is one, the limit."""
    what, context = str(error["type"]), error.get("ctx") or {}
    code, problem = _said(kind, what, context, str(error["msg"]))
    limit = next((context[name] for name in _LIMITS if name in context), None)
    return FieldError(".".join(str(part) for part in error["loc"]), problem.format_map(context), code, limit)


def said_of(what: str, context: Mapping[str, Any]) -> str | None:
    """The message for pydantic's error type `what`, as in `must be at least 15`; `None` where there is none of ours."""
    if what.startswith(("datetime", "timezone")):
        return _TIME[1]
    return _SAID[what][1].format_map(context) if what in _SAID else None


def _said(kind: type[BaseModel], what: str, context: Mapping[str, Any], message: str) -> tuple[str, str]:
    if what == "extra_forbidden":
        return "unknown_field", "unknown field; known are " + ", ".join(kind.model_fields)
    pattern = str(context.get("pattern", ""))
    if pattern and (found := next((said for start, said in _PATTERNS if pattern.startswith(start)), None)):
        return found
    if what.startswith(("datetime", "timezone")):
        return _TIME
    if what == "value_error":
        message = str(context.get("error", message))
    plain = message.removeprefix("Value error, ").replace("{", "{{").replace("}", "}}")
    return _SAID.get(what, (getattr(context.get("error"), "code", "wrong"), plain))
