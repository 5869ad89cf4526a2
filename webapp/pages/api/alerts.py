"""`GET /api/v1/alerts`: every alert in force."""

from __future__ import annotations

import orjson
from flask import Blueprint, Response

from webapp.newsroom.alerts.items import MAX_ALERTS_SHOWN, AlertItem, items_of, order
from webapp.newsroom.alerts.node import state_of
from webapp.newsroom.errors import StoreAway
from webapp.web.answer_cache import AnswerCache
from webapp.web.cross_origin import open_to_all
from webapp.web.site import Site


def blueprint(site: Site) -> Blueprint:
    """`GET /alerts` → `{alerts: […]}`, the severest first."""
    views = Blueprint("alerts", __name__, url_prefix="/api/v1")
    remembered = AnswerCache()
    open_to_all(views)

    @views.get("/alerts")
    def alerts() -> Response:
        def render() -> bytes:
            return orjson.dumps({"alerts": [item.dump() for item in in_force(site)]})

        return remembered.answer("alerts", site.replica.version(site.now()), "application/json", render)

    return views


def in_force(site: Site) -> list[AlertItem]:
    """The alerts in force: the board's, and where it is full all that the store has."""
    now = site.now()
    shown = list(site.replica.visible(now).alerts)
    if len(shown) < MAX_ALERTS_SHOWN:
        return shown
    try:
        nodes = site.alerts.living("in_force")
    except StoreAway:
        return shown
    stored = (
        item
        for node in nodes
        if node.message and node.shown_as and state_of(node, now) == "in_force"
        for item in items_of(node.message, node.shown_as, node.rev, site.alerts.languages, node.edited)
        if now < item.until
    )
    return sorted(stored, key=order)
