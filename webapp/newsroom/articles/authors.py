"""The people whom an article's byline names, one by one."""

from __future__ import annotations

import re

MAX_AUTHORS = 8

_BETWEEN_NAMES = re.compile(r"\s*[,;/|]\s*|\s+(?:and|at|y|und|et|&)\s+", re.IGNORECASE)
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|md|m\.d|phd|ph\.d|rn|esq|cpa)\.?", re.IGNORECASE)


def split_byline(byline: str | None) -> tuple[str, ...]:
    """`Ana Cruz, Ben Reyes Jr. and Carla Go` → three names. `Ben Reyes, Jr.` is one."""
    names: list[str] = []
    for part in _BETWEEN_NAMES.split(byline or ""):
        if names and _SUFFIX.fullmatch(part):
            names[-1] = f"{names[-1]}, {part}"
        elif part and part not in names:
            names.append(part)
    return tuple(names[:MAX_AUTHORS])
