"""What changed of a block, for listeners who have the rest: a whole status or rotation says again and again what is known.

A brief has `same`, the names of the members that are as before, in place of these; of an article that was in the rotation
before only its `slug`, and of one that was in the ranking no title. It goes to listeners who asked for it, and have every event
up to it: whoever missed one gets it whole. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from webapp.newsroom.board import Board
from webapp.newsroom.events import Event
from webapp.newsroom.visible import air_turns, status_ends

SKEW = timedelta(seconds=5)
"""How far the clocks of two processes may be apart."""


def brief(event: Event, before: Board, now: datetime) -> dict[str, Any] | None:
    """The data of `event` for who has the board `before`; `None` where it has to be whole.

    What time had ended when the event came has to be: listeners may have been shown another block since, as a snapshot.
    """
    if event.type == "stream":
        known, ends = before.stream.dump(), status_ends(before.stream)
    elif event.type == "on_air":
        known, ends = before.on_air.dump(), air_turns(before.on_air)
    elif event.type == "most_read" and before.most_read:
        known, ends = before.most_read.dump(), None
    else:
        return None
    if event.content is None or (ends is not None and ends <= now + SKEW):
        return None
    data = event.wire()
    same = [name for name, value in event.body.items() if name in known and known[name] == value]
    changed = {name: value for name, value in data.items() if name not in same}
    if "rotation" in changed and known.get("rotation"):
        changed["rotation"] = _without_known_cards(changed["rotation"], known["rotation"])
    if "items" in changed:
        changed["items"] = _without_known_titles(changed["items"], known["items"])
    return {**changed, "same": same} if same else changed


def _without_known_titles(
    items: Sequence[Mapping[str, Any]], known: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    titles = {item["article"]: item["title"] for item in known}
    return [
        {name: value for name, value in item.items() if name != "title" or titles.get(item["article"]) != value}
        for item in items
    ]


def _without_known_cards(rotation: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    cards = {card["slug"]: card for card in known["articles"]}
    slim = [{"slug": card["slug"]} if cards.get(card["slug"]) == card else card for card in rotation["articles"]]
    return {**rotation, "articles": slim}
