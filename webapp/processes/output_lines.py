"""The output lines of child processes, prefixed with the name of the process."""

from __future__ import annotations

import json
import re
from typing import Any

NAME_WIDTH = 7
_NOT_DETAILS = ("timestamp", "level", "event", "exception", "process")
_RESET = "\x1b[0m"
_COLOURS = {"warning": "\x1b[33m", "error": "\x1b[31m", "critical": "\x1b[31m"}
_DIM = "\x1b[2m"


_ODD = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


def printable(text: str) -> str:
    """`text` with control and invisible characters escaped (`\\x1b`), so that none acts on a terminal or hides in it."""
    return _ODD.sub(lambda odd: odd[0].encode("unicode_escape", "surrogatepass").decode(), text)


def as_json_line(name: str, line: str) -> str:
    """A JSON object: a structured `line` with `process` put in front; any other line as `event`."""
    if _fields(line) is not None and line != "{}":
        return f'{{"process": {json.dumps(name)}, {line[1:]}'
    return json.dumps({"process": name, "event": printable(line)}, ensure_ascii=False)


def as_terminal_line(name: str, line: str) -> str:
    """`clock   │ acting  since=…`, in colour where there is something to look at."""
    head = f"{_DIM}{name:<{NAME_WIDTH}} │{_RESET} "
    fields = _fields(line)
    if fields is None:
        return head + printable(line)
    more = "  ".join(printable(f"{key}={value}") for key, value in fields.items() if key not in _NOT_DETAILS)
    text = _painted(printable(str(fields.get("event", ""))), _COLOURS.get(fields.get("level", ""), ""))
    text = f"{text}  {_painted(more, _DIM)}" if more else text
    trace = [head + printable(each) for each in str(fields.get("exception", "")).splitlines()]
    return "\n".join([head + text, *trace])


def _painted(text: str, colour: str) -> str:
    return f"{colour}{text}{_RESET}" if colour else text


def _fields(line: str) -> dict[str, Any] | None:
    if not line.startswith("{"):
        return None
    try:
        fields = json.loads(line)
    except ValueError:
        return None
    return fields if isinstance(fields, dict) else None
