"""Addresses on this site of pictures from elsewhere: resized copies, at a path that changes with the picture.

    /pictures/<owner>/<key>-<width>.<kind>      owner: what it belongs to; key: hash of the original's address;
                                                kind: webp, or jpg for feeds and link cards

A picture that is a path of this site stays where it is, but for one that was uploaded: its path names the original in the store.
"""

from __future__ import annotations

import re
from hashlib import blake2b

WIDTHS_PX = (320, 640, 960, 1280)
KINDS = ("webp", "jpg")
SMALLEST_WIDTH_PX, USUAL_WIDTH_PX, SHARED_WIDTH_PX = 320, 640, 1280
ICON_WIDTH_PX = 96
"""Of a logo that is no wordmark, beside the station's name: 36 pixels of CSS, and sharp where a pixel is a third of one."""

PROMO_OWNER, STATION_OWNER = "_promo", "_station"
"""Owners other than articles, whose owner is their slug: no slug contains an underscore."""

_OURS = re.compile(r"(/pictures/[a-z0-9_-]+/[0-9a-f]{16})-(\d+)\.webp")


_UPLOADED = re.compile(r"/pictures/uploaded/([0-9a-f]{32})")


def upload_path(upload: str) -> str:
    """The address of the original that was uploaded as `upload`, 32 hexadecimal digits. Nothing is served there."""
    return f"/pictures/uploaded/{upload}"


def upload_of(url: str) -> str | None:
    """The upload that the original at `url` is; `None` for a picture that was not uploaded."""
    found = _UPLOADED.fullmatch(url)
    return found[1] if found else None


def is_served_as_it_is(url: str) -> bool:
    """Whether the picture at `url` is a file of this site, in one size."""
    return url.startswith("/") and upload_of(url) is None


def picture_key(url: str) -> str:
    """16 hexadecimal digits that identify the original's address."""
    return blake2b(url.encode(), digest_size=8).hexdigest()


def programme_owner(programme: str) -> str:
    """The owner name of a programme's picture."""
    return f"_programme-{programme}"


def picture_path(owner: str, url: str, width: int = USUAL_WIDTH_PX, kind: str = "webp") -> str:
    """The path on this site of the picture at `url`, which belongs to `owner`."""
    return url if is_served_as_it_is(url) else f"/pictures/{owner}/{picture_key(url)}-{width}.{kind}"


def srcset(path: str, original_width: int) -> str:
    """The available widths of the picture at `path`, as HTML's `srcset`; empty for a picture that is served as it is."""
    ours = _OURS.fullmatch(path)
    if not ours:
        return ""
    widths = [width for width in WIDTHS_PX if width <= original_width] or [WIDTHS_PX[0]]
    return ", ".join(f"{ours[1]}-{width}.webp {width}w" for width in widths)
