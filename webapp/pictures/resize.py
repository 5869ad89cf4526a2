"""A stranger's picture → ours: decoded within bounds, turned upright, made smaller, and without anything but its pixels."""

from __future__ import annotations

import re
import warnings
from io import BytesIO

from PIL import Image, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")

MAX_PIXELS = 24_000_000
"""As decoded. A JPEG of one pass may have more, since it is decoded smaller than it is; of several, all is kept meanwhile."""

MAX_PIXELS_ONE_SCAN_JPEG = 120_000_000
MAX_JPEG_SCANS = 100
"""Cameras and programs need a dozen; each goes through the whole picture, and may cost fifty bytes."""

MAX_SIDE_PX = 20_000

QUALITY = {"webp": 76, "jpg": 80}
_NAMES = {"webp": "WEBP", "jpg": "JPEG"}


_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_SCAN, _END, _BARE = 0xDA, 0xD9, (0x01, 0xD8)


class UnusablePicture(Exception):
    """What came is no picture that is shown; the message says why."""


def resized(data: bytes, width: int, kind: str) -> bytes:
    """`data` as `kind`, at most `width` pixels wide and never larger than it was. Raises `UnusablePicture`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd metadata, which is left out anyway
            return _resized(data, width, kind)
    except UnusablePicture:
        raise
    except Image.DecompressionBombError:
        raise UnusablePicture("has far too many pixels") from None
    except Exception as error:  # noqa: BLE001 - a decoder fails in any way it likes on what strangers send
        raise UnusablePicture(f"cannot be decoded: {type(error).__name__}") from None


def _resized(data: bytes, width: int, kind: str) -> bytes:
    with Image.open(BytesIO(data), formats=FORMATS) as opened:
        _check(opened, _count_scans(data) if data.startswith(b"\xff\xd8") else 0)
        opened.draft("RGB", (width * 2, width * 2))
        if opened.width * opened.height > MAX_PIXELS:
            raise UnusablePicture(f"has {opened.width} × {opened.height} pixels")
        opened.seek(0)  # of a moving one the first picture
        image: Image.Image = opened
        ImageOps.exif_transpose(image, in_place=True)  # another copy of 24 million pixels is 100 MB
        if image.mode.startswith("I;16"):
            image = image.point(lambda grey: grey * (1 / 256)).convert("L")
        if image.mode in ("P", "1"):  # numbers of colours cannot be blended
            image = image.convert("RGBA" if _has_transparency(image) else "RGB")
        if image.width > width:
            image = image.resize((width, max(1, round(image.height * width / image.width))), Image.Resampling.LANCZOS)
        image = _on_white(image) if kind == "jpg" else image.convert("RGBA" if _has_transparency(image) else "RGB")
        made = BytesIO()
        clean = Image.new(image.mode, image.size)  # nothing of the file comes along: no place, no camera, no profile
        clean.paste(image)
        clean.save(
            made, _NAMES[kind], quality=QUALITY[kind], **({"method": 4} if kind == "webp" else {"optimize": True})
        )
        return made.getvalue()


def _count_scans(jpeg: bytes) -> int:
    """How many scans it has, previews in its head not counted."""
    at, passes = 2, 0
    while (found := _MARKER.search(jpeg, at)) and (marker := jpeg[found.end() - 1]) != _END:
        passes += marker == _SCAN
        at = found.end() + (0 if marker in _BARE else int.from_bytes(jpeg[found.end() : found.end() + 2]))
    return passes


def _check(image: Image.Image, passes: int) -> None:
    if passes > MAX_JPEG_SCANS:
        raise UnusablePicture(f"is a JPEG in {passes} passes")
    if max(image.size) > MAX_SIDE_PX or min(image.size) < 1:
        raise UnusablePicture(f"has {image.width} × {image.height} pixels")
    most = MAX_PIXELS_ONE_SCAN_JPEG if passes == 1 else MAX_PIXELS
    if image.width * image.height > most:
        raise UnusablePicture(f"has {image.width} × {image.height} pixels")


def _has_transparency(image: Image.Image) -> bool:
    return image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info


def _on_white(image: Image.Image) -> Image.Image:
    if not _has_transparency(image):
        return image.convert("RGB")
    ground = Image.new("RGB", image.size, "white")
    layer = image.convert("RGBA")
    ground.paste(layer, mask=layer)
    return ground
