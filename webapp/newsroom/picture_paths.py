"""Where an article's picture is found here: resized by us, at an address that changes with the picture.

    /pictures/<slug>/<key>-<width>.<kind>       key: of the original's address; kind: webp, or jpg for feeds and cards

A picture of ours (a path) stays where it is.
"""

from __future__ import annotations

import re
from hashlib import blake2b

WIDTHS = (320, 640, 960, 1280)
KINDS = ("webp", "jpg")
USUAL, SHARED = 640, 1280

_OURS = re.compile(r"(/pictures/[a-z0-9-]+/[0-9a-f]{16})-(\d+)\.webp")


def key_of(url: str) -> str:
    return blake2b(url.encode(), digest_size=8).hexdigest()


def picture_path(slug: str, url: str, width: int = USUAL, kind: str = "webp") -> str:
    """The address here of the picture at `url`, which goes with the article `slug`."""
    return url if url.startswith("/") else f"/pictures/{slug}/{key_of(url)}-{width}.{kind}"


def srcset(path: str, original_width: int) -> str:
    """The widths in which the picture at `path` is to be had, as HTML's `srcset`; empty for one that is as it is."""
    ours = _OURS.fullmatch(path)
    if not ours:
        return ""
    widths = [width for width in WIDTHS if width <= original_width] or [WIDTHS[0]]
    return ", ".join(f"{ours[1]}-{width}.webp {width}w" for width in widths)
