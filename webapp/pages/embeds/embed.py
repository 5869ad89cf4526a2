"""The ticker that partner sites embed: a custom element, a page for iframes, and the JSON behind both."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Blueprint, Response, render_template, request
from flask_babel import force_locale

from webapp.newsroom.model import BreakingItem, MostRead
from webapp.newsroom.reads.ranking import is_too_old
from webapp.newsroom.times import rfc3339
from webapp.pages.embeds.bundle import bundle
from webapp.pages.html.addresses import home, root
from webapp.pages.html.frame import PageFrame
from webapp.web.folders import STATIC
from webapp.web.languages import languages
from webapp.web.remembered import Remembered
from webapp.web.site import Site

SCRIPT = STATIC / "embed" / "ticker" / "element.js"
ALREADY = '!("customElements" in self) || customElements.get("airwire-ticker")'

TOLD = 10
"""More headlines than a ticker shows: when one is taken back, the next is there."""

SHOWN = 5

VIA = "?via=ticker"
"""By this the newsroom sees how many readers a ticker brought."""


def blueprint(site: Site, chrome: PageFrame) -> Blueprint:
    """`/embed/ticker.js`, `/embed/ticker`, `/embed/ticker.json`. Any site may use them; no cookie is looked at or set."""
    views = Blueprint("embed", __name__)
    remembered = Remembered()
    script = bundle(SCRIPT, unless=ALREADY).encode()

    @views.after_request
    def anybody_may_embed(response: Response) -> Response:
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        response.headers["Timing-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "Date, ETag"  # the station's clock, by which headlines end
        return response

    @views.get("/embed/ticker.js")
    def ticker_script() -> Response:
        # Partners keep this address for years: a new version is there for everybody within the hour.
        cache = "public, max-age=3600, stale-while-revalidate=86400"
        return remembered.answer("js", None, "text/javascript", lambda: script, cache)

    @views.get("/embed/ticker.json")
    def ticker_json() -> Response:
        version = shown_version()
        return remembered.answer("json", version, "application/json", lambda: orjson.dumps(told()), home=home(site))

    @views.get("/embed/ticker")
    def ticker_page() -> Response:
        wanted = _wanted(site)
        lang = wanted.get("lang", next(iter(languages(site.station))))
        version = shown_version()

        def render() -> bytes:
            limit = int(wanted.get("limit", SHOWN))
            with force_locale(lang):  # the address says it, not who asks
                return render_template(
                    "embed/ticker.html", ticker=told(), wanted=wanted, page_lang=lang, limit=limit
                ).encode()

        name = ("page", lang, *wanted.items())
        return remembered.answer(name, version, "text/html", render, home=home(site))

    def shown_version() -> tuple[object, ...]:
        now, listed = site.now(), site.replica.board.most_read
        return (site.replica.version(now), chrome.stale_since(), listed is not None and is_too_old(listed, now))

    def told() -> dict[str, Any]:
        """`{epoch, seq, stale_since, station, breaking[], most_read}`, with absolute addresses."""
        now, at = site.now(), root(site)
        board = site.replica.visible(now)
        listed = board.most_read
        return {
            "epoch": board.epoch,
            "seq": board.seq,
            "stale_since": chrome.stale_since(),
            "station": {"name": site.station.name, "url": f"{at}/"},
            "breaking": [_headline(item, at) for item in board.breaking[:TOLD]],
            "most_read": _most_read(listed, at) if listed and not is_too_old(listed, now) else None,
        }

    return views


def _headline(item: BreakingItem, home: str) -> dict[str, Any]:
    fields = {"id", "rev", "headline", "priority", "article", "published_at", "corrected_at", "expires_at"}
    url = f"{home}/articles/{item.article}{VIA}" if item.article else f"{home}/"
    return {**item.model_dump(mode="json", exclude_none=True, include=fields), "url": url}


def _most_read(listed: MostRead, home: str) -> dict[str, Any]:
    items = [{**item.dump(), "url": f"{home}/articles/{item.article}{VIA}"} for item in listed.items]
    return {"window": listed.window, "as_of": rfc3339(listed.as_of), "items": items}


def _wanted(site: Site) -> dict[str, str]:
    """The element's attributes as the query has them, those alone that mean something: so few pages are remembered."""
    lang, theme, limit = (request.args.get(name, "") for name in ("lang", "theme", "limit"))
    show = " ".join(part for part in ("breaking", "most-read") if part in request.args.get("show", ""))
    return {
        **({"lang": lang} if lang in languages(site.station) else {}),
        **({"theme": theme} if theme in ("light", "dark") else {}),
        **({"limit": limit} if limit in {str(n) for n in range(1, 11)} else {}),
        **({"show": show} if show else {}),
    }
