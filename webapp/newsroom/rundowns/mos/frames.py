"""From bytes to messages: MOS has no lengths, a message ends with `</mos>`.

Messages are UTF-16 BE; who sends UTF-16 LE or UTF-8 is understood too, and answered likewise. What comes is kept until
its end has come, and no more than `MAX_MESSAGE_BYTES` of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from webapp.newsroom.errors import Invalid

MAX_MESSAGE_BYTES = 8 << 20

UTF16_BE, UTF16_LE, UTF8 = "utf-16-be", "utf-16-le", "utf-8"
_END = {encoding: "</mos>".encode(encoding) for encoding in (UTF16_BE, UTF16_LE, UTF8)}
_WIDTH = {UTF16_BE: 2, UTF16_LE: 2, UTF8: 1}
_BLANK = b" \t\r\n\x00"


class Frames:
    """One connection's incoming bytes. `encoding` is that of the last message."""

    def __init__(self, max_bytes: int = MAX_MESSAGE_BYTES) -> None:
        self.encoding = UTF16_BE
        self._max = max_bytes
        self._held = bytearray()
        self._searched = 0

    @property
    def is_amid(self) -> bool:
        """Whether a message has begun and not ended."""
        return bool(self._held.strip(_BLANK))

    def feed(self, data: bytes) -> Iterator[str]:
        """The messages that `data` completes. Raises `Invalid` for one that is too long: nothing after it is understood."""
        self._held += data
        while (text := self._next()) is not None:
            yield text
        if len(self._held) > self._max:
            raise Invalid(f"a message has more than {self._max} bytes")

    def _next(self) -> str | None:
        if not self._searched and not self._begin():
            return None
        end, width = _END[self.encoding], _WIDTH[self.encoding]
        at = self._held.find(end, self._searched)
        while at >= 0 and at % width:
            at = self._held.find(end, at + 1)
        if at < 0:
            self._searched = max(len(self._held) - len(end), 1)
            return None
        whole = bytes(self._held[: at + len(end)])
        del self._held[: at + len(end)]
        self._searched = 0
        if len(whole) > self._max:
            raise Invalid(f"a message has more than {self._max} bytes")
        return whole.decode(self.encoding, "replace").lstrip("\ufeff \t\r\n")

    def _begin(self) -> bool:
        """Drops what may stand between messages, and tells the encoding; false until enough of the next one is here."""
        while len(self._held) >= 2:
            if (encoding := _encoding_of(self._held)) is not None:
                self.encoding = encoding
                width = _WIDTH[encoding]
                if self._held[:width].decode(encoding, "replace").strip():
                    return True
                del self._held[:width]
            else:
                del self._held[:2]
        return False


def _encoding_of(head: bytearray) -> str | None:
    """By its first two bytes, where every message has an ASCII letter or a mark; `None` for two empty bytes."""
    first, second = head[0], head[1]
    if (first, second) == (0, 0):
        return None
    if first == 0 or (first, second) == (0xFE, 0xFF):
        return UTF16_BE
    return UTF16_LE if second == 0 or (first, second) == (0xFF, 0xFE) else UTF8
