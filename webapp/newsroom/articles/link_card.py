"""A link card: what the picture beside a shared link says, and its address.

/cards/<of>/<id>/<key>.png      of: breaking, articles, programmes or station; key: changes with anything that is drawn
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from hashlib import blake2b
from typing import Literal

import orjson

STYLE = 1
"""Raised when the drawing changes, so that no cache goes on with the old one."""

WIDTH_PX, HEIGHT_PX = 1200, 630

CardOf = Literal["breaking", "articles", "programmes", "station"]


@dataclass(frozen=True)
class LinkCard:
    """`label` stands above `text`, `detail` under it; an urgent one has a red label. `station` signs it."""

    of: CardOf
    id: str
    station: str
    text: str
    label: str = ""
    detail: str = ""
    is_urgent: bool = False

    @property
    def key(self) -> str:
        """16 hexadecimal digits."""
        return blake2b(orjson.dumps([STYLE, asdict(self)]), digest_size=8).hexdigest()

    @property
    def path(self) -> str:
        return f"/cards/{self.of}/{self.id}/{self.key}.png"
