"""What partner sites embed: custom elements, pages for iframes, and the JSON behind both."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import orjson
from flask import Blueprint, Response, render_template, request

from webapp.newsroom.errors import N_, NotFound
from webapp.newsroom.model import BreakingItem, MostRead, OnAir, Stream
from webapp.newsroom.reads.ranking import is_too_old
from webapp.newsroom.times import rfc3339
from webapp.pages.embeds.options import page_options
from webapp.pages.embeds.pieces import ANY_PIECE, DIGEST_CHARS, PIECES, Piece, digest_of, script_bytes
from webapp.pages.html.addresses import host_url, site_url
from webapp.pages.html.frame import PageFrame
from webapp.pages.html.page_links import page_links
from webapp.web.answer_cache import AnswerCache
from webapp.web.catalogs import in_language
from webapp.web.cross_origin import open_to_all
from webapp.web.embeds.asked_by import asking_host, framing_host
from webapp.web.languages import languages
from webapp.web.site import Site

_DIGEST = re.compile(rf"[0-9a-f]{{{DIGEST_CHARS}}}")
FOREVER = "public, max-age=31536000, immutable"
NEVER = "private, no-store"

MAX_ALERTS = 5

MAX_HEADLINES = 10
"""More than a ticker shows, so that the next one is there when one is withdrawn."""

DEFAULT_LIMIT = 5

VIA_QUERY = "?via=ticker"
"""Appended to links, so that the newsroom sees how many readers embeds brought."""


def blueprint(site: Site, frame: PageFrame) -> Blueprint:
    """`/embed/<piece>.js`, `/embed/<piece>`, `/embed/ticker.json`, for any site; no cookie is read or set."""
    views = Blueprint("embed", __name__)
    remembered = AnswerCache()
    open_to_all(views)
    own = {digest_of(script_bytes(piece)): script_bytes(piece) for piece in PIECES.values()}
    visits = site.embed_visits

    @views.after_request
    def anybody_may_embed(response: Response) -> Response:
        response.headers["Timing-Allow-Origin"] = "*"
        return response

    @views.get(f"/embed/<{ANY_PIECE}:piece>.js")
    def script(piece: str) -> Response:
        # Partners keep this address for years, so a new version has to arrive without a new address: within an hour.
        cache = "public, max-age=3600, stale-while-revalidate=86400"
        made = script_bytes(PIECES[piece])
        return remembered.answer(("js", piece), None, "text/javascript", lambda: made, cache)

    @views.get(f"/embed/<{ANY_PIECE}:piece>-<digest>.js")
    def pinned_script(piece: str, digest: str) -> Response:
        """A release of a script that never changes under its address: this one, or a former one that a partner has used."""
        if digest in own:
            site.embed_scripts.keep(digest, own[digest])
        found = own.get(digest) or (site.embed_scripts.get(digest) if _DIGEST.fullmatch(digest) else None)
        if found is None:
            raise NotFound(N_("there is no such version of this embed"))
        return remembered.answer(("pinned", digest), None, "text/javascript", lambda: found, FOREVER)

    @views.get("/embed/ticker.json")
    def ticker_json() -> Response:
        host = asking_host(request) if visits.revoked else None
        if host is not None and visits.refuses(host):
            return Response(orjson.dumps(_nothing(site)), mimetype="application/json", headers={"Cache-Control": NEVER})
        version = shown_version()
        response = remembered.answer(
            "json", version, "application/json", lambda: orjson.dumps(embed_data()), host_url=host_url(site)
        )
        if visits.revoked:
            response.headers.add("Vary", "Origin")
        return response

    @views.get(f"/embed/<{ANY_PIECE}:piece>")
    def page(piece: str) -> Response:
        shown = PIECES[piece]
        options = page_options(site, shown)
        refused = bool(visits.revoked) and visits.refuses(framing_host(request.environ))
        lang = options.get("lang", next(iter(languages(site.station))))

        def render() -> bytes:
            with in_language(lang):  # by the address, not by the browser's preference
                return render_template(
                    f"embed/{piece}.html",
                    refused=refused,
                    options=options,
                    page_lang=lang,
                    headlines_in="",
                    oembed=page_links(site, site_url(site), None, f"/embed/{piece}", None)["oembed"],
                    **page_data(shown, options),
                ).encode()

        name = ("page", piece, lang, refused, *options.items())
        response = remembered.answer(name, shown_version(), "text/html", render, host_url=host_url(site))
        if visits.revoked:  # by the page around it, which caches do not look at
            response.headers["Cache-Control"] = NEVER
        # A page that isolates itself (COEP) shows only frames that do so too. All that this one shows is our own.
        if shown.name != "on-air":  # whose sound is elsewhere
            response.headers["Cross-Origin-Embedder-Policy"] = "require-corp"
        return response

    def page_data(piece: Piece, options: dict[str, str]) -> dict[str, Any]:
        now = site.now()
        data: dict[str, Any] = {
            "ticker": embed_data(),
            "limit": int(options.get("limit", DEFAULT_LIMIT)),
            "tag": piece.tag,
        }
        if piece.name == "headline":
            newest = next((item.id for item in site.replica.visible(now).breaking), "")
            found = site.replica.headlines.get(options.get("headline", newest))
            data["record"] = found and found.public(now)
        return data

    def shown_version() -> tuple[object, ...]:
        now, listed = site.now(), site.replica.board.most_read
        return (site.replica.version(now), frame.stale_since(), listed is not None and is_too_old(listed, now))

    def embed_data() -> dict[str, Any]:
        """`{epoch, seq, stale_since, station, alerts[], breaking[], most_read, on_air, stream}`, with absolute addresses."""
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
            "on_air": _on_air(board.on_air),
            "stream": _stream(board.stream, at),
        }

    return views


def _nothing(site: Site) -> dict[str, Any]:
    """What an embed on a host that was revoked gets; also scripts that do not know of it then show nothing."""
    station = {"name": site.station.name, "url": f"{site_url(site)}/"}
    empty: dict[str, Any] = {"alerts": [], "breaking": [], "most_read": None}
    return {"epoch": "", "seq": 0, "stale_since": None, "station": station, "revoked": True, **empty}


def _headline(item: BreakingItem, home: str) -> dict[str, Any]:
    fields = {"id", "rev", "headline", "priority", "article", "published_at", "corrected_at", "expires_at", "language"}
    if item.corrected_at:
        fields.add("reason")
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


def _on_air(air: OnAir) -> dict[str, Any]:
    """Without the articles beside it."""
    names = {"id", "title"}
    return air.model_dump(
        mode="json", exclude_none=True,
        include={"programme": names, "segment": names, "starts_at": True, "ends_at": True, "by": True, "until": True,
                 "next": {"programme": names, "segment": names, "starts_at": True}},
    )  # fmt: skip


def _stream(stream: Stream, home: str) -> dict[str, Any]:
    plain = stream.model_dump(
        mode="json", exclude_none=True,
        include={"status": True, "since": True, "checked_at": True, "by": True, "until": True,
                 "streams": {"__all__": {"id", "title", "url", "kind", "language"}}},
    )  # fmt: skip
    for source in plain.get("streams", ()):
        if source["url"].startswith("/"):
            source["url"] = home + source["url"]
    return plain
