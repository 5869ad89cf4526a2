"""The ticker that partner sites embed: a custom element, an iframe page, the JSON behind both, and oEmbed."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import orjson
from flask import Blueprint, Response, render_template, request

from webapp.newsroom.errors import FieldError, Invalid, NotFound
from webapp.newsroom.model import BreakingItem
from webapp.newsroom.times import rfc3339
from webapp.pages.addresses import root
from webapp.site import Site
from webapp.web import Remembered, answer

SCRIPT = Path(__file__).parent.parent / "static" / "embed" / "ticker.js"
SHOWN = 5
WIDTH, HEIGHT = 360, 420


def blueprint(site: Site) -> Blueprint:
    """`/embed/ticker.js`, `/embed/ticker`, `/embed/ticker.json`, `/oembed`. Partner sites may read all of them."""
    doors = Blueprint("embed", __name__)
    remembered = Remembered()
    replica = site.replica

    @doors.after_request
    def anybody_may_embed(response: Response) -> Response:
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        response.headers["Timing-Allow-Origin"] = "*"
        return response

    @doors.get("/embed/ticker.js")
    def script() -> Response:
        version = SCRIPT.stat().st_mtime_ns
        return remembered.answer("js", version, "text/javascript", SCRIPT.read_bytes, "public, max-age=600")

    @doors.get("/embed/ticker.json")
    def data() -> Response:
        render = lambda: orjson.dumps(_ticker(site))  # noqa: E731
        # A partner's readers come in crowds: a cache in between may answer them for two seconds.
        return remembered.answer(("json", root(site)), replica.version, "application/json", render, "public, max-age=2")

    @doors.get("/embed/ticker")
    def page() -> Response:
        wanted = {name: request.args[name][:40] for name in ("theme", "limit", "show") if name in request.args}
        body = render_template("embed/ticker.html", ticker=_ticker(site), wanted=wanted, shown=SHOWN)
        return Response(body, mimetype="text/html", headers={"Cache-Control": "public, max-age=10"})

    @doors.get("/oembed")
    def oembed() -> Response:
        if request.args.get("format", "json") != "json":
            raise NotFound("this oEmbed answers JSON alone")
        asked = urlsplit(request.args.get("url", ""))
        if asked.scheme not in ("http", "https") or asked.netloc != urlsplit(root(site)).netloc:
            problem = f"expected an address of {root(site)}"
            raise Invalid(f"url: {problem}", fields=[FieldError("url", problem)])
        width, height = _at_most("maxwidth", WIDTH), _at_most("maxheight", HEIGHT)
        frame = (
            f'<iframe src="{escape(root(site))}/embed/ticker" width="{width}" height="{height}" '
            f'title="{escape(site.station.name)}" loading="lazy" style="border:0"></iframe>'
        )
        return answer(
            {
                "version": "1.0", "type": "rich", "title": site.station.name, "provider_name": site.station.name,
                "provider_url": f"{root(site)}/", "html": frame, "width": width, "height": height,
            }
        )  # fmt: skip

    return doors


def _ticker(site: Site) -> dict[str, Any]:
    """What the ticker shows: `{epoch, seq, as_of, station, breaking[], most_read[]}` with absolute addresses."""
    board, home = site.replica.board, root(site)
    heard = site.replica.heard_at
    most_read = board.most_read.items if board.most_read else ()
    return {
        "epoch": board.epoch,
        "seq": board.seq,
        "as_of": rfc3339(heard) if heard else None,
        "station": {"name": site.station.name, "url": f"{home}/"},
        "breaking": [_breaking(item, home) for item in board.breaking[:SHOWN]],
        "most_read": [
            {"rank": item.rank, "title": item.title, "url": f"{home}/articles/{item.article}", "reads": item.reads}
            for item in most_read
        ],
    }


def _breaking(item: BreakingItem, home: str) -> dict[str, Any]:
    told = {"id": item.id, "rev": item.rev, "headline": item.headline, "priority": item.priority,
            "url": f"{home}/articles/{item.article}" if item.article else f"{home}/",
            "published_at": rfc3339(item.published_at)}  # fmt: skip
    return {**told, "corrected_at": rfc3339(item.corrected_at)} if item.corrected_at else told


def _at_most(name: str, default: int) -> int:
    text = request.args.get(name, "")
    return min(default, int(text)) if text.isascii() and text.isdecimal() and 0 < len(text) < 6 else default
