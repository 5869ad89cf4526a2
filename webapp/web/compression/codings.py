"""How bodies are compressed: gzip, brotli, or as differences to a dictionary, by what the client takes. Pure."""

from __future__ import annotations

import gzip
from typing import NamedTuple

from werkzeug.datastructures import Accept

from webapp.web.compression.dictionary import Dictionary


class Coding(NamedTuple):
    """A content coding by its `name` in HTTP, with the `dictionary` that the client has of it, if any."""

    name: str
    dictionary: Dictionary | None = None

    @property
    def tag(self) -> str:
        """In ETags."""
        return f"{self.name}-{self.dictionary.name[:12]}" if self.dictionary else self.name


BROTLI, GZIP, PLAIN = Coding("br"), Coding("gzip"), Coding("")

MIN_BYTES = 600
"""Shorter bodies gain next to nothing."""

BEST_UP_TO_BYTES, WELL_UP_TO_BYTES = 16_000, 128_000
"""Brotli at its best takes a millisecond for 1 kB, at its next best for 4 kB, with no great effort for 50 kB."""

BEST, WELL, QUICK = 11, 10, 5
WINDOW_BITS = 18
"""A window of 256 kB: a larger one would only cost time and memory."""


def coding_for(accepted: Accept) -> Coding:
    """The best coding without a dictionary that a client takes, by its `Accept-Encoding`."""
    return next((coding for coding in (BROTLI, GZIP) if accepted[coding.name] > 0), PLAIN)


def compressed(body: bytes, coding: Coding, thoroughly: bool) -> bytes | None:
    """`body` in `coding`; `None` where that is not shorter. Where it is not done `thoroughly` it takes a millisecond at most for
    the bodies that we have."""
    if len(body) <= MIN_BYTES:
        return None
    if coding.dictionary:
        packed = coding.dictionary.delta(body)
    else:
        packed = gzip.compress(body, 6, mtime=0) if coding == GZIP else _brotli(body, _quality(body, thoroughly))
    return packed if len(packed) < len(body) else None


def brotli_thoroughly(body: bytes) -> bytes:
    """`body` in brotli, however long it is. Takes some 50 ms for a dictionary."""
    return _brotli(body, WELL)


def _quality(body: bytes, thoroughly: bool) -> int:
    if not thoroughly or len(body) > WELL_UP_TO_BYTES:
        return QUICK
    return BEST if len(body) <= BEST_UP_TO_BYTES else WELL


def _brotli(body: bytes, quality: int) -> bytes:
    import brotli  # by those processes only that compress something

    packed: bytes = brotli.compress(body, mode=brotli.MODE_TEXT, quality=quality, lgwin=WINDOW_BITS)
    return packed
