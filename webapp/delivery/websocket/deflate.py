"""Compressed messages (RFC 7692, permessage-deflate), each by itself: neither side keeps a window from one message to the next.

So a broadcast is compressed once for all who take it, and an idle listener holds no memory for it. Pure.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable

ANSWER = b"permessage-deflate; server_no_context_takeover; client_no_context_takeover"

LEVEL = 6
_RAW = -zlib.MAX_WBITS
_END = b"\x00\x00\xff\xff"
"""The end of a flushed block, which is left out of messages (RFC 7692, 7.2.1)."""

_PARAMETERS = {
    "server_no_context_takeover": re.compile(""),
    "client_no_context_takeover": re.compile(""),
    "client_max_window_bits": re.compile(r"|[89]|1[0-5]"),
    "server_max_window_bits": re.compile(r"15"),  # one window for all listeners, and it is the largest
}
"""The parameters of an offer that can be accepted, and their values; of any other value or name the offer is declined."""


def accepts(offers: str) -> bool:
    """Whether one of the offers in `Sec-WebSocket-Extensions` can be accepted, by `ANSWER`."""
    return any(_is_acceptable(offer.split(";")) for offer in offers.split(","))


def _is_acceptable(offer: list[str]) -> bool:
    name, *parameters = (part.strip() for part in offer)
    return name == "permessage-deflate" and len(parameters) <= len(_PARAMETERS) and _are_known(parameters)


def _are_known(parameters: Iterable[str]) -> bool:
    seen: set[str] = set()
    for parameter in parameters:
        name, mark, value = (part.strip() for part in parameter.partition("="))
        value = value[1:-1] if len(value) > 1 and value[0] == value[-1] == '"' else value
        known = _PARAMETERS.get(name)
        if known is None or name in seen or not known.fullmatch(value) or (mark and not value):
            return False
        seen.add(name)
    return True


def deflate(message: bytes) -> bytes:
    """The payload of a compressed message."""
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, _RAW)
    return (packer.compress(message) + packer.flush(zlib.Z_SYNC_FLUSH)).removesuffix(_END)


def inflate(payload: bytes, limit: int) -> bytes | None:
    """The message in `payload`; `None` where it has more than `limit` bytes. Raises `ValueError` for what is not compressed."""
    unpacker = zlib.decompressobj(_RAW)
    try:
        message = unpacker.decompress(bytes(payload) + _END, limit + 1)
    except zlib.error as error:
        raise ValueError(str(error)) from None
    if len(message) > limit:
        return None
    if unpacker.eof and unpacker.unused_data not in (b"", _END):
        raise ValueError("there is more behind the end")
    return message
