"""Where a picture from elsewhere is found here: resized by us, at an address that changes with the picture.

    /pictures/<owner>/<key>-<width>.<kind>      owner: what it belongs to; key: of the original's address;
                                                kind: webp, or jpg for feeds and cards

A picture of ours (a path) stays where it is.
"""

from __future__ import annotations

import re
from hashlib import blake2b

WIDTHS = (320, 640, 960, 1280)
KINDS = ("webp", "jpg")
SMALLEST, USUAL, SHARED = 320, 640, 1280

PROMO, STATION = "_promo", "_station"
"""Owners other than articles, whose owner is their slug: no slug has an underscore."""

_OURS = re.compile(r"(/pictures/[a-z0-9_-]+/[0-9a-f]{16})-(\d+)\.webp")


def key_of(url: str) -> str:
    return blake2b(url.encode(), digest_size=8).hexdigest()


def of_programme(programme: str) -> str:
    """The owner of a programme's picture."""
    return f"_programme-{programme}"


def picture_path(owner: str, url: str, width: int = USUAL, kind: str = "webp") -> str:
    """The address here of the picture at `url`, which belongs to `owner`."""
    return url if url.startswith("/") else f"/pictures/{owner}/{key_of(url)}-{width}.{kind}"


def srcset(path: str, original_width: int) -> str:
    """The widths in which the picture at `path` is to be had, as HTML's `srcset`; empty for one that is as it is."""
    ours = _OURS.fullmatch(path)
    if not ours:
        return ""
    widths = [width for width in WIDTHS if width <= original_width] or [WIDTHS[0]]
    return ", ".join(f"{ours[1]}-{width}.webp {width}w" for width in widths)
