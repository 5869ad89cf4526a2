"""Object literals of JavaScript, of which JSON is a part: keys without quotes, single quotes, commas at the end, comments.

Pages carry their settings in these. Names and calls stand for `None`; nothing is run.
"""

from __future__ import annotations

import re
from typing import Any

MAX_DEPTH = 40
MAX_PARTS = 20_000
"""Of one literal: what is longer is no settings."""

_SPACE = re.compile(r"(?:\s+|/\*.*?\*/|//[^\n]*)*", re.DOTALL)
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"|\'((?:[^\'\\]|\\.)*)\'|`((?:[^`\\$]|\\.)*)`', re.DOTALL)
_KEY = re.compile(r"[A-Za-z_$][\w$]*|\d+")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_NAME = re.compile(r"[A-Za-z_$!][\w$.]*(?:\([^(){}]{0,200}\))?")
_EXPRESSION = re.compile(r"[+?|&*][^,{}\[\]\n]{1,200}")
"""What follows a value that is only the first part of one."""

_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_WORDS = {"true": True, "false": False}
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "b": "", "f": "", "0": ""}


def read_literal(text: str, start: int) -> tuple[Any, int]:
    """The value that begins at `start`, and where it ends. Raises `ValueError` for what is no literal."""
    reader = _Reader(text)
    value = reader.value(start, 0)
    return value, reader.end


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._parts = 0
        self.end = 0

    def value(self, at: int, depth: int) -> Any:
        self._parts += 1
        if depth > MAX_DEPTH or self._parts > MAX_PARTS:
            raise ValueError("too much")
        at = self._skipped(at)
        match self._text[at : at + 1]:
            case "{":
                return self._object(at + 1, depth)
            case "[":
                return self._list(at + 1, depth)
            case '"' | "'" | "`":
                return self._string(at)
        if found := _NUMBER.match(self._text, at):
            self.end = found.end()
            return float(found[0])
        if found := _NAME.match(self._text, at):
            self.end = found.end()
            return _WORDS.get(found[0])
        raise ValueError("no value")

    def _object(self, at: int, depth: int) -> dict[str, Any]:
        made: dict[str, Any] = {}
        while True:
            at = self._skipped(at)
            if self._text[at : at + 1] == "}":
                self.end = at + 1
                return made
            if self._text[at : at + 1] in ('"', "'"):
                key = self._string(at)
            elif found := _KEY.match(self._text, at):
                key, self.end = found[0], found.end()
            else:
                raise ValueError("no key")
            at = self._skipped(self.end)
            if self._text[at : at + 1] != ":":
                raise ValueError("no colon")
            made[key] = self.value(at + 1, depth + 1)
            if rest := _EXPRESSION.match(self._text, self._skipped(self.end)):
                made[key], self.end = None, rest.end()
            at = self._after_comma("}")

    def _list(self, at: int, depth: int) -> list[Any]:
        made: list[Any] = []
        while True:
            at = self._skipped(at)
            if self._text[at : at + 1] == "]":
                self.end = at + 1
                return made
            made.append(self.value(at, depth + 1))
            at = self._after_comma("]")

    def _after_comma(self, closing: str) -> int:
        at = self._skipped(self.end)
        if self._text[at : at + 1] == ",":
            return at + 1
        if self._text[at : at + 1] == closing:
            return at
        raise ValueError("no comma")

    def _string(self, at: int) -> str:
        found = _STRING.match(self._text, at)
        if found is None:
            raise ValueError("no string")
        self.end = found.end()
        return _ESCAPE.sub(_unescaped, next(part for part in found.groups() if part is not None))

    def _skipped(self, at: int) -> int:
        found = _SPACE.match(self._text, at)
        return found.end() if found else at


def _unescaped(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _LETTERS.get(found[3], found[3])
