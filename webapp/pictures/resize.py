"""Resizes a stranger's picture: decoded within bounds, turned upright, scaled down, stripped of all metadata."""

from __future__ import annotations

import re
import warnings
from io import BytesIO

from PIL import Image, ImageOps

from webapp.pictures.errors import UnusablePicture

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")

MAX_PIXELS = 24_000_000
"""As decoded. A JPEG with a single scan may have more, since it is scaled down while it is decoded."""

MAX_PIXELS_ONE_SCAN_JPEG = 120_000_000
MAX_JPEG_SCANS = 100
"""Cameras and programs need a dozen; each scan passes over the whole picture and may cost as little as fifty bytes."""

MAX_SIDE_PX = 20_000

QUALITY = {"webp": 76, "jpg": 80, "upload": 90}
"""An upload is an original: other sizes are made of it."""

_NAMES = {"webp": "WEBP", "jpg": "JPEG", "upload": "WEBP"}


_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_SCAN, _END, _BARE = 0xDA, 0xD9, (0x01, 0xD8)


def resized(data: bytes, width: int, kind: str) -> bytes:
    """The picture in `data` as `kind`, at most `width` pixels wide and never enlarged. Raises `UnusablePicture`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about odd metadata, which is dropped anyway
            return _resized(data, width, kind)
    except UnusablePicture:
        raise
    except Image.DecompressionBombError:
        raise UnusablePicture("has far too many pixels") from None
    except Exception as error:  # noqa: BLE001 - decoders fail in any way on a stranger's bytes
        raise UnusablePicture(f"cannot be decoded: {type(error).__name__}") from None


def _resized(data: bytes, width: int, kind: str) -> bytes:
    with Image.open(BytesIO(data), formats=FORMATS) as opened:
        _check(opened, _count_scans(data) if data.startswith(b"\xff\xd8") else 0)
        opened.draft("RGB", (width * 2, width * 2))
        if opened.width * opened.height > MAX_PIXELS:
            raise UnusablePicture(f"has {opened.width} × {opened.height} pixels")
        opened.seek(0)  # the first frame of an animation
        image: Image.Image = opened
        ImageOps.exif_transpose(image, in_place=True)  # a second copy of 24 million pixels would take 100 MB
        if image.mode.startswith("I;16"):
            image = image.point(lambda grey: grey * (1 / 256)).convert("L")
        if image.mode in ("P", "1"):  # palette indices cannot be blended
            image = image.convert("RGBA" if _has_transparency(image) else "RGB")
        if image.width > width:
            image = image.resize((width, max(1, round(image.height * width / image.width))), Image.Resampling.LANCZOS)
        image = _on_white(image) if kind == "jpg" else image.convert("RGBA" if _has_transparency(image) else "RGB")
        made = BytesIO()
        clean = Image.new(image.mode, image.size)  # drops location, camera and colour profile
        clean.paste(image)
        clean.save(
            made, _NAMES[kind], quality=QUALITY[kind], **({"optimize": True} if kind == "jpg" else {"method": 4})
        )
        return made.getvalue()


def _count_scans(jpeg: bytes) -> int:
    """Number of scans in a JPEG, without those of previews in its header."""
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
