"""`/cards/…` (link cards), `/radiodns/vis/slides/…` (for radios), `/favicon.ico`, `/apple-touch-icon.png` and `/icons/…`: what we
draw."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from webapp.newsroom.articles.link_card import LinkCard
from webapp.newsroom.errors import NotFound
from webapp.newsroom.events import Event
from webapp.newsroom.schedule.programme_airings import find_programme
from webapp.pictures.drawn.drawings import Drawings
from webapp.pictures.errors import PictureUnavailable
from webapp.web.cross_origin import open_to_all
from webapp.web.link_cards import article_card, headline_card, programme_card, station_card
from webapp.web.site import Site

CARD_KEPT = "public, max-age=60"
"""Short, so that the words of a withdrawn headline leave shared caches too; those who keep a copy of a link's picture for good
ask for the page as well, which is a tombstone then."""

ICON_KEPT = "public, max-age=86400"

ICONS: dict[str, tuple[int, str]] = {
    "icon-96": (96, "plain"), "icon-192": (192, "plain"), "icon-512": (512, "plain"),
    "maskable-192": (192, "maskable"), "maskable-512": (512, "maskable"), "badge-96": (96, "badge"),
}  # fmt: skip
"""Name → side in pixels, and form as in `marks.icon`."""

TOUCH_ICON_PX = 180


def blueprint(site: Site, drawings: Drawings) -> Blueprint:
    """404 for what there is none of, 503 while nothing can be drawn. A card's former address leads to what it says now."""
    views = Blueprint("drawn", __name__)
    open_to_all(views)

    @views.get("/cards/<of>/<about>/<key>.png")
    def card(of: str, about: str, key: str) -> AnyResponse:
        said = _card_of(of, about, site)
        if said is None:
            raise NotFound("there is no such picture")
        if said.key != key:
            response = redirect(said.path, 302)
            response.headers["Cache-Control"] = "no-store"
            return response
        return _answered(lambda: drawings.card(said), "image/png", CARD_KEPT, said.key)

    @views.get("/radiodns/vis/slides/<of>/<about>/<version>.png")
    def slide(of: str, about: str, version: str) -> AnyResponse:
        """What the thing says now, whichever `version` was asked for: of a withdrawn headline its tombstone."""
        said = _card_of(of, about, site)
        if said is None:
            raise NotFound("there is no such picture")
        return _answered(lambda: drawings.slide(said), "image/png", CARD_KEPT, f"{said.key}-slide")

    @views.get("/favicon.ico")
    def favicon() -> Response:
        return _answered(lambda: drawings.icon(48, "plain", "ico"), "image/x-icon", ICON_KEPT)

    @views.get("/apple-touch-icon.png")
    def touch_icon() -> Response:
        return _answered(lambda: drawings.icon(TOUCH_ICON_PX, "maskable", "png"), "image/png", ICON_KEPT)

    @views.get("/icons/<name>.png")
    def icon(name: str) -> Response:
        if name not in ICONS:
            raise NotFound("there is no such icon; there are " + ", ".join(ICONS))
        return _answered(lambda: drawings.icon(*ICONS[name], "png"), "image/png", ICON_KEPT)

    return views


def _answered(draw: Callable[[], bytes], mimetype: str, kept: str, tag: str | None = None) -> Response:
    try:
        response = Response(draw(), mimetype=mimetype)
    except PictureUnavailable as none:
        response = Response(status=503, headers={"Cache-Control": "no-store"})
        response.headers["Retry-After"] = str(max(1, round(none.retry_after_s)))
        return response
    response.headers["Cache-Control"] = kept
    if tag:
        response.set_etag(tag)
    else:
        response.add_etag()
    response.make_conditional(request)
    return response


def _card_of(of: str, about: str, site: Site) -> LinkCard | None:
    replica, station = site.replica, site.station
    if of == "breaking" and (record := replica.headlines.get(about)):
        return headline_card(record, station, site.now())
    if of == "articles" and (article := replica.article(about)):
        return article_card(article, station)
    if of == "programmes" and (programme := find_programme(replica.grid, about)):
        return programme_card(programme, station)
    return station_card(station) if (of, about) == ("station", "live") else None


class CardCleanup:
    """A sink of the relay that deletes cards whose words no longer stand."""

    def __init__(self, drawings: Drawings) -> None:
        self._drawings = drawings

    def events(self, events: Sequence[Event]) -> None:
        for event in events:
            if event.type == "article":
                self._drawings.forget("articles", str(event.body.get("slug")))
            elif event.type == "breaking" and event.body.get("action") in ("corrected", "withdrawn"):
                self._drawings.forget("breaking", str((event.body.get("item") or {}).get("id")))

    def snapshot(self) -> None:
        """Nothing to do: former cards have addresses that lead to what is said now, and leave the disk as the oldest there."""
