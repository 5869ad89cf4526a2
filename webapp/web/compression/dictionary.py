"""A compression dictionary (RFC 9842): what pages have in common. Browsers keep it, and pages come as their difference to it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zstandard import ZstdCompressionDict

DELTA = "dcz"
"""The coding: zstd with a dictionary."""

LEVEL = 19
"""Two milliseconds for a page, as nearly all of it is found in the dictionary."""

IN_USE = 8
"""So many are kept ready, each in a megabyte or two."""

_MAGIC = bytes.fromhex("5e2a4d1820000000")
"""A `dcz` body begins with this, a frame that decoders skip, and the dictionary's digest (RFC 9842, 5)."""


@dataclass(frozen=True)
class Dictionary:
    """`packed` is the text that differences refer to, in brotli: of many dictionaries that browsers may have, few are in use.
    `language` is that of its pages, `made_ms` when it was made, Unix time, `name` the SHA-256 of the text, in hexadecimal."""

    language: str
    made_ms: int
    name: str
    packed: bytes

    @property
    def digest(self) -> bytes:
        return bytes.fromhex(self.name)

    @property
    def path(self) -> str:
        return f"/dictionaries/{self.name}"

    @property
    def body(self) -> bytes:
        """The text. Raises `ValueError` where `packed` is damaged, or of another text than `name` says."""
        import brotli

        try:
            text: bytes = brotli.decompress(self.packed)
        except brotli.error as error:
            raise ValueError(str(error)) from None
        if sha256(text).hexdigest() != self.name:
            raise ValueError("another text than its name says")
        return text

    def delta(self, text: bytes) -> bytes:
        """`text` as its difference, in `DELTA`. The first takes some milliseconds more."""
        from zstandard import ZstdCompressor

        packer = ZstdCompressor(LEVEL, dict_data=_prepared(self), write_content_size=False)
        return _MAGIC + self.digest + packer.compress(text)


@lru_cache(maxsize=IN_USE)
def _prepared(dictionary: Dictionary) -> ZstdCompressionDict:
    from zstandard import DICT_TYPE_RAWCONTENT, ZstdCompressionDict

    made = ZstdCompressionDict(dictionary.body, dict_type=DICT_TYPE_RAWCONTENT)
    made.precompute_compress(level=LEVEL)
    return made
