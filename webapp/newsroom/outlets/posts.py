"""What a post on a network says of a headline, within the length that the network takes. Pure.

Bridge in Marikina is open again

Corrected: it was never closed

https://radyo.example/breaking/20261130-1a2b3c4d
"""

from __future__ import annotations

from dataclasses import dataclass

from webapp.newsroom.model import BreakingItem, primary_language
from webapp.newsroom.outlets.characters import shortened

LEAST_HEADLINE_CHARS = 60


@dataclass(frozen=True)
class Labels:
    """The few words beside a headline. They are the station's, in the outlet's language, and no page's."""

    corrected: str
    withdrawn: str


LABELS = {
    "en": Labels("Corrected", "This headline was withdrawn"),
    "fil": Labels("Itinama", "Binawi ang headline na ito"),
}


def labels(language: str) -> Labels:
    """Those of `language`, else the English ones."""
    return LABELS.get(primary_language(language), LABELS["en"])


def post_text(item: BreakingItem, address: str | None, most: int, language: str, link_chars: int | None = None) -> str:
    """The headline, why it was corrected where there is room, and its address. `link_chars` is what the network counts for any
    address."""
    tail = f"\n\n{address}" if address else ""
    room = most - (2 + (link_chars if link_chars is not None else len(tail) - 2) if address else 0)
    text = item.headline
    if item.corrected_at and item.reason:
        why = f"\n\n{labels(language).corrected}: {item.reason}"
        if len(text) + len(why) > room and room - len(text) > LEAST_HEADLINE_CHARS:
            why = "\n\n" + shortened(why.strip(), room - len(text) - 2)
        if len(text) + len(why) <= room:
            return f"{text}{why}{tail}"
    return f"{shortened(text, room)}{tail}"


def tombstone_text(item: BreakingItem, address: str | None, most: int, language: str) -> str:
    """That the headline was withdrawn and why, without a word of it."""
    why = f": {item.reason}" if item.reason else ""
    tail = f"\n\n{address}" if address else ""
    return shortened(f"{labels(language).withdrawn}{why}", most - len(tail)) + tail
