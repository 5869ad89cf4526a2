"""The station's own pages, from its file: `/about`, `/contact`, `/corrections`, `/privacy`; each only where it has one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response

from webapp.newsroom.errors import N_, NotFound
from webapp.newsroom.station_pages import colours
from webapp.pages.html.frame import PageFrame
from webapp.pages.html.page_links import station_pages
from webapp.web.site import Site

MAX_CORRECTIONS = 30
"""Of breaking headlines, the newest, below the policy."""


def blueprint(site: Site, frame: PageFrame) -> Blueprint:
    views = Blueprint("station_pages", __name__)

    def page(path: str, template: str, context: Callable[[], dict[str, Any]]) -> Response:
        def named() -> dict[str, Any]:
            return {"title": dict(station_pages(site.station))[path], **context()}

        if path not in dict(station_pages(site.station)):
            raise NotFound(N_("the station has no such page"))
        return frame.page(template, path, named, path=path, lane=site.lanes.odd)

    @views.get("/about")
    def about() -> Response:
        return page("/about", "station/text.html", lambda: {"text": site.station.pages.about})

    @views.get("/privacy")
    def privacy() -> Response:
        return page("/privacy", "station/text.html", lambda: {"text": site.station.pages.privacy})

    @views.get("/contact")
    def contact() -> Response:
        return page("/contact", "station/contact.html", lambda: {"contact": site.station.contact})

    @views.get("/corrections")
    def corrections() -> Response:
        def context() -> dict[str, Any]:
            now = site.now()
            records = site.replica.headlines.newest(500)
            corrected = [one for one in records if one.corrections and one.state(now) != "withdrawn"][:MAX_CORRECTIONS]
            return {"text": site.station.pages.corrections, "corrected": [one.public(now) for one in corrected]}

        return page("/corrections", "station/text.html", context)

    @views.get("/station.css")
    def sheet() -> Response:
        """The station's colour; its address changes with it."""
        accent = site.station.colours.accent
        if accent is None:
            raise NotFound(N_("there is no such page"))
        return Response(colours.sheet(accent), mimetype="text/css", headers={"Cache-Control": "public, max-age=86400"})

    return views
