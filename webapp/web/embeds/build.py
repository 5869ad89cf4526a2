"""Which build of the embeds a script is of."""

from __future__ import annotations

from functools import cache
from hashlib import sha256

from webapp.web.folders import STATIC

BUILD_CHARS = 8


@cache
def embeds_build() -> str:
    """A short digest of all modules that scripts of partner pages are made of here."""
    digest = sha256()
    for folder in ("embed", "js/feed", "js/page"):
        for path in sorted((STATIC / folder).rglob("*.js")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:BUILD_CHARS]
