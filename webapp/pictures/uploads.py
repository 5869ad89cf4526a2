"""Pictures that editors upload: re-encoded in the isolated child, so that nothing of the file is kept, EXIF least of all."""

from __future__ import annotations

from typing import NamedTuple

from webapp.newsroom.errors import Busy, FieldError, Invalid
from webapp.pictures.errors import PictureUnavailable, UnusablePicture
from webapp.pictures.gallery import Gallery

KEPT_WIDTH_PX = 1600
"""Pages show 1280 at the most; a little more makes those sharper."""

MIN_SIDE_PX = 50


class UploadedPicture(NamedTuple):
    """What is kept of an upload; width and height in pixels."""

    webp: bytes
    width: int
    height: int


def read_upload(gallery: Gallery, data: bytes) -> UploadedPicture:
    """The picture in `data`. Raises `Invalid` where it is none, too large or too small, and `Busy` where too many come
    at once.
    """
    try:
        webp = gallery.resize(data, KEPT_WIDTH_PX, "upload")
    except UnusablePicture as error:
        pixels = "pixels" in str(error)
        problem = f"{error}; JPEG, PNG, WebP, GIF and AVIF of up to 24 million pixels are taken"
        raise _refused(problem, "picture_pixels" if pixels else "picture_none") from None
    except PictureUnavailable as error:
        raise Busy(str(error), extra={"retry_after_s": round(error.retry_after_s)}) from None
    width, height = _webp_size(webp)
    if min(width, height) < MIN_SIDE_PX:
        raise _refused(
            f"has {width} × {height} pixels; at least {MIN_SIDE_PX} on each side are needed", "picture_small"
        )
    return UploadedPicture(webp, width, height)


def _refused(problem: str, code: str) -> Invalid:
    return Invalid(f"the picture {problem}", fields=[FieldError("picture", problem, code)])


def _webp_size(webp: bytes) -> tuple[int, int]:
    """Width and height as its head says (RFC 9649, sections 2.5 to 2.7); (0, 0) for anything else."""
    kind = webp[12:16] if webp[:4] == b"RIFF" and webp[8:12] == b"WEBP" and len(webp) >= 30 else b""
    if kind == b"VP8 ":
        return int.from_bytes(webp[26:28], "little") & 0x3FFF, int.from_bytes(webp[28:30], "little") & 0x3FFF
    if kind == b"VP8L":
        bits = int.from_bytes(webp[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8X":
        return int.from_bytes(webp[24:27], "little") + 1, int.from_bytes(webp[27:30], "little") + 1
    return 0, 0
