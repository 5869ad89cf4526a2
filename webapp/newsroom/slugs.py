"""Readable ASCII names for addresses and ids, made of titles."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from hashlib import sha256

MAX_SLUG_CHARS = 80

_BASE_LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"}
)
"""Letters that Unicode does not decompose into a base letter and an accent."""


def ascii_letters(title: str) -> str:
    """`title` in lower case with base letters only: `Đặc biệt` → `dac biet`. What has no Latin letters is dropped."""
    plain = unicodedata.normalize("NFKD", title.lower().translate(_BASE_LETTERS))
    return plain.encode("ascii", "ignore").decode()


def programme_id(title: str) -> str:
    """The id of a title outside the grid: `Christmas Mass` → `christmas-mass`; without Latin letters `special-9f86d081`."""
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_letters(title))[:100].strip("-")
    return slug or f"special-{sha256(title.encode()).hexdigest()[:8]}"


def name_slug(name: str) -> str:
    """The address of a topic or a person: `Presyo ng bigas` → `presyo-ng-bigas`; without Latin letters `n-9f86d081`."""
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_letters(name))[:MAX_SLUG_CHARS].strip("-")
    return slug or f"n-{sha256(name.casefold().encode()).hexdigest()[:8]}"


def article_slug(title: str, published_at: datetime) -> str:
    """`rice-prices-ease-in-metro-manila`; for a title without Latin letters `2026-03-01-9f86d081`."""
    words = re.findall(r"[a-z0-9]+", ascii_letters(title).replace("'", ""))
    slug = ""
    for word in words:
        if len(slug) + 1 + len(word) > MAX_SLUG_CHARS:
            break
        slug = f"{slug}-{word}" if slug else word
    letters = sum(len(word) for word in words)
    if slug and letters * 2 >= sum(1 for char in title if char.isalnum()):
        return slug
    return f"{published_at:%Y-%m-%d}-{sha256(title.encode()).hexdigest()[:8]}"
