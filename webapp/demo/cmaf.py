"""Just enough of the MP4 box format to cut a fragmented file into segments and to say when a segment plays.

A box is `size (4 bytes), type (4 bytes), content`. All sizes here are the encoder's own; nothing hostile is read.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator


def boxes(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The top-level boxes in order, each as `(type, whole box)`. Raises `ValueError` where they do not add up."""
    at = 0
    while at < len(data):
        if len(data) - at < 8:
            raise ValueError("a box is cut short")
        size, kind = struct.unpack_from(">I4s", data, at)
        if not 8 <= size <= len(data) - at:
            raise ValueError(f"a box of {size} bytes does not fit")
        yield kind.decode("latin-1"), data[at : at + size]
        at += size


def split(movie: bytes) -> tuple[bytes, list[bytes]]:
    """`(init, segments)` of a fragmented file: what comes before the first `moof`, then each `moof` with its `mdat`."""
    init, segments = b"", []
    for kind, box in boxes(movie):
        if kind == "moof":
            segments.append(box)
        elif kind == "mdat" and segments:
            segments[-1] += box
        elif kind in ("ftyp", "moov"):
            init += box
    return init, segments


def stamped(segment: bytes, number: int, decode_time: int) -> bytes:
    """The segment as the `number`th of its stream, beginning at `decode_time` (in samples of its timescale).

    Only the two fields that say so change: the sequence number in `mfhd`, the time in a 64-bit `tfdt`.
    """
    stamp = bytearray(segment)
    header, time = segment.find(b"mfhd"), segment.find(b"tfdt")
    if header < 0 or time < 0 or segment[time + 4] != 1:
        raise ValueError("no fragment header with a 64-bit time")
    struct.pack_into(">I", stamp, header + 8, number & 0xFFFFFFFF)
    struct.pack_into(">Q", stamp, time + 8, decode_time)
    return bytes(stamp)
