"""What who comes back is sent of the events missed: no word of what was withdrawn meanwhile, and no number left out. Pure.

    missed      published A · corrected B · published C · withdrawn A · withdrawn B
    is sent     expired A   · withdrawn B · published C · withdrawn A · withdrawn B      A and B without their words

Who saw B is told at once that it does not stand; who never saw A has nothing to take away, and nothing is said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from webapp.newsroom.events import Event

NO_WORDS = "—"
"""In place of a headline, which every client expects to be there."""

KEPT_OF_A_HEADLINE = frozenset({"id", "rev", "priority", "published_at", "expires_at", "reason"})


def replayed(events: Sequence[Event]) -> list[Event]:
    """`events`, which reach to the newest one, as they are sent to who missed them. Those that need no change are the same
    objects.
    """
    gone = _Gone(events)
    return [gone.told(event) for event in events] if gone.anything else list(events)


class _Gone:
    """What of the events' headlines, articles and alerts does not stand any more after the last of them."""

    def __init__(self, events: Sequence[Event]) -> None:
        self._reasons: dict[str, str | None] = {}
        self._came: set[str] = set()
        self._articles: set[str] = set()
        self._alerts: set[str] | None = None
        for event in events:
            body = event.body
            if event.type == "breaking":
                item = body.get("item", {})
                if body.get("action") == "withdrawn":
                    self._reasons[str(item.get("id"))] = item.get("reason")
                elif body.get("action") == "published":
                    self._came.add(str(item.get("id")))
            elif event.type == "article":
                took = self._articles.add if body.get("action") == "withdrawn" else self._articles.discard
                took(str(body.get("slug")))
            elif event.type == "alerts":
                self._alerts = {str(alert.get("id")) for alert in body.get("alerts", ())}

    @property
    def anything(self) -> bool:
        return bool(self._reasons or self._articles or self._alerts is not None)

    def told(self, event: Event) -> Event:
        body = event.body
        told: Mapping[str, Any] = body
        if event.type == "breaking":
            told = self._headline(body)
        elif event.type == "article" and body.get("slug") in self._articles:
            told = {**body, "action": "withdrawn", "title": ""}
        elif event.type == "on_air" and body.get("rotation"):
            told = {**body, "rotation": self._without(body["rotation"], "articles", "slug")}
        elif event.type == "most_read":
            told = self._without(body, "items", "article")
        elif event.type == "alerts" and self._alerts is not None:
            told = {**body, "alerts": [one for one in body.get("alerts", ()) if one.get("id") in self._alerts]}
        if told == body:
            return event
        return Event(epoch=event.epoch, seq=event.seq, at=event.at, type=event.type, body=dict(told))

    def _headline(self, body: Mapping[str, Any]) -> Mapping[str, Any]:
        item, action = body.get("item", {}), body.get("action")
        name = item.get("id")
        if name in self._reasons:
            bare = {key: value for key, value in item.items() if key in KEPT_OF_A_HEADLINE} | {"headline": NO_WORDS}
            if action == "withdrawn":
                return {**body, "item": bare}
            if name in self._came:
                return {**body, "action": "expired", "item": bare}
            reason = self._reasons[name]
            return {**body, "action": "withdrawn", "item": bare | ({"reason": reason} if reason else {})}
        if item.get("article") in self._articles:
            return {**body, "item": {key: value for key, value in item.items() if key not in ("article", "card")}}
        return body

    def _without(self, block: Mapping[str, Any], listed: str, named: str) -> Mapping[str, Any]:
        kept = [one for one in block.get(listed, ()) if one.get(named) not in self._articles]
        return block if len(kept) == len(block.get(listed, ())) else {**block, listed: kept}
