"""What can be embedded: each piece's element, its script of this build, and what may be asked of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from webapp.pages.embeds.bundle import bundle
from webapp.web.embeds.build import embeds_build
from webapp.web.folders import STATIC

DIGEST_CHARS = 16
HEADLINE_ID_CHARS = 64


@dataclass(frozen=True)
class Piece:
    """`name` is that of its script, its page and its element; `height_px` of its frame before it says its own."""

    name: str
    height_px: int

    @property
    def tag(self) -> str:
        return f"airwire-{self.name}"


PIECES = {
    piece.name: piece
    for piece in (Piece("ticker", 480), Piece("on-air", 110), Piece("headline", 170), Piece("alerts", 160))
}
TICKER = PIECES["ticker"]
ANY_PIECE = f"any({', '.join(repr(name) for name in PIECES)})"
"""Werkzeug's converter for the name of a piece."""


@cache
def script_bytes(piece: Piece) -> bytes:
    """The script of `piece` of this build, in one piece."""
    unless = f'!("customElements" in self) || customElements.get("{piece.tag}")'
    made = bundle(STATIC / "embed" / piece.name / "element.js", unless=unless)
    return made.replace("__BUILD__", embeds_build()).encode()


def digest_of(script: bytes) -> str:
    """What a pinned script's address has of it."""
    return sha256(script).hexdigest()[:DIGEST_CHARS]


def is_headline_id(text: str) -> bool:
    return 0 < len(text) <= HEADLINE_ID_CHARS and text.isascii() and text.replace("-", "").replace("_", "").isalnum()


def chosen_show(asked: str) -> str:
    """The lists of a ticker that `asked` names, in our order."""
    return _joined(part for part in ("breaking", "most-read") if part in asked)


def _joined(parts: Iterable[str]) -> str:
    return " ".join(parts)
