"""ES modules joined into one classic script, for partner pages that load it with a plain `<script src>`."""

from __future__ import annotations

import re
from pathlib import Path

from webapp.web.assets.lean_scripts import lean

_IMPORT = re.compile(r'^import\b[^"]*"(\.{1,2}/[\w/.-]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=const|class|function|async)", re.MULTILINE)


def bundle(entry: Path, unless: str) -> str:
    """The module `entry` and all that it imports, as one function scope. `unless` is a JavaScript expression; where it is
    true the script does nothing.

    The modules share that scope, so no two of them may use the same top-level name.
    """
    parts: dict[Path, str] = {}

    def add(path: Path) -> None:
        if path in parts:
            return
        text = path.read_text(encoding="utf-8")
        parts[path] = ""  # marks it as visited: modules may import each other
        for name in _IMPORT.findall(text):
            add((path.parent / name).resolve())
        del parts[path]
        parts[path] = _EXPORT.sub("", _IMPORT.sub("", lean(text))).strip()

    add(entry.resolve())
    body = "\n\n".join(parts.values())
    return f'(() => {{\n"use strict";\nif ({unless}) return;\n\n{body}\n}})();\n'
