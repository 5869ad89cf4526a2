"""`/status`: whether the stream is on the air, how it did in the last ninety days, and when it was interrupted."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from webapp.newsroom.errors import N_, NotFound
from webapp.newsroom.schedule.days import local_date
from webapp.newsroom.stream.availability import DAYS
from webapp.pages.html.frame import PageFrame
from webapp.store.stream.past import StreamPast
from webapp.web.site import Site


def blueprint(site: Site, frame: PageFrame) -> Blueprint:
    """Where the station's file has `status_page = true`; else the address leads nowhere."""
    views = Blueprint("status", __name__)
    past = StreamPast(site.streams, site.rundown)

    @views.get("/status")
    def status() -> Response:
        if not site.station.status_page:
            raise NotFound(N_("there is no such page"))
        known, tz = past.get(site.now()), site.replica.grid.tz

        def context() -> dict[str, Any]:
            told = known.interruptions if known else ()
            rows = [{"one": one, "date": local_date(tz, one.start)} for one in told]
            return {"past": known, "interruptions": rows, "days_shown": DAYS}

        return frame.page("status.html", "", context, lane=site.lanes.odd, path="/status", depends=known)

    return views
