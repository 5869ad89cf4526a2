"""`/api/openapi.json` and `/api/asyncapi.json`."""

from __future__ import annotations

import orjson
from flask import Blueprint, Response, current_app

from webapp.pages.descriptions.asyncapi import asyncapi
from webapp.pages.descriptions.openapi import openapi
from webapp.pages.html.addresses import site_url
from webapp.web.cross_origin import allow_reading
from webapp.web.site import Site


def blueprint(site: Site) -> Blueprint:
    views = Blueprint("descriptions", __name__, url_prefix="/api")
    kept: dict[tuple[str, str], bytes] = {}

    def cached(name: str, home: str) -> Response:
        """Made once for each of the few hosts that we answer to."""
        if (name, home) not in kept:
            if len(kept) > 20:
                kept.clear()
            made = (
                openapi(current_app.url_map, site.station.name, home)
                if name == "openapi"
                else asyncapi(site.station.name, home)
            )
            kept[name, home] = orjson.dumps(made)
        response = Response(
            kept[name, home], mimetype="application/json", headers={"Cache-Control": "public, max-age=300"}
        )
        response.add_etag()
        return allow_reading(response)

    @views.get("/openapi.json")
    def openapi_json() -> Response:
        return cached("openapi", site_url(site))

    @views.get("/asyncapi.json")
    def asyncapi_json() -> Response:
        return cached("asyncapi", site_url(site))

    return views
