"""`GET /api/v1/alerts`: every alert in force."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import orjson
from flask import Blueprint, Response

from webapp.newsroom.alerts.items import MAX_ALERTS_SHOWN, AlertItem, items_of, order
from webapp.newsroom.alerts.node import AlertNode, state_of
from webapp.newsroom.errors import StoreAway
from webapp.store.core.stored import parse_readable
from webapp.web.answer_cache import AnswerCache
from webapp.web.cross_origin import open_to_all
from webapp.web.site import Site


def blueprint(site: Site) -> Blueprint:
    """`GET /alerts` → `{alerts: […]}`, the severest first: the board's, and where that is full all that the store has."""
    views = Blueprint("alerts", __name__, url_prefix="/api/v1")
    remembered = AnswerCache()
    open_to_all(views)
    beyond = _Beyond(site)

    @views.get("/alerts")
    def alerts() -> Response:
        now = site.now()
        version = site.replica.version(now)
        shown = site.replica.visible(now).alerts
        texts = beyond.texts() if len(shown) >= MAX_ALERTS_SHOWN else None

        def render() -> bytes:
            items = shown if texts is None else _items(texts, now, site.alerts.languages)
            return orjson.dumps({"alerts": [item.dump() for item in items]})

        # More than the board has are many: they are read off the event loop.
        lane = site.lanes.odd if texts is not None else None
        return remembered.answer("alerts", (version, beyond.changes), "application/json", render, lane=lane)

    return views


class _Beyond:
    """The alerts in force as the store has them, asked for once for each of their changes: of those that the board does not show
    no event says anything.
    """

    def __init__(self, site: Site) -> None:
        self._site = site
        self.changes = ""
        self._texts: list[bytes] | None = None

    def texts(self) -> list[bytes] | None:
        """`None` while the store is away: then the board's must do."""
        try:
            changes = self._site.alerts.changes()
            if self._texts is None or changes != self.changes:
                self._texts, self.changes = self._site.alerts.texts_of("in_force"), changes
        except StoreAway:
            return None
        return self._texts


def _items(texts: Sequence[bytes], now: datetime, languages: Sequence[str]) -> list[AlertItem]:
    found = (
        item
        for node in parse_readable(AlertNode, texts)
        if node.message and node.shown_as and state_of(node, now) == "in_force"
        for item in items_of(node.message, node.shown_as, node.rev, languages, node.edited)
        if now < item.until
    )
    return sorted(found, key=order)
