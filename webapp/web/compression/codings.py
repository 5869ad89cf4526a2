"""How bodies are compressed: gzip and brotli, by what the client takes. Pure."""

from __future__ import annotations

import gzip

from werkzeug.datastructures import Accept

CODINGS = BROTLI, GZIP = "br", "gzip"
"""The best first."""
PLAIN = ""

MIN_BYTES = 600
"""Shorter bodies gain next to nothing."""

BEST_UP_TO_BYTES, WELL_UP_TO_BYTES = 16_000, 128_000
"""Brotli at its best takes a millisecond for 1 kB, at its next best for 4 kB, with no great effort for 50 kB."""

BEST, WELL, QUICK = 11, 10, 5
WINDOW_BITS = 18
"""A window of 256 kB: a larger one would only cost time and memory."""


def coding_for(accepted: Accept) -> str:
    """The best coding that a client takes, by its `Accept-Encoding`."""
    return next((coding for coding in CODINGS if accepted[coding] > 0), PLAIN)


def compressed(body: bytes, coding: str, thoroughly: bool) -> bytes | None:
    """`body` in `coding`; `None` where that is not shorter. Where it is not done `thoroughly` it takes a millisecond at most for
    the bodies that we have."""
    if len(body) <= MIN_BYTES:
        return None
    packed = gzip.compress(body, 6, mtime=0) if coding == GZIP else _brotli(body, thoroughly)
    return packed if len(packed) < len(body) else None


def _brotli(body: bytes, thoroughly: bool) -> bytes:
    import brotli  # by those processes only that compress something

    quality = QUICK
    if thoroughly and len(body) <= WELL_UP_TO_BYTES:
        quality = BEST if len(body) <= BEST_UP_TO_BYTES else WELL
    packed: bytes = brotli.compress(body, mode=brotli.MODE_TEXT, quality=quality, lgwin=WINDOW_BITS)
    return packed
