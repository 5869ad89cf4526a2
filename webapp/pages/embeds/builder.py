"""`/embed/`: where a partner chooses how the ticker looks, sees it, and copies the code for their page."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html import escape
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from webapp.pages.embeds.embed import digest_of, ticker_script_bytes
from webapp.pages.html.addresses import site_url
from webapp.pages.html.frame import PageFrame
from webapp.web.languages import languages
from webapp.web.site import Site

WIDTHS = ("100%", "300px", "360px", "480px")
SHOWS = ("", "breaking", "most-read")
THEMES = ("", "light", "dark")
FRAME_HEIGHT_PX = 480


def blueprint(site: Site, frame: PageFrame) -> Blueprint:
    views = Blueprint("embed_builder", __name__)

    @views.get("/embed/")
    def builder() -> Response:
        chosen = _chosen(site)

        def context() -> dict[str, Any]:
            home = site_url(site)
            options = {name: value for name, value in chosen.items() if value and name != "width"}
            query = f"?{urlencode(options)}" if options else ""
            return {
                "chosen": chosen,
                "widths": WIDTHS,
                "preview": f"/embed/ticker{query}",
                "height": FRAME_HEIGHT_PX,
                "codes": {
                    "script": script_code(home, site.station.name, options, chosen["width"]),
                    "pinned": script_code(home, site.station.name, options, chosen["width"], pinned=True),
                    "iframe": iframe_code(home, site.station.name, query, chosen["width"]),
                    "wordpress": f"{home}/embed/ticker{query}",
                },
            }

        name = tuple(chosen.values())
        path = "/embed/" if name == tuple(_defaults().values()) else None
        return frame.page("embed/builder.html", name, context, lane=site.lanes.odd, path=path)

    return views


def script_code(home: str, station: str, options: dict[str, str], width: str, *, pinned: bool = False) -> str:
    """The custom element, with a link for readers without script; `pinned` with the script as it is now, which browsers check."""
    source = f'src="{escape(home)}/embed/ticker.js"'
    if pinned:
        script = ticker_script_bytes()
        integrity = b64encode(sha256(script).digest()).decode()
        source = f'src="{escape(home)}/embed/ticker-{digest_of(script)}.js" integrity="sha256-{integrity}" crossorigin'
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in options.items())
    style = "" if width == WIDTHS[0] else f' style="max-width:{width}"'
    return (
        f"<script {source} async></script>\n"
        f'<airwire-ticker{attributes}{style}><a href="{escape(home)}/">{escape(station)}</a></airwire-ticker>'
    )


def iframe_code(home: str, station: str, query: str, width: str) -> str:
    """A frame, for pages on which no script of others may run."""
    return (
        f'<iframe src="{escape(home)}/embed/ticker{escape(query)}" title="{escape(station)}" loading="lazy" '
        f'style="border:0;width:100%;max-width:{width};height:{FRAME_HEIGHT_PX}px"></iframe>'
    )


def _defaults() -> dict[str, str]:
    return {"theme": "", "lang": "", "show": "", "limit": "", "width": WIDTHS[0]}


def _chosen(site: Site) -> dict[str, str]:
    """What the query asks for; what is none of the choices is as if it were not there."""
    allowed: dict[str, Any] = {
        "theme": THEMES,
        "lang": tuple(languages(site.station)),
        "show": SHOWS,
        "limit": tuple(map(str, range(1, 11))),
        "width": WIDTHS,
    }
    given = {name: request.args.get("in" if name == "lang" else name, "") for name in allowed}
    return {name: value if value in allowed[name] else _defaults()[name] for name, value in given.items()}
