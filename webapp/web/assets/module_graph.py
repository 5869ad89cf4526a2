"""The modules that a script imports, read from the scripts, so that a page can tell the browser to fetch all at once."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

_IMPORT = re.compile(r'^(?:import|export)\b[^"]*?"(\.[^"]+)";$', re.MULTILINE)


def module_graph(static: Path, entry: str) -> list[str]:
    """Paths under `static` of `entry` and of all modules that it imports, directly or not; dynamic imports are left out.

    Raises `FileNotFoundError` for an import of a file that does not exist.
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
