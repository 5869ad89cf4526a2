"""oEmbed (https://oembed.com): what a partner's editor shows for a pasted address of this site."""

from __future__ import annotations

from html import escape
from typing import Any
from urllib.parse import SplitResult, urlsplit

from flask import Blueprint, Response, request

from webapp.newsroom.embeds.hosts import NAMED_FRAME
from webapp.newsroom.errors import FieldError, Invalid, NewsroomError, NotFound
from webapp.newsroom.model import Article
from webapp.newsroom.numbers import whole_number
from webapp.pages.embeds.pieces import PIECES, TICKER, Piece
from webapp.pages.html.addresses import absolute, site_url
from webapp.web.answers import answer
from webapp.web.cross_origin import open_to_all
from webapp.web.site import Site

WIDTH_PX = 360
MIN_WIDTH_PX, MIN_HEIGHT_PX = 120, 80

TICKER_PAGES = ("/", "/most-read")


class NotImplementedHere(NewsroomError):
    status = 501
    code = "not-implemented"


def blueprint(site: Site) -> Blueprint:
    """`GET /oembed?url=&format=json&maxwidth=&maxheight=`: the ticker for the pages that it is of, a headline that follows its
    corrections for a headline, each embed for its own page, a link for an article."""
    views = Blueprint("oembed", __name__)
    open_to_all(views)

    @views.get("/oembed")
    def oembed() -> Response:
        if request.args.get("format", "json") != "json":
            raise NotImplementedHere(
                "format: only json is answered here", fields=[FieldError("format", "expected json")]
            )
        page = _requested_page(request.args.get("url", ""), site)
        path = page.path.rstrip("/") or "/"
        if path in TICKER_PAGES:
            embed = _framed(site, TICKER, "")
        elif (piece := PIECES.get(path.removeprefix("/embed/"))) and path.startswith("/embed/"):
            embed = _framed(site, piece, page.query)
        elif path.startswith("/breaking/"):
            embed = _headline(site, path.removeprefix("/breaking/"))
        else:
            embed = _article_link(site, _article(site, path))
        return answer(
            {"version": "1.0", "provider_name": site.station.name, "provider_url": f"{site_url(site)}/", **embed}
        )

    return views


def _requested_page(url: str, site: Site) -> SplitResult:
    """`url` in its parts; people also paste it without `https://`."""
    try:
        page = urlsplit(url.strip() if "://" in url else f"https://{url.strip()}")
    except ValueError:
        page = urlsplit("")
    ours = {urlsplit(site_url(site)).netloc.lower(), request.host.lower(), *map(str.lower, site.station.other_hosts)}
    if page.scheme not in ("http", "https") or page.netloc.lower() not in ours:
        problem = f"expected the address of a page of {site_url(site)}"
        raise Invalid(f"url: {problem}", fields=[FieldError("url", problem)])
    return page


def _framed(site: Site, piece: Piece, query: str) -> dict[str, Any]:
    width, height = _at_most("maxwidth", WIDTH_PX, MIN_WIDTH_PX), _at_most("maxheight", piece.height_px, MIN_HEIGHT_PX)
    source = f"{site_url(site)}/embed/{piece.name}" + (f"?{query}" if query else "")
    frame = (
        f'<iframe src="{escape(source)}" title="{escape(site.station.name)}" width="{width}" height="{height}" '
        f'loading="lazy" {NAMED_FRAME} style="border:0;max-width:100%"></iframe>'
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


def _headline(site: Site, headline_id: str) -> dict[str, Any]:
    found = site.replica.headlines.get(headline_id)
    if found is None or found.state(site.now()) == "withdrawn":
        raise NotFound("there is nothing to embed at this address")
    framed = _framed(site, PIECES["headline"], f"headline={headline_id}")
    return {**framed, "title": found.item.headline, "author_name": site.station.name, "cache_age": 60}


def _article_link(site: Site, article: Article) -> dict[str, Any]:
    embed: dict[str, Any] = {"type": "link", "title": article.title, "cache_age": 600}
    if article.byline:
        embed["author_name"] = article.byline
    picture = article.shared_picture()
    wide, high = request.args.get("maxwidth", ""), request.args.get("maxheight", "")
    if picture and picture.width <= _number(wide, picture.width) and picture.height <= _number(high, picture.height):
        embed |= {
            "thumbnail_url": absolute(site, picture.url),
            "thumbnail_width": picture.width,
            "thumbnail_height": picture.height,
        }
    return embed


def _at_most(name: str, default: int, least: int) -> int:
    return max(least, min(default, _number(request.args.get(name, ""), default)))


def _number(text: str, default: int) -> int:
    number = whole_number(text, 5)
    return default if number is None else number
