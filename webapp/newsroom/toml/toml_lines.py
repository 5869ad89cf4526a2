"""The line of each key in a TOML text: the parser keeps values only, and an error needs its line."""

from __future__ import annotations

import re
from collections.abc import Sequence

_STRING = r'"""(?:\\.|[^\\])*?"""+|\'\'\'.*?\'\'\'+|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\''
_TOKEN = re.compile(
    rf"(?P<string>{_STRING})|(?P<comment>#[^\n]*)|(?P<open>[\[{{])|(?P<close>[\]}}])|(?P<line>\n)", re.DOTALL
)
_HEADER = re.compile(r"[ \t]*(\[\[?)([^\]\n]*)\]")
_KEY = re.compile(r"[ \t]*((?:[A-Za-z0-9_.\- \t]|\"[^\"\n]*\"|'[^'\n]*')+?)[ \t]*=")
_PART = re.compile(r"\"([^\"]*)\"|'([^']*)'|([A-Za-z0-9_-]+)")

Path = tuple[str | int, ...]


class TomlLines:
    """Lines of a text that `tomllib` has accepted. Values inside inline tables have the line of their key."""

    def __init__(self, text: str) -> None:
        self._lines: dict[Path, int] = {}
        self._counts: dict[Path, int] = {}
        self._read(text)

    def line_of(self, path: Sequence[str | int]) -> int:
        """The line of `path`, or of the nearest enclosing key."""
        known = tuple(path)
        while known and known not in self._lines:
            known = known[:-1]
        return self._lines.get(known, 1)

    def _read(self, text: str) -> None:
        table: Path = ()
        at, line = 0, 1
        while at < len(text):
            if header := _HEADER.match(text, at):
                table = self._enter(_parts(header[2]), repeated=header[1] == "[[")
                self._lines.setdefault(table, line)
                self._lines.setdefault(
                    table[:-1] if header[1] == "[[" else table, line
                )  # the list itself has the line of its first table
                at = header.end()
            elif key := _KEY.match(text, at):
                self._lines.setdefault((*table, *_parts(key[1])), line)
                at = key.end()
            at, line = _end_of_statement(text, at, line)

    def _enter(self, parts: list[str], *, repeated: bool) -> Path:
        path: Path = ()
        for part in parts[:-1]:
            path = (*path, part)
            if path in self._counts:
                path = (*path, self._counts[path])
        path = (*path, *parts[-1:])
        if repeated:
            self._counts[path] = self._counts.get(path, -1) + 1
            path = (*path, self._counts[path])
        return path


def _parts(dotted: str) -> list[str]:
    return [next(filter(None, match.groups()), "") for match in _PART.finditer(dotted)]


def _end_of_statement(text: str, at: int, line: int) -> tuple[int, int]:
    """Where the next statement begins, and on which line: after strings, comments and open brackets."""
    depth = 0
    while token := _TOKEN.search(text, at):
        at = token.end()
        line += token[0].count("\n")
        if token["open"]:
            depth += 1
        elif token["close"]:
            depth -= 1
        elif token["line"] and depth <= 0:
            return at, line
    return len(text), line
