"""Readable ASCII names for addresses, made of titles."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from hashlib import sha256

MAX_SLUG_CHARS = 80

_NO_ACCENTS = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"}
)
"""Letters of their own, which Unicode does not take apart into a Latin one and an accent."""


def slug_for(title: str, published_at: datetime) -> str:
    """`rice-prices-ease-in-metro-manila`; for a title without Latin letters `2026-03-01-9f86d081`."""
    plain = unicodedata.normalize("NFKD", title.lower().translate(_NO_ACCENTS))
    plain = plain.encode("ascii", "ignore").decode().replace("'", "")
    words = re.findall(r"[a-z0-9]+", plain)
    slug = ""
    for word in words:
        if len(slug) + 1 + len(word) > MAX_SLUG_CHARS:
            break
        slug = f"{slug}-{word}" if slug else word
    letters = sum(len(word) for word in words)
    if slug and letters * 2 >= sum(1 for char in title if char.isalnum()):
        return slug
    return f"{published_at:%Y-%m-%d}-{sha256(title.encode()).hexdigest()[:8]}"
