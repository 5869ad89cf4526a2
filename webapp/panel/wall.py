"""The wall screen: what is on, what broke, alerts, the stream, listeners, and surfaces that still show what was withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

from flask import Blueprint, Response, request

from webapp.newsroom.errors import StoreAway
from webapp.newsroom.outlets.overview import red_since, surfaces, withdrawn_lately
from webapp.panel.frame import panel_page
from webapp.panel.people.wall_pass import WallPass
from webapp.panel.words import panel_words
from webapp.web.site import Site

MAX_HEADLINES, MAX_ALERTS = 4, 3
LOOKED_AT = 500
"""Among so many of the newest headlines those are looked for that a surface shows though they were withdrawn."""


def blueprint(site: Site, wall_pass: WallPass | None) -> Blueprint:
    """`GET /panel/wall`; `Guard` lets in who is signed in, or with a pass has been."""
    views = Blueprint("wall", __name__, url_prefix="/panel")

    @views.get("/wall")
    def wall() -> Response:
        now = site.now()
        response = panel_page(
            "panel/wall.html", site, listeners=_listeners(site, now), red=_red(site, now), panel_words=panel_words(),
            max_headlines=MAX_HEADLINES, max_alerts=MAX_ALERTS,
        )  # fmt: skip
        if wall_pass:
            wall_pass.renew(request, response)
        return response

    return views


def _listeners(site: Site, now: datetime) -> int | None:
    if site.in_rehearsal:
        return 0
    with suppress(StoreAway):
        return sum(int(process["listeners"]) for process in site.presence.processes(now).values())
    return None


def _red(site: Site, now: datetime) -> Mapping[str, datetime]:
    """The titles of surfaces that still show a withdrawn headline, each with since when."""
    withdrawn = withdrawn_lately(site.replica.headlines.newest(LOOKED_AT), now)
    with suppress(StoreAway):
        if withdrawn:
            named = surfaces(site.station.outlets, site.ledger.states())
            entries = site.ledger.entries([one.id for one in named], [record.id for record in withdrawn])
            since = red_since(withdrawn, entries)
            return {one.title: since[one.id] for one in named if one.id in since}
    return {}
