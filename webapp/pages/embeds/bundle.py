"""A few modules of ours as one classic script, for pages of others that load it with a plain `<script src>`."""

from __future__ import annotations

import re
from pathlib import Path

from webapp.web.lean_scripts import lean

_IMPORT = re.compile(r'^import\b[^"]*"(\.{1,2}/[\w/.-]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=const|class|function|async)", re.MULTILINE)


def bundle(entry: Path, unless: str) -> str:
    """`entry` after all that it imports, in one scope of their own; does nothing where `unless` is true.

    The modules share that scope, so no two of them may give a top-level thing the same name.
    """
    parts: dict[Path, str] = {}

    def add(path: Path) -> None:
        if path in parts:
            return
        text = path.read_text(encoding="utf-8")
        parts[path] = ""  # under way: modules that import each other are added once
        for name in _IMPORT.findall(text):
            add((path.parent / name).resolve())
        del parts[path]
        parts[path] = _EXPORT.sub("", _IMPORT.sub("", lean(text))).strip()

    add(entry.resolve())
    body = "\n\n".join(parts.values())
    return f'(() => {{\n"use strict";\nif ({unless}) return;\n\n{body}\n}})();\n'
