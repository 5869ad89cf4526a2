"""Which scripts a page will need, read from the scripts themselves, so that the browser can fetch them all at once."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

_IMPORT = re.compile(r'^(?:import|export)\b[^"]*?"(\.[^"]+)";$', re.MULTILINE)


def module_graph(static: Path, entry: str) -> list[str]:
    """Paths under `static` of every module that `entry` imports, itself first; what is imported later on is left out.

    Raises `FileNotFoundError` for an import that leads nowhere.
    """
    found = [entry]
    for module in found:
        folder = PurePosixPath(module).parent
        for address in _IMPORT.findall((static / module).read_text(encoding="utf-8")):
            path = _resolve(folder, address)
            if path not in found:
                found.append(path)
    return found


def _resolve(folder: PurePosixPath, address: str) -> str:
    parts: list[str] = []
    for part in (folder / address).parts:
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
