"""How large a picture is, standing upright: read off the first bytes of its file, so that pages know before it loads."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from struct import error as CutOff
from struct import unpack_from
from urllib.parse import urlsplit

from webapp.fetch import client
from webapp.intake.importing.documents import SourcePicture
from webapp.newsroom.errors import NewsroomError

HEAD_BYTES = 256_000
"""Cameras put previews and colour tables before what says the size."""

DEADLINE_S = 5.0
MAX_PARALLEL_FETCHES = 8
LARGEST_PX = 20_000
ORIENTATION = 0x0112

Size = tuple[int, int]


def measured(shots: Iterable[SourcePicture], private_hosts: Collection[str] = ()) -> dict[SourcePicture, SourcePicture]:
    """Those of `shots` that are there and are pictures, each with its size. Asks for several at once; raises nothing.

    `private_hosts` are those that the operator's configuration names as private ones.
    """
    shots = list(dict.fromkeys(shots))
    with ThreadPoolExecutor(MAX_PARALLEL_FETCHES, thread_name_prefix="measure") as pool:
        sizes = pool.map(lambda shot: measure(shot, private_hosts), shots)
        return {shot: sized for shot, sized in zip(shots, sizes, strict=True) if sized}


def measure(shot: SourcePicture, private_hosts: Collection[str] = ()) -> SourcePicture | None:
    """`shot` with its size, or `None` where it cannot be had."""
    private = urlsplit(shot.url).netloc in private_hosts
    try:
        got = client.get(
            shot.url,
            max_bytes=HEAD_BYTES,
            deadline_s=DEADLINE_S,
            types=client.PICTURES,
            whole=False,
            allow_private=private,
        )
    except NewsroomError:
        return None
    size = size_of(got.body) if got.status == 200 else None
    return replace(shot, width=size[0], height=size[1]) if size else None


def size_of(head: bytes) -> Size | None:
    """Width and height in pixels of a PNG, GIF, JPEG, WebP or AVIF that begins with `head`."""
    try:
        size = _size(head)
    except (CutOff, IndexError):
        return None
    return size if size and all(0 < side <= LARGEST_PX for side in size) else None


def _size(head: bytes) -> Size | None:
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return unpack_from(">II", head, 16)
    if head.startswith((b"GIF87a", b"GIF89a")):
        return unpack_from("<HH", head, 6)
    if head.startswith(b"\xff\xd8"):
        return _jpeg(head)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return _webp(head)
    if head[4:8] == b"ftyp" and (at := head.find(b"ispe")) > 0:
        return unpack_from(">II", head, at + 8)
    return None


def _jpeg(head: bytes) -> Size | None:
    """Walks the segments to the one that starts the frame; on the way one may say that it lies on its side."""
    at, on_its_side = 2, False
    while head[at] == 0xFF:
        marker = head[at + 1]
        if marker == 0xFF:
            at += 1
        elif 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = unpack_from(">HH", head, at + 5)
            return (height, width) if on_its_side else (width, height)
        else:
            if marker == 0xE1:
                on_its_side = on_its_side or _lies_on_its_side(
                    head[at + 4 : at + 2 + unpack_from(">H", head, at + 2)[0]]
                )
            at += 2 + max(2, unpack_from(">H", head, at + 2)[0])
    return None


def _lies_on_its_side(exif: bytes) -> bool:
    """Whether a camera noted that the picture is to be turned by a quarter."""
    if not exif.startswith(b"Exif\0\0"):
        return False
    tiff = exif[6:]
    order = "<" if tiff.startswith(b"II") else ">"
    try:
        start = unpack_from(f"{order}I", tiff, 4)[0]
        for entry in range(unpack_from(f"{order}H", tiff, start)[0]):
            tag, _, _, value = unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * entry)
            if tag == ORIENTATION:
                return value in (5, 6, 7, 8)
    except CutOff:
        pass
    return False


def _webp(head: bytes) -> Size | None:
    kind = head[12:16]
    if kind == b"VP8X":
        return int.from_bytes(head[24:27], "little") + 1, int.from_bytes(head[27:30], "little") + 1
    if kind == b"VP8L":
        bits = unpack_from("<I", head, 21)[0]
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        width, height = unpack_from("<HH", head, 26)
        return width & 0x3FFF, height & 0x3FFF
    return None
