"""`/pictures/<owner>/<key>-<width>.<kind>`: only pictures that pages show, in the few sizes that pages use.

The owner is a published article, a programme of the grid, the current promo, or the station.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, request

from webapp.newsroom.articles.picture_paths import (
    ICON_WIDTH_PX,
    KINDS,
    PROMO_OWNER,
    STATION_OWNER,
    WIDTHS_PX,
    picture_key,
    programme_owner,
)
from webapp.newsroom.errors import NotFound
from webapp.newsroom.events import Event
from webapp.newsroom.model import Picture
from webapp.pictures.errors import PictureUnavailable
from webapp.pictures.gallery import Gallery
from webapp.web.cross_origin import open_to_all
from webapp.web.site import Site

CACHE_CONTROL = "public, max-age=31536000, immutable"
MIMETYPES = {"webp": "image/webp", "jpg": "image/jpeg"}

PLACEHOLDER_SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9">'
    b'<path fill="#8a8f98" fill-opacity=".25" d="M0 0h16v9H0z"/></svg>'
)
"""Served with 503 while a picture is unavailable: a plain rectangle."""


class PictureGone(NotFound):
    status = 410
    code = "withdrawn"


def blueprint(site: Site, gallery: Gallery) -> Blueprint:
    """Answers 404 for another picture or size than pages use, 410 after a withdrawal, 503 while it is unavailable."""
    views = Blueprint("pictures", __name__)
    open_to_all(views)

    @views.get("/pictures/<owner>/<key>-<int:width>.<kind>")
    def picture(owner: str, key: str, width: int, kind: str) -> Response:
        if width not in (ICON_WIDTH_PX, *WIDTHS_PX) or kind not in KINDS:
            raise NotFound("there is no such picture; widths are " + ", ".join(map(str, WIDTHS_PX)))
        shown = _picture_of(owner, site)
        if shown is None or picture_key(shown.url) != key:
            raise NotFound("there is no such picture")
        try:
            data = gallery.picture(owner, shown.url, width, kind)
        except PictureUnavailable as none:
            response = Response(PLACEHOLDER_SVG, status=503, mimetype="image/svg+xml")
            response.headers["Cache-Control"] = "no-store"
            response.headers["Retry-After"] = str(max(1, round(none.retry_after_s)))
            return response
        response = Response(data, mimetype=MIMETYPES[kind])
        response.headers["Cache-Control"] = CACHE_CONTROL
        response.set_etag(f"{key}-{width}-{kind}")
        response.make_conditional(request)
        return response

    return views


def _picture_of(owner: str, site: Site) -> Picture | None:
    """The current picture of `owner`, with its address at the source."""
    replica = site.replica
    if owner == STATION_OWNER:
        return site.station.logo
    if owner == PROMO_OWNER:
        promo = replica.visible(site.now()).promo
        return promo.image if promo else None
    if owner.startswith(programme_owner("")):
        programme = replica.grid.by_id.get(owner.removeprefix(programme_owner("")))
        return programme.picture if programme else None
    article = replica.article(owner)
    if article is not None and article.withdrawn is not None:
        raise PictureGone("its article was withdrawn")
    return article.picture if article else None


class PictureCleanup:
    """A sink of the relay that deletes the pictures of withdrawn articles and past promos from this host."""

    def __init__(self, gallery: Gallery) -> None:
        self._gallery = gallery

    def events(self, events: Sequence[Event]) -> None:
        for event in events:
            if event.type == "article" and event.body.get("action") == "withdrawn":
                self._gallery.forget(str(event.body.get("slug")))
            elif event.type == "promo":
                self._gallery.forget(PROMO_OWNER)

    def snapshot(self) -> None:
        """Nothing to do: what ended meanwhile is no longer served, and leaves the disk once it is the oldest there."""
