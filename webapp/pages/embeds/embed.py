"""The ticker that partner sites embed: a custom element, a page for iframes, and the JSON behind both."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from typing import Any

import orjson
from flask import Blueprint, Response, render_template, request

from webapp.newsroom.errors import N_, NotFound
from webapp.newsroom.model import BreakingItem, MostRead
from webapp.newsroom.reads.ranking import is_too_old
from webapp.newsroom.times import rfc3339
from webapp.pages.embeds.bundle import bundle
from webapp.pages.html.addresses import host_url, site_url
from webapp.pages.html.frame import PageFrame
from webapp.pages.html.page_links import page_links
from webapp.web.answer_cache import AnswerCache
from webapp.web.catalogs import in_language
from webapp.web.cross_origin import open_to_all
from webapp.web.folders import STATIC
from webapp.web.languages import languages
from webapp.web.site import Site

SCRIPT = STATIC / "embed" / "ticker" / "element.js"
SKIP_IF = '!("customElements" in self) || customElements.get("airwire-ticker")'

DIGEST_CHARS = 16
_DIGEST = re.compile(rf"[0-9a-f]{{{DIGEST_CHARS}}}")
FOREVER = "public, max-age=31536000, immutable"

MAX_ALERTS = 5

MAX_HEADLINES = 10
"""More than a ticker shows, so that the next one is there when one is withdrawn."""

DEFAULT_LIMIT = 5

VIA_QUERY = "?via=ticker"
"""Appended to links, so that the newsroom sees how many readers a ticker brought."""


def blueprint(site: Site, frame: PageFrame) -> Blueprint:
    """`/embed/ticker.js`, `/embed/ticker`, `/embed/ticker.json`, for any site; no cookie is read or set."""
    views = Blueprint("embed", __name__)
    remembered = AnswerCache()
    open_to_all(views)
    script = ticker_script_bytes()
    own = digest_of(script)

    @views.after_request
    def anybody_may_embed(response: Response) -> Response:
        response.headers["Timing-Allow-Origin"] = "*"
        return response

    @views.get("/embed/ticker.js")
    def ticker_script() -> Response:
        # Partners keep this address for years, so a new version has to arrive without a new address: within an hour.
        cache = "public, max-age=3600, stale-while-revalidate=86400"
        return remembered.answer("js", None, "text/javascript", lambda: script, cache)

    @views.get("/embed/ticker-<digest>.js")
    def pinned_script(digest: str) -> Response:
        """A release of the script that never changes under its address: this one, or a former one that a partner has used."""
        if digest == own:
            site.embed_scripts.keep(own, script)
        found = script if digest == own else site.embed_scripts.get(digest) if _DIGEST.fullmatch(digest) else None
        if found is None:
            raise NotFound(N_("there is no such version of the ticker"))
        return remembered.answer(("pinned", digest), None, "text/javascript", lambda: found, FOREVER)

    @views.get("/embed/ticker.json")
    def ticker_json() -> Response:
        version = shown_version()
        return remembered.answer(
            "json", version, "application/json", lambda: orjson.dumps(ticker_data()), host_url=host_url(site)
        )

    @views.get("/embed/ticker")
    def ticker_page() -> Response:
        options = _page_options(site)
        lang = options.get("lang", next(iter(languages(site.station))))
        version = shown_version()

        def render() -> bytes:
            limit = int(options.get("limit", DEFAULT_LIMIT))
            with in_language(lang):  # by the address, not by the browser's preference
                return render_template(
                    "embed/ticker.html",
                    ticker=ticker_data(),
                    options=options,
                    page_lang=lang,
                    limit=limit,
                    oembed=page_links(site, site_url(site), None, "/embed/ticker", None)["oembed"],
                ).encode()

        name = ("page", lang, *options.items())
        response = remembered.answer(name, version, "text/html", render, host_url=host_url(site))
        # A page that isolates itself (COEP) shows only frames that do so too. All that this one shows is our own.
        response.headers["Cross-Origin-Embedder-Policy"] = "require-corp"
        return response

    def shown_version() -> tuple[object, ...]:
        now, listed = site.now(), site.replica.board.most_read
        return (site.replica.version(now), frame.stale_since(), listed is not None and is_too_old(listed, now))

    def ticker_data() -> dict[str, Any]:
        """`{epoch, seq, stale_since, station, alerts[], breaking[], most_read}`, with absolute addresses."""
        now, at = site.now(), site_url(site)
        board = site.replica.visible(now)
        listed = board.most_read if board.most_read and not is_too_old(board.most_read, now) else None
        return {
            "epoch": board.epoch,
            "seq": board.seq,
            "stale_since": frame.stale_since(),
            "station": {"name": site.station.name, "url": f"{at}/"},
            "alerts": [alert.dump() for alert in board.alerts[:MAX_ALERTS]],
            "breaking": [_headline(item, at) for item in board.breaking[:MAX_HEADLINES]],
            "most_read": _most_read(listed, at, site.replica.article_language) if listed else None,
        }

    return views


@cache
def ticker_script_bytes() -> bytes:
    """The ticker's script of this build, in one piece."""
    return bundle(SCRIPT, unless=SKIP_IF).encode()


def digest_of(script: bytes) -> str:
    """What a pinned script's address has of it."""
    return sha256(script).hexdigest()[:DIGEST_CHARS]


def _headline(item: BreakingItem, home: str) -> dict[str, Any]:
    fields = {"id", "rev", "headline", "priority", "article", "published_at", "corrected_at", "expires_at", "language"}
    url = f"{home}/articles/{item.article}{VIA_QUERY}" if item.article else f"{home}/"
    texts = (
        {} if item.texts is None else {"texts": {tag: {"headline": one.headline} for tag, one in item.texts.items()}}
    )
    return {**item.model_dump(mode="json", exclude_none=True, include=fields), **texts, "url": url}


def _most_read(listed: MostRead, home: str, language_of: Callable[[str], str | None]) -> dict[str, Any]:
    items = [
        {**item.dump(), "language": language_of(item.article), "url": f"{home}/articles/{item.article}{VIA_QUERY}"}
        for item in listed.items
    ]
    return {"window": listed.window, "as_of": rfc3339(listed.as_of), "items": items}


def _page_options(site: Site) -> dict[str, str]:
    """The element's attributes in the query. Unknown ones are dropped, so that few variants of the page are cached."""
    lang, theme, limit = (request.args.get(name, "") for name in ("lang", "theme", "limit"))
    show = " ".join(part for part in ("breaking", "most-read") if part in request.args.get("show", ""))
    return {
        **({"lang": lang} if lang in languages(site.station) else {}),
        **({"theme": theme} if theme in ("light", "dark") else {}),
        **({"limit": limit} if limit in {str(n) for n in range(1, 11)} else {}),
        **({"show": show} if show else {}),
    }
