"""A stranger's picture → ours: decoded within bounds, turned upright, made smaller, and without anything but its pixels."""

from __future__ import annotations

import re
import warnings
from io import BytesIO

from PIL import Image, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")

MOST_PIXELS = 24_000_000
"""As decoded. A JPEG of one pass may have more, since it is decoded smaller than it is; of several, all is kept meanwhile."""

MOST_PIXELS_JPEG = 120_000_000
MOST_PASSES = 100
"""Cameras and programs need a dozen; each goes through the whole picture, and may cost fifty bytes."""

LONGEST_SIDE = 20_000

QUALITY = {"webp": 76, "jpg": 80}
_NAMES = {"webp": "WEBP", "jpg": "JPEG"}


_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_SCAN, _END, _BARE = 0xDA, 0xD9, (0x01, 0xD8)


class NoPicture(Exception):
    """What came is no picture that is shown; the message says why."""


def resized(data: bytes, width: int, kind: str) -> bytes:
    """`data` as `kind`, at most `width` pixels wide and never larger than it was. Raises `NoPicture`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd metadata, which is left out anyway
            return _resized(data, width, kind)
    except NoPicture:
        raise
    except Image.DecompressionBombError:
        raise NoPicture("has far too many pixels") from None
    except Exception as error:  # noqa: BLE001 - a decoder fails in any way it likes on what strangers send
        raise NoPicture(f"cannot be decoded: {type(error).__name__}") from None


def _resized(data: bytes, width: int, kind: str) -> bytes:
    with Image.open(BytesIO(data), formats=FORMATS) as opened:
        _check(opened, _passes(data) if data.startswith(b"\xff\xd8") else 0)
        opened.draft("RGB", (width * 2, width * 2))
        if opened.width * opened.height > MOST_PIXELS:
            raise NoPicture(f"has {opened.width} × {opened.height} pixels")
        opened.seek(0)  # of a moving one the first picture
        image: Image.Image = opened
        ImageOps.exif_transpose(image, in_place=True)  # another copy of 24 million pixels is 100 MB
        if image.mode.startswith("I;16"):
            image = image.point(lambda grey: grey * (1 / 256)).convert("L")
        if image.mode in ("P", "1"):  # numbers of colours cannot be blended
            image = image.convert("RGBA" if _sees_through(image) else "RGB")
        if image.width > width:
            image = image.resize((width, max(1, round(image.height * width / image.width))), Image.Resampling.LANCZOS)
        image = _opaque(image) if kind == "jpg" else image.convert("RGBA" if _sees_through(image) else "RGB")
        made = BytesIO()
        clean = Image.new(image.mode, image.size)  # nothing of the file comes along: no place, no camera, no profile
        clean.paste(image)
        clean.save(
            made, _NAMES[kind], quality=QUALITY[kind], **({"method": 4} if kind == "webp" else {"optimize": True})
        )
        return made.getvalue()


def _passes(jpeg: bytes) -> int:
    """How many scans it has, previews in its head not counted."""
    at, passes = 2, 0
    while (found := _MARKER.search(jpeg, at)) and (marker := jpeg[found.end() - 1]) != _END:
        passes += marker == _SCAN
        at = found.end() + (0 if marker in _BARE else int.from_bytes(jpeg[found.end() : found.end() + 2]))
    return passes


def _check(image: Image.Image, passes: int) -> None:
    if passes > MOST_PASSES:
        raise NoPicture(f"is a JPEG in {passes} passes")
    if max(image.size) > LONGEST_SIDE or min(image.size) < 1:
        raise NoPicture(f"has {image.width} × {image.height} pixels")
    most = MOST_PIXELS_JPEG if passes == 1 else MOST_PIXELS
    if image.width * image.height > most:
        raise NoPicture(f"has {image.width} × {image.height} pixels")


def _sees_through(image: Image.Image) -> bool:
    return image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info


def _opaque(image: Image.Image) -> Image.Image:
    if not _sees_through(image):
        return image.convert("RGB")
    ground = Image.new("RGB", image.size, "white")
    layer = image.convert("RGBA")
    ground.paste(layer, mask=layer)
    return ground
