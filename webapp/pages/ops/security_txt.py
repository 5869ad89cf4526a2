"""`/.well-known/security.txt`, where the station's file says whom to tell."""

from __future__ import annotations

from flask import Blueprint, Response

from webapp.newsroom.errors import N_, NotFound
from webapp.newsroom.station_pages.security_txt import security_txt
from webapp.web.site import Site


def blueprint(site: Site) -> Blueprint:
    views = Blueprint("security", __name__)

    @views.get("/.well-known/security.txt")
    def text() -> Response:
        station = site.station
        if station.security is None:
            raise NotFound(N_("there is no such page"))
        made = security_txt(station.security, station.languages, station.url, site.now())
        return Response(
            made, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "public, max-age=3600"}
        )

    return views
