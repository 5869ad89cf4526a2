"""The size of a picture as it is shown (upright), from the first bytes of its file, so that pages reserve its place.

Pillow reads the headers; nothing is decoded here (`Image.open` is lazy, `ImageFile.Parser` would allocate every pixel).
"""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from struct import unpack_from
from urllib.parse import urlsplit

from PIL import Image
from PIL.ExifTags import Base as ExifTag

from webapp.fetch import client
from webapp.intake.importing.documents import SourcePicture
from webapp.newsroom.errors import NewsroomError

HEAD_BYTES = 256_000
"""Cameras put previews and colour tables before the size."""

DEADLINE_S = 5.0
MAX_PARALLEL_FETCHES = 8
MAX_SIDE_PX = 20_000

_LAZY_FORMATS = ("JPEG", "PNG", "GIF")
_MAX_AVIF_BYTES = 10_000_000
_ON_ITS_SIDE = (5, 6, 7, 8)
"""EXIF orientations that swap width and height."""

Size = tuple[int, int]


def measured(
    pictures: Iterable[SourcePicture], private_hosts: Collection[str] = ()
) -> dict[SourcePicture, SourcePicture]:
    """Each picture that could be measured → the same with its size; several are fetched at once. Raises nothing.

    `private_hosts` (`host` or `host:port`) may be on this network: the operator's configuration names them.
    """
    pictures = list(dict.fromkeys(pictures))
    with ThreadPoolExecutor(MAX_PARALLEL_FETCHES, thread_name_prefix="measure") as pool:
        sizes = pool.map(lambda picture: measure(picture, private_hosts), pictures)
        return {picture: sized for picture, sized in zip(pictures, sizes, strict=True) if sized}


def measure(picture: SourcePicture, private_hosts: Collection[str] = ()) -> SourcePicture | None:
    """`picture` with its size, or `None` if it cannot be fetched or is in no known format."""
    private = urlsplit(picture.url).netloc in private_hosts
    try:
        fetched = client.get(
            picture.url,
            max_bytes=HEAD_BYTES,
            deadline_s=DEADLINE_S,
            types=client.PICTURE_TYPES,
            whole=False,
            allow_private=private,
        )
    except NewsroomError:
        return None
    size = size_of(fetched.body) if fetched.status == 200 else None
    return replace(picture, width=size[0], height=size[1]) if size else None


def size_of(head: bytes) -> Size | None:
    """Width and height in pixels of a PNG, GIF, JPEG, WebP or AVIF that begins with `head`; `None` for anything else."""
    try:
        size = _webp_size(head) if head[:4] == b"RIFF" and head[8:12] == b"WEBP" else _size(head)
    except Exception:  # noqa: BLE001 - decoders fail in any way on a stranger's bytes, and beyond Pillow's pixel limit
        return None
    return size if size and all(0 < side <= MAX_SIDE_PX for side in size) else None


def _size(head: bytes) -> Size:
    if is_avif := head[4:8] == b"ftyp":
        # Pillow opens an AVIF only if all its bytes seem to be there; the size stands in its first box.
        head = head.ljust(_MAX_AVIF_BYTES, b"\0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of large pictures and odd metadata
        with Image.open(BytesIO(head), formats=("AVIF",) if is_avif else _LAZY_FORMATS) as image:
            exif = Image.Exif()
            exif.load(image.info.get("exif") or b"")  # `image.getexif()` would decode a PNG
            width, height = image.size
    return (height, width) if exif.get(ExifTag.Orientation) in _ON_ITS_SIDE else (width, height)


def _webp_size(head: bytes) -> Size | None:
    """Read by hand (RFC 9649): Pillow opens a WebP only if the whole file is there."""
    match head[12:16]:
        case b"VP8X":
            return int.from_bytes(head[24:27], "little") + 1, int.from_bytes(head[27:30], "little") + 1
        case b"VP8L":
            bits = unpack_from("<I", head, 21)[0]
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8 ":
            width, height = unpack_from("<HH", head, 26)
            return width & 0x3FFF, height & 0x3FFF
    return None
