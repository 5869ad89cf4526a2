"""`/embed/`: where a partner chooses what to embed and how it looks, sees it, and copies the code for their page."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html import escape
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from webapp.newsroom.embeds.hosts import NAMED_FRAME
from webapp.pages.embeds.options import THEMES
from webapp.pages.embeds.pieces import PIECES, TICKER, Piece, digest_of, is_headline_id, script_bytes
from webapp.pages.html.addresses import site_url
from webapp.pages.html.frame import PageFrame
from webapp.web.languages import languages
from webapp.web.site import Site

WIDTHS = ("100%", "300px", "360px", "480px")
SHOWS = ("", "breaking", "most-read")
HEADLINES_OFFERED = 10
OPTIONS = {"ticker": ("theme", "lang", "show", "limit"), "headline": ("theme", "lang", "headline")}
"""What each piece can be asked; others than these two have colours and language."""


def blueprint(site: Site, frame: PageFrame) -> Blueprint:
    views = Blueprint("embed_builder", __name__)

    @views.get("/embed/")
    def builder() -> Response:
        chosen = _chosen(site)
        piece = PIECES[chosen["piece"]]
        asked = OPTIONS.get(piece.name, ("theme", "lang"))

        def context() -> dict[str, Any]:
            home = site_url(site)
            options = {name: chosen[name] for name in asked if chosen[name]}
            query = f"?{urlencode(options)}" if options else ""
            return {
                "chosen": chosen,
                "widths": WIDTHS,
                "asked": asked,
                "headlines": [
                    {"id": one.id, "headline": one.item.headline}
                    for one in site.replica.headlines.newest(HEADLINES_OFFERED)
                    if one.state(site.now()) != "withdrawn"
                ],
                "preview": f"/embed/{piece.name}{query}",
                "height": piece.height_px,
                "codes": {
                    "script": script_code(piece, home, site.station.name, options, chosen["width"]),
                    "pinned": script_code(piece, home, site.station.name, options, chosen["width"], pinned=True),
                    "iframe": iframe_code(piece, home, site.station.name, query, chosen["width"]),
                    "wordpress": f"{home}/embed/{piece.name}{query}",
                },
            }

        name = tuple(chosen.values())
        path = "/embed/" if name == tuple(_defaults().values()) else None
        return frame.page("embed/builder.html", name, context, lane=site.lanes.odd, path=path)

    return views


def script_code(
    piece: Piece, home: str, station: str, options: dict[str, str], width: str, *, pinned: bool = False
) -> str:
    """The custom element, with a link for readers without script; `pinned` with the script as it is now, which browsers check."""
    source = f'src="{escape(home)}/embed/{piece.name}.js"'
    if pinned:
        script = script_bytes(piece)
        integrity = b64encode(sha256(script).digest()).decode()
        source = (
            f'src="{escape(home)}/embed/{piece.name}-{digest_of(script)}.js" integrity="sha256-{integrity}" crossorigin'
        )
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in options.items())
    style = "" if width == WIDTHS[0] else f' style="max-width:{width}"'
    return (
        f"<script {source} async></script>\n"
        f'<{piece.tag}{attributes}{style}><a href="{escape(home)}/">{escape(station)}</a></{piece.tag}>'
    )


def iframe_code(piece: Piece, home: str, station: str, query: str, width: str) -> str:
    """A frame, for pages on which no script of others may run."""
    return (
        f'<iframe src="{escape(home)}/embed/{piece.name}{escape(query)}" title="{escape(station)}" loading="lazy" '
        f'{NAMED_FRAME} style="border:0;width:100%;max-width:{width};height:{piece.height_px}px"></iframe>'
    )


def _defaults() -> dict[str, str]:
    return {"piece": TICKER.name, "theme": "", "lang": "", "show": "", "limit": "", "headline": "", "width": WIDTHS[0]}


def _chosen(site: Site) -> dict[str, str]:
    """What the query asks for; what is none of the choices is as if it were not there."""
    asked = request.args.get("headline", "")
    allowed: dict[str, Any] = {
        "piece": PIECES,
        "theme": THEMES,
        "lang": tuple(languages(site.station)),
        "show": SHOWS,
        "limit": tuple(map(str, range(1, 11))),
        "headline": [asked] if is_headline_id(asked) and site.replica.headlines.get(asked) else [],
        "width": WIDTHS,
    }
    given = {name: request.args.get("in" if name == "lang" else name, "") for name in allowed}
    return {name: value if value in allowed[name] else _defaults()[name] for name, value in given.items()}
