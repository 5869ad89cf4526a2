"""oEmbed: what a partner's editor gets who pastes an address of ours (https://oembed.com)."""

from __future__ import annotations

from html import escape
from typing import Any
from urllib.parse import SplitResult, urlsplit

from flask import Blueprint, Response, request

from webapp.newsroom.errors import FieldError, Invalid, NewsroomError, NotFound
from webapp.newsroom.model import Article
from webapp.pages.html.addresses import absolute, root
from webapp.web.answers import answer
from webapp.web.site import Site

WIDTH, HEIGHT = 360, 480
NARROWEST, LOWEST = 120, 120

TICKER_PAGES = ("/", "/most-read", "/embed/ticker")


class NotImplementedHere(NewsroomError):
    status = 501
    code = "not-implemented"


def blueprint(site: Site) -> Blueprint:
    """`GET /oembed?url=&format=json&maxwidth=&maxheight=`: the ticker for its pages, a link for an article."""
    views = Blueprint("oembed", __name__)

    @views.get("/oembed")
    def oembed() -> Response:
        if request.args.get("format", "json") != "json":
            raise NotImplementedHere(
                "format: only json is answered here", fields=[FieldError("format", "expected json")]
            )
        asked = _asked(request.args.get("url", ""), site)
        if asked.path in TICKER_PAGES:
            told = _ticker(site, asked.query if asked.path == "/embed/ticker" else "")
        else:
            told = _link(site, _article(site, asked.path))
        response = answer(
            {"version": "1.0", "provider_name": site.station.name, "provider_url": f"{root(site)}/", **told}
        )
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    return views


def _asked(url: str, site: Site) -> SplitResult:
    try:
        asked = urlsplit(url)
    except ValueError:
        asked = urlsplit("")
    if asked.scheme not in ("http", "https") or asked.netloc not in (urlsplit(root(site)).netloc, request.host):
        problem = f"expected the address of a page of {root(site)}"
        raise Invalid(f"url: {problem}", fields=[FieldError("url", problem)])
    return asked


def _ticker(site: Site, query: str) -> dict[str, Any]:
    width, height = _at_most("maxwidth", WIDTH, NARROWEST), _at_most("maxheight", HEIGHT, LOWEST)
    source = f"{root(site)}/embed/ticker" + (f"?{query}" if query else "")
    frame = (
        f'<iframe src="{escape(source)}" title="{escape(site.station.name)}" width="{width}" height="{height}" '
        'loading="lazy" style="border:0;max-width:100%"></iframe>'
    )
    return {
        "type": "rich",
        "title": site.station.name,
        "html": frame,
        "width": width,
        "height": height,
        "cache_age": 86_400,
    }


def _article(site: Site, path: str) -> Article:
    found = site.replica.article(path.removeprefix("/articles/")) if path.startswith("/articles/") else None
    if found is None or found.withdrawn is not None:
        raise NotFound("there is nothing to embed at this address")
    return found


def _link(site: Site, article: Article) -> dict[str, Any]:
    told: dict[str, Any] = {"type": "link", "title": article.title, "cache_age": 600}
    if article.byline:
        told["author_name"] = article.byline
    picture = article.shared_picture()
    wide, high = request.args.get("maxwidth", ""), request.args.get("maxheight", "")
    if picture and picture.width <= _number(wide, picture.width) and picture.height <= _number(high, picture.height):
        told |= {
            "thumbnail_url": absolute(site, picture.url),
            "thumbnail_width": picture.width,
            "thumbnail_height": picture.height,
        }
    return told


def _at_most(name: str, default: int, least: int) -> int:
    return max(least, min(default, _number(request.args.get(name, ""), default)))


def _number(text: str, default: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() and 0 < len(text) < 6 else default
